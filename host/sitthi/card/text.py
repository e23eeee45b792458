"""Text fields of the card: Thai bytes to str, and names. Pure; never raises on any bytes.

Encoding is TIS-620; `cp874` differs only in 0x80-0xA0, and undefined bytes (DB-DE, FC-FF) exist on cards,
so they become U+FFFD instead of an error (reference: thai-id-card 1.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from sitthi.card.private import Unprinted

# What an unwritten rest of a field is filled with: blanks on every card, NUL and FF on never-written chip
# memory.
_PADDING = b" \x00\xff"


def decode_text(raw: bytes) -> str:
    """The field's text without padding; control characters become blanks, runs of blanks become one."""
    text = raw.rstrip(_PADDING).decode("cp874", errors="replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def decode_ascii(raw: bytes) -> str:
    """A code field (numbers, versions): ASCII without padding, other bytes become U+FFFD."""
    text = raw.strip(_PADDING).decode("ascii", errors="replace")
    return "".join(c for c in text if c.isprintable()).strip()


@dataclass(frozen=True, slots=True, repr=False)
class Name(Unprinted):
    """A name in the card's four slots; any of them may be empty."""

    title: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""

    @property
    def text(self) -> str:
        """The name as the card prints it: the non-empty slots with one blank between them."""
        return " ".join(part for part in (self.title, self.first, self.middle, self.last) if part)


def parse_name(raw: bytes) -> Name:
    """`title#first#middle#last` padded to 100 bytes (reference: thai-id-card 1.3 [A]).

    Fewer slots leave the later ones empty: guessing that a third slot is the last name could put a middle
    name into a form's last-name field. A text without any `#` is a first name. More than four: the rest
    belongs to the last.
    """
    parts = [part.strip() for part in decode_text(raw).split("#")]
    if len(parts) == 1:
        return Name(first=parts[0])
    parts += [""] * (4 - len(parts))
    return Name(parts[0], parts[1], parts[2], " ".join(part for part in parts[3:] if part))
