"""話者付け: words and turns become paragraphs that a person would write.

In stages, each a pure function: how strongly each word's time speaks for each voice (``floor``), what it costs to
part the words anywhere (``phrases``), the cheapest division of all words among the voices (here), words thrown in by
listeners set aside (``speeches``), paragraphs (``paragraphs``).

The division weighs the diarizer against the language: a change of voice within a phrase takes most of a second of the
diarizer's word, one at a sentence end a tenth. So a border that is half a second early or late falls on the sentence
end, and a flip of 0.3 s changes nothing, while a 「はい。」 between two speeches stays what it is. How much better than
giving each word to the voice of its moment: ``benchmarks/attribution.py``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from minutes.domain.floor import Floor, floor_of
from minutes.domain.paragraphs import paragraphs_of
from minutes.domain.phrases import TAIL, Border, asks, borders, is_backchannel, is_reply, near_marks, tail_of
from minutes.domain.record import Paragraph
from minutes.domain.speech import Diarization, Span, Word
from minutes.domain.speeches import ASIDE_CHARS, runs_of, speeches_of

Support = Mapping[str | None, float]
"""Seconds that speak for each voice."""
_Origin = Mapping[str | None, str | None]

ANYONE = "\0"
"""Stands for every voice that has not been heard yet; no diarizer gives such a label."""

SPOKEN_S = 0.4
"""A character takes no longer; a recogniser stretches words over pauses, and a pause is no evidence."""
BLINK_S = 0.02
"""Some words come without a duration; they are somewhere all the same."""
MAJORITY = 0.6
"""The share of a phrase's time that makes it one voice's."""
REPLY_PRICE = 0.05
"""A はい of 0.25 s must outweigh two of these even where its speaker is not the only one heard."""
OPENER_PRICE = 0.6
"""More than the length of a はい。"""
UNMARKED = 0.4
"""Where the recogniser writes no punctuation, the language tells less, and the diarizer counts for more."""
DEAREST = 0.8
"""The highest price of a cut: a voice further behind than this can never win back what it lost."""


def attribute(words: tuple[Word, ...], diarization: Diarization) -> tuple[Paragraph, ...]:
    """Words in order and turns -> paragraphs in the order of their beginning; every word is in exactly one.

    Each paragraph has one voice, ``None`` only where no turn is near. ``text`` is its words joined and stripped.
    """
    if not any(word.text.strip() for word in words):
        return ()
    floor = floor_of(diarization)
    support = tuple(_support(word, floor) for word in words)
    voices = choose(support, prices(words, support))
    return paragraphs_of(speeches_of(runs_of(words, voices)), floor)


def _support(word: Word, floor: Floor) -> Support:
    span = Span(word.start_s, max(word.end_s, word.start_s + BLINK_S))
    share = min(1.0, SPOKEN_S * max(1, len(word.text)) / span.duration_s)
    return {voice: share * seconds for voice, seconds in floor.support(span).items()}


def prices(words: Sequence[Word], support: Sequence[Support]) -> tuple[float, ...]:
    """What a change of voice costs after each word but the last, in seconds of evidence."""
    joints = tuple(borders(words))
    priced = [
        border.price * (1.0 if marked else UNMARKED) for border, marked in zip(joints, near_marks(words), strict=True)
    ]
    for joint, price in _around_replies(words, tuple(_phrases(joints)), support):
        if 0 <= joint < len(priced):
            priced[joint] = price
    return tuple(priced)


def _phrases(joints: Sequence[Border]) -> Iterator[tuple[int, int]]:
    """句: first word and end of each stretch between punctuation or pauses."""
    parting = (at for at, border in enumerate(joints, start=1) if border.ending.parts)
    return pairwise((0, *parting, len(joints) + 1))


def _around_replies(
    words: Sequence[Word], phrases: Sequence[tuple[int, int]], support: Sequence[Support]
) -> Iterator[tuple[int, float]]:
    """Prices that only the neighbours of a reply (はい, 異議なし …) can tell."""
    leaders = (None, *(_leader(support[start:end]) for start, end in phrases), None)
    for number, (start, end) in enumerate(phrases, start=1):
        said = "".join(word.text for word in words[start:end]) if end - start <= ASIDE_CHARS else ""
        if not is_reply(said):
            continue
        before, own, after = leaders[number - 1 : number + 2]
        if own is not None and own not in (before, after):  # 「はい。」 as a turn of its own
            yield from ((start - 1, REPLY_PRICE), (end - 1, REPLY_PRICE))
        elif is_backchannel(said) and asks(tail_of(words[max(0, start - TAIL) : start])):
            # 「…ですか。」「はい、お答えします。」: its はい is the answerer's, even if the diarizer wakes up late
            yield end - 1, OPENER_PRICE


def _leader(support: Iterable[Support]) -> str | None:
    """The voice that has most of some words' time; ``None`` where none has."""
    seconds: dict[str | None, float] = {}
    for each in support:
        for voice in each:
            seconds[voice] = seconds.get(voice, 0.0) + each[voice]
    voice, most = max(seconds.items(), key=lambda item: item[1])
    return voice if most >= MAJORITY * sum(seconds.values()) else None


def choose(support: Sequence[Support], prices: Sequence[float]) -> tuple[str | None, ...]:
    """The voice of each word: the division with the most seconds of support, less the price of its cuts.

    Viterbi's search. Only voices that can still win are carried on; all that have not spoken yet are one, ``ANYONE``,
    who gets a name with the first second of support. So it is linear in the number of words.
    """
    gains: dict[str | None, float] = {**support[0], ANYONE: 0.0}
    came_from: list[_Origin] = []
    for now, price in zip(support[1:], prices, strict=True):
        gains, origin = _step(gains, now, price)
        came_from.append(origin)
    state = voice = max(gains, key=gains.__getitem__)
    chosen = [voice]
    for origin in reversed(came_from):
        state = origin.get(state, state)
        voice = voice if state == ANYONE else state
        chosen.append(voice)
    return tuple(reversed(chosen))


def _step(gains: dict[str | None, float], now: Support, price: float) -> tuple[dict[str | None, float], _Origin]:
    """One word further: what each voice has gained, and whose gain it took over where it is not its own."""
    best = max(gains, key=gains.__getitem__)
    changed = gains[best] - price
    reached: dict[str | None, float] = {}
    origin: dict[str | None, str | None] = {}
    for voice in {**gains, **now}:
        gain = gains.get(voice, gains[ANYONE])
        if gain < changed:
            gain, origin[voice] = changed, best
        elif voice not in gains:
            origin[voice] = ANYONE
        reached[voice] = gain + now.get(voice, 0.0)
    hopeless = max(reached.values()) - DEAREST
    return {voice: gain for voice, gain in reached.items() if gain >= hopeless or voice == ANYONE}, origin
