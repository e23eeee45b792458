"""Debian packages: `sitthi` (the host) and `sitthi-extension-policy` (the extension in every browser of the PC)."""
