const place = (id) => document.getElementById(id);
const say = (text) => { place("said").textContent = text; };
const run = (work) => work().catch((error) => say(`${error.code ?? error} ${error.data?.seconds ?? ""}`));

async function refresh() {
  const { session, patient } = await sitthi.status();
  place("patient").disabled = session !== "active" || !patient;
  say(`session: ${session}, patient's card: ${patient ? "in" : "out"}`);
}
async function logIn() {
  if ((await sitthi.status()).session !== "active") await sitthi.login(); // the PIN window
  const [{ cid }, { token }] = await Promise.all([sitthi.operator(), sitthi.token()]);
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ cid, token }); // to our own server, and kept nowhere in the page
  const answer = await fetch("/sitthi-api/login", { method: "POST", headers, body });
  say((await answer.json()).message);
}
async function readPatient() {
  const { cid, name_th } = await sitthi.readPatient();
  const { scheme, outcome } = await sitthi.rights(cid);
  say(`${name_th.text}: ${scheme.name || outcome}`);
}
if (!window.sitthi) say("no window.sitthi: not installed, or no policy lists this page");
else {
  place("login").onclick = () => run(logIn);
  place("patient").onclick = () => run(readPatient);
  for (const event of ["sessionChanged", "patientInserted", "patientRemoved"]) sitthi.on(event, () => run(refresh));
  run(refresh);
}
