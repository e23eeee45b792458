/** React: a patient's data, controlled; sex as radios, title as a list, birth date as text of the Buddhist era. */

import { useReducer, useState } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

const EMPTY = { cid: "", title: "", firstName: "", lastName: "", birthDate: "", sex: "" };
const TITLES = ["นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง"];

function Registration() {
  const [patient, change] = useReducer((before, part) => ({ ...before, ...part }), EMPTY);
  const [message, setMessage] = useState("");
  const bind = (name) => ({ id: name, value: patient[name], onChange: ({ target }) => change({ [name]: target.value }) });

  async function submit(event) {
    event.preventDefault();
    const answer = await send("patient", {
      patient_cid: patient.cid,
      patient_title: patient.title,
      patient_first_name: patient.firstName,
      patient_last_name: patient.lastName,
      patient_birth_date: patient.birthDate,
      patient_sex: patient.sex,
    });
    setMessage(answer.message);
  }

  return (
    <section className="card">
      <h1>ตรวจสอบสิทธิการรักษา</h1>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="cid">เลขประจำตัวประชาชนผู้ป่วย</label>
          <input {...bind("cid")} maxLength={13} />
        </div>
        <div className="field">
          <label htmlFor="title">คำนำหน้าชื่อ</label>
          <select {...bind("title")}>
            <option value="">-- เลือก --</option>
            {TITLES.map((title) => (
              <option key={title}>{title}</option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="firstName">ชื่อ</label>
          <input {...bind("firstName")} />
        </div>
        <div className="field">
          <label htmlFor="lastName">นามสกุล</label>
          <input {...bind("lastName")} />
        </div>
        <div className="field">
          <label htmlFor="birthDate">วันเดือนปีเกิด (พ.ศ.)</label>
          <input {...bind("birthDate")} placeholder="วว/ดด/ปปปป" />
        </div>
        <fieldset className="field">
          <legend>เพศ</legend>
          {[
            ["1", "ชาย"],
            ["2", "หญิง"],
          ].map(([code, text]) => (
            <label key={code}>
              <input
                type="radio"
                name="sex"
                style={{ width: "auto" }}
                value={code}
                checked={patient.sex === code}
                onChange={() => change({ sex: code })}
              />{" "}
              {text}
            </label>
          ))}
        </fieldset>
        <button className="primary">ตรวจสอบสิทธิ</button>
      </form>
      {message && <p role="status">{message}</p>}
    </section>
  );
}

createRoot(document.getElementById("app")).render(<Registration />);
