/** The answers as a CSV file that a spreadsheet opens: Thai stays Thai, and no text becomes a formula. Pure. */

/** @typedef {import("../shared/types.js").Rights} Rights */
/** @typedef {{line: number, cid: string, rights: Rights|null, problem: string}} Answer `problem`: the name of the error, "" for none */

const COLUMNS = [
  ...["line", "cid", "outcome", "name", "scheme", "scheme_name", "sub_scheme", "sub_scheme_name"],
  ...["hospital_main", "hospital_main_name", "hospital_op", "hospital_op_name", "hospital_sub", "hospital_sub_name"],
  ...["valid_from", "valid_to", "no_expiry", "status", "status_text", "requested_at", "problem"],
];

/** @param {Answer[]} answers in the order of the list @returns {string} with byte-order mark */
export function csvOf(answers) {
  return `\ufeff${[COLUMNS, ...answers.map(rowOf)].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {Answer} answer @returns {string[]} */
function rowOf({ line, cid, rights, problem }) {
  if (!rights) {
    const outcome = cid ? "failed" : "bad_line";
    return [String(line), cid, outcome, ...Array(COLUMNS.length - 4).fill(""), problem];
  }
  const coded = [rights.scheme, rights.sub_scheme, rights.hospital_main, rights.hospital_op, rights.hospital_sub];
  return [
    String(line),
    cid,
    rights.outcome,
    rights.name,
    ...coded.flatMap(({ code, name }) => [code, name]),
    rights.valid_from,
    rights.valid_to,
    rights.no_expiry ? "yes" : "",
    rights.status.code,
    rights.status.text,
    rights.requested_at,
    problem,
  ];
}

/** @param {string} text */
function cell(text) {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
