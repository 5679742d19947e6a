"""Drafts, and the changes of their text."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from minutes.domain.people import Actor
from minutes.store.tables import ChangeRow, DraftRow, JobRow


def make(session: Session, job: JobRow, content: str, seed: bytes) -> None:
    """The next draft of the job's meeting; a job that ends a second time, after a crash, makes no second one."""
    if session.exec(select(DraftRow).where(col(DraftRow.job_id) == job.id)).first():
        return
    whose: dict[str, Any] = {"municipality_id": job.municipality_id, "department_id": job.department_id}
    last = select(func.max(DraftRow.number)).where(col(DraftRow.meeting_id) == job.meeting_id)
    draft = DraftRow(
        meeting_id=job.meeting_id, job_id=job.id, number=(session.exec(last).one() or 0) + 1, content=content, **whose
    )
    session.add(draft)
    session.flush()
    session.add(ChangeRow(draft_id=draft.id, position=0, update=seed, digest=_digest(seed, ""), **whose))


def newest(session: Session, meeting_id: str) -> DraftRow | None:
    found = select(DraftRow).where(col(DraftRow.meeting_id) == meeting_id).order_by(col(DraftRow.number).desc())
    return session.exec(found).first()


def every(session: Session, meeting_id: str) -> Sequence[DraftRow]:
    """All drafts of a meeting, the newest first."""
    found = select(DraftRow).where(col(DraftRow.meeting_id) == meeting_id)
    return session.exec(found.order_by(col(DraftRow.number).desc())).all()


def changes(session: Session, draft_id: str) -> Sequence[ChangeRow]:
    return session.exec(
        select(ChangeRow).where(col(ChangeRow.draft_id) == draft_id).order_by(col(ChangeRow.position))
    ).all()


def changes_after(session: Session, draft_id: str, position: int) -> Sequence[ChangeRow]:
    later = select(ChangeRow).where(col(ChangeRow.draft_id) == draft_id, col(ChangeRow.position) > position)
    return session.exec(later.order_by(col(ChangeRow.position))).all()


def held(session: Session, draft_id: str) -> DraftRow | None:
    """Nobody else adds changes to it until the transaction ends."""
    return session.get(DraftRow, draft_id, with_for_update=True)


def change(session: Session, actor: Actor, draft: DraftRow, update: bytes) -> None:
    """Add a change; it is on record for good when the transaction is."""
    held(session, draft.id)
    last = session.exec(
        select(ChangeRow).where(col(ChangeRow.draft_id) == draft.id).order_by(col(ChangeRow.position).desc()).limit(1)
    ).one()
    session.add(
        ChangeRow(
            draft_id=draft.id,
            position=last.position + 1,
            update=update,
            account_id=actor.account_id,
            digest=_digest(update, last.digest),
            municipality_id=draft.municipality_id,
            department_id=draft.department_id,
        )
    )
    session.flush()


def _digest(update: bytes, before: str) -> str:
    return hashlib.sha256(before.encode() + update).hexdigest()
