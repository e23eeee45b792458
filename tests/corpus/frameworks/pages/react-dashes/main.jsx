/** React: a controlled input that keeps digits in its state and shows them with dashes, as on the card. */

import { useState } from "react";
import { createRoot } from "react-dom/client";
import { digits, send } from "../../shared/his.js";

const GROUPS = [1, 4, 5, 2, 1];

function dashed(cid) {
  let at = 0;
  const parts = GROUPS.map((length) => cid.slice(at, (at += length)));
  return parts.filter(Boolean).join("-");
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
      <h1>เข้าใช้งานระบบ</h1>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="cid">เลขบัตรประชาชนผู้ใช้</label>
          <input
            id="cid"
            placeholder="x-xxxx-xxxxx-xx-x"
            maxLength={17}
            value={dashed(cid)}
            onChange={(event) => setCid(digits(event.target.value).slice(0, 13))}
          />
        </div>
        <div className="field">
          <label htmlFor="token">Token</label>
          <input id="token" type="password" value={token} onChange={(event) => setToken(event.target.value)} />
        </div>
        <button className="primary wide">เข้าสู่ระบบ</button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
