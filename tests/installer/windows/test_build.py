"""What is in the Windows package, and what is not."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import ROOT, version
from installer.extension.identity import extension_id
from installer.windows.payload import build_payload
from installer.windows.pins import load
from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS, FIREFOX_EXTENSION_IDS
from support.windows_package import WindowsPackage, tree

OUR_PROGRAMS = ("sitthi-host.exe", "sitthi.exe", "sitthi-window.exe")
MAGIC_OF_3_13 = 3571
WINDOWS_OWN = {"advapi32.dll", "kernel32.dll", "msvcrt.dll", "shell32.dll", "user32.dll"}


@pytest.fixture
def other_circumstances() -> Iterator[None]:
    """What must not get into a package: who built it, where and when."""
    kept, before = {name: os.environ.get(name) for name in ("TZ", "LC_ALL", "PYTHONHASHSEED")}, os.umask(0o077)
    os.environ.update(TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7")
    time.tzset()
    yield
    os.umask(before)
    for name, value in kept.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    time.tzset()


@pytest.mark.usefixtures("other_circumstances")
def test_a_second_build_elsewhere_is_the_same_byte_for_byte(windows_package: WindowsPackage, tmp_path: Path) -> None:
    again = tmp_path / "somewhere else"
    build_payload(load(), again, version())
    first, second = windows_package.tree(), tree(again)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_nothing_is_in_it_that_hospitals_do_not_need(windows_package: WindowsPackage) -> None:
    names = sorted(windows_package.tree())
    unwanted = re.compile(
        r"sandbox/|sitthi_sandbox|(^|/)tests?/|testing/|\.pth$|\.pyi?$|__pycache__|\.h$|idlelib|ensurepip|/pip/|setuptools"
        r"|python\.exe|pythonw\.exe|bcryptprimitives\.dll|winscard\.dll|_wmi\.pyd|demos/|tzdata/",
        re.IGNORECASE,
    )
    assert [name for name in names if unwanted.search(name)] == []


def test_the_product_is_in_it_whole(windows_package: WindowsPackage) -> None:
    source = ROOT / "host/sitthi"
    wanted = {
        "app/sitthi/" + path.relative_to(source).as_posix().replace(".py", ".pyc")
        for path in source.rglob("*")
        if path.suffix in {".py", ".toml", ".json"}
    }
    assert wanted == {name for name in windows_package.tree() if name.startswith("app/")}


def test_modules_are_compiled_for_this_python_and_never_looked_at_again(windows_package: WindowsPackage) -> None:
    compiled = {name: data[:8] for name, data in windows_package.tree().items() if name.endswith(".pyc")}
    unchecked_hash = MAGIC_OF_3_13.to_bytes(2, "little") + b"\r\n" + (1).to_bytes(4, "little")
    assert len(compiled) > 500
    assert {name for name, head in compiled.items() if head != unchecked_hash} == set()


def test_python_looks_nowhere_else(windows_package: WindowsPackage) -> None:
    lines = (windows_package.files / "python/python313._pth").read_text().split("\n")
    assert lines == ["python313.zip", ".", "site-packages", r"..\app", ""]


@pytest.mark.parametrize(
    ("family", "key", "allowed"),
    [
        (
            "chromium",
            "allowed_origins",
            [f"chrome-extension://{each}/" for each in (*CHROMIUM_EXTENSION_IDS, extension_id())],
        ),
        ("firefox", "allowed_extensions", list(FIREFOX_EXTENSION_IDS)),
    ],
)
def test_manifests_name_the_launcher_beside_them(
    windows_package: WindowsPackage, family: str, key: str, allowed: list[str]
) -> None:
    found = json.loads((windows_package.files / f"{HOST_NAME}.{family}.json").read_text("utf-8"))
    assert (found["name"], found["path"], found["type"], found[key]) == (
        HOST_NAME,
        "sitthi-host.exe",
        "stdio",
        allowed,
    )
    assert (windows_package.files / found["path"]).is_file()


@pytest.mark.parametrize("program", OUR_PROGRAMS)
def test_launchers_need_nothing_but_windows(windows_package: WindowsPackage, program: str) -> None:
    file = windows_package.files / program
    said = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", file], check=True, capture_output=True, text=True).stdout
    assert {name.lower() for name in re.findall(r"DLL Name: (\S+)", said)} <= WINDOWS_OWN
    assert {"HIGH_ENTROPY_VA", "DYNAMIC_BASE", "NX_COMPAT"} <= set(re.findall(r"\b[A-Z_]{7,}\b", said))
    windowed = "Subsystem\t\t00000002" in said
    assert windowed == (program == "sitthi-window.exe")
    assert version().encode("utf-16-le") in file.read_bytes()


def test_the_bill_of_materials_names_every_file_and_no_other(windows_package: WindowsPackage) -> None:
    bill = json.loads(windows_package.bill.read_text("utf-8"))
    own = bill["metadata"]["component"]
    listed = {
        file["name"]: file["hashes"][0]["content"]
        for component in [own, *bill["components"]]
        for file in component.get("components", [])
    }
    there = {name: hashlib.sha256(data).hexdigest() for name, data in windows_package.tree().items()}
    assert there.pop("sbom.cdx.json") == hashlib.sha256(windows_package.bill.read_bytes()).hexdigest()
    assert listed == there
    assert all(each["version"] and each["licenses"] and each["externalReferences"] for each in bill["components"])
    ours = {file["name"] for file in own["components"]}
    assert set(OUR_PROGRAMS) < ours
    assert not [name for name in ours if name.startswith("python/site-packages/") or name.endswith((".dll", ".pyd"))]
    references = {each["bom-ref"] for each in [own, *bill["components"]]}
    assert {need for each in bill["dependencies"] for need in [each["ref"], *each["dependsOn"]]} == references


def test_licences_of_everything_are_in_it(windows_package: WindowsPackage) -> None:
    bill = json.loads(windows_package.bill.read_text("utf-8"))
    folders = {path.name for path in (windows_package.files / "licences").iterdir() if path.is_dir()}
    notices = (windows_package.files / "licences/NOTICES.txt").read_text("utf-8")
    in_python = {"bzip2", "libffi", "Microsoft Visual C++ runtime"}  # whose terms are in CPython's own text
    for name in {component["name"] for component in bill["components"]} - in_python:
        assert name.replace("/", "-") in folders or name.removesuffix(" runtime") in notices, name
    assert "Apache License" in (windows_package.files / "licences/Sitthi/LICENSE").read_text("utf-8")
