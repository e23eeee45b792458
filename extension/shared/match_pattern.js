/**
 * WebExtension match patterns, as far as policy sites need them: `scheme://host[:port]/path` with `*`.
 * Used to show in the popup what the host will decide; the host's own check is the one that counts.
 * Must not know tabs, policy or the host.
 */

const PATTERN = /^(\*|https?):\/\/(\*|(?:\*\.)?[^/*:]+|\[[0-9a-f:.]+\])(?::(\*|\d+))?(\/.*)$/i;

const ALL_URLS = "<all_urls>";
/** @type {Record<string, string>} */
const DEFAULT_PORTS = { "http:": "80", "https:": "443" };

/** @param {string} text */
const escapeRegExp = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * @param {string} pattern
 * @param {string} url
 * @returns {boolean} false for a malformed pattern or URL
 */
export function matches(pattern, url) {
  const parts = PATTERN.exec(pattern === ALL_URLS ? "*://*/*" : pattern);
  if (!parts || !URL.canParse(url)) return false;
  const [, scheme = "", host = "", port, path = ""] = parts;
  const target = new URL(url);
  // The browser's own addresses carry no credentials; one that does is somebody's trick.
  if (target.username || target.password) return false;
  return (
    schemeMatches(scheme, target.protocol.slice(0, -1)) &&
    hostMatches(host.toLowerCase(), target.hostname) &&
    portMatches(port, target.port || DEFAULT_PORTS[target.protocol]) &&
    pathMatches(path, target.pathname + target.search)
  );
}

/** Access is given to hosts, not to ports, and Firefox takes no pattern with a port. @param {string} pattern */
export const withoutPort = (pattern) =>
  pattern.replace(PATTERN, (_, scheme, host, _port, path) => `${scheme}://${host}${path}`);

/** @param {string} pattern @param {string} scheme */
function schemeMatches(pattern, scheme) {
  return pattern === "*" ? scheme === "http" || scheme === "https" : pattern.toLowerCase() === scheme;
}

/** @param {string} pattern @param {string} host */
function hostMatches(pattern, host) {
  if (pattern === "*") return true;
  if (!pattern.startsWith("*.")) return pattern === host;
  const base = pattern.slice(2);
  // An address has no subdomains.
  if (/\.\d+$/.test(base)) return false;
  return host === base || host.endsWith(`.${base}`);
}

/** A pattern without a port stands for every port. @param {string|undefined} pattern @param {string|undefined} port */
function portMatches(pattern, port) {
  return pattern === undefined || pattern === "*" || pattern === port;
}

/** @param {string} pattern @param {string} path */
function pathMatches(pattern, path) {
  return new RegExp(`^${pattern.split("*").map(escapeRegExp).join(".*")}$`).test(path);
}
