"""来訪: who is at the other end of a connection, as their browser's cookie says, and what they may do now. Blocks."""

from dataclasses import dataclass

from api.access import look
from api.rooms import Dismissed, Why
from api.service import Service
from minutes.domain.people import Actor, Right
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import accounts, drafts
from minutes.store.tables import AccountRow, MeetingRow


@dataclass(frozen=True, slots=True)
class Visit:
    """``draft_id`` is the draft that the page shows; one that takes its place has its own document. ``account_id``: for
    whom it was opened; what they have typed is never sent in the name of whoever has signed in since in another tab.

    Everything is asked of the database every time: whoever signed out a moment ago, or lost the right, is told so.
    """

    here: Service
    meeting_id: str
    draft_id: str
    secret: str
    address: str
    account_id: str = ""

    def reader(self) -> Actor:
        """Raises ``Dismissed``. Nobody counts as being at work who has only left a page open."""
        with self.here.database.reading(PROGRAM) as session:
            account = accounts.signed_in(session, self.secret)
        actor = _actor(account, self.address)
        self._look_whose(actor)
        self._look_for_draft(actor)
        return actor

    def may_edit(self, actor: Actor) -> bool:
        with self.here.database.reading(actor) as session:
            return may_edit(actor, session.get(MeetingRow, self.meeting_id))

    def offered(self, actor: Actor) -> bool:
        """Do the words of a newer draft wait to be looked at?"""
        with self.here.database.reading(actor) as session:
            current = drafts.current(session, self.meeting_id)
            return current is not None and drafts.offered(session, current) is not None

    def writer(self) -> Actor:
        """In whose name something is written at this moment. Raises ``Dismissed``."""
        found = look(self.here, accounts.signed_in, self.secret, self.address)
        if found is None or found.must_change:
            raise _signed_out()
        self._look_whose(found.actor)
        self._look_for_draft(found.actor)
        if not self.may_edit(found.actor):
            raise Dismissed(Why.NOT_ALLOWED, "この会議は、いま直せません。この画面を開き直してください。")
        return found.actor

    def note_opening(self, actor: Actor) -> None:
        with self.here.database.writing(actor) as session:
            audit.note(session, actor, Action.DESK_OPENED, self.meeting_id)

    def _look_whose(self, actor: Actor) -> None:
        if self.account_id not in ("", actor.account_id):
            raise Dismissed(Why.NOT_SIGNED_IN, "ほかの人がサインインしています。")

    def _look_for_draft(self, actor: Actor) -> None:
        with self.here.database.reading(actor) as session:
            current = drafts.current(session, self.meeting_id)
        if current is None:
            raise Dismissed(Why.NO_SUCH_MEETING, "この会議はありません。会議の一覧に戻ってください。")
        if current.id != self.draft_id:
            raise Dismissed(Why.ANOTHER_DRAFT, "新しい粗原稿ができています。この画面を開き直してください。")


def may_edit(actor: Actor, meeting: MeetingRow | None) -> bool:
    """Nobody corrects what lies in the bin."""
    return actor.may(Right.WORK) and meeting is not None and meeting.binned_at is None


def _actor(account: AccountRow | None, address: str) -> Actor:
    if account is None or account.must_change:
        raise _signed_out()
    actor = accounts.actor(account, address)
    if not actor.may(Right.READ):
        raise Dismissed(Why.NOT_ALLOWED, "この会議を読む権限がありません。管理者に頼んでください。")
    return actor


def _signed_out() -> Dismissed:
    return Dismissed(Why.NOT_SIGNED_IN, "サインインし直してください。")
