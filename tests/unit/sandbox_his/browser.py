"""A browser without a screen: keeps cookies, reads forms as an HTML parser sees them, submits them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests


class _Inputs(HTMLParser):
    """Collects inputs, labels and visible text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.inputs: dict[str, dict[str, str]] = {}
        self.labels: dict[str, str] = {}
        self._label_for: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea") and "name" in found:
            self.inputs[found["name"]] = found
        if tag == "label":
            self._label_for = found.get("for")

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_for = None

    def handle_data(self, data: str) -> None:
        if self._label_for is not None:
            self.labels[self._label_for] = self.labels.get(self._label_for, "") + data


@dataclass
class Browser:
    """One person's browser at the HIS."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=10)

    def form(self, path: str) -> _Inputs:
        parser = _Inputs()
        parser.feed(self.get(path).text)
        return parser

    def submit(self, path: str, **values: str) -> requests.Response:
        guard = self.form(path).inputs["_token"]["value"]
        return self.session.post(self.url + path, data={"_token": guard, **values}, timeout=10)

    def login(self, cid: str, token: str) -> requests.Response:
        return self.submit("/login", username=cid, password=token)

    def last(self, form: str) -> dict[str, object]:
        report = requests.get(f"{self.url}/api/last", timeout=5).json()
        return report[form]
