"""How far the correction of a draft has come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from minutes.store.queries import drafts
from minutes.store.tables import DraftRow, HeadwayRow


@dataclass(frozen=True, slots=True)
class Figures:
    """Paragraphs that have text, those of them that are checked or edited, and places that are left to be checked.

    ``doubts``: doubtful words, marks (要確認) and speech without text.
    """

    paragraphs: int
    checked: int
    edited: int
    doubts: int


def of(session: Session, draft_id: str) -> HeadwayRow | None:
    return session.get(HeadwayRow, draft_id)


def of_meetings(session: Session, meeting_ids: Sequence[str]) -> Mapping[str, HeadwayRow]:
    """Of the draft of each meeting whose text people correct, where somebody has been at the desk."""
    those = select(DraftRow).where(col(DraftRow.meeting_id).in_(meeting_ids), col(DraftRow.offered_at).is_(None))
    ids = {row.meeting_id: row.id for row in session.exec(those.order_by(col(DraftRow.number)))}
    rows = session.exec(select(HeadwayRow).where(col(HeadwayRow.draft_id).in_(ids.values()))).all()
    found = {row.draft_id: row for row in rows}
    return {meeting: found[draft] for meeting, draft in ids.items() if draft in found}


def tell(
    session: Session, draft: DraftRow, duration_s: float, spans: Iterable[tuple[int, int]], figures: Figures
) -> None:
    """``spans``: whole seconds that somebody has listened to, besides those that are known; from one to before another.

    One that ends before it begins says nothing.
    """
    drafts.held(session, draft.id)
    whose: dict[str, Any] = {"municipality_id": draft.municipality_id, "department_id": draft.department_id}
    row = session.get(HeadwayRow, draft.id) or HeadwayRow(draft_id=draft.id, **whose)
    heard, end = _heard(row), int(duration_s)
    for begin, until in spans:
        if begin < until:
            heard |= (1 << min(until, end)) - (1 << min(begin, end))
    row.heard, row.duration_s = heard.to_bytes((heard.bit_length() + 7) // 8, "little"), duration_s
    row.paragraphs, row.checked = figures.paragraphs, figures.checked
    row.edited, row.doubts = figures.edited, figures.doubts
    session.add(row)


def heard_s(row: HeadwayRow | None) -> int:
    return _heard(row).bit_count() if row else 0


def heard_spans(row: HeadwayRow | None) -> Iterator[tuple[int, int]]:
    """From which second to before which other."""
    heard, at = _heard(row) if row else 0, 0
    while heard:
        skipped = (heard & -heard).bit_length() - 1
        heard >>= skipped
        length = ((heard + 1) & -(heard + 1)).bit_length() - 1
        yield at + skipped, at + skipped + length
        heard >>= length
        at += skipped + length


def _heard(row: HeadwayRow) -> int:
    """A bit for each whole second; of what is left at the end of a recording nobody asks."""
    return int.from_bytes(row.heard, "little") & ((1 << int(row.duration_s)) - 1)
