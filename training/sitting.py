"""会議の音: a sitting from a script: its sound, and everything a measurement needs to know about it, to the word.

The engine's own vocoder speaks here, not the one that training uses: the models are measured on a sound that
they were not trained on.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, sosfilt

from minutes.domain.speech import SAMPLE_RATE
from training import mei
from training.voices import Voice

PAUSE_S = 0.3
"""Pauses shorter than this belong to the turn, as in NIST's Rich Transcription evaluations."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """出席者: the label of the voice, the name as on the roster ("" for nobody on it), and the voice."""

    label: str
    member: str
    voice: Voice


@dataclass(frozen=True)
class ScriptLine:
    """台本の一文: a sentence of the script.

    ``after_s``: pause before it (chosen when None); ``over_s``: spoken over the sentence before it, so long after that
    one began. ``kind``: "standing" (a phrase every council uses) or "free".
    """

    label: str
    kind: str
    text: str
    after_s: float | None = None
    over_s: float | None = None


@dataclass(frozen=True)
class SpokenWord:
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class SpokenSentence:
    """話された文: a sentence as it was spoken; its fields are called as in reference.json."""

    voice: str
    member: str
    kind: str
    text: str
    start_s: float
    end_s: float
    words: tuple[SpokenWord, ...]


def speak(text: str, voice: Voice) -> tuple[Floats, tuple[SpokenWord, ...]]:
    """One sentence at 16 kHz without the silence around it, and its words in seconds from its start."""
    speed = voice.speed / voice.tract  # the vocal tract is changed by resampling, which changes the speed as well
    wave = sosfilt(butter(8, 7_400 * voice.tract / 24_000, output="sos"), mei.speak(text, speed, voice.half_tone))
    count = int(len(wave) * SAMPLE_RATE / (48_000 * voice.tract))
    wave = np.interp(np.linspace(0, len(wave) - 1, count), np.arange(len(wave)), wave)
    wave[1:] += voice.tilt * wave[:-1]
    utterance = mei.read(text, speed)
    second = mei.FRAME_S / voice.tract
    start, end = utterance.span()
    wave = wave[round(start * second * SAMPLE_RATE) : round(end * second * SAMPLE_RATE)]
    wave *= 10 ** (voice.level_db / 20) / np.sqrt(np.mean(wave**2))
    spoken = tuple(
        SpokenWord(word, round((first - start) * second, 3), round((last - start) * second, 3))
        for word, first, last in mei.words(utterance)
    )
    return wave, spoken


def sit(
    script: Iterable[ScriptLine], people: Iterable[Person], rng: np.random.Generator
) -> tuple[Floats, tuple[SpokenSentence, ...]]:
    """The whole sitting as dry sound, and its sentences in the script's order."""
    who = {person.label: person for person in people}
    parts: list[tuple[int, Floats]] = []
    sentences: list[SpokenSentence] = []
    end = before = 0.0
    previous = ""
    for line in script:
        person = who[line.label]
        wave, spoken = speak(line.text, person.voice)
        usual = rng.uniform(0.3, 1.0) if line.label == previous else rng.uniform(0.5, 1.3)
        start = end + (usual if line.after_s is None else line.after_s) if line.over_s is None else before + line.over_s
        first = round(start * SAMPLE_RATE)
        start = first / SAMPLE_RATE
        parts.append((first, wave))
        sentences.append(_sentence(line, person, start, len(wave) / SAMPLE_RATE, spoken))
        if line.over_s is None:
            before, previous = start, line.label
        end = max(end, start + len(wave) / SAMPLE_RATE)
    sound = np.zeros(round((end + 1.0) * SAMPLE_RATE))
    for first, wave in parts:
        sound[first : first + len(wave)] += wave
    return sound, tuple(sentences)


def _sentence(
    line: ScriptLine, person: Person, start: float, length: float, said: Iterable[SpokenWord]
) -> SpokenSentence:
    words = tuple(SpokenWord(w.text, round(start + w.start_s, 3), round(start + w.end_s, 3)) for w in said)
    times = round(start, 3), round(start + length, 3)
    return SpokenSentence(person.label, person.member, line.kind, line.text, *times, words)


def in_room(wave: Floats, rng: np.random.Generator, *, rt60_s: float, direct_db: float, noise_db: float) -> Floats:
    """The sound in a room: a tail ``direct_db`` below the direct sound, and pink noise at ``noise_db`` full scale."""
    heard = fftconvolve(wave, echo(rng, rt60_s=rt60_s, direct_db=direct_db))[: len(wave)]
    return np.asarray(heard + pink(len(wave), rng) * 10 ** (noise_db / 20))


def echo(rng: np.random.Generator, *, rt60_s: float, direct_db: float) -> Floats:
    """What a room makes of a click: the direct sound, then noise that dies away."""
    times = np.arange(int(1.2 * rt60_s * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(len(times)) * 10 ** (-3 * times / rt60_s) * (times > 0.004)
    tail *= 10 ** (-direct_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return np.asarray(tail)


def pink(count: int, rng: np.random.Generator) -> Floats:
    """Pink noise of RMS 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE), 20.0))
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / noise.std())


def write(folder: Path, wave: Floats, sentences: Iterable[SpokenSentence], *, title: str, date: str) -> None:
    """meeting.ogg (Opus, 16 kHz mono, 40 kb/s), reference.json and meeting.rttm."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_ogg(folder / "meeting.ogg", wave)
    sentences = tuple(sentences)
    reference = {"title": title, "date": date, "sentences": [asdict(sentence) for sentence in sentences]}
    text = json.dumps(reference, ensure_ascii=False, indent=1) + "\n"
    (folder / "reference.json").write_text(text, encoding="utf-8")
    turns = sorted((start, end, sentence.voice) for sentence in sentences for start, end in stretches(sentence))
    rows = [
        f"SPEAKER meeting 1 {start:.3f} {end - start:.3f} <NA> <NA> {voice} <NA> <NA>\n" for start, end, voice in turns
    ]
    (folder / "meeting.rttm").write_text("".join(rows), encoding="utf-8")


def stretches(sentence: SpokenSentence) -> list[tuple[float, float]]:
    """Where the sentence is spoken: pauses of `PAUSE_S` and more are nobody's."""
    found = [(sentence.start_s, sentence.start_s)]
    for word in sentence.words:
        start, end = found[-1]
        if word.start_s - end >= PAUSE_S:
            found.append((word.start_s, word.end_s))
        else:
            found[-1] = (start, word.end_s)
    return found


def sampled(wave: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.int16]:
    """The sound in 16 bits, as the product decodes recordings."""
    return np.asarray(np.round(np.clip(wave, -1, 1) * 32_767).astype(np.int16))


def _write_ogg(path: Path, wave: Floats) -> None:
    samples = sampled(wave)
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:  # no random serial number
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = 40_000
        for start in range(0, len(samples), SAMPLE_RATE):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + SAMPLE_RATE], format="s16", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
