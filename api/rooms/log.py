"""変更の記録: a draft's changes in the database, and the document they add up to. Blocks; one caller at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from minutes.coedit import Document
from minutes.domain.errors import MinutesError, RefusedEdit
from minutes.domain.people import Actor
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database
from minutes.store.queries import drafts
from minutes.store.tables import DraftRow, now

SITTING: Final = timedelta(minutes=30)
"""Who comes back or writes again within it is still at the same work: it goes on record once."""


class DraftGone(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議は消されたか、新しい粗原稿ができています。この画面を開き直してください。")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``heard``: what others had written meanwhile, in order. ``is_new``: it said something that was not there yet."""

    heard: tuple[bytes, ...]
    is_new: bool
    refused: str = ""


class Log:
    """``position``: of the last change that the room has been told. ``snapshot``: as in `Limits`."""

    def __init__(self, database: Database, draft_id: str, snapshot: int) -> None:
        self._database, self._draft_id, self._snapshot = database, draft_id, snapshot
        self._document: Document | None = None
        self._taken = -1
        self._wrote: dict[str, datetime] = {}
        self.position = -1

    def catch_up(self) -> tuple[bytes, ...]:
        """What has been written since, by another process or another page."""
        with self._database.reading(PROGRAM) as session:
            return self._heard(session)

    def append(self, actor: Actor, update: bytes) -> Outcome:
        """On the disk when it returns.

        Where that fails, nobody knows what the disk has: the document is read again from the log the next time.
        """
        before = self.position
        try:
            with self._database.writing(actor) as session:
                outcome = self._appended(session, actor, update)
        except BaseException:
            self._document, self.position = None, before
            raise
        if outcome.is_new:
            self._wrote[actor.account_id] = now()
        return outcome

    def missing(self, vector: bytes) -> tuple[bytes, bytes]:
        """What somebody with that state vector lacks, and our own vector. Raises ``RefusedEdit`` where it is none."""
        document = self._document
        assert document is not None  # noqa: S101 (whoever asks has caught up)
        return document.missing(vector), document.vector()

    def _appended(self, session: Session, actor: Actor, update: bytes) -> Outcome:
        begins = self._begins(session, actor)
        if begins:
            audit.take_turn(session)  # before the draft is held: who has the turn may wait for it
        draft = drafts.held(session, self._draft_id)
        if draft is None or not drafts.is_current(session, draft):
            raise DraftGone
        heard = self._heard(session)
        assert self._document is not None  # noqa: S101 (it has just heard)
        try:
            is_new = self._document.apply(update)
        except RefusedEdit as exc:
            return Outcome(heard, is_new=False, refused=str(exc))
        if is_new:
            if begins and self._begins(session, actor):  # another process may have been quicker
                audit.note(session, actor, Action.TEXT_EDITED, draft.meeting_id)
            self.position = drafts.change(session, actor, draft, update).position
            self._take_snapshot(session, draft)
        return Outcome(heard, is_new)

    def _heard(self, session: Session) -> tuple[bytes, ...]:
        """A document that was lost is read again; the room is told what it does not know."""
        if self._document is None:
            known = drafts.text_at(session, self._draft_id, None if self.position < 0 else self.position)
            self._document, self.position, self._taken = Document.of(known.updates), known.position, known.taken
        rows = drafts.changes_after(session, self._draft_id, self.position)
        for row in rows:
            self._document.hear(row.update)
        self.position = rows[-1].position if rows else self.position
        return tuple(row.update for row in rows)

    def _begins(self, session: Session, actor: Actor) -> bool:
        """That somebody corrects the text goes on record once in a sitting, not with every keystroke."""
        since, last = now() - SITTING, self._wrote.get(actor.account_id)
        if last is not None:
            return last < since
        draft = session.get(DraftRow, self._draft_id)
        return draft is None or not audit.was_noted(session, actor, Action.TEXT_EDITED, draft.meeting_id, since)

    def _take_snapshot(self, session: Session, draft: DraftRow) -> None:
        if self.position - max(self._taken, 0) >= self._snapshot and self._document is not None:
            drafts.take_snapshot(session, draft, self.position, self._document.state())
            self._taken = self.position
