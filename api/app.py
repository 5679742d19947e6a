"""窓口: the web service on one screen: routes, what errors become, what stands before every request."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

from api import observing, programs, uploads
from api.access import NotAllowed, NotFromHere, NotSignedIn
from api.opened import NoDraftYet, NoSuchMeeting
from api.pages import about, accounts, downloads, following, meeting, meetings, new_meeting, set_up, sign_in, working
from api.rendering import STATIC, page
from api.security import Secured
from api.service import Service
from minutes.domain.errors import BadInput, MinutesError
from minutes.store.uploads import Busy

STATUS: dict[type[MinutesError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFromHere: 403,
    set_up.WrongKey: 403,
    NoSuchMeeting: 404,
    NoDraftYet: 404,
    downloads.NoSuchFile: 404,
    uploads.NoSuchUpload: 404,
    uploads.WrongOffset: 409,
    uploads.TooLarge: 413,
    uploads.WrongSum: 460,
    Busy: 423,
    BadInput: 422,
    MinutesError: 500,
}


def create_app(service: Service) -> FastAPI:
    app = FastAPI(title="minutes", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.service, app.state.figures = service, observing.Figures()
    for screen in (set_up, sign_in, meetings, new_meeting, meeting, following, downloads, working, accounts, about):
        app.include_router(screen.router, include_in_schema=False)
    for interface in (programs, uploads, observing):
        app.include_router(interface.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(MinutesError, _told)
    app.add_middleware(Secured, secure=service.secure)
    app.add_middleware(observing.Observed, figures=app.state.figures)
    return app


def _told(request: Request, error: Exception) -> Response:
    """A program is told in JSON, a person on a page; who is not signed in may do so and goes on where they were."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"problem": str(error)}, status)
    if isinstance(error, NotSignedIn) and request.method == "GET":
        return RedirectResponse(str(request.url_for("form").include_query_params(to=request.url.path)), 303)
    return page(request, "problem.html", status=status, problem=str(error))
