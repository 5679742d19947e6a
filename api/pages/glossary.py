"""用語集: the words of a department that the recogniser is to expect in its meetings; added here or at the desk."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import StringConstraints

from api.access import Clerk, Here, Reader
from api.fields import Name
from api.rendering import page
from minutes.roster import LONGEST_TERM
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import glossary

router = APIRouter(prefix="/glossary")
Word = Annotated[Name, StringConstraints(max_length=LONGEST_TERM), Form()]


@router.get("")
def show(request: Request, here: Here, actor: Reader) -> Response:
    with here.database.reading(actor) as session:
        terms = glossary.listed(session, actor)
    return page(request, "glossary.html", terms=terms, longest=LONGEST_TERM)


@router.post("")
def add(here: Here, actor: Clerk, term: Word) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        added = glossary.add(session, actor, term)
        if added:
            audit.note(session, actor, Action.TERM_ADDED, added.id)
    return RedirectResponse("/glossary", 303)


@router.post("/{term_id}/remove")
def remove(here: Here, actor: Clerk, term_id: str) -> Response:
    """Somebody else may have been quicker."""
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        if glossary.remove(session, term_id):
            audit.note(session, actor, Action.TERM_REMOVED, term_id)
    return RedirectResponse("/glossary", 303)
