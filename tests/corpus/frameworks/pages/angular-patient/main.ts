/** Angular: a patient's data in a reactive form; codes as objects behind lists, the browser's own date field. */

import { start } from "../../shared/angular.ts";
import { Component, signal } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule } from "@angular/forms";
import { send } from "../../shared/his.js";

interface Code {
  code: string;
  text: string;
}

const text = () => new FormControl("", { nonNullable: true });

@Component({
  selector: "#app",
  imports: [ReactiveFormsModule],
  template: `
    <section class="card">
      <h1>ข้อมูลผู้รับบริการ</h1>
      <form [formGroup]="patient" (ngSubmit)="submit()">
        <div class="field">
          <label for="cid">เลขประจำตัวประชาชน</label>
          <input id="cid" formControlName="cid" maxlength="13">
        </div>
        <div class="field">
          <label for="title">คำนำหน้า</label>
          <select id="title" formControlName="title">
            <option [ngValue]="null">กรุณาเลือก</option>
            @for (each of titles; track each.code) { <option [ngValue]="each">{{ each.text }}</option> }
          </select>
        </div>
        <div class="field">
          <label for="firstName">ชื่อ</label>
          <input id="firstName" formControlName="firstName">
        </div>
        <div class="field">
          <label for="lastName">นามสกุล</label>
          <input id="lastName" formControlName="lastName">
        </div>
        <div class="field">
          <label for="birthDate">วันเดือนปีเกิด</label>
          <input id="birthDate" type="date" formControlName="birthDate">
        </div>
        <fieldset class="field">
          <legend>เพศ</legend>
          @for (each of sexes; track each.code) {
            <input type="radio" style="width: auto" [id]="each.code" formControlName="sex" [value]="each.code">
            <label style="display: inline" [for]="each.code"> {{ each.text }} </label>
          }
        </fieldset>
        <button class="primary">ตรวจสอบสิทธิ</button>
      </form>
      @if (message()) { <p role="status">{{ message() }}</p> }
    </section>
  `,
})
class PatientPage {
  titles: Code[] = [
    { code: "003", text: "นาย" },
    { code: "004", text: "นางสาว" },
    { code: "005", text: "นาง" },
  ];
  sexes: Code[] = [
    { code: "male", text: "ชาย" },
    { code: "female", text: "หญิง" },
  ];
  patient = new FormGroup({
    cid: text(),
    title: new FormControl<Code | null>(null),
    firstName: text(),
    lastName: text(),
    birthDate: text(),
    sex: text(),
  });
  message = signal("");

  async submit(): Promise<void> {
    const { cid, title, firstName, lastName, birthDate, sex } = this.patient.getRawValue();
    const answer = await send("patient", {
      patient_cid: cid,
      patient_title: title?.code ?? "",
      patient_first_name: firstName,
      patient_last_name: lastName,
      patient_birth_date: birthDate,
      patient_sex: sex,
    });
    this.message.set(answer.message);
  }
}

start(PatientPage);
