"""開いた会議: a draft of a meeting, mostly the one that people correct, as it stands with all changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from api.kept import DraftAway, draft_in, recording_in
from api.reading import labels
from api.service import Service
from minutes.coedit import NOTHING, Document, minutes_of
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.meeting import Member, Recording
from minutes.domain.people import Actor
from minutes.domain.record import Minutes
from minutes.domain.taken import taken_over
from minutes.domain.unheard import Unheard, unheard
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.files import Files
from minutes.store.queries import drafts, meetings
from minutes.store.tables import ChangeRow, DraftRow, MeetingRow


class NoSuchMeeting(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議はありません。消されたか、ほかの課の会議です。")


class InTheBin(BadInput):
    def __init__(self) -> None:
        super().__init__("この会議はごみ箱にあります。ごみ箱から戻してから、やり直してください。")


class NoSuchVoice(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議には、その話者はいません。会議のページを開き直して、選び直してください。")


class NoDraftYet(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "この会議には、まだ粗原稿がありません。会議のページで、でき上がりを待ってから、もう一度開いてください。"
        )


class NoSuchDraft(MinutesError):
    def __init__(self) -> None:
        super().__init__("この番号の粗原稿はありません。会議のページから選び直してください。")


class AnotherDraft(BadInput):
    def __init__(self) -> None:
        super().__init__("その間に新しい粗原稿ができました。会議のページから開き直してください。")


@dataclass(frozen=True, slots=True)
class Opened:
    """``draft`` is the machine's and never changes; ``minutes`` is what people have made of it so far.

    What they say of the meeting (title, day, roster) is the meeting's, and the same for all its drafts.
    """

    row: DraftRow
    draft: Minutes
    document: Document
    minutes: Minutes

    def unheard(self) -> tuple[Unheard, ...]:
        """All stretches of speech without text, also where somebody has written it since."""
        return unheard(self.minutes, self.draft)

    def restoring(self, then: "Opened") -> bytes:
        """By which update the text becomes what it was; the document stays as it was opened."""
        return Document.of([self.document.state()]).restore(then.document)

    def restore(self, session: Session, actor: Actor, then: "Opened", update: bytes, called: str) -> None:
        """Make the text what it was, for good, also what others have changed meanwhile.

        ``update`` is the one that did it before they did; ``called``: of which version it was, for the record.
        """
        if self.hold(session):
            update = self.document.restore(then.document)
        if update == NOTHING:
            return
        drafts.change(session, actor, self.row, update, restores=then.minutes.revision)
        audit.note(session, actor, Action.VERSION_RESTORED, self.row.meeting_id, version=called)

    def name(self, session: Session, actor: Actor, voice: str, person: Member | None) -> None:
        """Say whose voice it is, for good, whatever others have changed meanwhile. Raises ``NoSuchVoice``."""
        if voice not in labels(self.minutes):
            raise NoSuchVoice
        self.hold(session)
        update = self.document.name_voice(voice, person)
        if update != NOTHING:
            drafts.change(session, actor, self.row, update)
        audit.note(session, actor, Action.VOICE_NAMED, self.row.meeting_id, voice=voice)

    def joining(self, members: Iterable[Member]) -> bytes:
        """By which update whoever is new among them joins the people; the document stays as it was opened."""
        return Document.of([self.document.state()]).join(members)

    def has_its_people(self, session: Session) -> bool:
        """Has nobody else put anybody among them since it was opened, nor does until the transaction ends?"""
        before = self.document.keys()
        self.hold(session)
        return self.document.keys() == before

    def join(self, session: Session, actor: Actor, update: bytes) -> None:
        """Who joined the document can be chosen as a speaker from now on."""
        if update != NOTHING:
            drafts.change(session, actor, self.row, update)

    def hold(self, session: Session) -> Sequence[ChangeRow]:
        """Nobody else writes until the transaction ends; what they have written since it was opened is there, too.

        -> what that is. Raises ``AnotherDraft`` where another has taken its place.
        """
        audit.take_turn(session)
        drafts.held(session, self.row.id)
        if not drafts.is_current(session, self.row):
            raise AnotherDraft
        since = drafts.changes_after(session, self.row.id, self.minutes.revision)
        for change in since:
            self.document.hear(change.update)
        return since


def meeting_of(session: Session, meeting_id: str) -> MeetingRow:
    """Raises ``NoSuchMeeting``, also for one of another department: nobody shall learn that it exists."""
    found = session.get(MeetingRow, meeting_id)
    if found is None:
        raise NoSuchMeeting
    return found


def changeable(session: Session, meeting_id: str) -> MeetingRow:
    """Raises ``NoSuchMeeting``, ``InTheBin``."""
    found = meeting_of(session, meeting_id)
    if found.binned_at:
        raise InTheBin
    return found


def opened(
    session: Session, here: Service, meeting_id: str, number: int | None = None, *, at: int | None = None
) -> Opened | None:
    """The draft that people correct, or any by its number; ``None`` where there is none yet.

    ``at``: not as it stands, but as it stood at a position of its log. Raises ``NoSuchDraft``, ``DraftAway``.
    """
    row, meeting = row_of(session, meeting_id, number), session.get(MeetingRow, meeting_id)
    if row is None or meeting is None:
        return None
    draft = draft_in(here.recordings, row.content)
    known = drafts.text_at(session, row.id, at)
    document = Document.of(known.updates)
    minutes = minutes_of(document, draft, revision=known.position)
    for other in drafts.taken(session, row, at):
        minutes = _taken_over(here.recordings, minutes, draft, other)
    return Opened(row, draft, document, replace(minutes, meeting=meetings.described(meeting)))


def _taken_over(files: Files, minutes: Minutes, draft: Minutes, other: DraftRow) -> Minutes:
    """With the words of another draft where people took them over from it.

    The text has them, whatever becomes of the other's file: without it, only when they were said is less exact.
    """
    try:
        newer = draft_in(files, other.content)
    except DraftAway:
        return minutes
    first = {(one.id, one.text) for one in draft.paragraphs}
    same = {one.id for one in minutes.paragraphs if (one.id, one.text) in first}
    return taken_over(minutes, newer, same)


def heard(session: Session, here: Service, meeting_id: str, number: int | None = None) -> str | None:
    """The hash of the recording that a draft was made from: a player asks for it at every move.

    Raises ``DraftAway``.
    """
    found = heard_recording(session, here, meeting_id, number)
    return found.sha256 if found else None


def heard_recording(session: Session, here: Service, meeting_id: str, number: int | None = None) -> Recording | None:
    row = row_of(session, meeting_id, number)
    return recording_of(here, row) if row else None


def recording_of(here: Service, row: DraftRow) -> Recording:
    """Raises ``DraftAway``."""
    return recording_in(here.recordings, row.content)


def row_of(session: Session, meeting_id: str, number: int | None = None) -> DraftRow | None:
    """As in `opened`."""
    if number is None:
        return drafts.current(session, meeting_id)
    found = next((row for row in drafts.every(session, meeting_id) if row.number == number), None)
    if found is None:
        raise NoSuchDraft
    return found
