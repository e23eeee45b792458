/**
 * One error type for everything that can be told to the user by name.
 * Must not know texts, windows or the transport. Data never holds a secret.
 */

export class SitthiError extends Error {
  /**
   * @param {string} name snake_case, one of the protocol's error names or of the extension's problems
   * @param {Record<string, unknown>} [data] values for the text's placeholders
   */
  constructor(name, data = {}) {
    super(name);
    this.name = name;
    this.data = data;
  }

  /** @returns {import("./types.js").Problem} */
  toProblem() {
    return { name: this.name, data: this.data };
  }
}

/**
 * @param {unknown} reason anything that was thrown
 * @returns {import("./types.js").Problem}
 */
export function problemOf(reason) {
  if (reason instanceof SitthiError) return reason.toProblem();
  console.error("Sitthi:", reason);
  return { name: "extension_failure", data: {} };
}
