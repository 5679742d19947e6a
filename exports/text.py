"""テキスト: the minutes as ○ lines of plain text. Knows nothing of databases.

What people have marked stands in brackets, 〔発言取消し：…〕, and the head warns of what may not be published: the text
is a draft for the office, from which nothing is left out, and a mark that letters cannot show would be published.
"""

from collections.abc import Iterator
from typing import Literal

from exports.about import TITLE, TRIAL, about, unpublished
from exports.characters import clean, cp932
from exports.notation import Notation, attendance, bracketed, openings, title
from exports.wareki import wareki
from minutes.domain.marks import stretches
from minutes.domain.record import Kind, Minutes, Paragraph

RULE = "―" * 31
DEFAULT_NOTATION = Notation()


def render(
    minutes: Minutes,
    *,
    notation: Notation = DEFAULT_NOTATION,
    encoding: Literal["utf-8", "cp932"] = "utf-8",
) -> bytes:
    """UTF-8 with LF, or cp932 with CRLF as older search systems on Windows take it.

    Raises ``OutsideCharacterSet`` where cp932 lacks a character.
    """
    lines = clean("\n".join(_lines(minutes, notation))) + "\n"
    return lines.encode() if encoding == "utf-8" else cp932(lines.replace("\n", "\r\n"))


def _lines(minutes: Minutes, notation: Notation) -> Iterator[str]:
    yield from _front(minutes, notation)
    yield RULE
    for paragraph, opens in openings(minutes.paragraphs):
        yield _line(paragraph, notation, opens)
    yield RULE
    yield TITLE
    for section in about(minutes, notation):
        yield f"［{section.heading}］"
        yield from ("　" + line.replace("\t", "　") for line in section.lines)


def _front(minutes: Minutes, notation: Notation) -> Iterator[str]:
    yield f"　　　{title(minutes)}"
    if minutes.meeting.held_on:
        yield f"　　　{wareki(minutes.meeting.held_on, notation.number)}"
    if minutes.provenance.trial:
        yield f"【{TRIAL}】"
    if warning := unpublished(minutes):
        yield f"【{warning}】"
    seated, others = attendance(minutes.meeting, notation)
    if seated or others:
        yield "出席者（名簿による）"
        yield from (f"　{person}" for person in seated)
        yield from (f"　{role}　{person}" if role else f"　{person}" for role, person in others)


def _line(paragraph: Paragraph, notation: Notation, opens: bool) -> str:
    text = "\n　".join("".join(map(bracketed, stretches(paragraph))).splitlines())
    match paragraph.kind:
        case Kind.SPEECH:
            return f"{notation.label(paragraph)}　{text}" if opens else f"　{text}"
        case Kind.HEADING:
            return f"　　{text}"
        case Kind.DIRECTION:
            return f"　　　　{text}"
        case Kind.CLOCK:
            return f"　　　　　　　　{text}"
