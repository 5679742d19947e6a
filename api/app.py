"""窓口: the web service on one screen: routes, what errors become, what stands before every request."""

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import description, observing, problems, programs, progress, recordings, uploads
from api.access import only_persons
from api.pages import (
    about,
    accounts,
    audit_log,
    binned,
    departments,
    desk,
    details,
    downloads,
    following,
    glossary,
    history,
    me,
    meeting,
    meetings,
    new_meeting,
    offers,
    other_recordings,
    programming,
    sample,
    set_up,
    sign_in,
    text,
    working,
)
from api.rendering import STATIC
from api.security import Bounded, Secured
from api.service import Service

MEETINGS = (
    meetings,
    new_meeting,
    sample,
    meeting,
    text,
    details,
    desk,
    history,
    offers,
    other_recordings,
    following,
    downloads,
    working,
    binned,
    glossary,
)
PEOPLE = (set_up, sign_in, me, accounts, departments, audit_log)


def create_app(service: Service) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.service, app.state.figures = service, observing.Figures()
    for screen in (*MEETINGS, about, programming):
        app.include_router(screen.router, include_in_schema=False)
    for screen in PEOPLE:
        app.include_router(screen.router, include_in_schema=False, dependencies=[Depends(only_persons)])
    for interface in (recordings, uploads, programs, progress, description, observing):
        app.include_router(interface.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    problems.install(app)
    description.install(app, problems.STATUS)
    app.add_middleware(Bounded, refuse=problems.answer_to)
    app.add_middleware(Secured, stay=service.stay)
    app.add_middleware(observing.Observed, figures=app.state.figures)
    return app
