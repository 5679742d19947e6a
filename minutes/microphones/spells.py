"""Stretches in which a microphone is active: found frame by frame, then rid of what no person would call a turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

_SHORTEST = 15
"""Frames (0.3 s): less is a cough, a page or a knock on the table."""

_PAUSE = 40
"""Frames (0.8 s) of silence within one person's turn."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Frames ``start`` (included) to ``stop`` (excluded) of one channel."""

    channel: int
    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start


@dataclass(slots=True)
class Spells:
    """Spells in the making, from stretches of activity that follow one another."""

    channels: int
    _at: int = 0
    _since: dict[int, int] = field(default_factory=dict)
    _found: list[Spell] = field(default_factory=list)

    def add(self, active: npt.NDArray[np.bool_]) -> None:
        """The next stretch, (frames, channels)."""
        before = np.array([channel in self._since for channel in range(self.channels)])
        changed = active ^ np.concatenate([before[None], active[:-1]])
        for frame, channel in np.argwhere(changed).tolist():
            if active[frame, channel]:
                self._since[channel] = self._at + frame
            else:
                self._found.append(Spell(channel, self._since.pop(channel), self._at + frame))
        self._at += len(active)

    def finish(self) -> list[Spell]:
        found = self._found + [Spell(channel, since, self._at) for channel, since in self._since.items()]
        return sorted(found, key=lambda spell: (spell.start, spell.channel))


def tidied(spells: Sequence[Spell]) -> list[Spell]:
    """Each channel by itself: pauses closed, then what is still too short left out."""
    by_channel: dict[int, list[Spell]] = {}
    for spell in spells:
        by_channel.setdefault(spell.channel, []).append(spell)
    return [spell for of in by_channel.values() for spell in _joined(of) if spell.length >= _SHORTEST]


def exclusive(spells: Sequence[Spell]) -> list[Spell]:
    """All channels together, which do not overlap: short interruptions of the floor left out, then pauses closed."""
    grouped = _joined(spells)
    return _joined([spell for spell in grouped if spell.length >= _SHORTEST])


def _joined(spells: Iterable[Spell]) -> list[Spell]:
    """Neighbours of the same channel with no more than a pause between them made one."""
    joined: list[Spell] = []
    for spell in spells:
        if joined and joined[-1].channel == spell.channel and spell.start - joined[-1].stop <= _PAUSE:
            joined[-1] = replace(joined[-1], stop=spell.stop)
        else:
            joined.append(spell)
    return joined
