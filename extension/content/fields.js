/**
 * `sitthiFields.find(root, rules)`: which fields of a page have which role; `survey` says of the others why not.
 * Reads the DOM, changes nothing, knows no values. The steps, each in its own file: scan (controls, and what matters) →
 * group (what belongs together) → field (what it is about) → form (what it is for) → assign (roles) → the best of each (here).
 */
globalThis.sitthiFields = (() => {
  const { isWritable } = globalThis.sitthiDom;
  const { Look } = globalThis.sitthiSight;
  const { scan } = globalThis.sitthiScan;
  const { groups } = globalThis.sitthiGroup;
  const { fields } = globalThis.sitthiField;
  const { form } = globalThis.sitthiForm;
  const { canMatter, roles } = globalThis.sitthiAssign;
  const { isTempting, reason } = globalThis.sitthiRefuse;
  const rule = globalThis.sitthiRules;
  const { attr, closest } = globalThis.sitthiSafe;
  const evidence = globalThis.sitthiEvidence;
  /** The boxes of a citizen ID, and one more to see that there are no more. */
  const MOST_INPUTS = 14;
  const LEAST_CONFIDENCE = 0.6;
  const DIALOG = "dialog[open], [role=dialog], [aria-modal=true]";
  const OPERATORS = new Set(["operator_cid", "token"]);

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {ReturnType<typeof sitthiField.fields>[number]} Field */
  /** @typedef {ReturnType<typeof sitthiForm.form>} Form */
  /** @typedef {Parameters<typeof sitthiRules.meaning>[1]} Rules */
  /** @typedef {{role: string, element: Control, elements: Control[], parts: Field["parts"], confidence: number, why: string, words: string, label: string, locked: Control|null}} Found `locked`: the field beside it that says who logs in and cannot be changed */
  /** @typedef {{element: Element, why: string, words: string, label: string}} Refused */
  /** @typedef {Refused & {element: Control}} Unusable */
  /** @typedef {Found & {form: Form|null}} Candidate */

  /**
   * @param {Document|ShadowRoot|Element} root
   * @param {Rules} [rules] of the policy for this site
   * @returns {Found[]} at most one field per role, in the order of the page
   */
  function find(root, rules = {}) {
    return look(root, rules, false).found;
  }

  /**
   * @param {Document|ShadowRoot|Element} root @param {Rules} [rules]
   * @returns {{found: Found[], refused: Refused[]}} `refused`: what looks like a field for us and gets nothing
   */
  function survey(root, rules = {}) {
    return look(root, rules, true);
  }

  /** @param {Document|ShadowRoot|Element} root @param {Rules} rules @param {boolean} explain */
  function look(root, rules, explain) {
    const page = scan(root);
    const sight = new Look();
    const isForbidden = rule.forbidden(root, rules);
    /** @type {Refused[]} */
    const refused = [];
    const named = bySelector(root, rules, page, sight, isForbidden);
    /** @type {Candidate[]} */
    const candidates = [];
    /** @type {{field: Field, form: Form}[]} */
    const others = [];
    /** @type {Form[]} */
    const forms = [];
    /** @type {Map<Form, Control|null>} */
    const locked = new Map();
    /** @type {Set<Element>} */
    const muted = new Set();
    for (const group of groups(page)) {
      const { form: of, unusable: left } = formOf(group, page, sight, isForbidden);
      if (of) forms.push(of);
      if (of) locked.set(of, lockedUser(of, group, left, page, sight));
      if (explain) refused.push(...left.filter(({ element }) => page.marked.has(element)));
    }
    for (const of of forms) {
      if (isBesideSignup(of, forms)) of.kind = "signup";
      const given = roles(of).filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
      for (const each of given) {
        const meant = rule.meaning(each.role, rules);
        if (meant === "none") muted.add(each.field.control);
        else candidates.push(candidate(each, meant, of, locked.get(of) ?? null));
      }
      others.push(...of.fields.map((field) => ({ field, form: of })));
    }
    const detected = candidates.filter(
      ({ role, elements }) => !named.some((each) => each.role === role || elements.includes(each.element)),
    );
    const best = bestOf(detected);
    const found = inOrder([...named, ...best.chosen], page.controls);
    if (explain) refused.push(...explained(others, found, best.rivals, muted));
    if (explain && found.length === 0) refused.push(...foreign(page, sight));
    return { found, refused };
  }

  /**
   * A form as a person sees it. What lies under something else is looked for only where a role would be given: asking the
   * browser is dear. A covered field is taken out, and the form read anew without it.
   * @param {ReturnType<typeof groups>[number]} group @param {ReturnType<typeof scan>} page
   * @param {InstanceType<typeof Look>} sight @param {(control: Element) => boolean} isForbidden
   * @returns {{form: Form|null, unusable: Unusable[]}}
   */
  function formOf(group, page, sight, isForbidden) {
    const read = (/** @type {Control} */ control) => readOnce(control, page);
    /** @type {Unusable[]} */
    const left = [];
    if (!fields(group.controls, read).some(canMatter)) return { form: null, unusable: left };
    let usable = group.controls.filter((control) => {
      const why = unusable(control, sight, isForbidden);
      if (why) left.push(unusableField(control, why));
      return !why;
    });
    for (;;) {
      if (usable.length === 0) return { form: null, unusable: left };
      const of = form(group, fields(usable, read), page);
      const covered = roles(of).flatMap(({ field }) =>
        field.elements.filter((each) => sight.uncovered(each) !== "shown"),
      );
      if (covered.length === 0) return { form: of, unusable: left };
      left.push(...covered.map((control) => unusableField(control, "covered")));
      usable = usable.filter((control) => !covered.includes(control));
    }
  }

  /** @param {Control} control @param {ReturnType<typeof scan>} page */
  function readOnce(control, page) {
    const known = page.evidence.get(control) ?? evidence.of(control, (each) => page.labelFor(each));
    page.evidence.set(control, known);
    return known;
  }

  /**
   * A page that makes accounts often keeps a small log-in in its corner. Who comes to such a page is no member of staff
   * at work, unless they stand in that log-in, or it says plainly what it is.
   * @param {Form} of @param {Form[]} forms
   */
  function isBesideSignup(of, forms) {
    if (of.kind !== "login") return false;
    const first = forms.findIndex(({ makesAccount }) => makesAccount);
    if (first < 0 || ((of.isHeaded || !of.heading) && first > forms.indexOf(of))) return false;
    return !of.fields.some(
      ({ control }) => closest(control, DIALOG) || control.ownerDocument.activeElement === control,
    );
  }

  /** @param {Control} control @param {InstanceType<typeof Look>} sight @param {(control: Element) => boolean} isForbidden @returns {string} why a person could not, or we must not */
  function unusable(control, sight, isForbidden) {
    if (!isWritable(control)) return "readonly";
    const seen = sight.drawn(control);
    if (seen !== "shown") return seen;
    return isForbidden(control) ? "never_rule" : "";
  }

  /** @param {Control} control @param {string} why @returns {Unusable} */
  function unusableField(control, why) {
    const { label } = evidence.of(control, () => null);
    return { element: control, why, words: "", label };
  }

  /**
   * Who logs in, where the page has settled that: then the token of another person would go with that name.
   * @param {Form} of @param {ReturnType<typeof groups>[number]} group @param {Unusable[]} left
   * @param {ReturnType<typeof scan>} page @param {InstanceType<typeof Look>} sight @returns {Control|null}
   */
  function lockedUser(of, group, left, page, sight) {
    const fixed = left.filter(({ element, why }) => why === "readonly" && sight.drawn(element) === "shown");
    if (fixed.length === 0) return null;
    const shown = group.controls.filter(
      (each) =>
        of.fields.some(({ elements }) => elements.includes(each)) || fixed.some(({ element }) => element === each),
    );
    const whole = form(
      group,
      fields(shown, (control) => readOnce(control, page)),
      page,
    );
    const user = roles(whole).find(({ role }) => role === "operator_cid")?.field.control;
    return user && fixed.some(({ element }) => element === user) ? user : null;
  }

  /** What another site shows in this page is not ours to look into. @param {ReturnType<typeof scan>} page @param {InstanceType<typeof Look>} sight @returns {Refused[]} */
  function foreign({ frames }, sight) {
    const shown = frames.find((frame) => sight.of(frame) === "shown");
    return shown ? [{ element: shown, why: "other_frame", words: "", label: attr(shown, "title") }] : [];
  }

  /** @param {ReturnType<typeof roles>[number]} given @param {string} role @param {Form} of @param {Control|null} locked @returns {Candidate} */
  function candidate({ field, confidence, why, words }, role, of, locked) {
    const { control, elements, parts, label } = field;
    return { role, element: control, elements, parts, confidence, why, words, label, locked, form: of };
  }

  /**
   * @param {Document|ShadowRoot|Element} root @param {Rules} rules @param {ReturnType<typeof scan>} page
   * @param {InstanceType<typeof Look>} sight @param {(control: Element) => boolean} isForbidden @returns {Found[]}
   */
  function bySelector(root, rules, page, sight, isForbidden) {
    return Object.entries(rules.fields ?? {}).flatMap(([role, selector]) => {
      const controls = rule.query(root, selector).filter(isControl);
      const element = controls.find(
        (control) => unusable(control, sight, isForbidden) === "" && sight.uncovered(control) === "shown",
      );
      if (!element) return [];
      // The first of several inputs names them all.
      const at = page.controls.indexOf(element);
      const run = at < 0 ? [element] : page.controls.slice(at, at + MOST_INPUTS);
      const [field] = fields(run, (control) => readOnce(control, page));
      const { elements = [element], parts = null, label = "" } = field ?? {};
      return [{ role, element, elements, parts, confidence: 1, why: "selector", words: selector, label, locked: null }];
    });
  }

  /** @param {Element} element @returns {element is Control} */
  function isControl(element) {
    return element.matches(
      "input:not([type=hidden], [type=button], [type=submit], [type=file], [type=checkbox]), select, textarea",
    );
  }

  /**
   * The staff's fields come from one form, the patient's from one. Two fields that are equally good for one role are
   * both left alone: nobody can tell which is meant.
   * @param {Candidate[]} candidates @returns {{chosen: Candidate[], rivals: Set<Candidate>}}
   */
  function bestOf(candidates) {
    /** @type {Set<Candidate>} */
    const rivals = new Set();
    /** @type {Candidate[]} */
    const chosen = [];
    for (const isStaffs of [true, false]) {
      const own = candidates.filter(({ role }) => OPERATORS.has(role) === isStaffs);
      const from = bestForm(own);
      const roleNames = new Set(own.map(({ role }) => role));
      for (const role of roleNames) {
        const rated = own.filter((each) => each.role === role && each.form === from);
        const most = Math.max(...rated.map(rank));
        const top = rated.filter((each) => rank(each) === most);
        if (top.length === 1) chosen.push(/** @type {Candidate} */ (top[0]));
        else for (const each of top) rivals.add(each);
      }
    }
    return { chosen, rivals };
  }

  /** @param {Candidate[]} candidates @returns {Form|null} the first of the best */
  function bestForm(candidates) {
    /** @type {Map<Form|null, number>} */
    const sums = new Map();
    for (const each of candidates) sums.set(each.form, (sums.get(each.form) ?? 0) + rank(each));
    let best = null;
    let most = 0;
    for (const [of, sum] of sums) if (sum > most + 0.001) [best, most] = [of, sum];
    return best;
  }

  /** A field in an open dialog, or where the person is, is what they look at. @param {Candidate} candidate */
  function rank({ element, confidence }) {
    const isActive = element.ownerDocument.activeElement === element;
    return confidence + (closest(element, DIALOG) ? 4 : 0) + (isActive ? 2 : 0);
  }

  /** @param {{field: Field, form: Form}[]} others @param {Found[]} found @param {Set<Candidate>} rivals @param {Set<Element>} muted whose role the site's rule says to leave alone @returns {Refused[]} */
  function explained(others, found, rivals, muted) {
    const taken = new Set(found.flatMap(({ elements }) => elements));
    const equal = new Set([...rivals].map(({ element }) => element));
    return others
      .filter(({ field }) => isTempting(field) && !taken.has(field.control))
      .map(({ field, form: of }) => {
        if (muted.has(field.control))
          return { element: field.control, why: "never_rule", words: "", label: field.label };
        const { why, words } = equal.has(field.control) ? { why: "several", words: field.words } : reason(field, of);
        return { element: field.control, why, words, label: field.label };
      });
  }

  /** @template {Found} T @param {T[]} found @param {Control[]} controls @returns {Found[]} */
  function inOrder(found, controls) {
    const places = new Map(found.map(({ element }) => [element, controls.indexOf(element)]));
    const place = (/** @type {Found} */ { element }) => places.get(element) ?? 0;
    return found
      .map(({ role, element, elements, parts, confidence, why, words, label, locked }) => {
        return { role, element, elements, parts, confidence, why, words, label, locked };
      })
      .sort((one, other) => place(one) - place(other));
  }

  return { find, survey };
})();
