"""耳: an agent cannot hear. What stands for it: the reference's words in what was really played. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes.domain.speech import Span
from minutes.evaluation.reference import Utterance

SOUNDS = "アイウエオカキクケコ"
"""A listener tells voices apart without knowing whose they are."""


@dataclass(frozen=True, slots=True)
class Played:
    """A stretch of the recording that the page's player has played, in ``took_s`` seconds of the day."""

    span: Span
    took_s: float


def heard(played: Iterable[Played], utterances: Sequence[Utterance]) -> Iterator[str]:
    """What was said in it, one sentence a line; a sentence of which only a part was played, in part."""
    voices = list(dict.fromkeys(one.voice for one in utterances))
    spans = _joined(one.span for one in played)
    for one in utterances:
        words = ["" if not _within(word.start_s, word.end_s, spans) else word.text for word in one.words]
        if any(words):
            voice = SOUNDS[voices.index(one.voice) % len(SOUNDS)]
            yield f"{clock(one.start_s or 0)} 声{voice}：{_told(words)}"


def clock(seconds: float) -> str:
    """As the pages write it."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _within(start_s: float, end_s: float, spans: Sequence[Span]) -> bool:
    return any(span.start_s <= (start_s + end_s) / 2 < span.end_s for span in spans)


def _told(words: Sequence[str]) -> str:
    told = "".join(word or "…" for word in words)
    while "……" in told:
        told = told.replace("……", "…")
    return told


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found = list[Span]()
    for span in sorted(spans):
        if found and span.start_s <= found[-1].end_s + 0.05:
            found[-1] = Span(found[-1].start_s, max(found[-1].end_s, span.end_s))
        else:
            found.append(span)
    return tuple(found)
