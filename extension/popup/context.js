/**
 * What a view is given: the snapshot, the texts, the popup's own short-lived state, and the ways to act.
 * Types only.
 */

/**
 * @typedef {object} Ui what lives and dies with this popup window
 * @property {string|null} chosen the card chosen for the login (`cardKey`)
 * @property {boolean} looking whether it is not known yet what the page has to fill
 * @property {boolean} open whether the text for IT is unfolded
 * @property {boolean} skippedOpen whether the fields that are left alone are unfolded
 * @property {string} session whose all this is (`sessionKey`)
 * @property {string|null} token shown for a few seconds
 * @property {number|null} clearsAt ms; when the host takes the token off the clipboard
 * @property {string|null} switching the card (`cardKey`) whose owner may take over
 * @property {boolean|null} pinHelp whether the help about the PIN is unfolded; null: as the state asks for
 * @property {import("../shared/types.js").Problem|{key: string, values?: Record<string, unknown>}|null} message
 * @property {{checking: boolean, result: import("../shared/types.js").Rights|null, of: string}} rights `of`: reader and card it belongs to; another card has another object
 */

/**
 * @typedef {object} Context
 * @property {import("../shared/i18n.js").Texts} texts
 * @property {import("../shared/types.js").Snapshot} snapshot
 * @property {import("../shared/types.js").Status} status the snapshot's; only for views that need one
 * @property {import("../shared/types.js").PagePreview|null} page
 * @property {number|undefined} tabId
 * @property {Ui} ui
 * @property {(action: string, params?: Record<string, unknown>) => void} act
 * @property {() => void} redraw
 * @property {() => void} undo puts back what the last fill of this tab replaced
 * @property {() => void} teach opens the options page to teach this tab
 * @property {() => void} reveal
 * @property {() => void} hide
 * @property {() => void} copyToken
 * @property {(text: string) => void} copyText
 * @property {() => void} checkRights
 */

export {};
