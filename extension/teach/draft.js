/** What has been taught about one origin so far. Pure: each step gives a new draft. */

/** @typedef {import("../shared/types.js").Role} Role */
/** @typedef {{role: string, selector: string, label: string, sure: boolean}} Pick */
/** @typedef {{url: string, tabId: number, fields: Partial<Record<Role, Pick>>, never: Pick[]}} Draft */

const NEVER = "never";

/**
 * What a second lesson says about a role or a field replaces what the first one said; a site's two pages make one draft.
 * @param {Draft|null} draft
 * @param {{url: string, tabId: number, picks: Pick[]}} lesson
 * @returns {Draft}
 */
export function withLesson(draft, { url, tabId, picks }) {
  const isSame = draft !== null && new URL(draft.url).origin === new URL(url).origin;
  const before = isSame ? draft : { fields: {}, never: [] };
  const named = new Set(picks.map(({ selector }) => selector));
  const kept = Object.entries(before.fields).filter(([, pick]) => !named.has(pick.selector));
  const fresh = picks.filter(({ role }) => role !== NEVER).map((pick) => [pick.role, pick]);
  const never = [
    ...before.never.filter(({ selector }) => !named.has(selector)),
    ...picks.filter(({ role }) => role === NEVER),
  ];
  return { url, tabId, fields: Object.fromEntries([...kept, ...fresh]), never };
}

/** @param {Draft} draft @param {Pick} pick @returns {Draft} */
export function withoutPick(draft, pick) {
  return {
    ...draft,
    fields: Object.fromEntries(Object.entries(draft.fields).filter(([, each]) => each !== pick)),
    never: draft.never.filter((each) => each !== pick),
  };
}

/** @param {Draft} draft @returns {Pick[]} in the order in which they were taught, what stays empty last */
export function picksOf({ fields, never }) {
  return [...Object.values(fields), ...never];
}

/** @param {Draft} draft @returns {Role[]} */
export function rolesOf({ fields }) {
  return /** @type {Role[]} */ (Object.keys(fields));
}

/** @param {Draft} draft as the policy would give it to the finder @returns {import("../shared/types.js").Rules} */
export function rulesOf({ fields, never }) {
  return {
    fields: Object.fromEntries(Object.entries(fields).map(([role, { selector }]) => [role, selector])),
    never: never.map(({ selector }) => selector),
    roles: {},
    submit: false,
  };
}
