/**
 * The shapes of the protocol between host and extension, as JSDoc types, and the extension's own state.
 * Types only: nothing here runs. The host's side of the same shapes is manifests/protocol.md.
 */

/** @typedef {"operator_cid"|"token"|"patient_cid"|"patient_title"|"patient_first_name"|"patient_last_name"|"patient_birth_date"|"patient_sex"|"patient_address"|"patient_first_name_en"|"patient_last_name_en"|"patient_house_no"|"patient_moo"|"patient_soi"|"patient_road"|"patient_tambon"|"patient_amphoe"|"patient_province"|"rights_scheme"|"rights_sub_scheme"|"rights_hospital_main"|"rights_hospital_op"|"rights_hospital_sub"|"rights_valid_from"|"rights_valid_to"|"claim_code"} Role */

/** @typedef {{host: string, protocol: number, platform: string, language: string, capabilities: string[]}} Hello */

/** @typedef {{kind: "thai_id"|"other"|"unreadable", role: "operator"|"patient"|"unknown", cid_masked: string, name_th: string, name_en: string}} CardBrief */

/** @typedef {{name: string, state: "empty"|"reading"|"card"|"busy"|"error", card: CardBrief|null}} Reader */

/** @typedef {{state: "active"|"locked", cid_masked: string, name_th: string, name_en: string, token_masked: string, source: string, kind: string, issued_at: string, expires_at: string, seconds_left: number}} SessionBrief */

/** @typedef {{reason: "expired"|"revoked"|"logout"|"replaced", at: string}} Ended */

/** @typedef {{last_used_at: string|null, days_left: number, removal_at: string|null, limit_days: number, warn: boolean, removed: boolean}} Inactivity */

/** `offset_seconds`: what is missing on this computer's clock. @typedef {{offset_seconds: number, wrong: boolean}} Clock */

/** @typedef {{name: string, kind: "file"|"clipboard"|"database", state: "off"|"ok"|"pending"|"failed", problem: Problem|null, at: string|null}} OutletBrief */
/** @typedef {{file: string, line: number|null, key: string, problem: string}} PolicyProblem */

/**
 * @typedef {object} Status
 * @property {"starting"|"ok"|"unavailable"} pcsc
 * @property {Reader[]} readers
 * @property {SessionBrief|null} session
 * @property {Ended|null} ended
 * @property {Inactivity|null} inactivity
 * @property {Clock} [clock]
 * @property {boolean} pin_window a login is under way
 * @property {string|null} [login_source] the source that is being asked for the token, after the PIN
 * @property {OutletBrief[]} outlets
 * @property {{on: boolean, code: boolean}} [authen] whether claim codes can be got here, and whether one is there for the card that is in
 * @property {boolean} [patient_rights] whether NHSO has told the rights of the person whose card is in
 * @property {string} sites_revision
 * @property {{ok: boolean, allow_reveal: boolean, problem: PolicyProblem|null}} policy
 */

/** @typedef {{name: string, match: string[], fill: Role[], auto: boolean, allow_http: boolean, fields: Partial<Record<Role, string>>, never: string[], roles: Partial<Record<Role, Role|"none">>, submit: boolean, api?: string[]}} Site */

/** What the content scripts are told of a site: its own selectors (which beat detection), what is never filled, what a
 * detected role means here, whether a login that a person asked for is sent.
 * @typedef {Pick<Site, "fields"|"never"|"roles"|"submit">} Rules */

/** A date of the card, in the common era; a part that the card does not know is null or 0. @typedef {{iso: string, year: number|null, month: number|null, day: number|null, lifelong: boolean}} CardDate */

/** @typedef {{title: string, first: string, middle: string, last: string, text: string}} CardName */

/**
 * What `card.read` tells: personal data of one person, for a page of ours that is open now.
 * @typedef {object} CardData
 * @property {string} reader
 * @property {"operator"|"patient"|"unknown"} role
 * @property {string} cid
 * @property {CardName} name_th
 * @property {CardName} name_en
 * @property {CardDate} birth_date
 * @property {"male"|"female"|"unknown"} sex
 * @property {Record<"house_no"|"moo"|"trok"|"soi"|"road"|"tambon"|"amphoe"|"province"|"text", string>} address
 * @property {CardDate} issue_date
 * @property {CardDate} expiry_date
 * @property {string|null} photo base64 of a JPEG
 */

/** @typedef {{code: string, name: string}} Coded */

/** `existing`: made earlier today. @typedef {{code: string, claim_type: string, at: string|null, hcode: string, existing: boolean}} ClaimCode */

/** @typedef {{cid_masked: string, terminals: {name: string, present: boolean}[], types: Coded[], default_type: string|null, code: ClaimCode|null}} ClaimTypes */

/**
 * @typedef {object} Rights
 * @property {"ok"|"not_found"|"no_right"|"deceased"} outcome
 * @property {string} cid_masked
 * @property {string} name
 * @property {Coded} scheme
 * @property {Coded} sub_scheme
 * @property {Coded} hospital_main
 * @property {Coded} hospital_op
 * @property {Coded} hospital_sub
 * @property {string} valid_from
 * @property {string} valid_to
 * @property {boolean} no_expiry
 * @property {{code: string, text: string}} status
 * @property {string} source
 * @property {string} requested_at
 * @property {string} request_id
 */

/** In both languages. @typedef {{th: string, en: string}} BothTexts */
/** @typedef {{id: string, level: string, text: BothTexts, next: BothTexts, data: Record<string, string>}} Finding */
/** @typedef {{name: string, title: BothTexts, ok: boolean, findings: Finding[], facts: Record<string, unknown>}} DiagnoseSection */

/** A thing that went wrong, by name: the texts are `error_<name>` (host) or `problem_<name>` (extension).
 * @typedef {{name: string, data: Record<string, unknown>}} Problem */

/** Why the native port is not usable. @typedef {"host_missing"|"host_forbidden"|"host_exited"|"host_garbled"|"host_silent"|"host_failed"|"protocol_mismatch"} HostProblemName */

/** @typedef {{phase: "connecting"|"ready"|"failed", problem: HostProblemName|null, hello: Hello|null}} HostState */

/** The outcome of the last action that may outlive the popup (it closes when the PIN window takes the focus).
 * `at`: ms; `tabId`: the tab that was to be filled.
 * @typedef {{action: "login"|"fill", at: number, tabId?: number, problem: Problem|null, filled: Role[], missed: Missed[], undoable: boolean, submitted: boolean, unsubmitted: Unsubmitted}} Outcome */

/** Why a form was not sent although the rules say so: `not_sent_<reason>` says it to a person; "" when nothing was to be sent, or was.
 * @typedef {""|"incomplete"|"no_button"} Unsubmitted */

/** @typedef {{role: Role, reason: string}} Missed */

/** What the popup is told: everything it needs to draw itself. `statusAt`: ms, when the status came;
 * `problem`: why there is no status although there is a host.
 * @typedef {{host: HostState, status: Status|null, statusAt: number, problem: Problem|null, outcome: Outcome|null, busy: string|null}} Snapshot */

/** A field as the page reports it: no element, no value; `why`: a code with a text `why_<code>`; `words`: those of the page
 * that decided; `occupied`: something is in it already; `locked`: beside it stands a user name that cannot be changed.
 * @typedef {{role: Role, label: string, confidence: number, why: string, words: string, occupied: boolean, locked: boolean}} FoundField */

/** A field that looks like one for us and gets nothing. @typedef {{label: string, why: string, words: string}} SkippedField */

/** The very document that a preview was made of; not every browser names documents.
 * @typedef {{url: string, documentId?: string}} Seen */

/**
 * @typedef {object} PagePreview
 * @property {string} origin  "" when the tab is not a web page
 * @property {string} url
 * @property {string|undefined} documentId
 * @property {boolean} insecure  plain http that is not on this machine
 * @property {boolean} allowed  the site is in the policy and may be filled over this scheme
 * @property {string} site  the site's name in the policy, "" when not listed
 * @property {FoundField[]} fields
 * @property {Role[]} refused  found, but the policy does not let this site have them
 * @property {SkippedField[]} skipped  look alike, and are left alone
 * @property {boolean} undoable  the last fill of this document can be taken back
 * @property {Problem|null} problem
 */

export {};
