"""照合した文: every sentence of the reference with what became of it, for a person to read and hear."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from minutes.evaluation.comparison import Comparison, by_label, shown
from minutes.evaluation.text import Step, TextScore, plain, tally


class Mark(StrEnum):
    """何が起きたか. ``MISSED`` on the side of the draft is a gap without text."""

    SAME = "same"
    CHANGED = "changed"
    MISSED = "missed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one side to which the same has happened."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """文: a sentence of the reference (``true``) beside what was written for it (``heard``).

    ``wrong_voice`` counts characters that were given to somebody else. Times are the reference's where it has them,
    else those of the draft's words; ``None`` where neither knows.
    """

    number: int
    voice: str | None
    kind: str | None
    start_s: float | None
    end_s: float | None
    true: tuple[Run, ...]
    heard: tuple[Run, ...]
    score: TextScore
    wrong_voice: int = 0


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Where a sentence stands: its utterance, and which characters of ``Comparison.true`` it has."""

    utterance: int
    first: int
    after: int


def passages(comparison: Comparison, wrong_voice: Sequence[bool]) -> tuple[Passage, ...]:
    """``wrong_voice``: for every character of the reference, whether the draft gave it to somebody else."""
    sentences = tuple(_sentences(comparison))
    owner = [number for number, one in enumerate(sentences) for _ in range(one.first, one.after)]
    taken = by_label(comparison.steps, owner)
    true = [piece for utterance in comparison.utterances for piece in shown(utterance.text)]
    heard = [piece for paragraph in comparison.said for piece in shown(paragraph.text)]
    return tuple(
        _passage(comparison, number, one, taken[number], (true, heard), sum(wrong_voice[one.first : one.after]))
        for number, one in enumerate(sentences)
    )


def worst(passages: Iterable[Passage], most: int) -> tuple[Passage, ...]:
    """Where most is to be put right, first; those without an error are not among them."""
    wrong = (one for one in passages if one.score.errors or one.wrong_voice)
    return tuple(sorted(wrong, key=lambda one: (-one.score.errors, -one.wrong_voice, one.number))[:most])


_END = re.compile(r"[。!?](?![」』）)])")


def _sentences(comparison: Comparison) -> Iterator[_Sentence]:
    first = 0
    for at, utterance in enumerate(comparison.utterances):
        for count in map(len, map(plain, _cut(unicodedata.normalize("NFKC", utterance.text)))):
            if count:
                yield _Sentence(at, first, first + count)
                first += count


def _cut(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


def _passage(
    comparison: Comparison,
    number: int,
    sentence: _Sentence,
    steps: tuple[Step, ...],
    texts: tuple[Sequence[str], Sequence[str]],
    wrong_voice: int,
) -> Passage:
    utterance = comparison.utterances[sentence.utterance]
    start_s, end_s = _times(comparison, sentence, steps)
    return Passage(
        number + 1,
        utterance.voice,
        utterance.kind,
        start_s,
        end_s,
        _runs((_mark(step), texts[0][step.reference]) for step in steps if step.reference is not None),
        _runs((_mark(step), "" if step.draft is None else texts[1][step.draft]) for step in steps),
        tally(steps),
        wrong_voice,
    )


def _times(comparison: Comparison, sentence: _Sentence, steps: Sequence[Step]) -> tuple[float | None, float | None]:
    utterance = comparison.utterances[sentence.utterance]
    whole = sentence.after - sentence.first == len(plain(utterance.text))
    if whole and utterance.start_s is not None:
        return utterance.start_s, utterance.end_s
    true = comparison.true_words[sentence.first : sentence.after]
    near = [comparison.heard_words[step.draft] for step in steps if step.equal and step.draft is not None]
    words = [place.word for place in (true if any(true) else near) if place]
    if not words:
        return None, None
    return min(word.start_s for word in words), max(word.end_s for word in words)


def _mark(step: Step) -> Mark:
    if step.equal:
        return Mark.SAME
    if step.draft is None:
        return Mark.MISSED
    return Mark.EXTRA if step.reference is None else Mark.CHANGED


def _runs(pieces: Iterable[tuple[Mark, str]]) -> tuple[Run, ...]:
    """Punctuation is nobody's error: it is marked as being the same."""
    apart = (run for mark, text in pieces for run in _apart(mark, text))
    return tuple(Run(mark, "".join(run.text for run in runs)) for mark, runs in groupby(apart, lambda run: run.mark))


def _apart(mark: Mark, text: str) -> Iterator[Run]:
    if mark is Mark.SAME or not text:
        yield Run(mark, text)
    else:
        spoken = next((at for at, each in enumerate(text) if plain(each)), 0)
        for own, part in ((Mark.SAME, text[:spoken]), (mark, text[spoken]), (Mark.SAME, text[spoken + 1 :])):
            if part:
                yield Run(own, part)
