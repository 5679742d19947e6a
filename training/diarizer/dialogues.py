"""対話: people talking to each other, and who of them speaks when."""

from collections.abc import Sequence

import numpy as np

from minutes.domain.speech import SAMPLE_RATE
from training import rooms
from training.diarizer.speech import Bools, Floats, Speech
from training.voices import Voice


def dialogue(speech: Speech, people: Sequence[Voice], seconds: float, rng: np.random.Generator) -> tuple[Floats, Bools]:
    """(samples,) sound and (people, samples) who speaks: turns, pauses, interruptions, replies over another."""
    count = int(seconds * SAMPLE_RATE)
    sound, who = np.zeros(count, np.float32), np.zeros((len(people), count), bool)
    at = int(rng.uniform(0, 4) * SAMPLE_RATE) if rng.random() < 0.15 else -int(rng.uniform(0, 5) * SAMPLE_RATE)
    last = -1
    while at < count:
        others = [index for index in range(len(people)) if index != last] or [0]
        last = int(rng.choice(others))
        for _ in range(rng.integers(1, 4)):
            wave, spoken = speech.speak(people[last])
            wave, spoken = _cut(wave, spoken, rng)
            _add(sound, who[last], at, wave, spoken)
            if len(people) > 1 and rng.random() < 0.2:
                _reply(speech, people, sound, who, last, at + len(wave) // 2, rng)
            at += len(wave) + int(rng.choice([rng.uniform(0, 0.25), rng.uniform(0.2, 1.2)]) * SAMPLE_RATE)
        if rng.random() < 0.15:
            at -= int(rng.uniform(0.3, 1.5) * SAMPLE_RATE)
    return rooms.heard(sound, rng), who


def _cut(wave: Floats, spoken: Bools, rng: np.random.Generator) -> tuple[Floats, Bools]:
    """Sometimes only a piece: people break off, and a reply is short."""
    if rng.random() < 0.35 and len(wave) > SAMPLE_RATE:
        length = int(rng.uniform(0.5, 2.5) * SAMPLE_RATE)
        start = int(rng.integers(0, max(1, len(wave) - length)))
        return wave[start : start + length], spoken[start : start + length]
    return wave, spoken


def _reply(
    speech: Speech, people: Sequence[Voice], sound: Floats, who: Bools, talking: int, at: int, rng: np.random.Generator
) -> None:
    """A few words of another over whoever is talking."""
    other = int(rng.choice([index for index in range(len(people)) if index != talking]))
    wave, spoken = speech.speak(people[other])
    length = int(rng.uniform(0.4, 1.6) * SAMPLE_RATE)
    _add(sound, who[other], at, wave[:length], spoken[:length])


def _add(sound: Floats, who: Bools, at: int, wave: Floats, spoken: Bools) -> None:
    start, end = max(0, at), min(len(sound), at + len(wave))
    if end > start:
        sound[start:end] += wave[start - at : end - at]
        who[start:end] |= spoken[start - at : end - at]
