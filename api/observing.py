"""見張り: what a town's monitor and log see of the service: never what a meeting is about, nor who is in it."""

import shutil
import time

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Here, Reader
from minutes.domain.work import State
from minutes.store.access import PROGRAM
from minutes.store.queries import jobs

router = APIRouter()
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60)
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class Figures:
    """The figures of one web process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("minutes_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "minutes_request_seconds",
            "Time until the answer began",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.jobs = Gauge("minutes_jobs", "Jobs by state", ("state",), registry=self.registry)
        self.told = Gauge(
            "minutes_last_told_timestamp_seconds", "When a worker last told of a job", registry=self.registry
        )
        self.free = Gauge("minutes_disk_free_bytes", "Free space where recordings lie", registry=self.registry)


class Observed:
    """Counts and logs every request, by its route: addresses hold ids, and search words may stand behind them."""

    def __init__(self, app: ASGIApp, *, figures: Figures) -> None:
        self._app, self._figures = app, figures
        self._log = structlog.get_logger("minutes.web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, answered = time.perf_counter(), 500, 0.0

        async def observed(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter() - began
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            self._note(scope, status, answered)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"  # anybody can think up more
        self._figures.requests.labels(method, route, status).inc()
        self._figures.seconds.labels(route).observe(seconds)
        self._log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000))


@router.get("/healthz", include_in_schema=False)
def health(here: Here) -> dict[str, str]:
    """Can it answer, and can it reach its database? Raises ``DatabaseAway``."""
    with here.database.reading(PROGRAM) as session:
        jobs.count(session, State.WAITING)
    return {"status": "ok"}


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, here: Here, actor: Reader) -> Response:
    """For whoever may read anything: a monitor's key need not be an administrator's, nor of a department with meetings.

    Nothing here belongs to a department.
    """
    figures: Figures = request.app.state.figures
    with here.database.reading(PROGRAM) as session:
        for state in (State.WAITING, State.WORKING):
            figures.jobs.labels(state.value).set(jobs.count(session, state))
        last = jobs.last_told(session)
    figures.told.set(last.timestamp() if last else 0)
    figures.free.set(shutil.disk_usage(here.recordings.root).free)
    return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)
