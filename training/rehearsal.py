"""稽古: made-up sittings of training text in held-out voices, to choose settings by.

Spoken by the engine's own vocoder, like the sample meeting, which settings are never chosen by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from training import corpus
from training.sitting import Floats, Line, Person, SpokenSentence, room, sit
from training.voices import HELD_OUT, Voice, different

SPEAKERS = 4
SENTENCES = 40


@dataclass(frozen=True)
class Rehearsal:
    """Its sound at 16 kHz, its sentences with their words, and a roster: all who are mentioned, and as many others."""

    sound: Floats
    sentences: tuple[SpokenSentence, ...]
    roster: tuple[str, ...]


def rehearse(seed: int, texts: Sequence[str] = ()) -> Rehearsal:
    """One sitting; ``texts`` instead of sentences of the grammar."""
    rng = np.random.default_rng(seed)
    drawn = list(islice(corpus.sentences(900_000 + seed), SENTENCES))
    lines = texts or [sentence.text for sentence in drawn]
    chosen = different(HELD_OUT, SPEAKERS, rng)
    people = tuple(Person(f"v{index}", "", _usual(voice)) for index, voice in enumerate(chosen))
    script, who = [], 0
    for text in lines:
        who = int(rng.integers(SPEAKERS)) if rng.random() < 0.35 else who
        script.append(Line(f"v{who}", "free", text))
    wave, sentences = sit(script, people, rng)
    strangers = islice(corpus.sentences(seed), SENTENCES // 2)
    roster = list(dict.fromkeys(name.full for sentence in [*drawn, *strangers] for name in sentence.people))
    order = rng.permutation(len(roster))
    sound = room(wave, rng, rt60_s=0.3, direct_db=12, noise_db=-60)
    return Rehearsal(sound, sentences, tuple(roster[index] for index in order))


def _usual(voice: Voice) -> Voice:
    """At the pace and level of a meeting."""
    return Voice(voice.half_tone, voice.tract, min(max(voice.speed, 0.95), 1.2), voice.tilt, level_db=-24.0)
