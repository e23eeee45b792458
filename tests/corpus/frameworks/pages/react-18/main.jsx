/** React 18: a class component that keeps all its inputs in one state object, under their names. */

import { Component } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

class Login extends Component {
  state = { user_person_id: "", smctoken: "", message: "" };

  change = ({ target }) => this.setState({ [target.name]: target.value });

  submit = async (event) => {
    event.preventDefault();
    const { user_person_id, smctoken } = this.state;
    const { message } = await send("login", { cid: user_person_id, token: smctoken });
    this.setState({ message });
  };

  render() {
    const { user_person_id, smctoken, message } = this.state;
    return (
      <section className="card">
        <h1>เข้าสู่ระบบ NHSO Web Service</h1>
        <form onSubmit={this.submit}>
          <p>
            <label>
              ชื่อผู้ใช้งาน (เลขบัตรประชาชน)
              <input name="user_person_id" value={user_person_id} onChange={this.change} />
            </label>
          </p>
          <p>
            <label>
              รหัสผ่าน (Token ID)
              <input name="smctoken" type="password" value={smctoken} onChange={this.change} />
            </label>
          </p>
          <button className="primary wide">ลงชื่อเข้าใช้</button>
        </form>
        {message && <p role="status">{message}</p>}
      </section>
    );
  }
}

createRoot(document.getElementById("app")).render(<Login />);
