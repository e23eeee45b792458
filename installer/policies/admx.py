"""The administrative template (ADMX) and its texts (ADML), generated from the policy schema.

Layout in the registry, under HKLM\\Software\\Policies\\Sitthi: a subkey for each section and a value for each key
(REG_DWORD, REG_SZ, REG_MULTI_SZ), and `PolicyText` (REG_MULTI_SZ) with lines of a policy file.
"""

from __future__ import annotations

from xml.etree import ElementTree

from installer.policies.settings import LANGUAGES, Setting, common, default_text, policy_text, section_name, settings

ROOT_KEY = r"Software\Policies\Sitthi"
_NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_TEXT_ID = "PolicyText"
_MAX_TEXT, _MAX_LINE = "500", "4096"
Element = ElementTree.Element


def admx() -> bytes:
    """sitthi.admx: which settings there are. It names no Windows template, so Intune takes it alone."""
    root = _root("policyDefinitions")
    ElementTree.SubElement(
        ElementTree.SubElement(root, "policyNamespaces"), "target", prefix="sitthi", namespace="Sitthi.Policies"
    )
    ElementTree.SubElement(root, "resources", minRequiredRevision="1.0")
    definitions = ElementTree.SubElement(ElementTree.SubElement(root, "supportedOn"), "definitions")
    ElementTree.SubElement(definitions, "definition", name="supported", displayName="$(string.supported)")
    categories = ElementTree.SubElement(root, "categories")
    ElementTree.SubElement(categories, "category", name="sitthi", displayName="$(string.product)")
    for section in dict.fromkeys(each.section for each in settings()):
        category = ElementTree.SubElement(
            categories, "category", name=f"section_{section}", displayName=f"$(string.section_{section})"
        )
        ElementTree.SubElement(category, "parentCategory", ref="sitthi")
    policies = ElementTree.SubElement(root, "policies")
    text = _policy(policies, _TEXT_ID, "sitthi", ROOT_KEY)
    ElementTree.SubElement(
        ElementTree.SubElement(text, "elements"), "multiText", id=_TEXT_ID, valueName=_TEXT_ID, maxLength=_MAX_LINE
    )
    for setting in settings():
        _setting(policies, setting)
    return _bytes(root)


def adml(language: str) -> bytes:
    """sitthi.adml: names, explanations and input boxes, in `language` (a key of LANGUAGES)."""
    short = LANGUAGES[language]
    root = _root("policyDefinitionResources")
    ElementTree.SubElement(root, "displayName").text = common("product", short)
    ElementTree.SubElement(root, "description").text = common("about", short)
    resources = ElementTree.SubElement(root, "resources")
    strings = ElementTree.SubElement(resources, "stringTable")
    for name, text in _strings(short).items():
        ElementTree.SubElement(strings, "string", id=name).text = text
    presentations = ElementTree.SubElement(resources, "presentationTable")
    lines = ElementTree.SubElement(presentations, "presentation", id=_TEXT_ID)
    ElementTree.SubElement(lines, "multiTextBox", refId=_TEXT_ID).text = policy_text(short)[0]
    for setting in settings():
        if setting.kind != "boolean":
            presentation = ElementTree.SubElement(presentations, "presentation", id=setting.id)
            _box(presentation, setting, setting.name(short))
    return _bytes(root)


def _setting(policies: Element, setting: Setting) -> None:
    policy = _policy(policies, setting.id, f"section_{setting.section}", rf"{ROOT_KEY}\{setting.section}")
    if setting.kind == "boolean":
        policy.set("valueName", setting.key)
        del policy.attrib["presentation"]
        for name, number in (("enabledValue", "1"), ("disabledValue", "0")):
            ElementTree.SubElement(ElementTree.SubElement(policy, name), "decimal", value=number)
        return
    names = {"id": setting.id, "valueName": setting.key}
    elements = ElementTree.SubElement(policy, "elements")
    if setting.kind == "number":
        limits = {"minValue": str(setting.low), "maxValue": str(setting.high)}
        ElementTree.SubElement(elements, "decimal", names | limits, required="true")
    elif setting.kind == "list":
        ElementTree.SubElement(elements, "multiText", names, required="true")
    elif setting.kind == "text":
        ElementTree.SubElement(elements, "text", names, required="true", maxLength=_MAX_TEXT)
    else:
        enum = ElementTree.SubElement(elements, "enum", names, required="true")
        for choice in setting.choices:
            item = ElementTree.SubElement(enum, "item", displayName=f"$(string.{setting.id}_{_word(choice)})")
            ElementTree.SubElement(ElementTree.SubElement(item, "value"), "string").text = choice


def _box(presentation: Element, setting: Setting, label: str) -> None:
    if setting.kind == "number":
        box = ElementTree.SubElement(
            presentation, "decimalTextBox", refId=setting.id, defaultValue=str(setting.default)
        )
    elif setting.kind == "list":
        box = ElementTree.SubElement(presentation, "multiTextBox", refId=setting.id)
    elif setting.kind == "choice":
        chosen = str(setting.choices.index(str(setting.default)))
        box = ElementTree.SubElement(presentation, "dropdownList", refId=setting.id, noSort="true", defaultItem=chosen)
    else:
        box = ElementTree.SubElement(presentation, "textBox", refId=setting.id)
        ElementTree.SubElement(box, "label").text = label
        ElementTree.SubElement(box, "defaultValue").text = default_text(setting.default, "")
        return
    box.text = label


def _strings(language: str) -> dict[str, str]:
    found = {name: common(name, language) for name in ("product", "supported")}
    found[_TEXT_ID], found[f"{_TEXT_ID}_explain"] = policy_text(language)
    for setting in settings():
        found[f"section_{setting.section}"] = section_name(setting.section, language)
        found[setting.id], found[f"{setting.id}_explain"] = setting.name(language), setting.explanation(language)
        found |= {f"{setting.id}_{_word(choice)}": choice for choice in setting.choices}
    return found


def _policy(policies: Element, name: str, category: str, key: str) -> Element:
    policy = ElementTree.SubElement(
        policies,
        "policy",
        {"name": name, "class": "Machine", "key": key},
        displayName=f"$(string.{name})",
        explainText=f"$(string.{name}_explain)",
        presentation=f"$(presentation.{name})",
    )
    ElementTree.SubElement(policy, "parentCategory", ref=category)
    ElementTree.SubElement(policy, "supportedOn", ref="supported")
    return policy


def _word(choice: str) -> str:
    """An id of the template: letters, digits and `_`; `-` is told from `_`."""
    return choice.replace("-", "_dash_")


def _root(name: str) -> Element:
    return Element(name, {"xmlns": _NAMESPACE, "revision": "1.0", "schemaVersion": "1.0"})


def _bytes(root: Element) -> bytes:
    ElementTree.indent(root)
    text = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.replace("\n", "\r\n").encode()
