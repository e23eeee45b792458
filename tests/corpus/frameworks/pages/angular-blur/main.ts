/** Angular: a reactive form that takes its values over when a field is left (`updateOn: "blur"`). */

import { start } from "../../shared/angular.ts";
import { Component, signal } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule } from "@angular/forms";
import { send } from "../../shared/his.js";

@Component({
  selector: "#app",
  imports: [ReactiveFormsModule],
  template: `
    <section class="card">
      <h1>เข้าสู่ระบบ</h1>
      <form [formGroup]="login">
        <div class="field">
          <label for="cid">เลขประจำตัวประชาชน</label>
          <input id="cid" formControlName="cid">
        </div>
        <div class="field">
          <label for="token">Token ID</label>
          <input id="token" type="password" formControlName="token">
        </div>
        <button type="button" class="primary wide" (click)="submit()">เข้าสู่ระบบ</button>
      </form>
      @if (message()) { <p role="status">{{ message() }}</p> }
    </section>
  `,
})
class LoginPage {
  login = new FormGroup(
    {
      cid: new FormControl("", { nonNullable: true }),
      token: new FormControl("", { nonNullable: true }),
    },
    { updateOn: "blur" },
  );
  message = signal("");

  async submit(): Promise<void> {
    this.message.set((await send("login", this.login.getRawValue())).message);
  }
}

start(LoginPage);
