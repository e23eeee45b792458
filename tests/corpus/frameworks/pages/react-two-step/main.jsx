/** React: a login in two steps; the second input exists only after the first step, and the first is gone then. */

import { useState } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

function Login() {
  const [step, setStep] = useState(1);
  const [cid, setCid] = useState("");
  const [token, setToken] = useState("");
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    if (step === 1) setStep(2);
    else setMessage((await send("login", { cid, token })).message);
  }

  return (
    <section className="card">
      <h1>เข้าสู่ระบบ</h1>
      <form onSubmit={submit}>
        {step === 1 ? (
          <div className="field" key="identifier">
            <label htmlFor="identifier">เลขประจำตัวประชาชนผู้ใช้งาน</label>
            <input id="identifier" autoFocus value={cid} onChange={(event) => setCid(event.target.value)} />
          </div>
        ) : (
          <div className="field" key="secret">
            <p className="lead">ผู้ใช้งาน {cid.slice(0, 5)}xxxxxxxx</p>
            <label htmlFor="secret">Token ID ของวันนี้</label>
            <input
              id="secret"
              type="password"
              autoFocus
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          </div>
        )}
        <button className="primary wide">{step === 1 ? "ถัดไป" : "เข้าสู่ระบบ"}</button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
