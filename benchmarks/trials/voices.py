"""声: whose the draft's voices really are, and the three that are to be named. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes.domain.record import Kind, Minutes, Paragraph
from minutes.evaluation.reference import Utterance

ASKED = 3
MOSTLY = 0.6
"""So much of what stands under a voice must be the person's own."""
LONG_S = 3.0
"""A sentence by which somebody can be known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A person to be named: the machine's ``voice``, heard well at ``at_s``."""

    voice: str
    member: str
    at_s: float


def asked(draft: Minutes, utterances: Sequence[Utterance]) -> tuple[Asked, ...]:
    """The three who speak longest, in the order in which they are heard."""
    spoken = dict[str, Counter[str]]()
    for paragraph in draft.paragraphs:
        for member, seconds in _shares(paragraph, utterances):
            spoken.setdefault(paragraph.voice or "", Counter())[member] += seconds
    sure = {voice: own.most_common(1)[0] for voice, own in spoken.items() if voice and own}
    sure = {voice: top for voice, top in sure.items() if top[1] >= MOSTLY * sum(spoken[voice].values())}
    longest = sorted(sure, key=lambda voice: -sure[voice][1])
    each = {sure[voice][0]: voice for voice in reversed(longest)}  # a person of two voices: the longer one
    found = [_asked(draft, utterances, voice, member) for member, voice in each.items()]
    found.sort(key=lambda one: -sure[one.voice][1])
    return tuple(sorted(found[:ASKED], key=lambda one: one.at_s))


def _shares(paragraph: Paragraph, utterances: Iterable[Utterance]) -> Iterator[tuple[str, float]]:
    for one in utterances:
        for word in paragraph.words:
            shared = min(word.end_s, one.end_s or 0.0) - max(word.start_s, one.start_s or 0.0)
            if one.member and shared > 0:
                yield one.member, shared


def _asked(draft: Minutes, utterances: Iterable[Utterance], voice: str, member: str) -> Asked:
    own = [one for one in draft.paragraphs if one.voice == voice and one.kind is Kind.SPEECH]
    said = (one for one in utterances if one.member == member and (one.end_s or 0) - (one.start_s or 0) >= LONG_S)
    within = (one.start_s for one in said if any(p.start_s <= (one.start_s or 0) < p.end_s for p in own))
    return Asked(voice, member, next(within, own[0].start_s) or 0.0)
