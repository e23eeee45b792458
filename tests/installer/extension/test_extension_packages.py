"""The extension's packages: the same bytes everywhere, only what a browser needs, the right manifest in each."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from installer import ROOT
from installer.extension.build import build
from installer.extension.files import EXTENSION, extension_files
from installer.extension.identity import extension_id, id_of_der, make_key, public_der, signing_key

_CRX, _XPI, _CHROMIUM, _FIREFOX = "sitthi.crx", "sitthi.xpi", "sitthi-1.2.3-chromium.zip", "sitthi-1.2.3-firefox.zip"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    out = tmp_path_factory.mktemp("built")
    build(out, "1.2.3", key=key, base="https://intranet.hospital.example/sitthi/")
    return out / "extension"


def _zip(path: Path) -> zipfile.ZipFile:
    content = path.read_bytes()
    return zipfile.ZipFile(io.BytesIO(content[content.index(b"PK\x03\x04") :]))


def _manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_zip(path).read("manifest.json"))
    return found


def test_two_builds_are_the_same_whatever_folder_umask_time_zone_and_file_times(tmp_path: Path, key: Path) -> None:
    made = []
    for name, umask, zone in (("a", 0o022, "Asia/Bangkok"), ("another folder", 0o077, "America/Lima")):
        source, out = tmp_path / name / "source", tmp_path / name / "out"
        shutil.copytree(EXTENSION, source, copy_function=shutil.copyfile)
        for index, path in enumerate(sorted(source.rglob("*"), reverse=name == "a")):
            os.utime(path, (1e9 + index, 1e9 + index))
        program = (
            "import os, sys; from pathlib import Path; from installer.extension.build import build;"
            f"os.umask({umask}); build(Path(sys.argv[1]), '1.2.3', key=Path(sys.argv[2]), source=Path(sys.argv[3]))"
        )
        subprocess.run(
            [sys.executable, "-c", program, out, key, source],
            cwd=ROOT,
            env=os.environ | {"TZ": zone, "SOURCE_DATE_EPOCH": "1790000000"},
            check=True,
        )
        files = sorted((out / "extension").iterdir())
        made.append([(file.name, file.stat().st_mode, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files])
    assert made[0] == made[1]
    assert len(made[0]) == 7


@pytest.mark.parametrize("name", [_CRX, _XPI, _CHROMIUM, _FIREFOX])
def test_a_package_holds_what_the_browser_uses_and_nothing_else(built: Path, name: str) -> None:
    names = _zip(built / name).namelist()
    assert names == sorted(names) and names == list(extension_files())
    assert not [each for each in names if re.search(r"README|\.d\.ts$|\.svg$|\.map$|test|sandbox|\.pem$", each)]
    texts = {each: _zip(built / name).read(each).decode("utf-8", "replace") for each in names}
    for each in names:
        if each != "manifest.json" and not each.startswith("_locales/"):
            others = (text for other, text in texts.items() if other != each)
            assert any(Path(each).name in text for text in others), f"nothing in the package uses {each}"
    for each, text in texts.items():
        for imported in re.findall(r"^\s*(?:import|export)\b[^;]*?from \"(\.[^\"]+)\"", text, re.MULTILINE):
            assert os.path.normpath(os.path.join(os.path.dirname(each), imported)) in names, f"{each}: {imported}"
        assert "sitthi_sandbox" not in text


def test_each_side_gets_its_own_members_of_the_manifest(built: Path) -> None:
    source = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    for name in (_CRX, _CHROMIUM):
        manifest = _manifest(built / name)
        assert manifest["version"] == "1.2.3"
        assert manifest["permissions"] == source["permissions"]
        assert "scripts" not in manifest["background"] and "sidebar_action" not in manifest
    for name in (_XPI, _FIREFOX):
        manifest = _manifest(built / name)
        assert manifest["version"] == "1.2.3"
        assert set(source["permissions"]) - set(manifest["permissions"]) == {"sidePanel"}
        assert "service_worker" not in manifest["background"] and "key" not in manifest
    assert "key" not in _manifest(built / _CHROMIUM), "the Chrome store refuses a new item with a key"
    assert "update_url" not in _manifest(built / _CHROMIUM)
    assert _manifest(built / _CRX)["update_url"] == "https://intranet.hospital.example/sitthi/update.xml"
    gecko = _manifest(built / _XPI)["browser_specific_settings"]["gecko"]
    assert gecko["update_url"] == "https://intranet.hospital.example/sitthi/updates.json"
    assert "update_url" not in _manifest(built / _FIREFOX)["browser_specific_settings"]["gecko"]


def test_a_crx_is_signed_by_the_key_that_its_id_comes_from(built: Path, key: Path) -> None:
    content = (built / _CRX).read_bytes()
    magic, version, length = content[:4], *struct.unpack("<II", content[4:12])
    assert (magic, version) == (b"Cr24", 3) and content[12 + length :].startswith(b"PK\x03\x04")
    der = public_der(signing_key(key))
    assert der in content[12 : 12 + length]
    assert base64.b64decode(_manifest(built / _CRX)["key"]) == der
    assert (built / "extension-id.txt").read_text().strip() == id_of_der(der) == extension_id(signing_key(key))
    assert id_of_der(der) in (built / "update.xml").read_text()


def test_updates_json_has_the_hash_of_the_xpi(built: Path) -> None:
    (update,) = json.loads((built / "updates.json").read_text())["addons"]["sitthi@sitthi.example"]["updates"]
    assert update["update_hash"] == "sha256:" + hashlib.sha256((built / _XPI).read_bytes()).hexdigest()
    assert (update["version"], update["update_link"]) == (
        "1.2.3",
        "https://intranet.hospital.example/sitthi/sitthi.xpi",
    )


def test_a_key_is_private_kept_and_never_made_where_one_was_named(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "k.pem"
    make_key(path)
    before = path.read_bytes()
    make_key(path)
    assert path.read_bytes() == before and path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["k.pem"]
    with pytest.raises(FileNotFoundError):
        signing_key(tmp_path / "not-there.pem")


def test_mozillas_linter_finds_nothing(built: Path) -> None:
    linter = ROOT / "node_modules/.bin/addons-linter"
    done = subprocess.run([linter, built / _FIREFOX, "-o", "json"], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["summary"] == {"errors": 0, "notices": 0, "warnings": 0}, found["errors"] + found["warnings"]
