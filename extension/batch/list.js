/** A list of people, as text: which line names whom. Pure; the full rules are `sitthi rights --file`'s (docs/batch.md). */

import { citizenId } from "../shared/cid.js";

/** @typedef {{line: number, cid: string}} Entry `line`: where in the file, the first is 1; `cid` "" where the line names nobody */

const DELIMITERS = [",", ";", "\t"];

/** @param {ArrayBuffer} bytes @returns {string} UTF-8, or what Thai spreadsheets wrote before it */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-874").decode(bytes);
  }
}

/** @param {string} text @returns {Entry[]} empty lines are passed over, and so is a first line without any digits in a row */
export function entriesOf(text) {
  const lines = text.split(/\r\n|\r|\n/).map((content, index) => ({ line: index + 1, cells: cellsOf(content) }));
  const told = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const isHeader = told[0] && !told[0].cells.some((cell) => /[0-9๐-๙]{3}/.test(cell));
  const rows = isHeader ? told.slice(1) : told;
  const column = columnOf(rows.map(({ cells }) => cells));
  return rows.map(({ line, cells }) => ({ line, cid: citizenId(unwrapped(cells[column] ?? "")) }));
}

/** @param {string[][]} rows @returns {number} the column that names somebody most often */
function columnOf(rows) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const cells of rows.slice(0, 500))
    cells.forEach((cell, index) => {
      if (citizenId(unwrapped(cell))) counts.set(index, (counts.get(index) ?? 0) + 1);
    });
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/** @param {string} cell @returns {string} what a spreadsheet wraps a number in to keep it whole */
function unwrapped(cell) {
  return cell
    .trim()
    .replace(/^=?"?|"$/g, "")
    .replace(/^'/, "");
}

/** @param {string} line @returns {string[]} quotation marks keep a delimiter inside; a cell does not go over lines here */
function cellsOf(line) {
  const delimiter = DELIMITERS.find((each) => line.includes(each)) ?? ",";
  const cells = [""];
  let isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === delimiter && !isQuoted) cells.push("");
    else cells[cells.length - 1] += letter;
  }
  return cells.map((cell) => cell.replace(/^\s*"(.*)"\s*$/, "$1").replaceAll('""', '"'));
}
