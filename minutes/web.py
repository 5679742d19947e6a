"""窓口の過程: composition root of the process that answers browsers.

minutes serve      (which starts it beside the worker)
"""

import gc
import secrets
import threading
from collections.abc import Callable

import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import receiving
from api.app import create_app
from api.service import Service
from minutes import logs, small_files
from minutes.certificate import Fresh, Pair
from minutes.jobs.queue import Queue
from minutes.places import artefacts, recordings
from minutes.settings import Settings
from minutes.store.database import Database

GRACE_S = 20


def run(settings: Settings, host: str, port: int, tls: Pair | None) -> None:
    """Answers until asked to stop; what is being answered then is answered to its end."""
    logs.set_up()
    service = Service(
        database=Database(settings.database_address),
        queue=Queue(settings.database_address),
        recordings=recordings(settings),
        artefacts=artefacts(settings),
        models=settings.models,
        setup_key=setup_key(settings),
        grace=settings.grace,
        stay=tls is not None and tls.host is None,
    )
    threading.Thread(target=receiving.keep_finishing, args=(service,), name="finish-uploads", daemon=True).start()
    config = configured(Ending(create_app(service), lambda: server.should_exit), settings, host, port, tls)
    config.load()
    if tls and config.ssl:
        Fresh(config.ssl, tls).keep()
    server = uvicorn.Server(config)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: to look through it again and again takes longer than to read a draft
    server.run()


def configured(app: ASGIApp, settings: Settings, host: str, port: int, tls: Pair | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies.split(","),
        log_config=None,  # `logs` has the say
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )


def setup_key(settings: Settings) -> str:
    """The secret that opens the set-up page: made once, in a file that only this account may read."""
    path = settings.data / "setup-key"
    if not path.exists() or not path.read_text().strip():  # an empty key would open to everybody, or to nobody
        path.parent.mkdir(parents=True, exist_ok=True)
        small_files.write(path, secrets.token_urlsafe(16).encode(), 0o600)
    return path.read_text()


class Ending:
    """Ends streams that have no end of their own once the service is to stop: whoever watches must not hold it up."""

    def __init__(self, app: ASGIApp, is_stopping: Callable[[], bool]) -> None:
        self._app, self._is_stopping = app, is_stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endless = False

        async def observed(message: Message) -> None:
            nonlocal endless
            if message["type"] == "http.response.start":
                endless = Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream")
            await send(message)

        async def until_the_end() -> Message:
            if endless and self._is_stopping():
                return {"type": "http.disconnect"}
            return await receive()

        await self._app(scope, until_the_end, observed)
