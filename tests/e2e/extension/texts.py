"""The extension's texts, as a person reads them."""

from __future__ import annotations

import json

from support.extension_browser import EXTENSION

LOCALES = {lang: json.loads((EXTENSION / f"_locales/{lang}/messages.json").read_text()) for lang in ("th", "en")}


def text(key: str, lang: str = "th", **values: object) -> str:
    message: str = LOCALES[lang][key]["message"]
    for name, value in values.items():
        message = message.replace(f"{{{name}}}", str(value))
    return message
