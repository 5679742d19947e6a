"""開いた会議: a draft of a meeting, mostly the newest, as it stands with all changes."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sqlmodel import Session

from api.service import Service
from exports import draft_json
from minutes.coedit import Document, minutes_of
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.meeting import Member
from minutes.domain.people import Actor
from minutes.domain.record import Minutes
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.files import Files
from minutes.store.queries import drafts, meetings
from minutes.store.tables import DraftRow, MeetingRow


class NoSuchMeeting(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議はありません。消されたか、ほかの課の会議です。")


class InTheBin(BadInput):
    def __init__(self) -> None:
        super().__init__("この会議はごみ箱にあります。ごみ箱から戻してから、やり直してください。")


class NoSuchVoice(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議には、その話者はいません。")


class NoDraftYet(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議には、まだ粗原稿がありません。")


class NoSuchDraft(MinutesError):
    def __init__(self) -> None:
        super().__init__("この番号の粗原稿はありません。会議のページから選び直してください。")


@dataclass(frozen=True, slots=True)
class Opened:
    """``draft`` is the machine's and never changes; ``minutes`` is what people have made of it so far.

    What they say of the meeting (title, day, roster) is the meeting's, and the same for all its drafts.
    """

    row: DraftRow
    draft: Minutes
    document: Document
    minutes: Minutes

    def name(self, session: Session, actor: Actor, voice: str, person: Member | None) -> None:
        """Say whose voice it is, for good, whatever others have changed meanwhile. Raises ``NoSuchVoice``."""
        if voice not in {one.label for one in self.draft.provenance.voices}:
            raise NoSuchVoice
        audit.take_turn(session)
        drafts.held(session, self.row.id)
        for change in drafts.changes_after(session, self.row.id, self.minutes.revision):
            self.document.apply(change.update)
        drafts.change(session, actor, self.row, self.document.name_voice(voice, person))
        audit.note(session, actor, Action.VOICE_NAMED, self.row.meeting_id, voice=voice)


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


def opened(session: Session, here: Service, meeting_id: str, number: int | None = None) -> Opened | None:
    """The newest draft, or an earlier one by its number; ``None`` where there is none yet. Raises ``NoSuchDraft``."""
    row, meeting = _row(session, meeting_id, number), session.get(MeetingRow, meeting_id)
    content = here.recordings.get(row.content) if row else None
    if row is None or meeting is None or content is None:
        return None
    draft = draft_json.read(content)
    changes = drafts.changes(session, row.id)
    document = Document.of(change.update for change in changes)
    minutes = minutes_of(document, draft, revision=changes[-1].position)
    return Opened(row, draft, document, replace(minutes, meeting=meetings.described(meeting)))


def heard(session: Session, here: Service, meeting_id: str, number: int | None = None) -> str | None:
    """The hash of the recording that a draft was made from: a player asks for it at every move."""
    row = _row(session, meeting_id, number)
    return _recording(here.recordings, row.content) if row else None


@lru_cache(maxsize=1_000)
def _recording(files: Files, content: str) -> str | None:
    """A draft never changes; six hours take a tenth of a second to read, and a player asks often."""
    found = files.get(content)
    return draft_json.read(found).provenance.recording.sha256 if found else None


def _row(session: Session, meeting_id: str, number: int | None) -> DraftRow | None:
    if number is None:
        return drafts.newest(session, meeting_id)
    found = next((row for row in drafts.every(session, meeting_id) if row.number == number), None)
    if found is None:
        raise NoSuchDraft
    return found
