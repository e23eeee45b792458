/** React with Ant Design: the form component keeps the values and checks them while they are typed. */

import { Alert, Button, Card, Form, Input } from "antd";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

function Login() {
  const [message, setMessage] = useState("");

  async function submit({ username, password }) {
    setMessage((await send("login", { cid: username, token: password })).message);
  }

  return (
    <Card title="เข้าสู่ระบบ" style={{ maxWidth: 440, margin: "2rem auto" }}>
      <Form layout="vertical" onFinish={submit}>
        <Form.Item
          label="เลขบัตรประชาชน (ผู้ใช้งาน)"
          name="username"
          rules={[{ required: true }, { pattern: /^\d{13}$/, message: "ตัวเลข 13 หลัก" }]}
        >
          <Input maxLength={13} showCount allowClear />
        </Form.Item>
        <Form.Item label="Token ID" name="password" rules={[{ required: true }, { len: 16 }]}>
          <Input.Password />
        </Form.Item>
        <Button type="primary" htmlType="submit" block>
          เข้าสู่ระบบ
        </Button>
      </Form>
      {message && <Alert role="status" title={message} style={{ marginTop: 16 }} />}
    </Card>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
