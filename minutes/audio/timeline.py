"""Frames -> blocks of 16 kHz sound, each where it belongs in time. Knows nothing of files."""

from collections.abc import Iterator

import av
import numpy as np

from minutes.audio.mix import Block
from minutes.audio.source import Source, frames
from minutes.domain.speech import SAMPLE_RATE, Span

JITTER_S = 0.1
"""Time stamps are rounded (to 1 ms in Matroska) and drift a little: only a jump beyond this is taken for one."""

GAP_S = 0.5
"""A hole of this length is told to the user even where nothing failed to decode."""

NEAR_S = 1.0
"""Damaged spots closer together than this are one."""

LONGEST_GAP_S = 600.0
"""A jump beyond this, out of what the file says is its length, is a damaged time stamp rather than a hole."""

BLOCK = SAMPLE_RATE


class Timeline:
    """The recording's own clock: 0 is where the container begins, holes are filled with silence.

    A jump back (parts joined without new time stamps) moves nothing: what comes is appended, so nothing is lost.
    ``missing`` grows as blocks are read and is complete when they end.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at_s = 0.0
        self._broken = False
        self._started = False
        self.missing: list[Span] = []

    @property
    def at_s(self) -> float:
        """How much of the recording has been read."""
        return self._at_s

    def blocks(self) -> Iterator[Block]:
        """float32 (samples, channels) at 16 kHz, a second or less each, without end or overlap between them."""
        resampler = Resampler()
        for frame in frames(self._source):
            if frame is None:
                self._broken = True
                continue
            gap_s = self._gap_before(frame)
            if gap_s:
                yield from resampler.finish()
                yield from _silence(gap_s)
            self._note(gap_s)
            yield from resampler.push(frame)
            self._at_s += frame.samples / frame.sample_rate
            self._started = True
        yield from resampler.finish()
        self._note_the_end()

    def _gap_before(self, frame: av.AudioFrame) -> float:
        if frame.time is None:
            return 0.0
        time_s = frame.time - self._source.origin_s
        gap_s = time_s - self._at_s
        if gap_s < JITTER_S:
            return 0.0
        length_s = self._source.length_s
        believable = gap_s <= LONGEST_GAP_S or (length_s is not None and time_s <= length_s)
        return gap_s if believable else 0.0

    def _note(self, gap_s: float) -> None:
        """Junk before the first sound is no damage, nor is a sound track that begins after its pictures."""
        damaged = self._broken and (self._started or gap_s)
        if damaged or (self._started and gap_s >= GAP_S):
            self._add(Span(self._at_s, self._at_s + gap_s))
        self._at_s += gap_s
        self._broken = False

    def _note_the_end(self) -> None:
        length_s = self._source.length_s
        cut = self._source.exact and length_s is not None and length_s - self._at_s > GAP_S
        if self._started and (cut or self._broken):
            self._add(Span(self._at_s, length_s if cut and length_s else self._at_s))

    def _add(self, span: Span) -> None:
        if self.missing and span.start_s - self.missing[-1].end_s < NEAR_S:
            span = Span(self.missing.pop().start_s, span.end_s)
        self.missing.append(span)


def _silence(duration_s: float) -> Iterator[Block]:
    left = round(duration_s * SAMPLE_RATE)
    while left > 0:
        yield np.zeros((min(left, BLOCK), 1), np.float32)
        left -= BLOCK


class Resampler:
    """Frames of any rate, format and layout -> blocks; what is asked of it may change from one frame to the next."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] | None = None
        self._av = self._fresh()

    @staticmethod
    def _fresh() -> av.AudioResampler:
        # Packed, not planar: PyAV 18.1 crashes on planar frames of eight channels or more. No layout: no downmix.
        return av.AudioResampler(format="flt", rate=SAMPLE_RATE, frame_size=BLOCK)

    def push(self, frame: av.AudioFrame) -> Iterator[Block]:
        like = (frame.format.name, frame.layout.name, frame.sample_rate)
        if like != self._of:
            yield from self.finish()
            self._of = like
        frame.pts = None  # time is kept by the timeline
        yield from map(_block, self._av.resample(frame))

    def finish(self) -> Iterator[Block]:
        """What is left inside."""
        yield from map(_block, self._av.resample(None))
        self._av, self._of = self._fresh(), None


def _block(frame: av.AudioFrame) -> Block:
    packed = np.asarray(frame.to_ndarray(), np.float32)
    return packed.reshape(-1, frame.layout.nb_channels)
