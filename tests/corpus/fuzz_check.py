"""What must hold for the finder on any document whatever, checked inside the isolated world beside it.

Uses the prototypes' own methods only: the documents have fields named "getAttribute". Knows nothing of how documents
come about.
"""

from __future__ import annotations

from typing import Any

from corpus.isolated import ContentScriptError, IsolatedWorld

ROLES = (
    "operator_cid", "token", "patient_cid", "patient_title", "patient_first_name", "patient_last_name",
    "patient_birth_date", "patient_sex", "patient_address",
)  # fmt: skip
"""Every role that the finder may give."""

# One call may take this long, and so many times what reading each element's box and style takes in the same document
# at the same time: so it fails where time grows out of proportion, and not where the machine is busy.
_BUDGET = {"ms": 120, "times": 25}

_CHECK = """(roles, budget) => {
  const [doc, shadowRootOf, attribute, has, matches] = [Document.prototype,
    Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get, Element.prototype.getAttribute,
    Element.prototype.hasAttribute, Element.prototype.matches];
  const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, "parentNode").get;
  const isConnected = Object.getOwnPropertyDescriptor(Node.prototype, "isConnected").get;
  const nodeName = Object.getOwnPropertyDescriptor(Node.prototype, "nodeName").get;
  const frameDocument = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentDocument").get;
  const get = (element, name) => attribute.call(element, name) ?? "";
  const problems = [];
  const roots = [], elements = [];
  const visit = (root, queries) => {
    roots.push(root);
    for (const element of queries.querySelectorAll.call(root, "*")) {
      elements.push(element);
      const shadow = shadowRootOf.call(element);
      if (shadow) visit(shadow, DocumentFragment.prototype);
      if (nodeName.call(element) === "IFRAME") {
        const inner = frameDocument.call(element);
        if (inner) visit(inner, doc);
      }
    }
  };
  visit(document, doc);
  const places = new Map(elements.map((element, index) => [element, index]));
  const observers = roots.map(root => {
    const observer = new MutationObserver(() => {});
    observer.observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
    return observer;
  });
  const told = ({role, elements: own, parts, why}) =>
    JSON.stringify([role, own.map(each => places.get(each)), parts, why]);

  const timed = action => {
    const from = performance.now();
    const answer = action();
    return [answer, performance.now() - from];
  };
  const touchAll = () => elements.reduce((sum, element) =>
    sum + Element.prototype.getBoundingClientRect.call(element).width + getComputedStyle(element).opacity.length, 0);
  const base = Math.min(timed(touchAll)[1], timed(touchAll)[1]);
  const [found, first] = timed(() => sitthiFields.find(document));
  const [again, second] = timed(() => sitthiFields.find(document));
  const [{found: surveyed, refused}, third] = timed(() => sitthiFields.survey(document));
  const ms = Math.min(first, second, third);
  const allowed = budget.ms + budget.times * base;
  if (ms > allowed)
    problems.push(`${ms.toFixed(0)} ms for ${elements.length} elements, which are all read in ${base.toFixed(0)} ms`);

  const changes = observers.flatMap(observer => observer.takeRecords());
  for (const observer of observers) observer.disconnect();
  if (changes.length > 0) problems.push(`${changes.length} changes to the page, first ${changes[0].type}`);
  const [one, two, three] = [found, again, surveyed].map(list => list.map(told).join(" "));
  if (one !== two) problems.push(`asked twice, told ${one} and ${two}`);
  if (one !== three) problems.push(`find told ${one}, survey ${three}`);

  const given = found.flatMap(field => field.elements.map(element => [field, element]));
  const seenRoles = found.map(({role}) => role);
  if (new Set(seenRoles).size !== seenRoles.length) problems.push(`a role twice: ${seenRoles}`);
  if (new Set(given.map(([, element]) => element)).size !== given.length) problems.push("an element twice");
  for (const {role, element, elements: own, confidence, why, words, label} of found) {
    if (!roles.includes(role)) problems.push(`no role: ${role}`);
    if (own[0] !== element) problems.push(`${role}: element is not the first of elements`);
    if (!(confidence > 0 && confidence <= 1)) problems.push(`${role}: confidence ${confidence}`);
    if (![why, words, label].every(text => typeof text === "string")) problems.push(`${role}: texts that are none`);
    if (words.length > 40) problems.push(`${role}: ${words.length} characters of words`);
  }
  const taken = new Set(given.map(([, element]) => element));
  for (const {element, why} of refused) {
    if (taken.has(element)) problems.push(`given and refused: ${why}`);
    if (typeof why !== "string" || why === "") problems.push("refused without a reason");
  }

  const parentAcross = node => parentOf.call(node) ?? node.host ?? null;
  const opacityOf = element => {
    let opacity = 1;
    for (let at = element; at; at = parentAcross(at)) {
      if (at.nodeType === 1) opacity *= Number(getComputedStyle(at).opacity);
    }
    return opacity;
  };
  for (const [{role}, element] of given) {
    const name = `${role} in ${nodeName.call(element)}[name=${get(element, "name").slice(0, 30)}]`;
    if (!places.has(element) || !isConnected.call(element)) { problems.push(`${name}: not in the page`); continue; }
    const {width, height} = Element.prototype.getBoundingClientRect.call(element);
    const drawnByLabel = element.type === "radio";
    if (!drawnByLabel && (width < 4 || height < 4)) problems.push(`${name}: ${width} x ${height} px`);
    if (!drawnByLabel && !Element.prototype.checkVisibility.call(element, {visibilityProperty: true}))
      problems.push(`${name}: invisible`);
    if (!drawnByLabel && opacityOf(element) < 0.15) problems.push(`${name}: transparent`);
    if (matches.call(element, ":disabled, :read-only:not(select, [type=radio])"))
      problems.push(`${name}: not writable`);
    if (!["INPUT", "SELECT", "TEXTAREA"].includes(nodeName.call(element))) problems.push(`${name}: no field`);
    if (["hidden", "submit", "button", "image", "reset", "file", "checkbox", "color", "range"].includes(element.type))
      problems.push(`${name}: type ${element.type}`);
    if (/(^|\\s)(one-time-code|cc-\\w+)(\\s|$)/i.test(get(element, "autocomplete")))
      problems.push(`${name}: autocomplete ${get(element, "autocomplete")}`);
    if (/^(_token|csrf.?token|__requestverificationtoken|authenticity_token)$/i.test(get(element, "name")))
      problems.push(`${name}: a page's own token`);
    if (has.call(element, "data-decoy")) problems.push(`${name}: a decoy, ${get(element, "data-decoy")}`);
  }
  return {problems, roles: seenRoles, elements: elements.length, ms};
}"""


def check(world: IsolatedWorld) -> tuple[list[str], dict[str, Any]]:
    """Everything that is wrong with the finder on the page as it is, and what it found there."""
    try:
        seen: dict[str, Any] = world.call(_CHECK, ROLES, _BUDGET)
    except ContentScriptError as thrown:
        return [f"throws: {thrown}"], {}
    return seen["problems"], seen
