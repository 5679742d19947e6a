"""稽古: made-up sittings of training text in held-out voices, to choose settings by.

Spoken by the engine's own vocoder, like the sample meeting, which settings are never chosen by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from minutes.domain.speech import Turn
from training import corpus
from training.sitting import Floats, Person, ScriptLine, SpokenSentence, in_room, sit, stretches
from training.voices import HELD_OUT, Voice, different

SPEAKERS = 4
SENTENCES = 40
_CHANGE = 0.35
"""Share of the sentences before which the floor may pass to somebody else; by feel."""


class Room(NamedTuple):
    """部屋: how long it echoes, how far the direct sound is above the echo, and its noise relative to full scale."""

    rt60_s: float
    direct_db: float
    noise_db: float


LIGHT = Room(rt60_s=0.3, direct_db=12.0, noise_db=-60.0)


def some_room(rng: np.random.Generator) -> Room:
    """From an office with a microphone each to a bare chamber with one for all; speech is at -24 dB.

    RT60 0.2 to 0.7 s, direct sound 3 to 15 dB above the echo, noise -65 to -45 dB. Worse rooms are the business of
    `benchmarks.degraded`: settings are not chosen for them.
    """
    return Room(rng.uniform(0.2, 0.7), rng.uniform(3.0, 15.0), rng.uniform(-65.0, -45.0))


@dataclass(frozen=True)
class Rehearsal:
    """Its sound at 16 kHz, its sentences with their words, and a roster: all who are mentioned, and some others."""

    sound: Floats
    sentences: tuple[SpokenSentence, ...]
    roster: tuple[str, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Who speaks when, as the sample's meeting.rttm says it: long pauses are nobody's."""
        spoken = ((one.voice, *stretch) for one in self.sentences for stretch in stretches(one))
        return tuple(Turn(voice, start_s, end_s) for voice, start_s, end_s in spoken)


def rehearse(
    seed: int,
    texts: Sequence[str] = (),
    *,
    speakers: int = SPEAKERS,
    sentences: int = SENTENCES,
    overlapping: float = 0.0,
    room: Room = LIGHT,
) -> Rehearsal:
    """One sitting; ``texts`` instead of sentences of the grammar.

    ``overlapping``: of the sentences before which the floor stays where it is, such a share is said over another.
    """
    rng = np.random.default_rng(seed)
    drawn = list(islice(corpus.sentences(900_000 + seed), sentences))
    chosen = different(HELD_OUT, speakers, rng)
    people = tuple(Person(f"v{index}", "", _usual(voice)) for index, voice in enumerate(chosen))
    script = _script(texts or [sentence.text for sentence in drawn], speakers, overlapping, rng)
    wave, spoken = sit(script, people, rng)
    strangers = islice(corpus.sentences(seed), sentences // 2)
    roster = list(dict.fromkeys(name.full for sentence in [*drawn, *strangers] for name in sentence.people))
    order = rng.permutation(len(roster))
    return Rehearsal(in_room(wave, rng, **room._asdict()), spoken, tuple(roster[index] for index in order))


def _script(texts: Sequence[str], speakers: int, overlapping: float, rng: np.random.Generator) -> list[ScriptLine]:
    """The floor goes round once, so that everybody speaks, and then to anybody; nobody speaks over themselves."""
    script: list[ScriptLine] = []
    holder, silent = 0, list(range(1, speakers))
    for at, text in enumerate(texts):
        if script and (rng.random() < _CHANGE or len(silent) >= len(texts) - at):
            anybody = int(rng.integers(speakers))
            holder = silent.pop(0) if silent else anybody
        elif overlapping and script and script[-1].over_s is None and rng.random() < overlapping:
            other = (int(script[-1].label[1:]) + int(rng.integers(1, speakers))) % speakers
            script.append(ScriptLine(f"v{other}", "free", text, over_s=rng.uniform(1.0, 3.0)))
            continue
        script.append(ScriptLine(f"v{holder}", "free", text))
    return script


def _usual(voice: Voice) -> Voice:
    """At the pace and level of a meeting."""
    return Voice(voice.half_tone, voice.tract, min(max(voice.speed, 0.95), 1.2), voice.tilt, level_db=-24.0)
