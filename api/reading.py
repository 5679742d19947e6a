"""読む形: the draft as the page shows it: speeches, their phrases with times, what is doubtful. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exports.doubts import Doubtful, doubtful
from exports.notation import Notation, openings
from minutes.domain.marks import Stretch, stretches
from minutes.domain.record import Kind, Marked, Minutes, Paragraph
from minutes.domain.speech import Word
from minutes.domain.timing import pieces

_ENDS = ("。", "、", "？", "！")
_LONGEST = 40
Runs = tuple[tuple[str, str], ...]
"""Text, and why it is doubtful; "" where it is not."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """句: a few words that are heard and highlighted as one; ``runs`` its text, doubtful or not.

    ``parts``: the same, parted also where a mark of people's begins or ends.
    """

    start_s: float
    end_s: float
    runs: Runs
    parts: tuple[tuple[Stretch, Runs], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: ``who`` only where a speech opens with it; ``colour`` of the voice, 0 to 7.

    ``doubts``: how many of its places are doubtful. ``doubtful``: of each doubtful word where it begins and ends, and
    why; also where somebody has checked the paragraph, for whoever takes that back.
    """

    id: str
    kind: Kind
    start_s: float
    who: str
    colour: int
    phrases: tuple[Phrase, ...]
    doubts: int
    doubtful: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """印の付いた所: what people have marked, and from when it is heard."""

    marked: Marked
    text: str
    start_s: float


@dataclass(frozen=True, slots=True)
class VoiceEntry:
    """A voice as the page lists it: ``called`` 話者１ until somebody names it, when and how long it is heard."""

    label: str
    called: str
    colour: int
    first_s: float
    spoken_s: float


def voices(minutes: Minutes, notation: Notation) -> tuple[VoiceEntry, ...]:
    """Those that have a paragraph, in the order in which they are heard first."""
    colours, times = _colours(minutes), dict[str, list[Paragraph]]()
    for paragraph in minutes.paragraphs:
        times.setdefault(paragraph.voice or "", []).append(paragraph)
    return tuple(
        VoiceEntry(
            label,
            notation.voice(label),
            colours[label],
            times[label][0].start_s,
            sum(one.end_s - one.start_s for one in times[label]),
        )
        for label in colours
        if label in times
    )


def labels(minutes: Minutes) -> tuple[str, ...]:
    """The machine's voices, then those that people have parted from them."""
    machines = [voice.label for voice in minutes.provenance.voices]
    return (*machines, *sorted({one.voice for one in minutes.paragraphs if one.voice} - set(machines)))


def passages(minutes: Minutes, notation: Notation) -> Iterator[Passage]:
    colours = _colours(minutes)
    for paragraph, opens in openings(minutes.paragraphs):
        found = doubtful(replace(paragraph, checked=False), minutes.provenance.doubts)
        left = () if paragraph.checked else found
        yield Passage(
            paragraph.id,
            paragraph.kind,
            paragraph.start_s,
            notation.speaker(paragraph) if opens else "",
            colours.get(paragraph.voice or "", 0),
            tuple(_phrases(paragraph, left)),
            len(left),
            tuple((*word, one.note) for one in found for word in one.words),
        )


def places(minutes: Minutes) -> Iterator[Place]:
    """All that people have marked, in order."""
    for paragraph in minutes.paragraphs:
        if paragraph.marks:
            starts = [word.start_s for word in pieces(paragraph) for _ in word.text]
            for one in paragraph.marks:
                yield Place(one, paragraph.text[one.start : one.end], starts[one.start])


def _colours(minutes: Minutes) -> dict[str, int]:
    return {label: number % 8 for number, label in enumerate(labels(minutes))}


def _phrases(paragraph: Paragraph, found: Sequence[Doubtful]) -> Iterator[Phrase]:
    notes = {at: one.note for one in found for at in range(one.start, one.end)}
    at, words = 0, list[Word]()
    for word in pieces(paragraph):
        words.append(word)
        if word.text.rstrip().endswith(_ENDS) or sum(len(one.text) for one in words) >= _LONGEST:
            yield _phrase(paragraph, words, at, notes)
            at, words = at + sum(len(one.text) for one in words), []
    if words:
        yield _phrase(paragraph, words, at, notes)


def _phrase(paragraph: Paragraph, words: Sequence[Word], at: int, notes: dict[int, str]) -> Phrase:
    text = "".join(word.text for word in words)
    runs = _runs(text, at, notes)
    parts = tuple(_parts(paragraph, at, at + len(text), notes)) if paragraph.marks else ((Stretch(text), runs),)
    return Phrase(words[0].start_s, words[-1].end_s, runs, parts)


def _parts(paragraph: Paragraph, at: int, end: int, notes: dict[int, str]) -> Iterator[tuple[Stretch, Runs]]:
    for stretch in stretches(paragraph, at, end):
        yield stretch, _runs(stretch.text, at, notes)
        at += len(stretch.text)


def _runs(text: str, at: int, notes: dict[int, str]) -> Runs:
    runs: list[tuple[str, str]] = []
    for offset, letter in enumerate(text):
        note = notes.get(at + offset, "")
        if runs and runs[-1][1] == note:
            runs[-1] = (runs[-1][0] + letter, note)
        else:
            runs.append((letter, note))
    return tuple(runs)
