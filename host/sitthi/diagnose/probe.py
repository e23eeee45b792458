"""One service, asked step by step as the product would ask it: name, connection, certificate, answer.

Nothing about a person is sent. The certificate's issuer is named, because a proxy that opens TLS is known by it.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from sitthi.nhso.http import DIRECT, Unreachable, get
from sitthi.system_trust import system_trust

_LIMIT = 4 * 1024 * 1024  # bytes of an answer


@dataclass(frozen=True)
class Probe:
    """`outcome`: answered, dns, refused, timeout, unreachable, tls, proxy, garbled.

    `ahead`: seconds that this clock is before the service's, None = not told. `issuer` of the certificate, "" = none
    seen. `inspected`: trusted by this computer, but not by the public list of authorities.
    """

    outcome: str
    status: int = 0
    ahead: float | None = None
    issuer: str = ""
    inspected: bool = False
    proxy: str = ""


def probe(url: str, proxy_setting: str, within: float) -> Probe:
    """`proxy_setting` as a policy writes it; `within` in seconds for each step."""
    proxy = proxy_for(url, proxy_setting)
    parts = urlsplit(url)
    issuer, inspected = "", False
    if not proxy:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if trouble := _connection(parts.hostname or "", port, within):
            return Probe(trouble)
        if parts.scheme == "https":
            trusted, issuer = _certificate(parts.hostname or "", port, within)
            if not trusted:
                return Probe("tls", issuer=issuer)
            inspected = not _publicly_trusted(parts.hostname or "", port, within)
    began = datetime.now(UTC)
    try:
        answer = get(f"{url}?wsdl", {}, within, _LIMIT, proxy=proxy_setting)
    except Unreachable as problem:
        known = {"timeout": "timeout", "tls": "tls", "proxy": "proxy"}
        if proxy:
            known["connect"] = "unreachable"  # without one, a connection was there a moment ago
        return Probe(known.get(problem.reason, "garbled"), issuer=issuer, proxy=proxy)
    ahead = (began - answer.date).total_seconds() if answer.date else None
    return Probe("answered", answer.status, ahead, issuer, inspected, proxy)


def proxy_for(url: str, setting: str) -> str:
    """The proxy that a request goes through, without a password in it; "" = none."""
    parts = urlsplit(url)
    if setting == DIRECT or (not setting and parts.hostname in ("127.0.0.1", "::1", "localhost")):
        return ""
    if not setting:
        from requests.utils import get_environ_proxies

        setting = get_environ_proxies(url).get(parts.scheme, "")
    found = urlsplit(setting if "://" in setting else f"http://{setting}") if setting else None
    return f"{found.scheme}://{found.hostname}:{found.port or 80}" if found else ""


def _connection(host: str, port: int, within: float) -> str:
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return "dns"
    began = time.monotonic()
    try:
        socket.create_connection((host, port), within).close()
    except ConnectionRefusedError:
        return "refused"
    except TimeoutError:
        return "timeout"
    except OSError:
        return "unreachable" if time.monotonic() - began < within else "timeout"
    return ""


def _certificate(host: str, port: int, within: float) -> tuple[bool, str]:
    """Whether this computer trusts it, and who issued it."""
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE  # only to look at it; nothing is sent
    return _handshake(system_trust(), host, port, within) is not None, _issuer(
        _handshake(unchecked, host, port, within) or b""
    )


def _publicly_trusted(host: str, port: int, within: float) -> bool:
    """By the list that browsers' makers keep; without such a list here, nobody can tell, and it counts as trusted."""
    try:
        import certifi

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(certifi.where())
    except (ImportError, OSError, ssl.SSLError):
        return True
    return _handshake(context, host, port, within) is not None


def _handshake(context: ssl.SSLContext, host: str, port: int, within: float) -> bytes | None:
    """The server's certificate (DER), or None where the handshake fails."""
    try:
        with (
            socket.create_connection((host, port), within) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            return secured.getpeercert(binary_form=True) or b""
    except (OSError, ValueError):
        return None


def _issuer(certificate: bytes) -> str:
    if not certificate:
        return ""
    from cryptography import x509

    try:
        issuer = x509.load_der_x509_certificate(certificate).issuer
        named = [*issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
        named += issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    except ValueError:
        return ""
    return ", ".join(str(each.value) for each in named)[:120]
