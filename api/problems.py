"""困ったとき: what an error becomes: a status, for a program JSON, for a person a page that says what to do.

What somebody typed is never lost: the page that refuses it, and the one that asks for a new sign-in, carry it.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api import recordings, uploads
from api.access import MustChangePassword, NotAllowed, NotFromHere, NotSignedIn
from api.description import PROBLEM, title
from api.history import NoSuchVersion
from api.kept import DraftAway
from api.offers import OtherOffers
from api.opened import AnotherDraft, InTheBin, NoDraftYet, NoSuchDraft, NoSuchMeeting, NoSuchVoice
from api.pages import accounts, downloads, set_up, working
from api.rendering import page
from api.security import NoLength, TooMuch, headers
from api.words import FIELDS, fault, shown
from minutes import logs
from minutes.domain.errors import BadInput, CannotRead, CannotWrite, MinutesError, ModelProblem, RemoteAway
from minutes.domain.wording import on_a_page
from minutes.store.database import DatabaseAway
from minutes.store.uploads import Busy

STATUS: dict[type[MinutesError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFromHere: 403,
    MustChangePassword: 403,
    set_up.WrongKey: 403,
    NoSuchMeeting: 404,
    NoDraftYet: 404,
    NoSuchDraft: 404,
    NoSuchVersion: 404,
    accounts.NoSuchAccount: 404,
    downloads.NoSuchFile: 404,
    NoSuchVoice: 404,
    uploads.NoSuchUpload: 404,
    uploads.WrongOffset: 409,
    InTheBin: 409,
    AnotherDraft: 409,
    OtherOffers: 409,
    working.AlreadyWorking: 409,
    working.StillSending: 409,
    recordings.BrokenOff: 400,
    NoLength: 411,
    TooMuch: 413,
    uploads.TooLarge: 413,
    uploads.LongerThanSaid: 413,
    uploads.UnknownSum: 400,
    uploads.NotTus: 400,
    uploads.OtherVersion: 412,
    uploads.WrongSum: 460,
    Busy: 423,
    BadInput: 422,
    ModelProblem: 422,
    DatabaseAway: 503,
    DraftAway: 503,
    RemoteAway: 503,
    CannotRead: 503,
    CannotWrite: 507,
    MinutesError: 500,
}
_REFUSED = {
    404: "このページはありません。アドレスを確かめるか、会議の一覧から開いてください。",
    405: "このアドレスでは、その操作はできません。会議の一覧から開き直してください。",
}
_NOT_UNDERSTOOD = "送られた内容に、読み取れないところがあります。"
_HINTS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
_UNREADABLE = "送られた内容を読み取れませんでした。もう一度やり直してください。"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SECRET = ("password", "again", "current", "key")


def install(app: FastAPI) -> None:
    app.add_exception_handler(MinutesError, answer_to)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _broken)


async def answer_to(request: Request, error: Exception) -> Response:
    assert isinstance(error, MinutesError)  # noqa: S101 (how it is registered, told to the type checker)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    told = on_a_page(error)
    if status >= 500:
        _log(status, error, told)
    if _is_program(request):
        return _problem(status, told)
    if isinstance(error, MustChangePassword):
        return RedirectResponse("/me/password", 303)
    if isinstance(error, NotSignedIn):
        return await _sign_in_first(request)
    typed = [] if isinstance(error, (NoLength, TooMuch)) else await _typed(request)
    return page(request, "problem.html", status=status, problem=told, typed=_shown(typed), back=_back(request))


def _log(status: int, error: MinutesError, told: str) -> None:
    """Where and of what it came; what the page leaves out, too: folders, and what the disk says of them."""
    left_out = {} if told == str(error) else {"said": str(error)}
    structlog.get_logger("minutes.web").error("failed", status=status, **left_out, **logs.trail(error))


async def _sign_in_first(request: Request) -> Response:
    """Whoever wanted to see a page gets there after the sign-in; whoever sent a form can send it once more."""
    where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET":
        return RedirectResponse(f"/sign-in?to={quote(where, safe='')}", 303)
    typed, files = await _typed(request), await _files(request)
    return page(request, "expired.html", status=401, where=where, fields=typed, typed=_shown(typed), files=files)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (how it is registered, told to the type checker)
    problem = _REFUSED.get(error.status_code, _UNREADABLE)
    if _is_program(request):
        return _problem(error.status_code, problem, error.headers)
    return page(request, "problem.html", status=error.status_code, problem=problem, typed=[])


async def _not_understood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    if _is_program(request):
        return _problem(422, _NOT_UNDERSTOOD, faults=_places(error.errors()))
    typed, faults = _shown(await _typed(request)), _faults(error.errors())
    common: dict[str, Any] = {"typed": typed, "back": _back(request)}
    return page(request, "problem.html", status=422, problem="入力を確かめてください。", faults=faults, **common)


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours. Its number is on the page and in the log, where it went wrong in the log alone."""
    number = secrets.token_hex(4)
    structlog.get_logger("minutes.web").error("broken", number=number, **logs.trail(error))
    problem = f"プログラムの不具合です。番号「{number}」と、何をしていたかを管理者に知らせてください。"
    if _is_program(request):
        answer: Response = _problem(500, problem)
    else:
        answer = page(request, "problem.html", status=500, problem=problem, typed=[])
    state = request.scope["state"]
    answer.headers.update(headers(state["nonce"], stay=request.app.state.service.stay))  # beyond the middleware
    return answer


def _back(request: Request) -> str:
    """Where the form was that somebody sent, if it was ours."""
    before = urlsplit(request.headers.get("referer", ""))
    ours = request.method == "POST" and before.netloc == request.url.netloc
    return before.path + (f"?{before.query}" if before.query else "") if ours else ""


def _is_program(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.url.path in ("/healthz", "/metrics")


def _problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, faults: Sequence[dict[str, str]] = ()
) -> Response:
    """RFC 9457; described to programmers in `description`."""
    body: dict[str, Any] = {"title": title(status), "status": status}
    body |= {"detail": detail} | ({"faults": list(faults)} if faults else {})
    more = dict(headers or {}) | _HINTS.get(status, {})
    return JSONResponse(body, status, headers=more, media_type=PROBLEM)


async def _typed(request: Request) -> list[tuple[str, str]]:
    """The fields of the form that was sent, but for passwords and files."""
    fields = await _fields(request)
    return [(name, value) for name, value in fields if isinstance(value, str) and value and name not in _SECRET]


async def _files(request: Request) -> list[str]:
    values = (value for _, value in await _fields(request))
    return [value.filename for value in values if isinstance(value, UploadFile) and value.filename]


async def _fields(request: Request) -> list[tuple[str, UploadFile | str]]:
    """Nothing of what is no form, or a broken one."""
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return []
    try:
        return (await request.form()).multi_items()
    except HTTPException:
        return []


def _shown(typed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a person can read of it: their words, not our ids."""
    return [(FIELDS[name], said) for name, value in typed if (said := shown(name, value))]


def _faults(errors: Sequence[Any]) -> list[str]:
    return [fault(str(one["loc"][-1]), one["type"], one.get("ctx", {})) for one in errors]


def _places(errors: Sequence[Any]) -> list[dict[str, str]]:
    """For a programmer; nothing of what was sent stands in it."""
    return [{"where": ".".join(map(str, one["loc"])), "fault": one["msg"]} for one in errors]
