"""合計: the scores of several meetings together, as if they were one."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TypeVar

from minutes.evaluation.scores import Scores
from minutes.evaluation.speakers import Attribution, SpeakerScore
from minutes.evaluation.text import TextScore

Counted = TypeVar("Counted", TextScore, Attribution, SpeakerScore)
Number = TypeVar("Number", int, float)


def summed(parts: Sequence[Scores]) -> Scores:
    """What one meeting's reference does not say is left to the others; ``None`` where none of them says it."""

    kinds = dict.fromkeys(kind for part in parts for kind, _ in part.by_kind)
    return Scores(
        raw=_texts(part.raw for part in parts),
        plain=_texts(part.plain for part in parts),
        canonical=_texts(part.canonical for part in parts),
        by_kind=tuple((kind, _texts(dict(part.by_kind).get(kind) for part in parts)) for kind in kinds),
        attribution=_added(Attribution, (part.attribution for part in parts)),
        speakers=_added(SpeakerScore, (part.speakers for part in parts)),
        missed_s=_sum(part.missed_s for part in parts),
        missed_utterances=sum(part.missed_utterances for part in parts),
        invented=_sum(part.invented for part in parts),
    )


def _texts(parts: Iterable[TextScore | None]) -> TextScore:
    return _added(TextScore, parts) or TextScore(0, 0, 0, 0)


def _added(of: type[Counted], parts: Iterable[Counted | None]) -> Counted | None:
    """Field by field: all of these are counts and seconds."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return of(*(sum(getattr(part, field.name) for part in known) for field in fields(of)))


def _sum(parts: Iterable[Number | None]) -> Number | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
