"""A zip that is the same byte for byte wherever and whenever it is made from the same files."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping

_FILE_0644 = 0o100644 << 16
_UNIX = 3


def archive(files: Mapping[str, bytes], made_at: int) -> bytes:
    """`files`: path inside -> content. `made_at`: seconds since 1970 (UTC) that every entry carries."""
    date = time.gmtime(max(made_at, 315619200))[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _FILE_0644
            target.writestr(entry, files[name], compresslevel=9)
    return packed.getvalue()
