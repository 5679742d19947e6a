"""判定: is a window's text cut, looping, unsure, or invented in silence? Pure; it flags and never deletes.

Batched recognition ignores all of Whisper's own thresholds, so that every window is judged here.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

from minutes.asr.heard import TOKEN_LIMIT, Heard
from minutes.asr.invented import PHRASES
from minutes.asr.timing import ENDS, bare
from minutes.domain.speech import Span, Word

RATIO = 2.0
"""Whisper's own 2.4 was made for English: はい、 sixteen times is 2.17, a phrase three times 2.33, normal text 1.65."""

RATIO_FROM = 24
"""Characters below which a ratio says nothing."""

REPEATS = (("one or two", 1, 2, 12), ("a word", 3, 7, 6), ("a phrase", 8, 60, 3))
"""Consecutive repeats of a unit of so many characters that no council produces: はい、はい、はい and three times
異議なし are said in earnest."""

WEAK_LOGPROB = -1.0
"""Whisper's own limit for a decoding that failed."""

WEAK_NO_SPEECH = 0.6
WEAK_CONFIDENCE = 0.5

FASTEST = 14.0
"""Characters per second of speech that nobody reaches: newsreaders speak 6 to 7, a hurried answer 10."""

CROWDED, CROWD_S = 4, 0.05
"""So many characters in a row that take less than this each, in seconds, are not spoken: a syllable is 0.1 to 0.15 s
long. What a recogniser says twice, or takes out of the hints, gets no time of its own. By feel, and tried with the
bundled recogniser alone."""

PARROTED = 8
"""Characters of the hints in a row that nobody says by chance: a single name is said in earnest."""

_LOOPS = tuple(re.compile(rf"(.{{{short},{long}}}?)\1{{{times - 1},}}") for _, short, long, times in REPEATS)


def is_cut(heard: Heard) -> bool:
    """切れ: the recogniser ran out of tokens; what follows in the window is missing."""
    return heard.tokens >= TOKEN_LIMIT


def is_loop(text: str) -> bool:
    """繰り返し: the text repeats itself as speech does not."""
    compact = "".join(text.split())
    return ratio(compact) >= RATIO or any(loop.search(compact) for loop in _LOOPS)


def ratio(text: str) -> float:
    """How many times shorter zlib makes the text; 0.0 where there is too little of it."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if len(text) >= RATIO_FROM else 0.0


def is_unsure(heard: Heard, speech: Sequence[Span]) -> bool:
    """自信なし: improbable to the model itself, or more text than could be spoken in that time, or in a part of it."""
    if not heard.words:
        return False
    spoken_s = sum(span.duration_s for span in speech)
    too_much = len(bare(heard.text)) > 8 + FASTEST * spoken_s
    return heard.avg_logprob < WEAK_LOGPROB or too_much or is_crowded(heard.words)


def is_crowded(words: Sequence[Word]) -> bool:
    """詰まり: words one after the other that have no time to be spoken in."""
    return any(seconds < CROWD_S * characters for characters, seconds in _stretches(words))


def _stretches(words: Sequence[Word]) -> Iterator[tuple[int, float]]:
    """From every word on, as many as have `CROWDED` characters: how many those are, and how long they take."""
    for first, opening in enumerate(words):
        characters = 0
        for word in words[first:]:
            characters += len(bare(word.text))
            if characters >= CROWDED:
                yield characters, word.end_s - opening.start_s
                break


def is_parroted(text: str, hints: str) -> bool:
    """おうむ返し: nothing but a part of the hints, as the recogniser gives them back where it hears nothing."""
    given = bare(text)
    return len(given) >= PARROTED and given in bare(hints)


def invented(heard: Heard, speech: Sequence[Span]) -> tuple[Span, ...]:
    """無音の決まり文句: sentences Whisper is known to invent, where also the evidence for them is weak."""
    return tuple(
        Span(sentence[0].start_s, sentence[-1].end_s)
        for sentence in _sentences(heard.words)
        if bare("".join(word.text for word in sentence)) in PHRASES and _is_weak(sentence, heard, speech)
    )


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        if word.text.strip()[-1:] in tuple(ENDS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _is_weak(sentence: Sequence[Word], heard: Heard, speech: Sequence[Span]) -> bool:
    """Any one of: the model heard no speech, was improbable, was unsure of these words, or nobody spoke then."""
    span = Span(sentence[0].start_s, sentence[-1].end_s)
    spoken_s = sum(span.overlap_s(other) for other in speech)
    return (
        heard.no_speech_prob > WEAK_NO_SPEECH
        or heard.avg_logprob < WEAK_LOGPROB
        or sum(word.confidence for word in sentence) < WEAK_CONFIDENCE * len(sentence)
        or spoken_s < span.duration_s / 2
        or not speech
    )
