"""発言: runs of words by one voice, kept whole where a listener only threw in a word.

What is thrown in is set aside, not dropped: it keeps its own voice, its words and its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from minutes.domain.phrases import TAIL, asks, borders, is_backchannel, is_reply, tail_of
from minutes.domain.speech import Word

ASIDE_S = 1.5
ASIDE_CHARS = 12
"""What is longer than this is a turn, whoever goes on afterwards."""
HANDOVER_S = 0.5
"""A speaker who falls silent for longer than this around an interjection has listened to it."""
IN_SENTENCE_S = 2.0
"""A listener's はい may hold up an unfinished sentence for so long."""
ASIDES_IN_ROW = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words by one voice, at least one."""

    voice: str | None
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def duration_s(self) -> float:
        return self.words[-1].end_s - self.words[0].start_s


@dataclass(frozen=True, slots=True)
class Aside:
    """挟み言葉: another voice's few words, heard just before word number ``at`` of the speech they fell in."""

    at: int
    run: Run


@dataclass(frozen=True, slots=True)
class Speech:
    """発言: all that one voice says until another takes over, and what others threw in."""

    voice: str | None
    words: tuple[Word, ...]
    asides: tuple[Aside, ...]


def runs_of(words: Sequence[Word], voices: Sequence[str | None]) -> tuple[Run, ...]:
    """Words and the voice of each -> runs."""
    paired = groupby(zip(voices, words, strict=True), key=lambda pair: pair[0])
    return tuple(Run(voice, tuple(word for _, word in pairs)) for voice, pairs in paired)


def speeches_of(runs: Sequence[Run]) -> Iterator[Speech]:
    """Runs -> speeches: what is said around an aside is one speech."""
    at = 0
    while at < len(runs):
        voice, words, asides = runs[at].voice, list(runs[at].words), list[Aside]()
        while resumed := _resumed(runs, at):
            asides += (Aside(len(words), run) for run in runs[at + 1 : resumed])
            words += runs[resumed].words
            at = resumed
        yield Speech(voice, tuple(words), tuple(asides))
        at += 1


def _resumed(runs: Sequence[Run], at: int) -> int | None:
    """The number of the run with which the speaker of run ``at`` goes on after mere asides, if there is one."""
    ahead = runs[at + 1 : at + 2 + ASIDES_IN_ROW]
    between = tuple(takewhile(lambda run: run.voice != runs[at].voice, ahead))
    resumed = at + 1 + len(between)
    if not between or len(between) == len(ahead) or not _are_asides(runs[at], between, runs[resumed]):
        return None
    return resumed


def _are_asides(speaker: Run, between: tuple[Run, ...], resumed: Run) -> bool:
    """Does ``speaker`` go on in ``resumed`` as if nothing had been said ``between``?

    After a question or a call every word is an answer. After a finished sentence only a 相づち that the speaker did
    not wait for is an aside; within a sentence also a heckle, unless the speaker answers it.
    """
    if any(run.duration_s > ASIDE_S or len(run.text) > ASIDE_CHARS for run in between):
        return False
    if asks(tail_of(speaker.words[-TAIL:])):
        return False
    silence_s = resumed.words[0].start_s - speaker.words[-1].end_s
    at_once = silence_s <= sum(run.duration_s for run in between) + HANDOVER_S
    listening = all(is_backchannel(run.text) for run in between)
    if _is_finished(speaker, between[0]):
        return listening and at_once
    return (listening and silence_s <= IN_SENTENCE_S) or (at_once and not _answers(resumed))


def _is_finished(speaker: Run, following: Run) -> bool:
    *_, border = borders((*speaker.words[-TAIL:], following.words[0]))
    return border.closed


def _answers(run: Run) -> bool:
    """Does ``run`` open with a reply: 「はい、失礼しました。」?"""
    opening = run.words[: ASIDE_CHARS + 1]
    parting = (at for at, border in enumerate(borders(opening), start=1) if border.ending.parts)
    return is_reply(tail_of(opening[: next(parting, len(opening))]))
