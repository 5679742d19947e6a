"""Real recordings in any container and codec, made by PyAV while the tests run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


@dataclass(frozen=True)
class Kind:
    """One way to store sound."""

    suffix: str
    codec: str
    rate: int = 48_000
    channels: int = 2
    video: bool = False


def tone(hertz, duration_s, rate, level=0.3):
    """float32 (samples,)"""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(duration_s * rate)) / rate)).astype(np.float32)


def tones(kind, duration_s, hertz=440.0, level=0.3):
    """The same tone in every channel. float32 (channels, samples)"""
    return np.tile(tone(hertz, duration_s, kind.rate, level), (kind.channels, 1))


def record(path: Path, kind: Kind, sound, *, options: Mapping[str, str] | None = None, starts=((0.0, 0.0),)):
    """``sound`` float (channels, samples) in the container of ``path``'s ending.

    ``starts`` are pairs (second of the sound, second of the time stamp) at which time stamps begin anew.
    """
    with av.open(str(path), "w", options=dict(options or {})) as container:
        pictures = picture_stream(container) if kind.video else None
        stream = container.add_stream(kind.codec, rate=kind.rate, layout=LAYOUTS[kind.channels])
        stream.bit_rate = 12_200 if "amr" in kind.codec else 96_000
        stream.codec_context.open()
        if pictures:
            show(container, pictures, sound.shape[1] / kind.rate)
        bounds = [round(second * kind.rate) for second, _ in starts] + [sound.shape[1]]
        for (_, stamp_s), start, end in zip(starts, bounds[:-1], bounds[1:], strict=True):
            for frame in _frames(sound[:, start:end], kind, stream, round(stamp_s * kind.rate)):
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _frames(sound, kind, stream, stamp):
    """Cut as the encoder wants them, because the ``stamp`` of each is then ours."""
    layout, size = LAYOUTS[kind.channels], stream.frame_size or 1024
    converted = av.AudioResampler(format=stream.format.name, layout=layout, rate=kind.rate, frame_size=size)
    packed = np.ascontiguousarray(sound.T, np.float32).reshape(1, -1)  # PyAV 18.1 crashes on eight planar channels
    whole = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
    whole.sample_rate = kind.rate
    for frame in (*converted.resample(whole), *converted.resample(None)):
        frame.pts = stamp
        stamp += frame.samples
        yield frame


def picture_stream(container):
    stream = container.add_stream("libvpx" if container.format.name == "webm" else "mpeg4", rate=5)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    return stream


def show(container, stream, duration_s):
    for number in range(round(duration_s * 5)):
        picture = av.VideoFrame(64, 48, "yuv420p")
        picture.pts = number
        container.mux(stream.encode(picture))
    container.mux(stream.encode(None))


def loudest_hertz(samples, rate=16_000):
    """The frequency of the strongest tone, from the second half second on (encoders fade in)."""
    heard = np.asarray(samples[rate // 2 :], float)
    return float(np.abs(np.fft.rfft(heard)).argmax() * rate / len(heard))


def loudness(samples):
    """Root mean square as a share of full scale."""
    return float(np.sqrt(np.mean(np.square(np.asarray(samples, float))))) / 32768
