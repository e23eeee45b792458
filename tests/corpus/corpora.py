"""Where the two corpora are, their pages, and a loopback server that gives out a page's own bytes.

The charset is left to the page's `meta`, as on the old servers of hospitals. Knows nothing of roles and scores.
"""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
_SHARED = HERE.parents[2] / "shared/corpora"
_FRAGMENT_HEAD = b'<!doctype html><meta charset="utf-8"><body>'
# Scripts and everything that a saved page would fetch: not run, not asked for.
_NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True)
class Corpus:
    """`fragments`: the files are parts of foreign pages, whose scripts must not run and which fetch nothing."""

    name: str
    folder: Path
    fragments: bool

    @property
    def exists(self) -> bool:
        return self.folder.is_dir() and bool(self.pages())

    def pages(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*.html"))

    def body(self, path: str) -> bytes | None:
        """The bytes of the file at `path` inside the corpus, or None."""
        target = (self.folder / path).resolve()
        if not target.is_relative_to(self.folder.resolve()) or not target.is_file():
            return None
        content = target.read_bytes()
        return _FRAGMENT_HEAD + content if self.fragments else content


LOGIN_FORMS = Corpus("login_forms", _SHARED / "login-forms", fragments=True)
THAI = Corpus("thai", HERE / "thai", fragments=False)


@contextmanager
def served(*corpora: Corpus) -> Iterator[str]:
    """`http://127.0.0.1:PORT`; a page is at /CORPUS/FILE."""
    known = {corpus.name: corpus for corpus in corpora}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _, name, *rest = unquote(urlsplit(self.path).path).split("/", 2)
            body = known[name].body(rest[0]) if name in known and rest else None
            self.send_response(404 if body is None else 200)
            # No charset here: what the page says of itself must count.
            self.send_header("Content-Type", mimetypes.guess_type(self.path)[0] or "text/html")
            if name in known and known[name].fragments:
                self.send_header("Content-Security-Policy", _NOTHING_ELSE)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
