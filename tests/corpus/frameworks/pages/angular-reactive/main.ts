/** Angular: a reactive form of two controls; an incomplete or untouched form is not sent. */

import { start } from "../../shared/angular.ts";
import { Component, signal } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from "@angular/forms";
import { send } from "../../shared/his.js";

@Component({
  selector: "#app",
  imports: [ReactiveFormsModule],
  template: `
    <section class="card">
      <h1>ลงชื่อเข้าใช้</h1>
      <form [formGroup]="login" (ngSubmit)="submit()">
        <div class="field">
          <label for="cid">เลขบัตรประชาชน (User)</label>
          <input id="cid" formControlName="cid" maxlength="13">
        </div>
        <div class="field">
          <label for="token">Token ID (Password)</label>
          <input id="token" type="password" formControlName="token">
        </div>
        <button class="primary wide">เข้าสู่ระบบ</button>
      </form>
      @if (message()) { <p role="status">{{ message() }}</p> }
    </section>
  `,
})
class LoginPage {
  login = new FormGroup({
    cid: new FormControl("", { nonNullable: true, validators: Validators.pattern(/^\d{13}$/) }),
    token: new FormControl("", { nonNullable: true, validators: Validators.required }),
  });
  message = signal("");

  async submit(): Promise<void> {
    if (this.login.invalid || !this.login.dirty) throw new Error("not filled");
    this.message.set((await send("login", this.login.getRawValue())).message);
  }
}

start(LoginPage);
