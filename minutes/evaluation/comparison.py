"""照合: the reference and the draft, character by character, in the form in which punctuation does not count."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from minutes.domain.record import Kind, Paragraph
from minutes.evaluation.reference import Reference, Utterance
from minutes.evaluation.text import Step, align, plain


class Written(Protocol):
    """What an utterance of the reference and a paragraph of the draft have in common."""

    @property
    def text(self) -> str: ...


class Timed(Protocol):
    """What a word of the reference and a word of the draft have in common."""

    @property
    def text(self) -> str: ...

    @property
    def start_s(self) -> float: ...

    @property
    def end_s(self) -> float: ...


Spoken = TypeVar("Spoken", bound=Written)
Label = TypeVar("Label")


@dataclass(frozen=True)
class Comparison:
    """What was said and what was written, and the fewest changes that turn one into the other.

    Every ``Step`` counts characters of ``true`` and ``heard``: the texts in form (b), one piece after the other.
    """

    utterances: tuple[Utterance, ...]
    said: tuple[Paragraph, ...]
    steps: tuple[Step, ...]

    @cached_property
    def true(self) -> str:
        return in_form(plain, self.utterances)

    @cached_property
    def heard(self) -> str:
        return in_form(plain, self.said)

    @cached_property
    def true_words(self) -> list["Placed | None"]:
        """For every character of ``true``, the word it belongs to, where the reference tells words apart."""
        return [place for utterance in self.utterances for place in placed(utterance.text, utterance.words)]

    @cached_property
    def heard_words(self) -> list["Placed | None"]:
        """The same of ``heard``."""
        return [place for paragraph in self.said for place in placed(paragraph.text, paragraph.words)]


def compare(paragraphs: Iterable[Paragraph], reference: Reference) -> Comparison:
    """Headings and directions of the draft are not spoken, and not in it."""
    said = tuple(paragraph for paragraph in paragraphs if paragraph.kind is Kind.SPEECH)
    steps = align(in_form(plain, reference.utterances), in_form(plain, said))
    return Comparison(reference.utterances, said, steps)


def in_form(form: Callable[[str], str], pieces: Iterable[Written]) -> str:
    return "".join(form(piece.text) for piece in pieces)


def labels(pieces: Iterable[Spoken], label: Callable[[Spoken], Label]) -> list[Label]:
    """The label of every character that ``in_form(plain, pieces)`` has."""
    return [label(piece) for piece in pieces for _ in plain(piece.text)]


def by_label(steps: Iterable[Step], of: Sequence[Label | None]) -> dict[Label, tuple[Step, ...]]:
    """``of``: the label of every character of the reference; what has none is left out.

    What is too much counts for the character after which it stands; at the very beginning, for the first.
    """
    taken: dict[Label, list[Step]] = {label: [] for label in of if label is not None}
    at = 0
    for step in steps:
        at = at if step.reference is None else step.reference
        if taken and (label := of[at]) is not None:
            taken[label].append(step)
    return {label: tuple(own) for label, own in taken.items()}


@dataclass(frozen=True, slots=True)
class Placed:
    """A character's place: its word, and whether it is the word's first character."""

    word: Timed
    first: bool


def placed(text: str, words: Sequence[Timed]) -> list[Placed | None]:
    """For every character of ``plain(text)``, the word it belongs to; ``None`` where the words do not say."""
    places = [Placed(word, at == 0) for word in words for at, _ in enumerate(plain(word.text))]
    spelt = in_form(plain, words)
    if spelt == plain(text):
        return [*places]
    found: list[Placed | None] = [None] * len(plain(text))  # a person has changed the text
    for step in align(plain(text), spelt):
        if step.equal and step.reference is not None and step.draft is not None:
            found[step.reference] = places[step.draft]
    return found


def shown(text: str) -> list[str]:
    """The text as it is read, cut so that each piece holds one character of ``plain(text)``, in order.

    A piece is that character, then what is not spoken after it; the first has also what stands before it.
    """
    pieces: list[str] = []
    spoken, before = plain(text), ""
    for mark in unicodedata.normalize("NFKC", text):
        if len(pieces) < len(spoken) and mark == spoken[len(pieces)]:
            pieces.append(before + mark)
            before = ""
        elif pieces:
            pieces[-1] += mark
        else:
            before += mark
    return pieces
