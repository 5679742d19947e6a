"""仕上げ: windows brought into their final form: recognised, judged, redone where they are bad, gaps retried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from minutes.asr import judge
from minutes.asr.coverage import is_like, is_misplaced, stretches, uncovered
from minutes.asr.heard import Attempt, Finished, Heard, Recogniser, Samples
from minutes.asr.timing import is_stuck, settle
from minutes.domain.speech import SAMPLE_RATE, Doubt, Span, Word

RULES = 3
"""Part of every window's key: raise it when anything here, in ``judge``, ``timing``, ``coverage`` or the decoding
options changes what a window becomes."""

SHORTEST_S = 3.0
"""A window shorter than this is not split any further: what is cut in three seconds is not speech."""

AIR_S = 0.2
"""Air on both sides of a stretch that is heard again; its words stay within the stretch and this."""


@dataclass(frozen=True, slots=True)
class Window:
    """窓: samples to be recognised as one, and where in them somebody speaks (seconds from their start)."""

    samples: Samples
    speech: tuple[Span, ...]

    @property
    def length_s(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    def part(self, start: int, end: int) -> "Window":
        """The window from sample ``start`` to ``end``."""
        offset_s, length_s = start / SAMPLE_RATE, (end - start) / SAMPLE_RATE
        moved = (_clipped(_shifted(span, -offset_s), length_s) for span in self.speech)
        return Window(self.samples[start:end], tuple(span for span in moved if span.duration_s > 0))


def finish(windows: Sequence[Window], recogniser: Recogniser, hints: str) -> Iterator[Finished]:
    """One ``Finished`` per window, in order; they are recognised as one batch before the first is handed out."""
    batch = recogniser.recognise([window.samples for window in windows], hints=hints, attempt=Attempt.FIRST)
    for window, heard in zip(windows, batch, strict=True):
        better = _redone(window, heard, recogniser, hints)
        yield _completed(window, better, recogniser, hints)


def _redone(window: Window, heard: Heard, recogniser: Recogniser, hints: str) -> Heard:
    """The best of ``heard`` and what further attempts give; words settled in time."""
    heard = settled(window, heard)
    if judge.is_cut(heard) and window.length_s >= SHORTEST_S:
        return _best(window, hints, heard, _halved(window, recogniser, hints))
    if not _is_bad(window, heard, hints):
        return heard
    (careful,) = recogniser.recognise([window.samples], hints="", attempt=Attempt.CAREFUL)
    best = _best(window, hints, heard, settled(window, careful))
    if _is_bad(window, best, hints) and window.length_s >= 2 * SHORTEST_S:
        return _best(window, hints, best, _halved(window, recogniser, ""))
    return best


def _halved(window: Window, recogniser: Recogniser, hints: str) -> Heard:
    """The window recognised as two, split where it is quietest; each half is redone in its turn."""
    cut = quietest(window.samples)
    halves = (window.part(0, cut), window.part(cut, len(window.samples)))
    batch = recogniser.recognise([half.samples for half in halves], hints=hints, attempt=Attempt.FIRST)
    left, right = (_redone(half, heard, recogniser, hints) for half, heard in zip(halves, batch, strict=True))
    later = tuple(_moved(word, cut / SAMPLE_RATE) for word in right.words)
    tokens = max(1, left.tokens + right.tokens)
    return Heard(
        words=left.words + later,
        tokens=max(left.tokens, right.tokens),
        avg_logprob=(left.avg_logprob * left.tokens + right.avg_logprob * right.tokens) / tokens,
        no_speech_prob=max(left.no_speech_prob, right.no_speech_prob),
        guessed=left.guessed + tuple(_shifted(span, cut / SAMPLE_RATE) for span in right.guessed),
    )


def quietest(samples: Samples) -> int:
    """The sample in the middle half of ``samples`` around which 0.2 s are quietest; of several, the most central."""
    hop = SAMPLE_RATE // 50
    frames = len(samples) // hop
    energy = np.square(samples[: frames * hop].reshape(frames, hop).astype(np.float32)).mean(axis=1)
    smooth = np.convolve(energy, np.ones(10, np.float32) / 10, mode="same")
    middle = np.arange(frames // 4, max(frames // 4 + 1, frames - frames // 4))
    quiet = middle[smooth[middle] <= 1.1 * smooth[middle].min()]
    return int(quiet[np.argmin(np.abs(quiet - frames / 2))]) * hop


def _is_bad(window: Window, heard: Heard, hints: str) -> bool:
    return any(_faults(window, heard, hints)[:3])


def _faults(window: Window, heard: Heard, hints: str) -> tuple[bool, bool, bool, bool, float]:
    """What speaks against ``heard``, the worst first; compares as a whole."""
    looping = judge.is_loop(heard.text) or judge.is_parroted(heard.text, hints)
    unsure = judge.is_unsure(heard, window.speech)
    return judge.is_cut(heard), looping, unsure, not heard.words, -heard.avg_logprob


def _best(window: Window, hints: str, *attempts: Heard) -> Heard:
    """The least faulty that has any text: a redo never deletes what the first attempt heard."""
    return min(attempts, key=lambda heard: (not heard.words, _faults(window, heard, hints)))


def _completed(window: Window, heard: Heard, recogniser: Recogniser, hints: str) -> Finished:
    """``heard`` with its gaps heard again; the gaps that stay, and every reason to check by ear."""
    words, doubts = list(heard.words), list(doubted(window, heard, hints))
    echoes: list[Span] = []
    for gap in stretches(uncovered(heard.words, window.speech), heard.words):
        found, reasons = _again(window, gap, recogniser)
        before = [word for word in words if word.start_s < gap.start_s]
        after = [word for word in words if word.start_s >= gap.start_s]
        doubts += [*reasons, Doubt(gap, "echo")] if is_like(found, before, after) else reasons
        if is_misplaced(found, before, after, heard.guessed):
            echoes.append(gap)
        else:
            words = sorted([*words, *found], key=lambda word: (word.start_s, word.end_s))
    left = (gap for gap in uncovered(words, window.speech) if not any(gap.overlap_s(echo) for echo in echoes))
    return Finished(replace(heard, words=tuple(words)), tuple(sorted(doubts, key=_place)), tuple(left))


def _again(window: Window, gap: Span, recogniser: Recogniser) -> tuple[Sequence[Word], Sequence[Doubt]]:
    """-> the words heard in ``gap`` on its own, and doubts about them; of a loop only the doubt."""
    start = round(max(0.0, gap.start_s - AIR_S) * SAMPLE_RATE)
    part = window.part(start, min(len(window.samples), round((gap.end_s + AIR_S) * SAMPLE_RATE)))
    spoken = [heard for heard in _tried(part, recogniser) if heard.words]
    sane = [heard for heard in spoken if not judge.is_loop(heard.text)]
    if not sane:
        return (), [Doubt(gap, "loop")] if spoken else []
    heard, offset_s = _best(part, "", *sane), start / SAMPLE_RATE
    doubts = [Doubt(_shifted(doubt.span, offset_s), doubt.reason) for doubt in doubted(part, heard, "")]
    return [_moved(word, offset_s) for word in heard.words], doubts


def _tried(part: Window, recogniser: Recogniser) -> Iterator[Heard]:
    """Attempts up to the first good one."""
    for heard in _attempts(part, recogniser):
        yield heard
        if heard.words and not _is_bad(part, heard, ""):
            return


def _attempts(part: Window, recogniser: Recogniser) -> Iterator[Heard]:
    for attempt in Attempt:
        yield settled(part, recogniser.recognise([part.samples], hints="", attempt=attempt)[0])
    if part.length_s >= 2 * SHORTEST_S:
        yield _halved(part, recogniser, "")


def doubted(window: Window, heard: Heard, hints: str) -> Iterator[Doubt]:
    """Every reason to check ``heard`` by ear."""
    if not heard.words:
        return
    whole = Span(heard.words[0].start_s, heard.words[-1].end_s)
    faults = _faults(window, heard, hints)
    yield from (Doubt(whole, reason) for reason, at in zip(("cut", "loop", "unsure"), faults[:3], strict=True) if at)
    yield from (Doubt(span, "silence") for span in judge.invented(heard, window.speech))


def settled(window: Window, heard: Heard) -> Heard:
    """``heard`` with words that can be found in the sound: in order, inside the window, in its speech."""
    words = settle(heard.words, window.speech, window.length_s)
    guessed = (Span(words[0].start_s, words[-1].end_s),) if is_stuck(heard.words) else ()
    return replace(heard, words=words, guessed=guessed)


def _moved(word: Word, by_s: float) -> Word:
    return replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s)


def _shifted(span: Span, by_s: float) -> Span:
    return Span(span.start_s + by_s, span.end_s + by_s)


def _clipped(span: Span, length_s: float) -> Span:
    start_s = min(max(0.0, span.start_s), length_s)
    return Span(start_s, min(max(start_s, span.end_s), length_s))


def _place(doubt: Doubt) -> tuple[Span, str]:
    return doubt.span, doubt.reason
