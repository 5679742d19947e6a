"""話者の誤り: who spoke when (DER), and how much of the text carries the wrong voice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from minutes.domain.speech import Turn
from minutes.evaluation.text import Step

if TYPE_CHECKING:
    from pyannote.core import Annotation

# pyannote.metrics and scipy.optimize take two seconds to import, which no other command shall pay for: they are
# imported where they are used.


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """話者の誤り率 and its parts, in seconds of ``speech_s``; where two speak at once, both count.

    ``missed_s``: speech given to nobody. ``false_alarm_s``: a voice where nobody spoke, or one too many.
    ``confusion_s``: speech given to the wrong voice, under the matching of voices that is best for the draft.
    """

    speech_s: float
    missed_s: float
    false_alarm_s: float
    confusion_s: float
    voices: int
    voices_found: int

    @property
    def der(self) -> float | None:
        """DER: no collar, overlap scored; may exceed 1.0. ``None`` where nobody spoke."""
        wrong_s = self.missed_s + self.false_alarm_s + self.confusion_s
        return wrong_s / self.speech_s if self.speech_s else None


@dataclass(frozen=True, slots=True)
class Attribution:
    """発言者の取り違え: of ``length`` characters with a counterpart in the draft, ``wrong`` carry another voice."""

    wrong: int
    length: int

    @property
    def error(self) -> float | None:
        return self.wrong / self.length if self.length else None


def speaker_score(reference: Sequence[Turn], found: Sequence[Turn]) -> SpeakerScore:
    """Turns of both in any order; those of one voice that overlap are counted once."""
    from pyannote.core import Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    whole = Timeline([Segment(0.0, max((turn.end_s for turn in (*reference, *found)), default=0.0))])
    true, heard = _annotation(reference), _annotation(found)
    parts = DiarizationErrorRate(collar=0.0, skip_overlap=False).compute_components(true, heard, uem=whole)
    return SpeakerScore(
        speech_s=float(parts["total"]),
        missed_s=float(parts["missed detection"]),
        false_alarm_s=float(parts["false alarm"]),
        confusion_s=float(parts["confusion"]),
        voices=len(true.labels()),
        voices_found=len(heard.labels()),
    )


def matched(reference: Sequence[Turn], found: Sequence[Turn]) -> dict[str, str]:
    """Each voice that was found -> whose it is in the reference, as is best for the draft; others are nobody's."""
    from pyannote.metrics.diarization import DiarizationErrorRate

    return dict(DiarizationErrorRate().optimal_mapping(_annotation(reference), _annotation(found)))


def _annotation(turns: Iterable[Turn]) -> "Annotation":
    from pyannote.core import Annotation, Segment

    annotation = Annotation()
    for number, turn in enumerate(turns):
        if turn.end_s > turn.start_s:
            annotation[Segment(turn.start_s, turn.end_s), number] = turn.voice
    return annotation.support()


def voices_taken(
    steps: Iterable[Step], reference: Sequence[str | None], draft: Sequence[str | None]
) -> tuple[bool | None, ...]:
    """For every character of the reference: whether the draft gave it to somebody else.

    ``reference`` and ``draft``: the voice of every character of the two aligned texts. Voices are matched one to one,
    as is best for the draft; a character of no voice in the draft is wrong. ``None`` where the character has no
    counterpart in the draft, or no known voice in the reference.
    """
    pairs = {
        step.reference: (true, draft[step.draft])
        for step in steps
        if step.reference is not None and step.draft is not None and (true := reference[step.reference]) is not None
    }
    whose = _best_matching(pairs.values())
    wrong = {at: had is None or whose.get(had) != true for at, (true, had) in pairs.items()}
    return tuple(wrong.get(at) for at in range(len(reference)))


def attribution(taken: Iterable[bool | None]) -> Attribution:
    """``taken`` as ``voices_taken`` tells it."""
    known = [wrong for wrong in taken if wrong is not None]
    return Attribution(sum(known), len(known))


def _best_matching(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Each voice of the draft -> the voice of the reference."""
    from scipy.optimize import linear_sum_assignment

    counts = Counter((true, had) for true, had in pairs if had is not None)
    rows = {voice: row for row, voice in enumerate(dict.fromkeys(true for true, _ in counts))}
    columns = {voice: column for column, voice in enumerate(dict.fromkeys(had for _, had in counts))}
    together = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for (true, had), count in counts.items():
        together[rows[true], columns[had]] = count
    true_voices, voices = tuple(rows), tuple(columns)
    best = zip(*linear_sum_assignment(together, maximize=True), strict=True)
    return {voices[column]: true_voices[row] for row, column in best}
