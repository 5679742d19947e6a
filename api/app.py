"""窓口: the web service on one screen: routes, what errors become, what stands before every request."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import observing, problems, programs, uploads
from api.pages import (
    about,
    accounts,
    audit_log,
    binned,
    departments,
    downloads,
    following,
    me,
    meeting,
    meetings,
    new_meeting,
    sample,
    set_up,
    sign_in,
    working,
)
from api.rendering import STATIC
from api.security import Secured
from api.service import Service

MEETINGS = (meetings, new_meeting, sample, meeting, following, downloads, working, binned)
PEOPLE = (set_up, sign_in, me, accounts, departments, audit_log)


def create_app(service: Service) -> FastAPI:
    app = FastAPI(title="minutes", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.service, app.state.figures = service, observing.Figures()
    for screen in (*MEETINGS, *PEOPLE, about):
        app.include_router(screen.router, include_in_schema=False)
    for interface in (programs, uploads, observing):
        app.include_router(interface.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    problems.install(app)
    app.add_middleware(Secured, secure=service.secure)
    app.add_middleware(observing.Observed, figures=app.state.figures)
    return app
