"""Downloads, signatures and the code of the product that knows of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from installer import ROOT
from installer.windows import fetch, signing
from installer.windows.libraries import wanted
from installer.windows.pins import load
from sitthi.pin import child
from sitthi.registration import launcher
from support.windows_package import WindowsPackage


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_of_the_product_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wished = [*project["dependencies"], *extras["outlets"], *extras["batch"]]
    names = {_normal(re.split(r"[><=; ]", each)[0]) for each in wished}
    assert names <= {_normal(wheel.name) for wheel in load().wheels}


def test_every_pin_has_a_hash_and_a_public_origin() -> None:
    pins = load()
    for pin in (pins.python, pins.tk, *pins.wheels):
        assert re.fullmatch(r"[0-9a-f]{64}", pin.sha256), pin.name
        assert pin.origin.startswith("https://"), pin.name
        assert pin.version in pin.file, pin.name


def test_a_changed_download_is_refused_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "CACHE", tmp_path)
    pin = load().wheels[0]
    fetch.cached(pin).parent.mkdir()
    fetch.cached(pin).write_bytes(b"something else")
    with pytest.raises(fetch.WrongHash):
        fetch.content(pin)
    assert not fetch.cached(pin).exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("smartcard/scard/_scard.cp313-win_amd64.pyd", True),
        ("smartcard/wx/__init__.py", False),
        ("certifi/tests/test_certify.py", False),
        ("evil.pth", False),
        ("pyscard-2.3.1.dist-info/METADATA", True),
        ("pyscard-2.3.1.dist-info/RECORD", False),
        ("xlsxwriter-3.3.1.data/scripts/vba_extract.py", False),
        ("smartcard/__init__.pyi", False),
    ],
)
def test_of_a_wheel_only_what_runs_is_taken(name: str, kept: bool) -> None:
    [pyscard] = [wheel for wheel in load().wheels if wheel.name == "pyscard"]
    assert wanted(pyscard, name) is kept


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A self-signed certificate for code, as the environment names it."""
    folder = tmp_path_factory.mktemp("signer")
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sitthi test signer")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = b"only for this test"
    (folder / "key.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"sitthi", key, certificate, None, serialization.BestAvailableEncryption(secret)
        )
    )
    (folder / "password").write_bytes(secret)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return {
        "SITTHI_SIGN_PKCS12": str(folder / "key.p12"),
        "SITTHI_SIGN_PASSWORD_FILE": str(folder / "password"),
        "certificate": str(folder / "certificate.pem"),
    }


def _verified(file: Path, signer: dict[str, str]) -> bool:
    done = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", signer["certificate"], "-in", str(file)], capture_output=True, check=False
    )
    return done.returncode == 0 and b"Signature verification: ok" in done.stdout


@pytest.mark.parametrize("kind", ["msi", "exe"])
def test_signatures_verify_and_break_with_the_file(
    windows_package: WindowsPackage, signer: dict[str, str], tmp_path: Path, kind: str
) -> None:
    source = windows_package.msi if kind == "msi" else windows_package.files / "sitthi-host.exe"
    file = tmp_path / source.name
    shutil.copyfile(source, file)
    assert signing.sign(file, {}) is False
    assert not _verified(file, signer)
    assert signing.sign(file, signer) is True
    assert _verified(file, signer)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert not _verified(file, signer)


def test_a_wrong_password_stops_the_build_and_leaves_nothing(signer: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("wrong")
    (tmp_path / "some.exe").write_bytes(b"MZ")
    with pytest.raises(signing.SigningFailed):
        signing.sign(tmp_path / "some.exe", signer | {"SITTHI_SIGN_PASSWORD_FILE": str(tmp_path / "wrong")})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["some.exe", "wrong"]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The product believes that it runs in the Windows package."""
    for name in ("sitthi-host.exe", "sitthi.exe", "sitthi-window.exe"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "sitthi-host.exe"))
    monkeypatch.setattr(sys, "platform", "win32")
    return tmp_path


def test_windows_are_started_by_their_own_launcher(installed: Path) -> None:
    assert child.command("sitthi.manual") == [str(installed / "sitthi-window.exe"), "sitthi.manual", str(os.getpid())]


def test_the_packages_launcher_is_registered_and_never_rewritten_or_removed(installed: Path) -> None:
    assert launcher.write_launcher() == installed / "sitthi-host.exe"
    launcher.remove_launcher()
    assert (installed / "sitthi-host.exe").read_bytes() == b""
    assert sorted(path.name for path in installed.iterdir()) == ["sitthi-host.exe", "sitthi-window.exe", "sitthi.exe"]
