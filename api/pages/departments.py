"""課: the departments of a town; each sees its own meetings alone. For administrators."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.access import Administrator, Here
from api.fields import Name
from api.pages.accounts import NoSuchDepartment
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import departments

router = APIRouter(prefix="/departments")


@router.post("")
def make(here: Here, actor: Administrator, department: Annotated[Name, Form()]) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        made = departments.make(session, actor, department)
        audit.note(session, actor, Action.DEPARTMENT_MADE, made.id)
    return RedirectResponse("/accounts#departments", 303)


@router.post("/{department_id}")
def rename(here: Here, actor: Administrator, department_id: str, department: Annotated[Name, Form()]) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        found = departments.find(session, actor, department_id)
        if found is None:
            raise NoSuchDepartment
        audit.note(session, actor, Action.DEPARTMENT_RENAMED, found.id, before=found.name, name=department)
        departments.rename(session, actor, found, department)
    return RedirectResponse("/accounts#departments", 303)
