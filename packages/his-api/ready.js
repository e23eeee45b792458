/**
 * Waits for `window.sitthi` and says why there is none. A page that no policy lists cannot be told from a computer
 * without Sitthi: on such pages the extension leaves nothing to see.
 */

const LOOK_EVERY_MS = 50;
const NOT_LISTED = new Set(["api_not_allowed", "api_frame_refused", "origin_not_allowed", "insecure_origin"]);
const NOT_INSTALLED = new Set(["extension_gone", "host_missing", "host_forbidden"]);

class NotReady extends Error {
  /** @type {"NotReady"} */ name = "NotReady";

  /** @param {"not_installed"|"not_listed"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @type {typeof import("./index.d.ts").ready} */
export async function ready({ timeoutMs = 2_000 } = {}) {
  const until = performance.now() + timeoutMs;
  while (!window.sitthi && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  const { sitthi } = window;
  if (!sitthi) throw new NotReady("not_installed");
  try {
    await sitthi.status();
  } catch (reason) {
    const { code } = /** @type {import("./index.d.ts").SitthiError} */ (reason);
    if (NOT_LISTED.has(code)) throw new NotReady("not_listed");
    if (NOT_INSTALLED.has(code)) throw new NotReady("not_installed");
    throw reason;
  }
  return sitthi;
}
