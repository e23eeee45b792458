/** React: the first change of each input is lost, as on pages that take input only once their own set-up has ended. */

import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

/** A controlled input whose first change finds the page not ready: React puts the old value back at once. */
function LateInput({ value, onValue, ...rest }) {
  const ready = useRef(false);
  function change(event) {
    if (ready.current) onValue(event.target.value);
    ready.current = true;
  }
  return <input value={value} onChange={change} {...rest} />;
}

function Login() {
  const [cid, setCid] = useState("");
  const [token, setToken] = useState("");
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    setMessage((await send("login", { cid, token })).message);
  }

  return (
    <section className="card">
      <h1>เข้าสู่ระบบ</h1>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="cid">เลขประจำตัวประชาชน</label>
          <LateInput id="cid" value={cid} onValue={setCid} />
        </div>
        <div className="field">
          <label htmlFor="token">Token ID</label>
          <LateInput id="token" type="password" value={token} onValue={setToken} />
        </div>
        <button className="primary wide">เข้าสู่ระบบ</button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
