"""会議: the draft beside its sound, and how far the work is until there is one."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from api.access import Clerk, Here, Reader
from api.opened import NoDraftYet, Opened, meeting_of, opened
from api.pages.following import told
from api.reading import passages
from api.rendering import page
from exports.notation import Notation
from minutes.audio import Playback, playback
from minutes.domain.meeting import Member
from minutes.store.queries import meetings

router = APIRouter(prefix="/meetings/{meeting_id}")
NOTATION = Notation()


@router.get("")
def show(request: Request, here: Here, actor: Reader, meeting_id: str) -> Response:
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        job = meetings.last_job(session, meeting_id)
        news = told(session, job) if job else None
        heard = meetings.heard(session, job.id) if job else []
        recordings = meetings.recordings(session, meeting_id)
        draft = opened(session, here, meeting_id)
    common: dict[str, Any] = {"actor": actor, "meeting": meeting, "job": job, "news": news, "recordings": recordings}
    if draft is None:
        return page(request, "in_the_making.html", heard=heard, **common)
    shown = list(passages(draft.minutes, NOTATION))
    return page(request, "meeting.html", draft=draft, passages=shown, voices=_voices(draft), **common)


@router.post("/voices")
def name_voice(
    here: Here,
    actor: Clerk,
    meeting_id: str,
    voice: Annotated[str, Form(max_length=20)],
    person: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """``person``: a name, of somebody on the roster or of anybody; nothing for nobody."""
    with here.database.writing(actor) as session:
        meeting_of(session, meeting_id)
        draft = opened(session, here, meeting_id)
        if draft is None:
            raise NoDraftYet
        draft.name(session, actor, voice, _member("".join(person.split()), draft))
    return RedirectResponse(f"/meetings/{meeting_id}#voices", 303)


@router.get("/sound")
def sound(here: Here, actor: Reader, meeting_id: str) -> Response:
    """The playback copy, in ranges."""
    return FileResponse(_playback(here, actor, meeting_id)[0], media_type="audio/mp4")


@router.get("/peaks")
def peaks(here: Here, actor: Reader, meeting_id: str) -> Response:
    return FileResponse(_playback(here, actor, meeting_id)[1], media_type="application/octet-stream")


def _member(name: str, draft: Opened) -> Member | None:
    known = (member for member in draft.document.people().values() if "".join(member.name.split()) == name)
    return next(known, Member(name)) if name else None


def _playback(here: Here, actor: Reader, meeting_id: str) -> Playback:
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        draft = opened(session, here, meeting_id)
    found = playback(here.artefacts, draft.draft.provenance.recording.sha256) if draft else None
    if found is None:
        raise NoDraftYet
    return found


def _voices(draft: Opened) -> list[tuple[str, str, str | None, float]]:
    """Label, name of the voice, key of the person, and when it is heard first."""
    known, first = draft.document.voices(), dict[str, float]()
    for paragraph in draft.minutes.paragraphs:
        first.setdefault(paragraph.voice or "", paragraph.start_s)
    labels = [voice.label for voice in draft.draft.provenance.voices if voice.label in first]
    return [(label, NOTATION.voice(label), known.get(label), first[label]) for label in labels]
