/** Read by the type check alone, never run: what a developer writes is accepted, and what is wrong is not. */

import { type Patient, ready, type SitthiError } from "./index.js";

export async function asWritten(): Promise<string> {
  const sitthi = await ready({ timeoutMs: 500 });
  const { session, expires_at } = await sitthi.status();
  if (session !== "active") await sitthi.login();
  const patient: Patient = await sitthi.readPatient({ photo: true });
  const { scheme, outcome } = await sitthi.rights(patient.cid);
  sitthi.on("patientRemoved", ({ type }) => console.info(type));
  const problem = new Error() as SitthiError;
  return `${expires_at} ${scheme.name} ${outcome} ${problem.data.seconds ?? 0} ${window.sitthi?.version}`;
}

export async function asNobodyMay(): Promise<void> {
  const sitthi = await ready();
  // @ts-expect-error: a citizen ID is a string, with its zeros
  await sitthi.rights(1100800447899);
  // @ts-expect-error: no such event
  sitthi.on("cardInserted", () => undefined);
  // @ts-expect-error: nobody replaces a method
  sitthi.token = sitthi.status;
  // @ts-expect-error: window.sitthi may be absent
  await window.sitthi.status();
  // @ts-expect-error: answers are read-only
  (await sitthi.token()).token = "";
}
