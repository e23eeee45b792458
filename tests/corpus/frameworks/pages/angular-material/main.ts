/** Angular with Material: floating labels, a button in the field that shows the secret. */

import { start } from "../../shared/angular.ts";
import { Component, signal } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from "@angular/forms";
import { MatButtonModule } from "@angular/material/button";
import { MatCardModule } from "@angular/material/card";
import { MatFormFieldModule } from "@angular/material/form-field";
import { MatInputModule } from "@angular/material/input";
import "@angular/material/prebuilt-themes/azure-blue.css";
import { send } from "../../shared/his.js";

@Component({
  selector: "#app",
  imports: [ReactiveFormsModule, MatButtonModule, MatCardModule, MatFormFieldModule, MatInputModule],
  styles: "mat-card { max-width: 26rem; margin: 2rem auto; } mat-card-header { padding-bottom: 1rem; } mat-form-field { width: 100%; }",
  template: `
    <mat-card>
      <mat-card-header><mat-card-title>เข้าสู่ระบบ</mat-card-title></mat-card-header>
      <mat-card-content>
        <form [formGroup]="login" (ngSubmit)="submit()">
          <mat-form-field appearance="outline">
            <mat-label>เลขประจำตัวประชาชน</mat-label>
            <input matInput formControlName="cid" inputmode="numeric">
            <mat-hint>13 หลัก</mat-hint>
          </mat-form-field>
          <mat-form-field appearance="fill">
            <mat-label>Token ID</mat-label>
            <input matInput formControlName="token" [type]="shown ? 'text' : 'password'">
            <button matSuffix mat-button type="button" (click)="shown = !shown">แสดง</button>
          </mat-form-field>
          <button mat-flat-button type="submit" [disabled]="login.invalid">เข้าสู่ระบบ</button>
        </form>
        @if (message()) { <p role="status">{{ message() }}</p> }
      </mat-card-content>
    </mat-card>
  `,
})
class LoginPage {
  login = new FormGroup({
    cid: new FormControl("", { nonNullable: true, validators: Validators.required }),
    token: new FormControl("", { nonNullable: true, validators: Validators.required }),
  });
  shown = false;
  message = signal("");

  async submit(): Promise<void> {
    this.message.set((await send("login", this.login.getRawValue())).message);
  }
}

start(LoginPage);
