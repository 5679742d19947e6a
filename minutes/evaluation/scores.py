"""採点: a draft beside its reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes.domain.record import Paragraph
from minutes.domain.speech import Turn
from minutes.evaluation import coverage
from minutes.evaluation.absent import absent
from minutes.evaluation.comparison import Comparison, by_label, compare, in_form, labels
from minutes.evaluation.reference import Reference
from minutes.evaluation.speakers import Attribution, SpeakerScore, attribution, speaker_score, voices_taken
from minutes.evaluation.text import TextScore, canonical, raw, score, tally


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured; ``None`` where the reference does not say (no times, no voices).

    ``by_kind`` is form (b) for each kind of sentence that the reference tells apart. ``speakers`` are the turns told
    apart by ear, ``attribution`` what has become of them in the text. ``missed_s`` is reference speech that is not in
    the draft, ``missed_utterances`` how many utterances are not, or for the most part not; ``invented`` characters of
    text where nobody spoke.
    """

    raw: TextScore
    plain: TextScore
    canonical: TextScore
    by_kind: tuple[tuple[str, TextScore], ...]
    attribution: Attribution | None
    speakers: SpeakerScore | None
    missed_s: float | None
    missed_utterances: int
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
    true = reference.turns if turns is None else tuple(turns)
    return scores_of(compare(paragraphs, reference), turns=true, found=found)


def scores_of(comparison: Comparison, *, turns: Sequence[Turn] | None, found: Sequence[Turn] | None) -> Scores:
    """As ``evaluate``; ``turns`` is ``None`` where nobody knows who spoke when."""
    true, said = comparison.utterances, comparison.said
    spans = None if turns is None else tuple(turn.span for turn in turns)
    kinds = by_label(comparison.steps, labels(true, lambda utterance: utterance.kind))
    taken, missed = wrong_voices(comparison), absent(comparison)
    return Scores(
        raw=score(in_form(raw, true), in_form(raw, said)),
        plain=tally(comparison.steps),
        canonical=score(in_form(canonical, true), in_form(canonical, said)),
        by_kind=tuple((kind, tally(steps)) for kind, steps in kinds.items()),
        attribution=None if taken is None else attribution(taken),
        speakers=None if turns is None else speaker_score(turns, turns_of(said) if found is None else found),
        missed_s=None if spans is None else coverage.missed_s(spans, said, missed.spans),
        missed_utterances=missed.utterances,
        invented=None if spans is None else coverage.invented(spans, said),
    )


def wrong_voices(comparison: Comparison) -> tuple[bool | None, ...] | None:
    """For every character of the reference, whether it was given to somebody else; ``None`` if it names nobody."""
    true = labels(comparison.utterances, lambda utterance: utterance.voice)
    if not any(true):
        return None
    return voices_taken(comparison.steps, true, labels(comparison.said, lambda paragraph: paragraph.voice))


def turns_of(said: Iterable[Paragraph]) -> tuple[Turn, ...]:
    return tuple(Turn(one.voice, one.start_s, one.end_s) for one in said if one.voice is not None)
