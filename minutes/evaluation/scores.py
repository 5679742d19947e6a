"""採点: a draft beside its reference."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Turn
from minutes.evaluation import coverage
from minutes.evaluation.reference import Reference, Utterance
from minutes.evaluation.speakers import Attribution, SpeakerScore, attribution, speaker_score
from minutes.evaluation.text import Step, TextScore, align, canonical, plain, raw, score, tally


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured; ``None`` where the reference does not say (no times, no voices).

    ``by_kind`` is form (b) for each kind of sentence that the reference tells apart. ``speakers`` are the turns told
    apart by ear, ``attribution`` what has become of them in the text. ``missed_s`` is reference speech without any
    text nearby, ``invented`` characters of text where nobody spoke.
    """

    raw: TextScore
    plain: TextScore
    canonical: TextScore
    by_kind: tuple[tuple[str, TextScore], ...]
    attribution: Attribution | None
    speakers: SpeakerScore | None
    missed_s: float | None
    invented: int | None


def evaluate(
    paragraphs: Iterable[Paragraph],
    reference: Reference,
    *,
    turns: Sequence[Turn] | None = None,
    found: Sequence[Turn] | None = None,
) -> Scores:
    """``turns``: who really spoke when, where it is known better than from the reference's sentences (RTTM).

    ``found``: the diarizer's turns; without them, the draft's paragraphs are taken for turns.
    """
    said = tuple(paragraph for paragraph in paragraphs if paragraph.kind is Kind.SPEECH)
    true = reference.turns if turns is None else tuple(turns)
    spans = None if true is None else tuple(turn.span for turn in true)
    steps = align(_in_form(plain, reference.utterances), _in_form(plain, said))
    return Scores(
        raw=score(_in_form(raw, reference.utterances), _in_form(raw, said)),
        plain=tally(steps),
        canonical=score(_in_form(canonical, reference.utterances), _in_form(canonical, said)),
        by_kind=_by_kind(steps, reference.utterances),
        attribution=_attribution(steps, reference.utterances, said),
        speakers=None if true is None else speaker_score(true, _turns(said) if found is None else found),
        missed_s=None if spans is None else coverage.missed_s(spans, said),
        invented=None if spans is None else coverage.invented(spans, said),
    )


class _Text(Protocol):
    """What an utterance of the reference and a paragraph of the draft have in common."""

    @property
    def text(self) -> str: ...


Spoken = TypeVar("Spoken", bound=_Text)
Label = TypeVar("Label")


def _in_form(form: Callable[[str], str], pieces: Iterable[_Text]) -> str:
    return "".join(form(piece.text) for piece in pieces)


def _labels(pieces: Iterable[Spoken], label: Callable[[Spoken], Label]) -> list[Label]:
    """The label of every character that ``_in_form(plain, pieces)`` has."""
    return [label(piece) for piece in pieces for _ in plain(piece.text)]


def _by_kind(steps: Iterable[Step], utterances: Sequence[Utterance]) -> tuple[tuple[str, TextScore], ...]:
    """What is too much counts for the sentence after which it stands; at the very beginning, for the first."""
    kinds = _labels(utterances, lambda utterance: utterance.kind)
    taken: dict[str, list[Step]] = {kind: [] for kind in kinds if kind is not None}
    at = 0
    for step in steps:
        at = at if step.reference is None else step.reference
        if taken and (kind := kinds[at]) is not None:
            taken[kind].append(step)
    return tuple((kind, tally(tuple(own))) for kind, own in taken.items())


def _attribution(
    steps: Iterable[Step], utterances: Sequence[Utterance], said: Sequence[Paragraph]
) -> Attribution | None:
    true = _labels(utterances, lambda utterance: utterance.voice)
    if not any(true):
        return None
    return attribution(steps, true, _labels(said, lambda paragraph: paragraph.voice))


def _turns(said: Iterable[Paragraph]) -> tuple[Turn, ...]:
    return tuple(Turn(one.voice, one.start_s, one.end_s) for one in said if one.voice is not None)
