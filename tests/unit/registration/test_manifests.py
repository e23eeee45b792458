"""The templates for installers are what the host itself would register, and name the extension that is in the tree."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from sitthi.registration.browsers import Family
from sitthi.registration.launcher import launcher_text
from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS, FIREFOX_EXTENSION_IDS, manifest_text

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("family", ["chromium", "firefox"])
def test_templates_are_current(family: Family) -> None:
    template = (ROOT / f"manifests/native-messaging.{family}.json").read_text(encoding="utf-8")
    assert template == manifest_text(family, Path("@LAUNCHER@"))


def test_the_ids_are_those_of_the_extension() -> None:
    manifest = json.loads((ROOT / "extension/manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    assert ("".join(chr(ord("a") + int(digit, 16)) for digit in digest),) == CHROMIUM_EXTENSION_IDS
    assert (manifest["browser_specific_settings"]["gecko"]["id"],) == FIREFOX_EXTENSION_IDS


def test_an_interpreter_that_a_shebang_cannot_name_is_started_by_a_shell() -> None:
    text = launcher_text("/opt/with space/python3")
    assert text.startswith("#!/bin/sh\n")
    compile(text, "launcher", "exec")
    assert launcher_text("/usr/bin/python3").startswith("#!/usr/bin/python3 -IS\n")
