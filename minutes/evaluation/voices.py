"""話者ごとの誤り: the parts of the DER, told apart by who spoke."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes.domain.speech import Turn
from minutes.evaluation.speakers import matched


@dataclass(frozen=True, slots=True)
class VoiceTimes:
    """One voice of the reference, in seconds: spoken, given to nobody, given to another, and credited too much.

    ``voice`` is ``None`` for voices of the draft that are nobody's. The sums over all voices are those of
    ``SpeakerScore``.
    """

    voice: str | None
    speech_s: float
    missed_s: float
    confusion_s: float
    false_alarm_s: float


def voice_times(reference: Sequence[Turn], found: Sequence[Turn]) -> tuple[VoiceTimes, ...]:
    """In the order in which the voices first speak; last, where there are any, the voices that are nobody's."""
    names = matched(reference, found)
    speech, missed, confused, extra = (defaultdict[str | None, float](float) for _ in range(4))
    for length_s, true, heard in _moments(reference, found):
        lost, more = true - {names.get(one) for one in heard}, [one for one in heard if names.get(one) not in true]
        wrong = min(len(lost), len(more))
        for voice in true:
            speech[voice] += length_s
        for voice in lost:  # who of two was missed and who taken for another, nobody can say: both by halves
            missed[voice] += length_s * (len(lost) - wrong) / len(lost)
            confused[voice] += length_s * wrong / len(lost)
        for one in more:
            extra[names.get(one)] += length_s * (len(more) - wrong) / len(more)
    order = dict.fromkeys(turn.voice for turn in sorted(reference, key=lambda turn: turn.start_s))
    voices: list[str | None] = [*order, *([None] if extra[None] else [])]
    return tuple(VoiceTimes(voice, speech[voice], missed[voice], confused[voice], extra[voice]) for voice in voices)


def _moments(
    reference: Iterable[Turn], found: Iterable[Turn]
) -> Iterator[tuple[float, frozenset[str], frozenset[str]]]:
    """Stretches in which nobody begins or ends: their length, and who speaks in the reference and in the draft."""
    sides = (_changes(reference), _changes(found))
    active = (Counter[str](), Counter[str]())
    for time, after in pairwise(sorted({*sides[0], *sides[1]})):
        for changes, speaking in zip(sides, active, strict=True):
            speaking.update(changes.get(time, {}))
        true, heard = (frozenset(voice for voice, count in side.items() if count) for side in active)
        yield after - time, true, heard


def _changes(turns: Iterable[Turn]) -> Mapping[float, Counter[str]]:
    """When, who: one more turn of that voice, or one fewer."""
    changes: dict[float, Counter[str]] = {}
    for turn in turns:
        if turn.end_s > turn.start_s:
            changes.setdefault(turn.start_s, Counter()).update({turn.voice: 1})
            changes.setdefault(turn.end_s, Counter()).update({turn.voice: -1})
    return changes
