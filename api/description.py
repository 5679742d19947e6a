"""説明: the OpenAPI document, for whoever writes programs: every route, every answer, every error with its sentence.

In English, for programmers; the sentences are Japanese, for the people who use their programs.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from api.access import COOKIE, MustChangePassword, NotAllowed, NotFromHere, NotSignedIn, Reader
from api.security import NoLength, TooMuch
from minutes.domain.errors import MinutesError
from minutes.store.database import DatabaseAway

router = APIRouter()
PROBLEM = "application/problem+json"
BYTES: dict[str, Any] = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_RAISES = "x-raises"
_ALWAYS = (NotSignedIn, NotAllowed, MustChangePassword, NotFromHere, TooMuch, NoLength, DatabaseAway)
_STATUSES = {
    400: "The request cannot be read",
    404: "There is no such address",
    422: "The request is not understood",
    500: "A fault of the service; its number is in the log",
}
_TAGS = {
    "recordings": "A recording in one request.",
    "uploads": "A recording by [tus 1.0](https://tus.io/protocols/resumable-upload), which goes on where it broke off.",
    "meetings": "Meetings, their drafts and the voices in them.",
    "work": "How far the work on a draft is, and a draft once more.",
}
_ABOUT = """
A recording becomes the draft of a council's minutes: send it, make a meeting of it, follow the work, fetch the draft.

Whoever calls gives a key that a person made on their own page (自分の設定 → APIの鍵):
`Authorization: Bearer minutes_…`. It may do what that person may, in their department. Every error is a `Problem`
(RFC 9457); its `detail` is a Japanese sentence that says what to do. All moments are in UTC.
"""


class Fault(BaseModel):
    """Where something is wrong with a request, such as `body.title`, and what."""

    where: str
    fault: str


class Problem(BaseModel):
    """RFC 9457. `detail`: a Japanese sentence: what happened, then what to do."""

    title: str
    status: int
    detail: str
    faults: list[Fault] = []


def title(status: int) -> str:
    """460 is of tus and in no register."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Checksum Mismatch"


def may_raise(*errors: type[MinutesError]) -> dict[str, Any]:
    """For a route, beside what every route may raise."""
    return {_RAISES: [error.__name__ for error in errors]}


@router.get("/api/openapi.json", include_in_schema=False)
def show(request: Request, actor: Reader) -> Response:
    app: FastAPI = request.app
    return JSONResponse(app.openapi())


def install(app: FastAPI, statuses: Mapping[type[MinutesError], int]) -> None:
    """``statuses``: what errors become."""
    app.openapi = partial(_document, app, statuses)  # type: ignore[method-assign] # FastAPI's own way


def _document(app: FastAPI, statuses: Mapping[type[MinutesError], int]) -> dict[str, Any]:
    tags = [{"name": name, "description": about} for name, about in _TAGS.items()]
    made = get_openapi(
        title="minutes（会議録）", version=version("minutes"), description=_ABOUT, tags=tags, routes=app.routes
    )
    made["security"] = [{"key": []}, {"browser": []}]
    schemas = made["components"]["schemas"]
    schemas |= {name: schemas.get(name) or _schema(kind) for name, kind in (("Problem", Problem), ("Fault", Fault))}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    made["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key from one's own page"},
        "browser": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "Somebody who is signed in"},
    }
    for operation in _operations(made):
        _tell_errors(operation, statuses)
    return made


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        yield from path.values()


def _tell_errors(operation: dict[str, Any], statuses: Mapping[type[MinutesError], int]) -> None:
    answers, own = operation["responses"], operation.pop(_RAISES, [])
    answers.pop("422", None)
    if operation.get("security") == []:  # whoever may call without a key
        return
    for status, about in _STATUSES.items():
        answers[str(status)] = _answer(about)
    errors: list[type[MinutesError]] = [*_ALWAYS, *map(_named, own)]
    for error in dict.fromkeys(errors):
        status = next(statuses[kind] for kind in error.__mro__ if kind in statuses)
        answer = answers.setdefault(str(status), _answer(""))
        answer["description"] = "; ".join(filter(None, (answer["description"], _words(error))))
        answer["content"][PROBLEM].setdefault("examples", {}).update(_example(error, status))
    operation["responses"] = dict(sorted(answers.items()))


def _answer(about: str) -> dict[str, Any]:
    return {"description": about, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _example(error: type[MinutesError], status: int) -> dict[str, Any]:
    """Of an error that always says the same."""
    if inspect.signature(error).parameters:
        return {}
    return {error.__name__: {"value": {"title": title(status), "status": status, "detail": str(error())}}}


def _words(error: type[MinutesError]) -> str:
    """NoSuchMeeting → no such meeting."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", error.__name__).lower()


def _named(name: str) -> type[MinutesError]:
    return next(kind for kind in _kinds(MinutesError) if kind.__name__ == name)


def _kinds(root: type[MinutesError]) -> Iterator[type[MinutesError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    made = kind.model_json_schema(ref_template="#/components/schemas/{model}")
    made.pop("$defs", None)
    return made
