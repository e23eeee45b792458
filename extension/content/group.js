/**
 * Which controls belong together: a form, a dialog, or, where the page has neither or one form around everything, the
 * smallest part that has fields and a button of its own. Reads only; judges nothing.
 */
globalThis.sitthiGroup = (() => {
  const { all, attr, closest, documentOf, first, holds, hostOf, matches, precedes, rootOf, shadow, tag, text, up } =
    globalThis.sitthiSafe;
  const { FIELD, HEADINGS } = globalThis.sitthiText;
  const CONTAINERS = "form, dialog, [role=dialog], [role=form], [aria-modal=true], .modal";
  const BUTTONS =
    "button, input[type=submit], input[type=button], input[type=image], [role=button], a.btn, a.button, [class*=btn-]";
  const SUBMITS = "button:not([type=button], [type=reset]), input[type=submit], input[type=image]";
  /** More fields than a form that one person fills in. */
  const MOST_IN_FORM = 40;
  /** A form with a field for everything is the whole page's. */
  const PAGE_WIDE = "header, nav, footer, [role=navigation], [role=banner], [id='__VIEWSTATE']";
  /** In a page without any structure: fields on either side that may belong to one. */
  const WINDOW = 8;
  /** How far above a field its form may begin. */
  const MOST_LEVELS = 20;
  /** Where every row asks for a person, nobody can tell which row is meant. */
  const MOST_GROUPS = 60;
  const MOST_ASKED = 400;
  /** Fields that are read closely; each costs as much as the walk over fifty. */
  const MOST_READ = 240;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {ReturnType<typeof sitthiScan.scan>} Page */
  /**
   * `scope`: the element around them; `own`: nothing else is in it, so that its headings and buttons are theirs.
   * @typedef {{scope: Element, controls: Control[], own: boolean, heading: Element|null, button: Element|null}} Group
   */

  /** @param {Page} page @returns {Group[]} those with a marked control, in the order of the page */
  function groups({ controls, inner, marked, landmarks }) {
    /** @type {Map<Element, {list: Control[], strength: number}>} */
    const owners = new Map();
    const containers = containersOf(marked);
    for (const control of controls) {
      const owner = control.form ?? ownerOf(control, containers, inner);
      const strength = strengthOf(control, marked);
      const known = owners.get(owner);
      if (!known) owners.set(owner, { list: [control], strength });
      else {
        known.list.push(control);
        known.strength = Math.max(known.strength, strength);
      }
    }
    /** @type {Group[]} */
    const found = [];
    const rated = [...owners].map(([owner, { list, strength }]) => ({ owner, list, strength }));
    for (const { owner, list } of rated.filter((each) => each.strength > 0).sort(moreTelling)) {
      if (list.length <= MOST_IN_FORM && isWhole(owner)) found.push(...cutByButtons(owner, list));
      else found.push(...parts(owner, list, marked, landmarks));
      if (found.length > MOST_GROUPS) break;
    }
    return readable(found).sort((one, other) => (precedes(firstOf(one), firstOf(other)) ? -1 : 1));
  }

  /** @param {Control} control @param {Map<Control, boolean>} marked @returns {number} */
  function strengthOf(control, marked) {
    if (!marked.has(control)) return 0;
    if (control.type === "password") return 3;
    return marked.get(control) ? 2 : 1;
  }

  /**
   * On a page of many, a form of a few fields comes before a list, and one with a password before the others.
   * @typedef {{list: Control[], strength: number}} Rated
   * @param {Rated} one @param {Rated} other @returns {number}
   */
  function moreTelling(one, other) {
    return isLong(one) - isLong(other) || other.strength - one.strength;
  }

  /** @param {Rated} rated @returns {number} */
  function isLong({ list }) {
    return Number(list.length > MOST_IN_FORM);
  }

  /** As many of them as may be read closely. @param {Group[]} found @returns {Group[]} */
  function readable(found) {
    let left = MOST_READ;
    return found.slice(0, MOST_GROUPS).filter(({ controls }) => {
      const isWithin = left > 0;
      left -= controls.length;
      return isWithin;
    });
  }

  /** @param {Group} group */
  function firstOf({ controls, scope }) {
    return controls[0] ?? scope;
  }

  /** Dialogs that matter: asking every field of a large page for its own is dear. @param {Map<Control, boolean>} marked @returns {Element[]} */
  function containersOf(marked) {
    const found = new Set([...marked.keys()].slice(0, MOST_ASKED).map((control) => containerOf(control)));
    return [...found].flatMap((container) => (container ? [container] : []));
  }

  /** @param {Control} control @returns {Element|null} */
  function containerOf(control) {
    if (control.form) return null;
    const own = closest(control, CONTAINERS);
    const host = own ? null : hostOf(control);
    // A shadow root with one field and no button is that field's own drawing, not a form.
    return host && isOneField(host) ? closest(host, CONTAINERS) : own;
  }

  /**
   * @param {Control} control one without a form @param {Element[]} containers
   * @param {Set<Control>} inner those in a shadow root or a frame @returns {Element}
   */
  function ownerOf(control, containers, inner) {
    const container = containers.findLast((each) => holds(each, control));
    if (container) return container;
    if (!inner.has(control)) return bodyOf(documentOf(control), control);
    /** @type {Element} */
    let at = control;
    for (let host = hostOf(at); host && isOneField(host); host = hostOf(at)) at = host;
    return topOf(at);
  }

  /** @param {Element} host */
  function isOneField(host) {
    const root = shadow(host);
    return root !== null && all(root, FIELD).length <= 1 && !all(root, BUTTONS).some(saysSomething);
  }

  /** @param {Element} button an icon inside the field's frame is no button of a form */
  function saysSomething(button) {
    return /\p{L}{2}/u.test(`${text(button)} ${attr(button, "value")}`);
  }

  /** @param {Element} control @returns {Element} */
  function topOf(control) {
    const root = rootOf(control);
    if ("host" in root && !("documentElement" in root)) return /** @type {ShadowRoot} */ (root).host;
    return bodyOf(/** @type {Document} */ (root), control);
  }

  /** @param {Document} document @param {Element} control @returns {Element} */
  function bodyOf({ body, documentElement }, control) {
    return body ?? documentElement ?? control;
  }

  /** @param {Element} owner */
  function isWhole(owner) {
    const name = tag(owner);
    if (name === "body" || name === "html") return false;
    if (name !== "form") return name.includes("-") || closest(owner, CONTAINERS) === owner;
    return !first(owner, PAGE_WIDE);
  }

  /**
   * A form with a password before and a password after a submit button is two: a log-in and a sign-up, side by side.
   * @param {Element} owner @param {Control[]} list @returns {Group[]}
   */
  function cutByButtons(owner, list) {
    const passwords = list.filter(({ type }) => type === "password");
    if (passwords.length < 2) return [whole(owner, list)];
    const submits = all(owner, SUBMITS).filter((button) =>
      /\p{L}{2}/u.test(`${text(button)} ${attr(button, "value")}`),
    );
    const [first, last] = [passwords[0], passwords.at(-1)];
    if (!submits.some((button) => first && last && precedes(first, button) && precedes(button, last)))
      return [whole(owner, list)];
    const heads = all(owner, HEADINGS);
    const cuts = new Set(list.map((control) => firstAfter(submits, control)));
    return [...cuts].map((cut) => {
      const controls = list.filter((control) => firstAfter(submits, control) === cut);
      const before = submits[cut - 1];
      const heading = heads[firstAfter(heads, /** @type {Control} */ (controls[0])) - 1] ?? null;
      const isOwn = heading && (!before || precedes(before, heading));
      return { scope: owner, controls, own: false, heading: isOwn ? heading : null, button: submits[cut] ?? null };
    });
  }

  /** @param {Element} owner @param {Control[]} list @returns {Group} */
  function whole(owner, list) {
    return { scope: owner, controls: list, own: true, heading: null, button: null };
  }

  /**
   * @param {Element} owner @param {Control[]} list in order @param {Map<Control, boolean>} marked @param {Element[]} landmarks
   * @returns {Group[]}
   */
  function parts(owner, list, marked, landmarks) {
    const wanted = list.filter((control) => marked.has(control));
    wanted.sort((one, other) => Number(marked.get(other)) - Number(marked.get(one)));
    /** @type {Map<Element, Group>} */
    const byScope = new Map();
    /** @type {Set<Control>} */
    const done = new Set();
    const places = new Map(list.map((control, index) => [control, index]));
    for (const control of wanted) {
      if (done.has(control)) continue;
      const group = partAround(owner, list, places.get(control) ?? 0, landmarks);
      for (const each of group.controls) done.add(each);
      const known = byScope.get(group.scope);
      if (!known || known.controls.length < group.controls.length || !group.own) byScope.set(keyOf(group), group);
      if (byScope.size > MOST_GROUPS) break;
    }
    return [...byScope.values()];
  }

  /** Parts of one scope are told apart by where they begin. @param {Group} group @returns {Element} */
  function keyOf(group) {
    return group.own ? group.scope : (group.controls[0] ?? group.scope);
  }

  /** @param {Element} owner @param {Control[]} list @param {number} index @param {Element[]} landmarks @returns {Group} */
  function partAround(owner, list, index, landmarks) {
    const control = /** @type {Control} */ (list[index]);
    let [from, to] = [index, index];
    /** @type {Element|null} */
    let scope = null;
    for (let at = up(control), level = 0; at && at !== owner && level < MOST_LEVELS; at = up(at), level += 1) {
      const [low, high] = reach(list, index, at);
      if (high - low >= MOST_IN_FORM) break;
      // Once it has fields and a button it only grows while no other field comes in.
      if (scope && (low < from || high > to)) break;
      if (scope || (high > low ? first(at, BUTTONS) : standsAlone(list, low, at))) scope = at;
      [from, to] = [low, high];
    }
    if (scope) return { scope, controls: list.slice(from, to + 1), own: true, heading: null, button: null };
    return slice(owner, list, index, landmarks);
  }

  /** One field with a button that says something. @param {Control[]} list @param {number} low @param {Element} at */
  function standsAlone(list, low, at) {
    if (list.length === 1) return true;
    if (list[low]?.type === "password") return false;
    return all(at, BUTTONS).some(saysSomething);
  }

  /** @param {Control[]} list @param {number} index @param {Element} at @returns {[number, number]} */
  function reach(list, index, at) {
    let [low, high] = [index, index];
    while (low > 0 && index - low <= MOST_IN_FORM && holds(at, /** @type {Control} */ (list[low - 1]))) low -= 1;
    while (high + 1 < list.length && high - index <= MOST_IN_FORM && holds(at, /** @type {Control} */ (list[high + 1])))
      high += 1;
    return [low, high];
  }

  /**
   * A page without structure: what stands between two headings, buttons or rules.
   * @param {Element} owner @param {Control[]} list @param {number} index @param {Element[]} landmarks @returns {Group}
   */
  function slice(owner, list, index, landmarks) {
    const split = firstAfter(landmarks, /** @type {Control} */ (list[index]));
    const from = landmarks[split - 1] ?? null;
    const to = landmarks[split] ?? null;
    const near = list
      .slice(Math.max(0, index - WINDOW), index + WINDOW + 1)
      .filter((each) => (!from || precedes(from, each)) && (!to || precedes(each, to)));
    const heading = from && matches(from, HEADINGS) ? from : null;
    const button = to && matches(to, BUTTONS) ? to : null;
    return { scope: owner, controls: near, own: false, heading, button };
  }

  /** @param {Element[]} marks in order @param {Element} control @returns {number} */
  function firstAfter(marks, control) {
    let [low, high] = [0, marks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (precedes(/** @type {Element} */ (marks[middle]), control)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return { BUTTONS, CONTAINERS, firstAfter, groups };
})();
