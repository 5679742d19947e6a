"""部屋: what becomes of speech between the mouth and the file: rooms, noise, lines, codecs. And no speech at all."""

import io

import av
import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import butter, fftconvolve, sosfilt

from minutes.domain.speech import SAMPLE_RATE

Floats = npt.NDArray[np.float32]


def heard(wave: Floats, rng: np.random.Generator, hardness: float = 1.0) -> Floats:
    """The speech as some microphone may have taken it; ``hardness`` 0 (a quiet, near place) to 1 (anywhere)."""
    wave = wave.astype(np.float32)
    if rng.random() < 0.3 + 0.35 * hardness:
        wave = reverberated(wave, rng, nearest_db=8 - 10 * hardness)
    if rng.random() < 0.5:
        wave = _equalised(wave, rng)
    if rng.random() < 0.9:
        ratio_db = rng.uniform(22 - 19 * hardness, 45)
        wave = wave + _level(wave) * np.float32(10 ** (-ratio_db / 20)) * noise(len(wave), rng)
    if rng.random() < 0.06 * hardness:
        wave = telephone(wave)
    if rng.random() < 0.06 * hardness:
        edge = np.quantile(np.abs(wave), rng.uniform(0.97, 0.999)) + 1e-6
        wave = np.clip(wave, -edge, edge)
    if rng.random() < 0.06 * hardness:
        wave = compressed(wave, rng)
    return wave * np.float32(10 ** rng.uniform(-0.5, 0.3))


def reverberated(wave: Floats, rng: np.random.Generator, nearest_db: float = -2.0) -> Floats:
    """In a room of RT60 0.15 to 0.9 s, from near or far: the tail at least ``nearest_db`` below the direct sound."""
    rt60, direct_db = rng.uniform(0.15, 0.9), rng.uniform(nearest_db, 18)
    times = np.arange(int(min(rt60, 0.6) * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(len(times)) * 10 ** (-3 * times / rt60) * (times > rng.uniform(0.002, 0.02))
    tail *= 10 ** (-direct_db / 20) / (np.sqrt(np.sum(tail**2)) + 1e-9)
    tail[0] += 1.0
    return np.asarray(fftconvolve(wave, tail.astype(np.float32))[: len(wave)], np.float32)


def _equalised(wave: Floats, rng: np.random.Generator) -> Floats:
    """A microphone of its own colour: some decibels up or down, smoothly over the spectrum."""
    size = next_fast_len(len(wave), real=True)
    curve = np.interp(np.linspace(0, 5, size // 2 + 1), np.arange(6), rng.uniform(-8, 8, 6))
    return np.asarray(irfft(rfft(wave, size) * (10 ** (curve / 20)).astype(np.float32), size)[: len(wave)], np.float32)


def telephone(wave: Floats) -> Floats:
    """300 to 3,400 Hz."""
    return np.asarray(sosfilt(butter(4, [300, 3400], "band", fs=SAMPLE_RATE, output="sos"), wave), np.float32)


def compressed(wave: Floats, rng: np.random.Generator) -> Floats:
    """Through Opus at a low rate and back."""
    buffer = io.BytesIO()
    samples = (np.clip(wave, -1, 1) * 32_767).astype(np.int16)
    with av.open(buffer, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = int(rng.choice([12_000, 20_000, 32_000]))
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts = SAMPLE_RATE, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    buffer.seek(0)
    with av.open(buffer, "r") as container:
        resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
        parts = [out.to_ndarray()[0] for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        parts += [out.to_ndarray()[0] for out in resampler.resample(None)]
    back = np.concatenate(parts).astype(np.float32) / np.float32(32_768)
    return np.pad(back, (0, max(0, len(wave) - len(back))))[: len(wave)]


def _level(wave: Floats) -> np.float32:
    return np.float32(np.sqrt(np.mean(wave**2)) + 1e-6)


def noise(count: int, rng: np.random.Generator) -> Floats:
    """Noise of RMS 1: white, pink, brown or the hum of the mains, steady or coming and going."""
    slope = rng.choice([0.0, 0.5, 1.0, rng.uniform(0, 1.3)])
    size = next_fast_len(count, real=True)
    wave = rng.standard_normal(size, np.float32)
    if slope:
        frequency = np.maximum(np.arange(size // 2 + 1, dtype=np.float32) * (SAMPLE_RATE / size), 30)
        wave = irfft(rfft(wave) * frequency ** np.float32(-slope), size)
    wave = wave[:count] / (wave.std() + 1e-9)
    if rng.random() < 0.15:
        wave = wave * rng.uniform(0.1, 1) + _hum(count, rng)
    if rng.random() < 0.25:
        wave = wave * np.interp(np.arange(count), np.linspace(0, count, 9), rng.uniform(0.1, 1.5, 9))
    return np.asarray(wave / (wave.std() + 1e-9), np.float32)


def _hum(count: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    at, base = np.arange(count) / SAMPLE_RATE, rng.choice([50, 60])
    return np.asarray(sum(np.sin(2 * np.pi * base * k * at + rng.uniform(0, 6)) / k for k in (1, 2, 3, 4, 5)))


def nobody(count: int, rng: np.random.Generator) -> Floats:
    """Sound in which nobody speaks: silence, room tone, noise, knocks and steps, applause, music."""
    make = (_nothing, noise, _knocks, _applause, _music)[rng.choice(5, p=[0.15, 0.3, 0.15, 0.15, 0.25])]
    wave = make(count, rng) * np.float32(10 ** rng.uniform(-3, -0.6))
    return wave + noise(count, rng) * np.float32(10 ** rng.uniform(-5, -2.5))


def _nothing(count: int, rng: np.random.Generator) -> Floats:
    return np.zeros(count, np.float32)


def _knocks(count: int, rng: np.random.Generator) -> Floats:
    """Steps, doors, papers, a cough: short bursts, some of them coloured."""
    wave = np.zeros(count + SAMPLE_RATE, np.float32)
    for _ in range(rng.integers(1, 12)):
        at, length = int(rng.integers(0, count)), int(rng.integers(200, 6_000))
        burst = noise(length, rng) * np.exp(-np.arange(length) / rng.uniform(80, 1_500))
        wave[at : at + length] += burst * rng.uniform(0.2, 1)
    return wave[:count]


def _applause(count: int, rng: np.random.Generator) -> Floats:
    claps = np.zeros(count, np.float32)
    hits = rng.integers(0, count, max(1, int(count / SAMPLE_RATE * rng.uniform(20, 300))))
    np.add.at(claps, hits, rng.uniform(0.2, 1, len(hits)).astype(np.float32))
    shape = noise(400, rng) * np.exp(-np.arange(400) / 60)
    wave = np.asarray(fftconvolve(claps, shape)[:count], np.float32)
    return wave / np.float32(wave.std() + 1e-6)


def _music(count: int, rng: np.random.Generator) -> Floats:
    """Notes with overtones: a jingle, a chime, a tune on hold."""
    wave, at = np.zeros(count + 3 * SAMPLE_RATE, np.float32), 0
    step = int(rng.uniform(0.1, 0.7) * SAMPLE_RATE)
    root, decay = 110 * 2 ** rng.uniform(0, 2.5), rng.uniform(0.1, 1.5)
    overtones = rng.uniform(0, 1, 6) ** 2
    while at < count:
        times = np.arange(min(3 * step, 2 * SAMPLE_RATE)) / SAMPLE_RATE
        for _ in range(rng.integers(1, 4)):
            pitch = root * 2 ** (rng.choice([0, 2, 4, 5, 7, 9, 11, 12, 14, 16]) / 12)
            note = sum(gain * np.sin(2 * np.pi * pitch * (k + 1) * times) for k, gain in enumerate([1, *overtones]))
            wave[at : at + len(times)] += (note * np.exp(-times / decay)).astype(np.float32)
        at += step
    return wave[:count] / np.float32(wave[:count].std() + 1e-6)
