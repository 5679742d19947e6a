"""読む形: the draft as the page shows it: speeches, their phrases with times, what is doubtful. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.doubts import marks
from exports.notation import Notation, openings
from minutes.domain.record import Kind, Minutes, Paragraph
from minutes.domain.speech import Doubt, Word
from minutes.domain.timing import pieces

_ENDS = ("。", "、", "？", "！")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """句: a few words that are heard and highlighted as one; ``runs`` its text, doubtful or not."""

    start_s: float
    end_s: float
    runs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: ``who`` only where a speech opens with it; ``colour`` of the voice, 0 to 7."""

    id: str
    kind: Kind
    start_s: float
    who: str
    colour: int
    phrases: tuple[Phrase, ...]

    @property
    def doubts(self) -> int:
        """How many of its phrases are doubtful."""
        return sum(any(note for _, note in phrase.runs) for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice as the page lists it: ``called`` 話者１ until somebody names it, when and how long it is heard."""

    label: str
    called: str
    colour: int
    first_s: float
    spoken_s: float


def voices(minutes: Minutes, notation: Notation) -> tuple[Heard, ...]:
    """Those that have a paragraph, in the order in which they are heard first."""
    colours, times = _colours(minutes), dict[str, list[Paragraph]]()
    for paragraph in minutes.paragraphs:
        times.setdefault(paragraph.voice or "", []).append(paragraph)
    return tuple(
        Heard(
            label,
            notation.voice(label),
            colours[label],
            times[label][0].start_s,
            sum(one.end_s - one.start_s for one in times[label]),
        )
        for label in colours
        if label in times
    )


def passages(minutes: Minutes, notation: Notation) -> Iterator[Passage]:
    colours = _colours(minutes)
    for paragraph, opens in openings(minutes.paragraphs):
        yield Passage(
            paragraph.id,
            paragraph.kind,
            paragraph.start_s,
            notation.speaker(paragraph) if opens else "",
            colours.get(paragraph.voice or "", 0),
            tuple(_phrases(paragraph, minutes.provenance.doubts)),
        )


def _colours(minutes: Minutes) -> dict[str, int]:
    return {voice.label: number % 8 for number, voice in enumerate(minutes.provenance.voices)}


def _phrases(paragraph: Paragraph, doubts: Sequence[Doubt]) -> Iterator[Phrase]:
    doubtful = {at: mark.note for mark in marks(paragraph, doubts) for at in range(mark.start, mark.end)}
    at, words = 0, list[Word]()
    for word in pieces(paragraph):
        words.append(word)
        if word.text.rstrip().endswith(_ENDS) or sum(len(one.text) for one in words) >= _LONGEST:
            yield _phrase(words, at, doubtful)
            at, words = at + sum(len(one.text) for one in words), []
    if words:
        yield _phrase(words, at, doubtful)


def _phrase(words: Sequence[Word], at: int, doubtful: dict[int, str]) -> Phrase:
    runs: list[tuple[str, str]] = []
    for offset, letter in enumerate("".join(word.text for word in words)):
        note = doubtful.get(at + offset, "")
        if runs and runs[-1][1] == note:
            runs[-1] = (runs[-1][0] + letter, note)
        else:
            runs.append((letter, note))
    return Phrase(words[0].start_s, words[-1].end_s, tuple(runs))
