"""Authenticode signatures by osslsigncode, when the environment names a key; otherwise the package stays unsigned.

SITTHI_SIGN_PKCS12         the key and certificates, a .p12 file
SITTHI_SIGN_PASSWORD_FILE  a file that holds its password (never an argument: others can list those)
SITTHI_SIGN_TIMESTAMP      address of a time stamp server; without one the signature ends with the certificate
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class SigningFailed(RuntimeError):
    """osslsigncode refused; the message holds what it said."""


def sign(file: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Sign an .exe or .msi in place. False when no key is configured. Raises SigningFailed."""
    key = environment.get("SITTHI_SIGN_PKCS12")
    if not key:
        return False
    signed = file.with_name(f".{file.name}.signed")
    command = ["osslsigncode", "sign", "-pkcs12", key, "-h", "sha256", "-n", "Sitthi"]
    if password := environment.get("SITTHI_SIGN_PASSWORD_FILE"):
        command += ["-readpass", password]
    if stamp := environment.get("SITTHI_SIGN_TIMESTAMP"):
        command += ["-ts", stamp]
    done = subprocess.run(
        [*command, "-in", str(file), "-out", str(signed)], capture_output=True, text=True, check=False
    )
    if done.returncode or not signed.exists():
        signed.unlink(missing_ok=True)
        raise SigningFailed(f"{file.name}: {done.stdout}{done.stderr}")
    signed.replace(file)
    return True
