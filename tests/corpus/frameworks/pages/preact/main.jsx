/** Preact: the same events as the browser's own; state in hooks. */

import { render } from "preact";
import { useState } from "preact/hooks";
import { send } from "../../shared/his.js";

function Login() {
  const [cid, setCid] = useState("");
  const [token, setToken] = useState("");
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    setMessage((await send("login", { cid, token })).message);
  }

  return (
    <section class="card">
      <h1>เข้าสู่ระบบ</h1>
      <form onSubmit={submit}>
        <table class="formtable">
          <tbody>
            <tr>
              <td>เลขประจำตัวประชาชน</td>
              <td>
                <input value={cid} onInput={(event) => setCid(event.currentTarget.value)} />
              </td>
            </tr>
            <tr>
              <td>Token ID</td>
              <td>
                <input type="password" value={token} onInput={(event) => setToken(event.currentTarget.value)} />
              </td>
            </tr>
          </tbody>
        </table>
        <button class="primary">เข้าสู่ระบบ</button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

render(<Login />, document.getElementById("app"));
