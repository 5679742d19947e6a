"""WordprocessingML: paragraphs and runs as XML text, parsed once per part.

A draft of eight hours has 100,000 runs; building them as objects one by one takes minutes, as text under a second.
"""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from exports.characters import clean

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def element(tag: str, content: str = "", **attributes: object) -> str:
    """``<w:tag w:attribute="…">content</w:tag>``; ``content`` is XML already."""
    names = "".join(f" w:{name}={quoteattr(clean(str(value)))}" for name, value in attributes.items())
    return f"<w:{tag}{names}>{content}</w:{tag}>" if content else f"<w:{tag}{names}/>"


def elements(tags: Mapping[str, object]) -> str:
    """Empty elements that carry one ``w:val``, or none where the value is ``None``."""
    return "".join(element(tag) if value is None else element(tag, val=value) for tag, value in tags.items())


def run(text: str, style: str = "") -> str:
    """A run in a character style; tabs and line breaks become Word's own."""
    properties = element("rPr", element("rStyle", val=style)) if style else ""
    parts = clean(text).replace("\n", "\n\0").replace("\t", "\t\0")
    pieces = "".join(_piece(part) for line in parts.split("\0") for part in _ended(line))
    return element("r", properties + pieces) if pieces else ""


def _ended(line: str) -> Iterable[str]:
    """A text and the tab or break it ends with, apart."""
    if line.endswith(("\t", "\n")):
        return line[:-1], line[-1]
    return (line,)


def _piece(part: str) -> str:
    match part:
        case "":
            return ""
        case "\t":
            return "<w:tab/>"
        case "\n":
            return "<w:br/>"
        case _:
            return f'<w:t xml:space="preserve">{escape(part)}</w:t>'


def paragraph(style: str, *content: str) -> str:
    """A paragraph in a paragraph style; ``content`` is runs and range marks."""
    return element("p", element("pPr", element("pStyle", val=style)) + "".join(content))


def parsed(tag: str, content: str) -> BaseOxmlElement:
    """``<w:tag>`` holding ``content``, as python-docx's elements."""
    return parse_xml(f'<w:{tag} xmlns:w="{W}">{content}</w:{tag}>'.encode())
