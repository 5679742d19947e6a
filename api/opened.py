"""開いた会議: a meeting's newest draft, as it stands with all changes."""

from dataclasses import dataclass

from sqlmodel import Session

from api.service import Service
from exports import draft_json
from minutes.coedit import Document, minutes_of
from minutes.domain.errors import MinutesError
from minutes.domain.meeting import Member
from minutes.domain.people import Actor
from minutes.domain.record import Minutes
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import drafts
from minutes.store.tables import DraftRow, MeetingRow


class NoSuchMeeting(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議はありません。消されたか、ほかの課の会議です。")


class NoDraftYet(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議には、まだ粗原稿がありません。")


@dataclass(frozen=True, slots=True)
class Opened:
    """``draft`` is the machine's and never changes; ``minutes`` is what people have made of it so far."""

    row: DraftRow
    draft: Minutes
    document: Document
    minutes: Minutes

    def name(self, session: Session, actor: Actor, voice: str, person: Member | None) -> None:
        """Say whose voice it is, for good."""
        drafts.change(session, actor, self.row, self.document.name_voice(voice, person))
        audit.note(session, actor, Action.VOICE_NAMED, self.row.meeting_id, voice=voice)


def meeting_of(session: Session, meeting_id: str) -> MeetingRow:
    """Raises ``NoSuchMeeting``, also for one of another department: nobody shall learn that it exists."""
    found = session.get(MeetingRow, meeting_id)
    if found is None:
        raise NoSuchMeeting
    return found


def opened(session: Session, here: Service, meeting_id: str) -> Opened | None:
    """``None`` where there is no draft yet."""
    row = drafts.newest(session, meeting_id)
    content = here.recordings.get(row.content) if row else None
    if row is None or content is None:
        return None
    draft = draft_json.read(content)
    changes = drafts.changes(session, row.id)
    document = Document.of(change.update for change in changes)
    return Opened(row, draft, document, minutes_of(document, draft, revision=changes[-1].position))
