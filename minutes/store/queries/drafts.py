"""Drafts, and the changes of their text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, or_, select

from minutes.domain.people import Actor
from minutes.domain.versions import Change
from minutes.store.queries import chains
from minutes.store.tables import AccountRow, ChangeRow, DraftRow, JobRow, SnapshotRow, now

Edited = Callable[[tuple[bytes, ...], tuple[bytes, ...]], bool]
"""Has a text that began as the first updates, and is the sum of the others now, been corrected?"""


def make(session: Session, job: JobRow, content: str, seed: bytes, edited: Edited) -> None:
    """The next draft of the job's meeting; a job that ends a second time, after a crash, makes no second one.

    It takes the place of the one before, unless people have corrected that: then it is offered to their text.
    """
    if session.exec(select(DraftRow).where(col(DraftRow.job_id) == job.id)).first():
        return
    offered_at = now() if _is_edited(session, job.meeting_id, edited) else None
    whose: dict[str, Any] = {"municipality_id": job.municipality_id, "department_id": job.department_id}
    last = select(func.max(DraftRow.number)).where(col(DraftRow.meeting_id) == job.meeting_id)
    draft = DraftRow(
        meeting_id=job.meeting_id,
        job_id=job.id,
        number=(session.exec(last).one() or 0) + 1,
        content=content,
        offered_at=offered_at,
        **whose,
    )
    session.add(draft)
    session.flush()
    row = ChangeRow(draft_id=draft.id, position=0, update=seed, digest="", **whose)
    row.digest = chains.digest(row, "")
    session.add(row)


def _is_edited(session: Session, meeting_id: str, edited: Edited) -> bool:
    """Whoever is correcting it at this moment is waited for, or comes too late and is told so."""
    draft = current(session, meeting_id)
    return draft is not None and held(session, draft.id) is not None and is_edited(session, meeting_id, edited)


def is_edited(session: Session, meeting_id: str, edited: Edited) -> bool:
    """Has anybody corrected the text so far?"""
    draft = current(session, meeting_id)
    if draft is None:
        return False
    persons = select(ChangeRow.position).where(col(ChangeRow.draft_id) == draft.id, col(ChangeRow.position) > 0)
    if session.exec(persons).first() is None:
        return False
    return edited(text_at(session, draft.id, 0).updates, text_at(session, draft.id).updates)


def current(session: Session, meeting_id: str) -> DraftRow | None:
    """The one whose text people correct."""
    found = select(DraftRow).where(col(DraftRow.meeting_id) == meeting_id, col(DraftRow.offered_at).is_(None))
    return session.exec(found.order_by(col(DraftRow.number).desc())).first()


def is_current(session: Session, draft: DraftRow) -> bool:
    found = current(session, draft.meeting_id)
    return found is not None and found.id == draft.id


def offered(session: Session, draft: DraftRow) -> DraftRow | None:
    """The draft that is offered to the text of this one: of several the newest, and none if nobody wants that."""
    later = select(DraftRow).where(col(DraftRow.meeting_id) == draft.meeting_id, col(DraftRow.number) > draft.number)
    found = session.exec(later.order_by(col(DraftRow.number).desc())).first()
    return found if found and found.offered_at and not found.declined_at else None


def taken(session: Session, draft: DraftRow, position: int | None = None) -> Sequence[DraftRow]:
    """The drafts of which somebody took words over into this one's text, up to a position."""
    numbers = select(ChangeRow.takes).where(col(ChangeRow.draft_id) == draft.id, col(ChangeRow.takes).is_not(None))
    if position is not None:
        numbers = numbers.where(col(ChangeRow.position) <= position)
    wanted = set(session.exec(numbers.distinct()))
    return [row for row in every(session, draft.meeting_id)[::-1] if row.number in wanted] if wanted else []


def taken_still(session: Session, draft: DraftRow) -> Sequence[DraftRow]:
    """Without those of which all was taken out again by going back to a version from before."""
    mine = select(ChangeRow.position, ChangeRow.restores, ChangeRow.takes).where(col(ChangeRow.draft_id) == draft.id)
    wanted = mine.where(or_(col(ChangeRow.restores).is_not(None), col(ChangeRow.takes).is_not(None)))
    known = [(-1, frozenset[int]())]
    for position, restores, takes in session.exec(wanted.order_by(col(ChangeRow.position))):
        now = known[-1][1] if takes is None else known[-1][1] | {takes}
        if restores is not None:
            now = next(numbers for place, numbers in reversed(known) if place <= restores)
        known.append((position, now))
    return [row for row in taken(session, draft) if row.number in known[-1][1]]


def decline(session: Session, draft: DraftRow) -> None:
    """Nobody wants what it offers; its words stay where they are."""
    draft.declined_at = now()
    session.add(draft)


def every(session: Session, meeting_id: str) -> Sequence[DraftRow]:
    """All drafts of a meeting, the newest first."""
    found = select(DraftRow).where(col(DraftRow.meeting_id) == meeting_id)
    return session.exec(found.order_by(col(DraftRow.number).desc())).all()


def changes_after(session: Session, draft_id: str, position: int = -1) -> Sequence[ChangeRow]:
    later = select(ChangeRow).where(col(ChangeRow.draft_id) == draft_id, col(ChangeRow.position) > position)
    return session.exec(later.order_by(col(ChangeRow.position))).all()


@dataclass(frozen=True, slots=True)
class Sum:
    """What a text is the sum of: all updates up to ``position``, those up to ``taken`` as one."""

    updates: tuple[bytes, ...]
    position: int
    taken: int


def text_at(session: Session, draft_id: str, position: int | None = None, known: int = -1) -> Sum:
    """As it stands, or as it stood at a position. ``known``: without what somebody has who knows it as it was there."""
    earlier = select(SnapshotRow).where(col(SnapshotRow.draft_id) == draft_id, col(SnapshotRow.position) > known)
    later = select(ChangeRow.update, ChangeRow.position).where(col(ChangeRow.draft_id) == draft_id)
    if position is not None:
        earlier = earlier.where(col(SnapshotRow.position) <= position)
        later = later.where(col(ChangeRow.position) <= position)
    snapshot = session.exec(earlier.order_by(col(SnapshotRow.position).desc()).limit(1)).first()
    taken = snapshot.position if snapshot else known
    rows = session.exec(later.where(col(ChangeRow.position) > taken).order_by(col(ChangeRow.position))).all()
    first = (snapshot.state,) if snapshot else ()
    return Sum((*first, *(update for update, _ in rows)), rows[-1][1] if rows else taken, taken)


def take_snapshot(session: Session, draft: DraftRow, position: int, state: bytes) -> None:
    """``state``: what all changes up to the position add up to."""
    whose = {"municipality_id": draft.municipality_id, "department_id": draft.department_id}
    session.add(SnapshotRow(draft_id=draft.id, position=position, state=state, **whose))


def history(session: Session, draft_id: str) -> tuple[Change, ...]:
    """Who changed it when, without what; from the first."""
    mine = col(ChangeRow.draft_id) == draft_id
    wanted = select(ChangeRow.position, ChangeRow.at, ChangeRow.account_id, ChangeRow.restores).where(mine)
    takes = select(ChangeRow.position, ChangeRow.takes).where(mine, col(ChangeRow.takes).is_not(None))
    taken = dict(session.exec(takes).all())
    rows = session.exec(wanted.order_by(col(ChangeRow.position)))
    return tuple(Change(place, at, by, restores, taken.get(place)) for place, at, by, restores in rows)


def authors(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Names of those who changed something."""
    return dict(session.exec(select(AccountRow.id, AccountRow.name).where(col(AccountRow.id).in_(ids))).all())


def held(session: Session, draft_id: str) -> DraftRow | None:
    """Nobody else adds changes to it until the transaction ends."""
    return session.get(DraftRow, draft_id, with_for_update=True)


def change(
    session: Session,
    actor: Actor,
    draft: DraftRow,
    update: bytes,
    *,
    restores: int | None = None,
    takes: int | None = None,
) -> ChangeRow:
    """Add a change; it is on record for good when the transaction is."""
    held(session, draft.id)
    last = session.exec(
        select(ChangeRow).where(col(ChangeRow.draft_id) == draft.id).order_by(col(ChangeRow.position).desc()).limit(1)
    ).one()
    row = ChangeRow(
        draft_id=draft.id,
        position=last.position + 1,
        update=update,
        account_id=actor.account_id,
        digest="",
        restores=restores,
        takes=takes,
        municipality_id=draft.municipality_id,
        department_id=draft.department_id,
    )
    row.digest = chains.digest(row, last.digest)
    session.add(row)
    session.flush()
    return row
