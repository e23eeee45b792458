"""Whom this computer trusts: the TLS context of all that checks a server by the operating system's own store.

A leaf; its imports wait for the first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl


def system_trust() -> ssl.SSLContext:
    """OpenSSL itself reads the store of a Linux; those of Windows and macOS need `truststore`.

    Debian 12 has no package of that.
    """
    import ssl

    try:
        import truststore
    except ImportError:
        return ssl.create_default_context()
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
