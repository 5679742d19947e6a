"""困ったとき: what an error becomes: a status, for a program JSON, for a person a page that says what to do.

What somebody typed is never lost: the page that refuses it, and the one that asks for a new sign-in, carry it.
"""

import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api import uploads
from api.access import MustChangePassword, NotAllowed, NotFromHere, NotSignedIn
from api.opened import NoDraftYet, NoSuchMeeting
from api.pages import accounts, downloads, set_up
from api.rendering import page
from api.security import headers
from api.words import FIELDS, fault, shown
from minutes.domain.errors import BadInput, MinutesError
from minutes.store.uploads import Busy

STATUS: dict[type[MinutesError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFromHere: 403,
    MustChangePassword: 403,
    set_up.WrongKey: 403,
    NoSuchMeeting: 404,
    NoDraftYet: 404,
    accounts.NoSuchAccount: 404,
    downloads.NoSuchFile: 404,
    uploads.NoSuchUpload: 404,
    uploads.WrongOffset: 409,
    uploads.TooLarge: 413,
    uploads.WrongSum: 460,
    Busy: 423,
    BadInput: 422,
    MinutesError: 500,
}
_REFUSED = {
    404: "このページはありません。アドレスを確かめるか、会議の一覧から開いてください。",
    405: "このアドレスでは、その操作はできません。会議の一覧から開き直してください。",
}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SECRET = ("password", "again", "current", "key")


def install(app: FastAPI) -> None:
    app.add_exception_handler(MinutesError, _told)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _broken)


async def _told(request: Request, error: Exception) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if _is_program(request):
        return JSONResponse({"problem": str(error)}, status)
    if isinstance(error, MustChangePassword):
        return RedirectResponse("/me/password", 303)
    if isinstance(error, NotSignedIn):
        return await _sign_in_first(request)
    return page(request, "problem.html", status=status, problem=str(error), typed=_shown(await _typed(request)))


async def _sign_in_first(request: Request) -> Response:
    """Whoever wanted to see a page gets there after the sign-in; whoever sent a form can send it once more."""
    where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET":
        return RedirectResponse(f"/sign-in?to={quote(where, safe='')}", 303)
    typed, files = await _typed(request), await _files(request)
    return page(request, "expired.html", status=401, where=where, fields=typed, typed=_shown(typed), files=files)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (how it is registered, told to the type checker)
    if _is_program(request):
        return await http_exception_handler(request, error)
    problem = _REFUSED.get(error.status_code, "送られた内容を読み取れませんでした。もう一度やり直してください。")
    return page(request, "problem.html", status=error.status_code, problem=problem, typed=[])


async def _not_understood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    if _is_program(request):
        return await request_validation_exception_handler(request, error)
    typed, faults = _shown(await _typed(request)), _faults(error.errors())
    return page(request, "problem.html", status=422, problem="入力を確かめてください。", faults=faults, typed=typed)


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours. Its number is on the page and in the log, what went wrong in the log alone."""
    number = secrets.token_hex(4)
    structlog.get_logger("minutes.web").error("broken", number=number, kind=type(error).__name__)
    problem = f"プログラムの不具合です。番号「{number}」と、何をしていたかを管理者に知らせてください。"
    if _is_program(request):
        answer: Response = JSONResponse({"problem": problem}, 500)
    else:
        answer = page(request, "problem.html", status=500, problem=problem, typed=[])
    state = request.scope["state"]
    answer.headers.update(headers(state["nonce"], secure=request.app.state.service.secure))  # beyond the middleware
    return answer


def _is_program(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _typed(request: Request) -> list[tuple[str, str]]:
    """The fields of the form that was sent, but for passwords and files."""
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return []
    fields = (await request.form()).multi_items()
    return [(name, value) for name, value in fields if isinstance(value, str) and value and name not in _SECRET]


async def _files(request: Request) -> list[str]:
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return []
    values = (await request.form()).values()
    return [value.filename for value in values if isinstance(value, UploadFile) and value.filename]


def _shown(typed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a person can read of it: their words, not our ids."""
    return [(FIELDS[name], said) for name, value in typed if (said := shown(name, value))]


def _faults(errors: Sequence[Any]) -> list[str]:
    return [fault(str(one["loc"][-1]), one["type"], one.get("ctx", {})) for one in errors]
