"""困ったとき・このシステム: the guide, where help is, which version and models work here, and its licences."""

import shlex
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Here, Reader
from api.prose import prose
from api.rendering import page
from minutes.domain.errors import ModelProblem
from minutes.domain.people import Role
from minutes.machine import this_machine
from minutes.models import Model, Shelf, Task
from minutes.store.queries import people

router = APIRouter(prefix="/about")
_BESIDE = ("api/static/vendor/LICENCES.md", "api/static/desk/LICENCES.md")


@dataclass(frozen=True, slots=True)
class Used:
    """What a task is done with; ``problem`` where that cannot be used, ``better`` where it is for a trial only."""

    task: Task
    model: Model | None
    identity: str
    problem: str
    better: Model | None


@router.get("")
def show(request: Request, here: Here, actor: Reader) -> Response:
    shelf = Shelf(here.models)
    with here.database.reading(actor) as session:
        everybody = people.listed(session, actor)
    helpers = [one.name for one in everybody if one.role is Role.ADMINISTRATOR and not one.closed_at]
    return page(
        request,
        "about.html",
        version=version("minutes"),
        used=[_used(shelf, task) for task in Task],
        installed=[model for model in shelf.catalogue if shelf.holds(model)],
        machine=this_machine(here.recordings.root),
        helpers=helpers,
        program=shlex.quote(str(Path(sys.executable).with_name("minutes"))),
        data=shlex.quote(str(here.models.parent.absolute())),
    )


@router.get("/guide")
def guide(request: Request, actor: Reader) -> Response:
    return page(request, "guide.html", text=prose("docs/guide.md"))


@router.get("/licences")
def licences(request: Request, actor: Reader) -> Response:
    return page(request, "licences.html", text=prose("THIRD_PARTY.md"), beside=[prose(name) for name in _BESIDE])


def _used(shelf: Shelf, task: Task) -> Used:
    try:
        chosen = shelf.choose(task)
    except ModelProblem as problem:
        return Used(task, None, "", str(problem), None)
    real = next(model for model in shelf.catalogue if model.task is task and not model.bundled)
    return Used(task, chosen.model, chosen.identity, "", real if chosen.model.bundled else None)
