/** React with Material UI: labels float inside the fields. */

import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { send } from "../../shared/his.js";

function Login() {
  const [account, setAccount] = useState({ cid: "", token: "" });
  const [message, setMessage] = useState("");
  const change = (event) => setAccount({ ...account, [event.target.name]: event.target.value });

  async function submit(event) {
    event.preventDefault();
    setMessage((await send("login", account)).message);
  }

  return (
    <Paper component="form" onSubmit={submit} sx={{ p: 3, m: "2rem auto", maxWidth: 420 }}>
      <Stack spacing={2}>
        <Typography variant="h5" component="h1">
          เข้าสู่ระบบ
        </Typography>
        <TextField label="เลขประจำตัวประชาชน" name="cid" value={account.cid} onChange={change} required />
        <TextField
          label="Token ID"
          name="token"
          type="password"
          value={account.token}
          onChange={change}
          helperText="จากการยืนยันตัวตนด้วยบัตรประชาชนของวันนี้"
          required
        />
        <Button type="submit" variant="contained">
          เข้าสู่ระบบ
        </Button>
        {message && <Alert role="status">{message}</Alert>}
      </Stack>
    </Paper>
  );
}

createRoot(document.getElementById("app")).render(<Login />);
