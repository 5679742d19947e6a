"""履歴のページ: who changed what and when; any two versions compared; the way back; the machine's own words.

Also of a draft whose place another has taken, or which is only offered: everything but the way back."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api import headway
from api.access import Clerk, Here, Reader
from api.history import History
from api.opened import NoDraftYet, Opened, changeable, meeting_of, opened, row_of
from api.rendering import page
from api.service import Service
from api.visit import may_edit
from exports.notation import Notation
from minutes.domain.differences import Difference, differences
from minutes.domain.marks import stretches
from minutes.domain.record import Paragraph
from minutes.domain.remarks import remarks
from minutes.store.queries import drafts
from minutes.store.tables import DraftRow

router = APIRouter(prefix="/meetings/{meeting_id}/history")
NOTATION = Notation()
PAGE = 30
_FEW = 5
Position = Annotated[int | None, Query(ge=0, le=2**31)]
Number = Annotated[int | None, Query(ge=1, le=2**31, alias="draft")]
"""Of any draft; without it the one that people correct."""


@router.get("")
def listed(
    request: Request,
    here: Here,
    actor: Reader,
    meeting_id: str,
    p: Annotated[int, Query(ge=1, le=10_000)] = 1,
    restored: bool = False,
    number: Number = None,
) -> Response:
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        history = History(session, _row(session, meeting_id, number).id)
        other = _other(session, meeting_id, number)
        shown = history.told(PAGE * (p - 1), PAGE * p)
    return page(
        request,
        "history.html",
        meeting=meeting,
        history=history,
        shown=shown,
        may_edit=may_edit(actor, meeting),
        other=other,
        p=p,
        size=PAGE,
        restored=restored,
    )


@router.get("/compare")
def compare(
    request: Request,
    here: Here,
    actor: Reader,
    meeting_id: str,
    before: Position = None,
    after: Position = None,
    number: Number = None,
) -> Response:
    """Without positions the machine's draft and the text as it stands."""
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        history, other = History(session, _row(session, meeting_id, number).id), _other(session, meeting_id, number)
        last = history.versions[0].position
        ends = 0 if before is None else before, last if after is None else after
        called = [history.called(position) for position in ends]
        old, new = (_opened(session, here, meeting_id, position, number) for position in ends)
    found = list(differences(old.minutes.paragraphs, new.minutes.paragraphs))
    renamed = renamings(found)
    return page(
        request,
        "compare.html",
        meeting=meeting,
        history=history,
        ends=ends,
        called=called,
        renamed=renamed,
        passages=list(_changed(found, {names for names, count in renamed.items() if count <= _FEW})),
        speaker=NOTATION.speaker,
        remarks=remarks,
        may_edit=may_edit(actor, meeting),
        other=other,
    )


@router.get("/as-heard")
def as_heard(request: Request, here: Here, actor: Reader, meeting_id: str, number: Number = None) -> Response:
    """素起こし: the machine's words, which nobody ever changes, beside the text."""
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        draft, other = _opened(session, here, meeting_id, number=number), _other(session, meeting_id, number)
    passages = differences(draft.draft.paragraphs, draft.minutes.paragraphs)
    return page(
        request,
        "as_heard.html",
        meeting=meeting,
        passages=passages,
        speaker=NOTATION.speaker,
        stretches=stretches,
        other=other,
    )


@router.get("/{position}/restore")
def ask(request: Request, here: Here, actor: Clerk, meeting_id: str, position: int) -> Response:
    """What would become of the text, before it does."""
    with here.database.reading(actor) as session:
        meeting = changeable(session, meeting_id)
        history = History(session, _row(session, meeting_id).id)
        version = history.at(position)
        now, then = _opened(session, here, meeting_id), _opened(session, here, meeting_id, position)
    found = list(differences(now.minutes.paragraphs, then.minutes.paragraphs))
    edited = sum(one.is_edited for one in found)
    return page(
        request,
        "restore.html",
        meeting=meeting,
        position=position,
        last=history.versions[0].position,
        called=history.called(position),
        who=history.who(version),
        edited=edited,
        marked=sum(len(remarks(one)) for one in found),
        renamed=renamings(found),
    )


@router.post("/{position}/restore")
def restore(here: Here, actor: Clerk, meeting_id: str, position: int) -> Response:
    """A version of its own, after which everything before is still there."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        called = History(session, _row(session, meeting_id).id).called(position)
        now, then = _opened(session, here, meeting_id), _opened(session, here, meeting_id, position)
    update = now.restoring(then)
    with here.database.writing(actor) as session:  # for as short as can be: others wait
        changeable(session, meeting_id)
        now.restore(session, actor, then, update, called)
    with here.database.reading(actor) as session:
        now = _opened(session, here, meeting_id)
    headway.tell(here.database, actor, now)
    return RedirectResponse(f"/meetings/{meeting_id}/history?restored=1", 303)


def renamings(found: Iterable[Difference]) -> Counter[tuple[str, str]]:
    """How many paragraphs are now whose, where another had said them: naming a voice changes hundreds at once."""
    return Counter(
        (NOTATION.speaker(old), NOTATION.speaker(new))
        for one in found
        for old, new in zip(one.before[-1:], one.after[-1:], strict=False)
        if NOTATION.speaker(old) != NOTATION.speaker(new)
    )


def _changed(found: Iterable[Difference], few: set[tuple[str, str]]) -> Iterator[Difference | int]:
    """What is to be seen, and between it how many paragraphs stayed as they were."""
    same = 0
    for one in found:
        old, new = one.before[-1:], one.after[-1:]
        if one.is_edited or _kinds(old) != _kinds(new) or (_names(old) + _names(new)) in few or remarks(one):
            if same:
                yield same
            same = 0
            yield one
        else:
            same += len(one.after)
    if same:
        yield same


def _kinds(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [paragraph.kind for paragraph in paragraphs]


def _names(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    return tuple(NOTATION.speaker(paragraph) for paragraph in paragraphs)


def _row(session: Session, meeting_id: str, number: int | None = None) -> DraftRow:
    draft = row_of(session, meeting_id, number)
    if draft is None:
        raise NoDraftYet
    return draft


def _other(session: Session, meeting_id: str, number: int | None) -> int | None:
    """The number, where it is not that of the draft that people correct."""
    return None if number is None or drafts.is_current(session, _row(session, meeting_id, number)) else number


def _opened(
    session: Session, here: Service, meeting_id: str, position: int | None = None, number: int | None = None
) -> Opened:
    draft = opened(session, here, meeting_id, number, at=position)
    if draft is None:
        raise NoDraftYet
    return draft
