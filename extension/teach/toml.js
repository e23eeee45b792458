/** The entry of one site for the policy file. Pure; knows no page and no browser. */

/** @typedef {{selector: string, label: string}} Named */

const MOST_IN_LINE = 4;

/**
 * JSON's escapes are those of a TOML string (TOML 1.0, "String"), but for the one character it lets stand.
 * @param {string} text
 */
const quoted = (text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");

/**
 * @param {object} site
 * @param {string} site.url of the page
 * @param {string[]} site.fill roles
 * @param {Record<string, Named>} [site.fields] by role
 * @param {Named[]} [site.never]
 * @returns {string}
 */
export function siteToml({ url, fill, fields = {}, never = [] }) {
  const { origin, hostname, protocol } = new URL(url);
  const width = Math.max(0, ...Object.keys(fields).map((role) => role.length));
  const lines = [
    "[[site]]",
    `name  = ${quoted(hostname)}`,
    `match = [${quoted(`${origin}/*`)}]`,
    ...rolesLines(fill.map(quoted)),
    ...(protocol === "http:" ? ["allow_http = true"] : []),
    ...(never.length > 0
      ? ["never = [", ...never.map((each) => `  ${quoted(each.selector)},${remark(each)}`), "]"]
      : []),
    ...(width > 0 ? ["[site.fields]"] : []),
    ...Object.entries(fields).map(([role, each]) => `${role.padEnd(width)} = ${quoted(each.selector)}${remark(each)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** @param {string[]} roles @returns {string[]} one a line where they are many */
function rolesLines(roles) {
  if (roles.length <= MOST_IN_LINE) return [`fill  = [${roles.join(", ")}]`];
  return ["fill  = [", ...roles.map((role) => `  ${role},`), "]"];
}

/** What the page calls the field, for the person who reads the file; a remark ends with its line. @param {Named} named */
function remark({ label }) {
  const text = label.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return text ? `  # ${text}` : "";
}
