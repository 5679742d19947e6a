"""会議録に戻す: document and draft become minutes again, which know of every text when and how it was heard."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes.coedit.document import Document
from minutes.coedit.form import Line, one_line
from minutes.coedit.seed import first
from minutes.domain.record import Minutes, Paragraph
from minutes.domain.timing import Anchor, follow


def minutes_of(document: Document, draft: Minutes, revision: int) -> Minutes:
    """``draft`` is the one that the document was seeded with. A line without text is no paragraph.

    A line that nobody has changed is the draft's paragraph to the last word. Of any other the words that still stand
    in it are kept, and its times are those of its characters; what was written by hand and lies next to nothing that
    was heard stands where the paragraphs before it end. They count as edited where `is_edited` says so.
    """
    lines, voices, people = document.lines(), document.voices(), document.people()

    def named(line: Line, heard: Paragraph) -> Paragraph:
        speaker = people.get(line.speaker or voices.get(line.voice or "", ""))
        return replace(
            heard,
            id=line.id,
            kind=line.kind,
            text=line.text,
            voice=line.voice,
            speaker=speaker,
            marks=line.marks,
            checked=line.checked,
        )

    rebuilt = _paragraphs(lines, draft.paragraphs)
    paragraphs = tuple(named(line, heard) for line, heard in rebuilt if line.text.strip())
    return replace(draft, paragraphs=paragraphs, revision=revision, edited=(lines, voices) != first(draft))


def _paragraphs(lines: Sequence[Line], drafts: Sequence[Paragraph]) -> Iterator[tuple[Line, Paragraph]]:
    """Each line with what was heard of it."""
    after_s = 0.0
    for group, sources in _groups(lines, drafts):
        for line, heard in zip(group, _rebuilt(group, sources, after_s), strict=True):
            yield line, heard
            after_s = max(after_s, heard.end_s)


def _groups(lines: Sequence[Line], drafts: Sequence[Paragraph]) -> Iterator[tuple[Sequence[Line], Sequence[Paragraph]]]:
    """Lines and what they were made of. A newline never moves: between two that are still there lies the same text."""
    places = {paragraph.id: place for place, paragraph in enumerate(drafts)}
    begun = at = 0
    for number, line in enumerate(lines, start=1):
        place = places.get(line.id, -1)
        if place >= at:
            yield lines[begun:number], drafts[at : place + 1]
            begun, at = number, place + 1
    yield lines[begun:], drafts[at:]


def _rebuilt(lines: Sequence[Line], drafts: Sequence[Paragraph], after_s: float) -> Iterator[Paragraph]:
    """A paragraph for each line."""
    unchanged = bool(lines and drafts) and lines[-1].text == one_line(drafts[-1].text)
    edited, sources = (lines[:-1], drafts[:-1]) if unchanged else (lines, drafts)
    if edited:
        anchors = follow([line.text for line in edited], sources, after_s=after_s)
        yield from (_edited(line, anchor, sources) for line, anchor in zip(edited, anchors, strict=True))
    if unchanged:
        yield drafts[-1]


def _edited(line: Line, anchor: Anchor, sources: Sequence[Paragraph]) -> Paragraph:
    overlaps = (overlap for paragraph in sources for overlap in paragraph.overlapped)
    return Paragraph(
        id=line.id,
        kind=line.kind,
        text=line.text,
        start_s=anchor.span.start_s,
        end_s=anchor.span.end_s,
        words=anchor.words,
        overlapped=tuple(overlap for overlap in overlaps if overlap.overlap_s(anchor.span) > 0),
    )
