/** React: two controlled inputs, the state in the component. */

import { useState } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

function Login() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    setMessage((await send("login", { cid: username, token: password })).message);
  }

  return (
    <section className="card">
      <h1>เข้าสู่ระบบ</h1>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="username">เลขประจำตัวประชาชนเจ้าหน้าที่</label>
          <input id="username" maxLength={13} value={username} onChange={(event) => setUsername(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="password">Token ID</label>
          <input
            id="password"
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <button className="primary wide" disabled={username.length !== 13 || !password}>
          เข้าสู่ระบบ
        </button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
