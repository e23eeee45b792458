/** React with react-hook-form: inputs are registered, not controlled; the library holds and checks the values. */

import { useState } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { digits, send } from "../../shared/his.js";

function Login() {
  const [message, setMessage] = useState("");
  const { register, handleSubmit, formState } = useForm({ mode: "onChange" });

  async function submit({ cid, token }) {
    setMessage((await send("login", { cid: digits(cid), token })).message);
  }

  return (
    <section className="card">
      <h1>ลงชื่อเข้าใช้งานระบบ</h1>
      <form onSubmit={handleSubmit(submit)} noValidate>
        <div className="field">
          <label htmlFor="cid">เลขที่บัตรประชาชน</label>
          <input id="cid" inputMode="numeric" {...register("cid", { required: true, pattern: /^\d{13}$/ })} />
          {formState.errors.cid && <p className="hint">กรอกตัวเลข 13 หลัก</p>}
        </div>
        <div className="field">
          <label htmlFor="token">โทเคน (Token)</label>
          <input id="token" type="password" {...register("token", { required: true, minLength: 16 })} />
          {formState.errors.token && <p className="hint">Token ID มี 16 ตัวอักษร</p>}
        </div>
        <button className="primary wide" disabled={!formState.isValid}>
          เข้าสู่ระบบ
        </button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
