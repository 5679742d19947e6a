"""ボコーダー: sound from the parameters of `mei`, in any voice, at 16 kHz.

The filter is the one of the engine's own vocoder (its mel-cepstra as a minimum-phase response), applied frame by
frame in the frequency domain instead of sample by sample: 500 times real time instead of 13.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import SAMPLE_RATE
from training.mei import FRAME_S, Utterance
from training.voices import Voice

_ALPHA, _SOURCE_RATE = 0.55, 48_000
_FRAME = round(FRAME_S * SAMPLE_RATE)
_HOP, _WINDOW, _SIZE = 160, 320, 512
_LEAD = (_WINDOW - _HOP) // 2
Floats = npt.NDArray[np.float32]


def render(utterance: Utterance, voice: Voice, rng: np.random.Generator) -> Floats:
    """The speech between the silences at the voice's level; ``voice.speed`` has to be in the utterance already."""
    first, last = utterance.span()
    cepstra, log_f0 = utterance.cepstra[first:last], utterance.log_f0[first:last]
    sound = _filtered(*_sources(log_f0, voice, rng), cepstra, voice)
    sound[1:] += voice.tilt * sound[:-1]
    return sound * np.float32(10 ** (voice.level_db / 20) / (np.sqrt(np.mean(sound**2)) + 1e-9))


def _sources(log_f0: Floats, voice: Voice, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """(samples,) pulses where voiced, (samples,) noise everywhere; both of power 1 in every frame."""
    voiced = ~np.isnan(log_f0)
    mean = np.mean(log_f0[voiced]) if voiced.any() else 0.0
    wanted = mean + (log_f0 - mean) * voice.melody + voice.half_tone * np.log(2) / 12 + np.log(voice.tract)
    frequency = np.where(voiced, np.exp(np.where(voiced, wanted, 0.0)), 0.0)
    per_sample = np.repeat(frequency, _FRAME)
    phase = np.cumsum(per_sample / SAMPLE_RATE)
    pulses = np.zeros(len(phase), np.float32)
    at = np.flatnonzero(np.diff(np.floor(phase)) > 0)
    if len(at):
        step = per_sample[at + 1] / SAMPLE_RATE
        late = (phase[at + 1] - np.floor(phase[at + 1])) / np.maximum(step, 1e-6)
        late, height = np.clip(late, 0, 1), 1 / np.sqrt(np.maximum(step, 1e-6))
        pulses[at] += height * late
        pulses[at + 1] += height * (1 - late)
    return pulses, rng.standard_normal(len(phase), np.float32)


@cache
def _hann() -> Floats:
    return np.hanning(_WINDOW + 1)[:-1].astype(np.float32)


@cache
def _bases(tract: float) -> npt.NDArray[np.complex64]:
    """(35, bins) e^(-jmω') where ω' is the engine's warped frequency of each bin of the output."""
    omega = 2 * np.pi * np.linspace(0, SAMPLE_RATE / 2, _SIZE // 2 + 1) / tract / _SOURCE_RATE
    warped = omega + 2 * np.arctan(_ALPHA * np.sin(omega) / (1 - _ALPHA * np.cos(omega)))
    return np.exp(-1j * np.outer(np.arange(35), warped)).astype(np.complex64)


def _voicing(bins: int, breath: float) -> Floats:
    """(bins,) share of the pulses in voiced sound: all at the bottom, less towards 8 kHz."""
    hertz = np.linspace(0, SAMPLE_RATE / 2, bins)
    share = 1 / (1 + np.exp((hertz - 5_000) / 700))
    return (share * (1 - breath)).astype(np.float32)


def _filtered(pulses: Floats, noise: Floats, cepstra: Floats, voice: Voice) -> Floats:
    """The sources through the filter of every second frame (10 ms), overlapped and added."""
    cepstra = cepstra[1::2] * (voice.clarity ** np.minimum(np.arange(35), 12)).astype(np.float32)
    frames = len(cepstra)
    bases = _bases(round(voice.tract, 3))
    gain, phase = np.exp(cepstra @ bases.real), cepstra @ bases.imag
    voiced = np.abs(pulses[: frames * _HOP]).reshape(frames, _HOP).max(1) > 0
    near = np.convolve(voiced, np.ones(3), "same") > 0  # a low voice has no pulse in some frames
    share = _voicing(bases.shape[1], voice.breath) * near[:, None].astype(np.float32)
    excited = _pieces(pulses, frames) * share + _pieces(noise, frames) * np.sqrt(1 - share**2)
    parts = np.fft.irfft(excited * (gain * np.exp(1j * phase)).astype(np.complex64), _SIZE).astype(np.float32)
    return _added(parts)[_LEAD : _LEAD + len(pulses)]


def _pieces(source: Floats, frames: int) -> npt.NDArray[np.complex64]:
    padded = np.pad(source, (_LEAD, _WINDOW))
    cut = np.arange(_WINDOW) + _HOP * np.arange(frames)[:, None]
    return np.asarray(np.fft.rfft(padded[cut] * _hann(), _SIZE), np.complex64)


def _added(parts: Floats) -> Floats:
    """Overlap-add, in as many passes as pieces overlap, so that each pass is a plain copy."""
    passes = -(-_SIZE // _HOP)
    sound = np.zeros((len(parts) + passes + 1) * _HOP + _LEAD + _SIZE, np.float32)
    for first in range(passes):
        mine = parts[first::passes]
        row = np.zeros((len(mine), passes * _HOP), np.float32)
        row[:, :_SIZE] = mine
        sound[first * _HOP : first * _HOP + row.size] += row.ravel()
    return sound
