"""Makes the clips of tests/asr. Never run by tests: the files it made are kept.

    python tests/data/asr/make_clips.py

Writes sitting.ogg, nobody.ogg and clips.json beside itself. Needs pyopenjtalk-plus. Everything random is seeded.
"""

import json
from pathlib import Path

import av
import numpy as np
import pyopenjtalk
from scipy.signal import butter, lfilter

HERE = Path(__file__).parent
RATE = 16_000
PAUSE_S = 0.8
# text, half tones, length of the vocal tract, speed, spectral tilt
SENTENCES = (
    ("定足数に達しておりますので、直ちに本日の会議を開きます。", -3.0, 0.92, 1.05, 0.2),
    ("防災対策について、町長の見解をお伺いいたします。", 2.0, 1.10, 1.10, -0.3),
    ("ただいまの山田議員の御質問にお答えいたします。", -5.0, 0.88, 1.00, 0.3),
    ("質疑なしと認め、質疑を終結いたします。", -3.0, 0.92, 1.05, 0.2),
    ("暫時休憩いたします。", -3.0, 0.92, 1.05, 0.2),
)


def speak(text, half_tone, tract, speed, tilt):
    wave, rate = pyopenjtalk.tts(text, speed=speed / tract, half_tone=half_tone)
    count = int(len(wave) * RATE / (rate * tract))
    low = lfilter(*butter(6, 7500 / (rate / 2)), wave)
    heard = np.interp(np.linspace(0, len(low) - 1, count), np.arange(len(low)), low) / 32768
    return lfilter([1, tilt], [1], heard)


def noise(rng, seconds, level):
    return rng.normal(0, level, int(seconds * RATE))


def sitting(rng):
    """-> the five sentences with pauses between, and when each was spoken."""
    pieces, spoken, at = [noise(rng, PAUSE_S, 1e-3)], [], PAUSE_S
    for sentence in SENTENCES:
        wave = 0.8 * speak(*sentence)
        pieces += [wave, noise(rng, PAUSE_S, 1e-3)]
        spoken.append({"text": sentence[0], "start_s": round(at, 3), "end_s": round(at + len(wave) / RATE, 3)})
        at += len(wave) / RATE + PAUSE_S
    return np.concatenate(pieces), spoken


def nobody(rng):
    """Digital silence, noise, and a melody of chords: 2 + 2 + 4 seconds in which nobody speaks."""
    time = np.arange(RATE // 2) / RATE
    envelope = np.exp(-3 * time)
    melody = [
        envelope * sum(np.sin(2 * np.pi * 440 * 2 ** ((note + step) / 12) * time) for step in (0, 4, 7))
        for note in (0, 2, 4, 5, 7, 5, 4, 0)
    ]
    return np.concatenate([np.zeros(2 * RATE), noise(rng, 2, 0.01), 0.15 * np.concatenate(melody)])


def write(path, wave):
    with av.open(path, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = 24_000
        samples = (np.clip(wave, -1, 1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


if __name__ == "__main__":
    rng = np.random.default_rng(7)
    wave, spoken = sitting(rng)
    write(HERE / "sitting.ogg", wave)
    write(HERE / "nobody.ogg", nobody(rng))
    (HERE / "clips.json").write_text(json.dumps(spoken, ensure_ascii=False, indent=1) + "\n")
