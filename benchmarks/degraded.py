"""悪い録音: degraded copies of a recording, and recordings in which nobody speaks.

Sound is 1-D int16 at 16 kHz, in and out, of the same length and on the same time line, so that a reference stays
true. Everything random comes from ``seed``. Strengths were set from what council rooms and telephones do, not from
what the recogniser bears. For whole files of minutes, not of hours: they are held as floats.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt

from minutes.domain.speech import SAMPLE_RATE

SEED = 20250610

Samples = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Laid:
    """A stretch of the recording that is heard a second time, over what is said at ``onto_s``."""

    from_s: float
    length_s: float
    onto_s: float


def reverberant(samples: Samples, *, seed: int = SEED, rt60_s: float = 0.8, direct_db: float = 0.0) -> Samples:
    """残響: a bare hall. The tail falls by 60 dB in ``rt60_s``; the direct sound is ``direct_db`` above all of it."""
    return _samples(fftconvolve(_floats(samples), impulse(seed, rt60_s, direct_db))[: len(samples)])


def distant(samples: Samples, *, seed: int = SEED, quieter_db: float = 26.0, snr_db: float = 12.0) -> Samples:
    """遠い: a recorder at the far end of the table: very quiet, pink room noise ``snr_db`` under the speech."""
    quiet = _floats(samples) * 10 ** (-quieter_db / 20)
    loud = quiet[np.abs(quiet) > 0.05 * np.abs(quiet).max(initial=0.0)]
    level = np.sqrt(np.mean(loud**2)) if len(loud) else 0.0
    return _samples(quiet + level * 10 ** (-snr_db / 20) * pink(len(quiet), seed))


def overlapped(samples: Samples, laid: Sequence[Laid], *, quieter_db: float = 3.0) -> Samples:
    """重なり: stretches of the recording laid over others, so that two speak at once; both stay where they were."""
    wave = _floats(samples)
    both = wave.copy()
    for one in laid:
        first, onto = round(one.from_s * SAMPLE_RATE), round(one.onto_s * SAMPLE_RATE)
        length = min(round(one.length_s * SAMPLE_RATE), len(wave) - first, len(wave) - onto)
        both[onto : onto + length] += wave[first : first + length] * 10 ** (-quieter_db / 20)
    return _samples(both)


def telephone(samples: Samples) -> Samples:
    """電話: 8 kHz, 300-3400 Hz, 8-bit μ-law, as a member who takes part by telephone is heard."""
    narrow = resample_poly(_floats(samples), 1, 2)
    narrow = sosfilt(butter(6, [300, 3400], "bandpass", fs=8000, output="sos"), narrow)
    coded = np.round(127 * np.sign(narrow) * np.log1p(255 * np.minimum(1, np.abs(narrow))) / np.log(256)) / 127
    decoded = np.sign(coded) * (256 ** np.abs(coded) - 1) / 255
    return _samples(resample_poly(decoded, 2, 1)[: len(samples)])


def clipped(samples: Samples, *, gain_db: float = 20.0) -> Samples:
    """音割れ: recorded far too loud and cut off at full scale."""
    return _samples(_floats(samples) * 10 ** (gain_db / 20))


def humming(samples: Samples, *, mains_hz: float = 50.0, level_db: float = -26.0) -> Samples:
    """ハム音: the mains, 50 Hz in the east of Japan and 60 in the west, and nine harmonics that get weaker."""
    times = np.arange(len(samples)) / SAMPLE_RATE
    hum = sum(np.sin(2 * np.pi * mains_hz * n * times + n) / n for n in range(1, 11))
    return _samples(_floats(samples) + 10 ** (level_db / 20) * hum / np.sqrt(np.mean(np.square(hum))))


def silence(duration_s: float) -> Samples:
    """無音: digital silence, as a muted conference system records it."""
    return np.zeros(round(duration_s * SAMPLE_RATE), np.int16)


def hiss(duration_s: float, *, seed: int = SEED, level_db: float = -60.0) -> Samples:
    """空の部屋: pink noise; -60 dBFS is an empty room, -25 a ventilator beside the microphone."""
    return _samples(10 ** (level_db / 20) * pink(round(duration_s * SAMPLE_RATE), seed))


def applause(duration_s: float, *, seed: int = SEED, people: int = 40) -> Samples:
    """拍手: everybody claps about four times a second, in bursts of 5 s with 3 s between."""
    rng = np.random.default_rng(seed)
    length = round(duration_s * SAMPLE_RATE)
    strokes = np.zeros(length + SAMPLE_RATE)
    for clapper in range(people):
        times = np.cumsum(rng.normal(1 / 4, 0.03, round(duration_s * 5)).clip(0.1)) + rng.uniform(0, 0.25)
        times = times[(times < duration_s) & (times % 8 < 5)]
        strokes[np.round(times * SAMPLE_RATE).astype(int)] += 0.3 + 0.7 * (clapper % 7) / 7
    decay = np.exp(-np.arange(int(0.03 * SAMPLE_RATE)) / (0.006 * SAMPLE_RATE))
    clap = decay * sosfilt(
        butter(2, [700, 4500], "bandpass", fs=SAMPLE_RATE, output="sos"), rng.standard_normal(len(decay))
    )
    wave = fftconvolve(fftconvolve(strokes, clap), impulse(seed, 0.5, 3.0))[:length]
    return _samples(0.5 * wave / np.abs(wave).max(initial=1e-9))


def music(duration_s: float, *, seed: int = SEED) -> Samples:
    """音楽: chords of plucked, slightly detuned tones over a bass, a new chord every 0.9 s."""
    rng = np.random.default_rng(seed)
    wave = np.zeros(round(duration_s * SAMPLE_RATE))
    times = np.arange(int(1.8 * SAMPLE_RATE)) / SAMPLE_RATE
    for step, start in enumerate(range(0, len(wave), int(0.9 * SAMPLE_RATE))):
        root = 48 + (0, 9, 5, 7)[step % 4]  # MIDI notes: I, VI, IV, V
        for note in (root - 12, root, root + 4, root + 7, root + 12 + rng.integers(0, 8)):
            pitch = 440 * 2 ** ((note - 69) / 12) * (1 + 0.002 * np.sin(2 * np.pi * 5 * times))
            phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE + rng.uniform(0, 6)
            tone = (
                sum(np.sin(n * phase) / n**1.5 for n in range(1, 6))
                * np.exp(-times / 0.5)
                * np.minimum(1, times / 0.01)
            )
            end = min(len(wave), start + len(tone))
            wave[start:end] += tone[: end - start]
    return _samples(0.4 * wave / np.abs(wave).max(initial=1e-9))


DEGRADED: dict[str, Callable[[Samples], Samples]] = {
    "残響 0.8秒": reverberant,
    "遠い・小さい": distant,
    "電話": telephone,
    "音割れ +20 dB": clipped,
    "ハム音 50 Hz": humming,
    "ハム音 60 Hz": lambda samples: humming(samples, mains_hz=60.0),
}
"""Each by name, at its usual strength; ``overlapped`` is apart, for it changes who speaks when."""

SPEECHLESS: dict[str, Callable[[float], Samples]] = {
    "無音": silence,
    "空の部屋": hiss,
    "送風機": lambda duration_s: hiss(duration_s, level_db=-25.0),
    "拍手": applause,
    "音楽": music,
}
"""Each by name, of a length in seconds."""


def impulse(seed: int, rt60_s: float, direct_db: float) -> Floats:
    """The answer of a room to one click: the direct sound, 4 ms later a tail of noise that fades away."""
    times = np.arange(int(1.2 * rt60_s * SAMPLE_RATE)) / SAMPLE_RATE
    tail = np.random.default_rng(seed).standard_normal(len(times)) * 10 ** (-3 * times / rt60_s) * (times > 0.004)
    tail *= 10 ** (-direct_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return tail


def pink(length: int, seed: int) -> Floats:
    """Noise with as much power in every octave above 20 Hz; RMS 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(length))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(length, 1 / SAMPLE_RATE), 20.0))
    noise = np.fft.irfft(spectrum, length)
    return np.asarray(noise / noise.std())


def _floats(samples: Samples) -> Floats:
    return samples.astype(np.float64) / 32_768


def _samples(wave: Floats) -> Samples:
    return np.asarray(np.round(np.clip(wave * 32_768, -32_768, 32_767)), dtype=np.int16)
