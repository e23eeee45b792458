"""XML of a stranger to a small tree, or a refusal: no DOCTYPE, no entities, bounded size, depth and count.

expat itself, without a tree builder, because the refusals have to come before anything is expanded. Knows
no SOAP.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

MAX_BYTES = 1 << 20
_MAX_DEPTH = 16
_MAX_ELEMENTS = 2_000
_MAX_TEXT = 16 * 1024
_ENCODINGS = {"", "utf-8", "utf-16", "us-ascii", "tis-620", "windows-874", "iso-8859-11"}
"""Those that can hold Thai. Under any other name (iso-8859-1, say) UTF-8 would be read as other letters."""
_SEPARATOR = "\n"  # cannot stand in a namespace name or a tag


class XmlRefused(ValueError):
    """`reason`: size, malformed, encoding, doctype, entity, depth, elements, text. Never a part of the document."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, repr=False)
class Element:
    """`namespace` "" = none. `text` is what stands directly in the element, joined."""

    namespace: str
    name: str
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def child(self, namespace: str, name: str) -> Element | None:
        """The only child of that name; None where there is none or more than one."""
        found = [each for each in self.children if (each.namespace, each.name) == (namespace, name)]
        return found[0] if len(found) == 1 else None


def parse_xml(content: bytes) -> Element:
    """The root element. Raises XmlRefused."""
    if len(content) > MAX_BYTES:
        raise XmlRefused("size")
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError:
        raise XmlRefused("malformed") from None
    except (LookupError, ValueError) as error:  # an unknown encoding, or our own refusal
        raise error if isinstance(error, XmlRefused) else XmlRefused("malformed") from None
    if builder.root is None:
        raise XmlRefused("malformed")
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._elements = 0
        self._text = 0
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.ExternalEntityRefHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "").lower() not in _ENCODINGS:
            raise XmlRefused("encoding")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            raise XmlRefused("elements")
        if len(self._open) >= _MAX_DEPTH:
            raise XmlRefused("depth")
        namespace, _, name = tag.rpartition(_SEPARATOR)
        element = Element(namespace, name)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._text = 0

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._text += len(text)
        if self._text > _MAX_TEXT:
            raise XmlRefused("text")
        self._open[-1].pieces.append(text)

    def _doctype(self, *declaration: object) -> None:
        raise XmlRefused("doctype")

    def _entity(self, *declaration: object) -> int:
        raise XmlRefused("entity")
