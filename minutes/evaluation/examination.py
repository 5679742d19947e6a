"""成績: everything that was measured of one meeting, and of several together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes.domain.record import Paragraph
from minutes.domain.speech import Turn
from minutes.evaluation.comparison import Comparison, by_label, compare, labels
from minutes.evaluation.names import NameScore, all_names, name_scores
from minutes.evaluation.passages import Passage, passages
from minutes.evaluation.reference import Reference
from minutes.evaluation.scores import Scores, scores_of, turns_of, wrong_voices
from minutes.evaluation.slips import Slip, all_slips, slips
from minutes.evaluation.starts import Starts, all_starts, starts
from minutes.evaluation.text import TextScore, tally
from minutes.evaluation.totals import summed
from minutes.evaluation.voices import VoiceTimes, voice_times


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be added up over meetings: ``names`` of the roster, in its order; ``slips``, the most frequent first."""

    scores: Scores
    starts: Starts | None
    names: tuple[NameScore, ...]
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """One speaker. ``voice`` is ``None`` for voices of the draft that are nobody's, ``text`` where the reference
    does not say whose text is whose, ``times`` where it has none."""

    voice: str | None
    member: str | None
    text: TextScore | None
    wrong_voice: int
    times: VoiceTimes | None


@dataclass(frozen=True, slots=True)
class Examination:
    """One meeting: its figures, its speakers, and every sentence."""

    figures: Figures
    voices: tuple[VoiceFigures, ...]
    passages: tuple[Passage, ...]


def examine(
    paragraphs: Iterable[Paragraph],
    reference: Reference,
    *,
    turns: Sequence[Turn] | None = None,
    found: Sequence[Turn] | None = None,
    names: Sequence[str] = (),
) -> Examination:
    """``turns`` and ``found`` as ``evaluate`` takes them; ``names``: of the people on the roster."""
    true = reference.turns if turns is None else tuple(turns)
    comparison = compare(paragraphs, reference)
    found = turns_of(comparison.said) if found is None else found
    taken = wrong_voices(comparison) or (None,) * len(comparison.true)
    return Examination(
        Figures(
            scores_of(comparison, turns=true, found=found),
            starts(comparison),
            name_scores(comparison, names),
            slips(comparison),
        ),
        _voices(comparison, taken, () if true is None else voice_times(true, found)),
        passages(comparison, [bool(wrong) for wrong in taken]),
    )


def together(parts: Sequence[Figures]) -> Figures:
    """All meetings as if they were one: errors are added up, never averaged."""
    return Figures(
        summed([part.scores for part in parts]),
        all_starts(part.starts for part in parts),
        all_names(part.names for part in parts),
        all_slips(part.slips for part in parts),
    )


def _voices(
    comparison: Comparison, taken: Sequence[bool | None], times: Sequence[VoiceTimes]
) -> tuple[VoiceFigures, ...]:
    of = labels(comparison.utterances, lambda utterance: utterance.voice)
    texts = {voice: tally(steps) for voice, steps in by_label(comparison.steps, of).items()}
    members = {one.voice: one.member for one in reversed(comparison.utterances)}
    by_voice = {one.voice: one for one in times}
    return tuple(
        VoiceFigures(
            voice,
            members.get(voice) if voice else None,
            texts.get(voice) if voice else None,
            sum(bool(wrong) for wrong, own in zip(taken, of, strict=True) if own == voice),
            by_voice.get(voice),
        )
        for voice in dict.fromkeys((*texts, *by_voice))
    )
