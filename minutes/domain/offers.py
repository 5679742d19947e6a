"""もう一度起こした文: what a newer draft says where the text says something else. Nothing is taken over by itself."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from minutes.domain.differences import Runs, compared
from minutes.domain.record import Paragraph
from minutes.domain.rehearing import Place, places
from minutes.domain.speech import Span, Word


class Stand(StrEnum):
    """How an offer stands to what people have done there."""

    UNTOUCHED = "untouched"
    """Nobody has edited the paragraph: it may be taken together with all others."""
    TOUCHED = "touched"
    """People have edited the paragraph, or taken it out: it may be taken by itself only."""
    DOUBTFUL = "doubtful"
    """People may have written the same beside it, or had the choice before: it may be taken by itself only."""
    UNHEARD = "unheard"
    """Nothing was heard there again; whether the paragraph goes, people decide."""


@dataclass(frozen=True, slots=True)
class Offer:
    """申し出: ``text`` instead of a paragraph's, or, where the text has none (``paragraph`` is ``None``), a paragraph
    of its own before the one whose id is ``before``; ``None``: after all others.

    ``voice``: as the text calls it. ``changes``: more than one voice says these words, and the paragraph is one's.
    """

    key: str
    stand: Stand
    text: str
    start_s: float
    paragraph: Paragraph | None = None
    before: str | None = None
    voice: str | None = None
    changes: bool = False

    @property
    def runs(self) -> Runs:
        return compared(self.paragraph.text if self.paragraph else "", self.text)

    @property
    def seen(self) -> str:
        """What whoever takes it has seen of it: it is another offer when either text is another."""
        told = "\0".join((self.key, self.paragraph.text if self.paragraph else "", self.text))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def offers(
    text: Sequence[Paragraph],
    untouched: Set[str],
    draft: Sequence[Paragraph],
    newer: Sequence[Paragraph],
    taken: Sequence[Paragraph] = (),
) -> tuple[Offer, ...]:
    """In the order of the text. ``draft``: what the machine said first; ``untouched``: whose text is a machine's still;
    ``taken``: of the newer drafts from which people have taken something over already, perhaps of this one.

    Where people have edited and the newer draft hears what the first one did, there is nothing to offer.
    """
    found = places(text, newer)
    voices = _voices(text, found)
    first = {paragraph.id: paragraph.text for paragraph in draft}
    there = {paragraph.id for paragraph in text}
    gone, known = _spans(one for one in draft if one.id not in there), _spans(taken)
    made: dict[int, list[Offer | None]] = {}
    for one in found:
        offer = _within(one, text, untouched, first) if one.inside else _between(one, text, gone, known, voices)
        made.setdefault(one.at, []).append(offer)
    heard = {one.at for one in found if one.inside}
    for number, paragraph in enumerate(text):
        if number not in heard and paragraph.id in untouched and paragraph.words:
            made.setdefault(number, []).append(Offer(paragraph.id, Stand.UNHEARD, "", paragraph.start_s, paragraph))
    return tuple(offer for number in sorted(made) for offer in made[number] if offer)


def _within(place: Place, text: Sequence[Paragraph], untouched: Set[str], first: Mapping[str, str]) -> Offer | None:
    paragraph = text[place.at]
    if place.text in ("", paragraph.text):
        return None
    is_touched = paragraph.id not in untouched
    if is_touched and place.text == first.get(paragraph.id):
        return None
    stand = Stand.TOUCHED if is_touched else Stand.UNTOUCHED
    return Offer(paragraph.id, stand, place.text, paragraph.start_s, paragraph, changes=len(place.voices) > 1)


def _between(
    place: Place,
    text: Sequence[Paragraph],
    gone: Sequence[Span],
    known: Sequence[Span],
    voices: Mapping[str, str | None],
) -> Offer | None:
    if not place.text:
        return None
    span = Span(place.words[0].start_s, max(word.end_s for word in place.words))
    stand = Stand.UNTOUCHED
    if any(span.overlap_s(other) > 0 for other in gone):
        stand = Stand.TOUCHED
    elif _is_beside_untimed(place.at, text) or any(_is_heard(word, known) for word in place.words):
        stand = Stand.DOUBTFUL
    return Offer(
        key=f"+{place.first}",
        stand=stand,
        text=place.text,
        start_s=span.start_s,
        before=text[place.at].id if place.at < len(text) else None,
        voice=voices.get(place.voices[0] or ""),
    )


def _spans(paragraphs: Iterable[Paragraph]) -> Sequence[Span]:
    return [Span(one.start_s, one.end_s) for one in paragraphs]


def _is_beside_untimed(at: int, text: Sequence[Paragraph]) -> bool:
    """What people wrote or corrected there has no time of its own, and no words of a draft find it."""
    beside = takewhile(lambda one: one.end_s <= one.start_s, reversed(text[:at]))
    return any(one.text.strip() for one in beside)


def _is_heard(word: Word, spans: Sequence[Span]) -> bool:
    middle_s = (word.start_s + word.end_s) / 2
    return any(span.start_s <= middle_s <= span.end_s for span in spans)


def _voices(text: Sequence[Paragraph], found: Sequence[Place]) -> Mapping[str, str | None]:
    """How the text calls a voice of the newer draft: as most of what it says there; not where that is half or less."""
    said: dict[str, Counter[str | None]] = {}
    for place in found:
        if place.inside and place.voices[0] is not None:
            said.setdefault(place.voices[0], Counter())[text[place.at].voice] += len(place.text)
    most = ((voice, *counted.most_common(1)[0], counted.total()) for voice, counted in said.items())
    return {voice: own for voice, own, share, whole in most if share > whole / 2}
