/** Angular: a template-driven form; ngModel carries the values, and the form's validity opens the button. */

import { start } from "../../shared/angular.ts";
import { Component, signal } from "@angular/core";
import { FormsModule, type NgForm } from "@angular/forms";
import { send } from "../../shared/his.js";

@Component({
  selector: "#app",
  imports: [FormsModule],
  template: `
    <section class="card">
      <h1>เข้าสู่ระบบ</h1>
      <form #login="ngForm" (ngSubmit)="submit(login)">
        <div class="field">
          <label for="username">เลขประจำตัวประชาชนผู้ใช้งาน</label>
          <input id="username" name="username" [(ngModel)]="account.username" required pattern="[0-9]{13}">
        </div>
        <div class="field">
          <label for="password">Token ID</label>
          <input id="password" name="password" type="password" [(ngModel)]="account.password" required minlength="16">
        </div>
        <button class="primary wide" [disabled]="login.invalid">เข้าสู่ระบบ</button>
      </form>
      @if (message()) { <p role="status">{{ message() }}</p> }
    </section>
  `,
})
class LoginPage {
  account = { username: "", password: "" };
  message = signal("");

  async submit(login: NgForm): Promise<void> {
    if (login.pristine) throw new Error("nobody has typed");
    const answer = await send("login", { cid: this.account.username, token: this.account.password });
    this.message.set(answer.message);
  }
}

start(LoginPage);
