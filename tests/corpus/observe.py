"""What a page says is right and what the finder makes of it, field by field. Judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.corpora import Corpus
from corpus.isolated import ContentScriptError, IsolatedWorld

# Takes the truth out of the DOM before the finder runs. Goes where the finder may go: shadow roots, own frames.
_TAKE_TRUTH = """names => {
  const fields = [];
  const walk = root => {
    for (const element of root.querySelectorAll("*")) {
      const marks = {};
      for (const name of names) {
        if (!element.hasAttribute(name)) continue;
        marks[name] = element.getAttribute(name);
        element.removeAttribute(name);
      }
      if (Object.keys(marks).length > 0 || element.matches("input, select, textarea")) fields.push({element, marks});
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.matches("iframe, frame") && element.contentDocument) walk(element.contentDocument);
    }
  };
  walk(document);
  globalThis.corpusFields = fields;
}"""
_SURVEY = """() => {
  const {found, refused} = sitthiFields.survey(document);
  const place = new Map(globalThis.corpusFields.map(({element}, index) => [element, index]));
  const used = new Map();
  const nameOf = element => {
    const name = element.getAttribute("name") || element.id || element.getAttribute("placeholder")
      || element.getAttribute("aria-label") || `${element.localName} ${element.getAttribute("type") ?? ""}`.trim();
    used.set(name, (used.get(name) ?? 0) + 1);
    return used.get(name) === 1 ? name : `${name} (${used.get(name)})`;
  };
  // One radio stands for its whole group.
  const radiosBeside = element => element.type !== "radio" ? [] : globalThis.corpusFields.flatMap((field, index) =>
    field.element !== element && field.element.type === "radio" && field.element.name === element.name ? [index] : []);
  return {
    fields: globalThis.corpusFields.map(({element, marks}) => ({
      name: nameOf(element), marks,
      form: element.form ? [...document.forms].indexOf(element.form) : -1,
      type: (element.localName === "input" ? element.type : element.localName),
    })),
    found: found.map(({role, element, elements, parts}) => ({role, parts,
      places: elements.map(each => place.get(each) ?? -1), others: radiosBeside(element)})),
    refused: refused.map(({element, why}) => ({why, place: place.get(element) ?? -1})),
  };
}"""
_MARKS = ("data-manual-scoring", "data-expect", "data-expect-part", "data-decoy")


@dataclass(frozen=True)
class Field:
    """`given`: the role it got, or ""; `part`: which one of a split field's, as `day` or the number of the box."""

    name: str
    type: str
    form: int
    marks: dict[str, str]
    given: str
    part: str
    refused: str

    def mark(self, name: str) -> str:
        return self.marks.get(name, "")


def take_truth(world: IsolatedWorld) -> None:
    world.call(_TAKE_TRUTH, _MARKS)


def observe(world: IsolatedWorld, address: str, corpus: Corpus, page: str) -> list[Field]:
    """Loads one page, takes the truth away, runs the finder as the product does."""
    world.page.goto(f"{address}/{corpus.name}/{page}")
    world.enter()
    take_truth(world)
    try:
        return _fields(world.call(_SURVEY))
    except ContentScriptError as thrown:
        raise ContentScriptError(f"on {page}: {thrown}") from thrown


def _fields(seen: dict[str, Any]) -> list[Field]:
    given: dict[int, tuple[str, str]] = {}
    for found in seen["found"]:
        for number, place in enumerate(found["places"], 1):
            assert place >= 0, f"{found['role']} was given to an element that is no field of the page"
            assert place not in given, f"two roles for one field: {given[place][0]} and {found['role']}"
            is_split = len(found["places"]) > 1
            part = found["parts"][number - 1] if found["parts"] else str(number) if is_split else ""
            given[place] = (found["role"], part)
        given |= {place: (found["role"], "") for place in found["others"]}
    refused = {each["place"]: each["why"] for each in seen["refused"]}
    return [
        Field(**field, given=role, part=part, refused=refused.get(place, ""))
        for place, field in enumerate(seen["fields"])
        for role, part in [given.get(place, ("", ""))]
    ]
