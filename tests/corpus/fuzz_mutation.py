"""Real pages made worse, at random but repeatably, by scripts in the page. Knows nothing of the finder."""

from __future__ import annotations

from corpus.isolated import IsolatedWorld

# A small generator (mulberry32), for Math.random cannot be seeded.
_RANDOM = """const randomOf = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};"""
_WORSEN = """(seed, strength) => {
  RANDOM
  const random = randomOf(seed);
  const pick = list => list[Math.floor(random() * list.length)];
  const texts = ["รหัสผ่าน", "Token ID", "เลขบัตรประชาชน", "ค้นหา", "เข้าสู่ระบบ", "", "x".repeat(5000), "ผู้ป่วย"];
  const names = ["elements", "parentElement", "id", "getAttribute", "__proto__", "token", "cid", "password", "x\\"y"];
  const marks = ["name", "id", "class", "for", "aria-label", "placeholder"];
  const types = ["text", "password", "hidden", "search", "tel", "date"];
  const styles = ["display:none", "opacity:0", "position:fixed", "overflow:hidden;height:0", ""];
  const doings = [
    element => { for (const {name} of [...element.attributes]) if (random() < 0.5) element.removeAttribute(name); },
    element => element.append(...[...element.childNodes].sort(() => random() - 0.5)),
    element => {
      const wrapper = document.createElement(pick(["div", "span", "form", "label", "section", "fieldset", "x-wrap"]));
      element.replaceWith(wrapper);
      wrapper.append(element);
    },
    element => { for (const node of element.childNodes) if (node.nodeType === 3) node.data = pick(texts); },
    element => element.after(element.cloneNode(true)),
    element => element.setAttribute(pick(marks), pick([...texts, ...names])),
    element => element.setAttribute("style", pick(styles)),
    element => { if (random() < 0.3) element.remove(); },
    element => { if (element.localName === "input") element.type = pick(types); },
    element => document.body.prepend(element),
  ];
  const all = [...document.body.querySelectorAll("*")].filter(element => !element.closest("script, style"));
  for (let done = 0; done < Math.max(5, all.length * strength) && all.length > 0; done += 1) {
    const element = pick(all);
    if (!element.isConnected || element.localName === "script") continue;
    try { pick(doings)(element); } catch (reason) { if (!(reason instanceof DOMException)) throw reason; }
  }
}"""
_DECORATE = """seed => {
  RANDOM
  const random = randomOf(seed);
  const walk = root => {
    for (const element of root.querySelectorAll("*")) {
      if (random() < 0.3) element.setAttribute("data-v", String(random()));
      if (random() < 0.2) element.before(document.createComment(" slot "));
      if (random() < 0.2 && !element.matches("pre, textarea")) element.append(document.createTextNode("\\n  "));
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document.body);
}"""


def worsen(world: IsolatedWorld, seed: int, strength: float = 0.15) -> None:
    """Drops attributes, shuffles, wraps, renames, hides, copies, removes: at about `strength` of the elements."""
    world.call(_WORSEN.replace("RANDOM", _RANDOM), seed, strength)


def decorate(world: IsolatedWorld, seed: int) -> None:
    """Adds what changes nothing for anybody: comments, white space, attributes of a framework."""
    world.call(_DECORATE.replace("RANDOM", _RANDOM), seed)
