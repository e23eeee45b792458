"""The input file as a whole: its fingerprint and its encoding, in one pass and in constant memory."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sitthi.batch.problem import BatchProblem

_CHUNK = 256 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Source:
    """`encoding`: utf-8-sig or cp874. `sha256`: 64 hex digits of the bytes."""

    path: Path
    encoding: str
    sha256: str

    def open(self) -> TextIO:
        """Any of the three line ends; bytes that cp874 does not have become U+FFFD."""
        return self.path.open(encoding=self.encoding, errors="replace", newline=None)


def examine(path: Path) -> Source:
    """What is not UTF-8 from beginning to end is TIS-620, as Windows writes it (CP874). Raises BatchProblem."""
    digest, decoder, utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")("strict"), True
    first = True
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                if first and piece.startswith(_UTF16):
                    raise BatchProblem("utf16")
                first = False
                digest.update(piece)
                utf8 = utf8 and _decodes(decoder, piece)
    except OSError as error:
        raise BatchProblem("input", reason=type(error).__name__) from None
    if first:
        raise BatchProblem("empty")
    return Source(path, "utf-8-sig" if utf8 and _decodes(decoder, b"", final=True) else "cp874", digest.hexdigest())


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True
