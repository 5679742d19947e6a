"""窓口の過程: composition root of the process that answers browsers.

minutes serve      (which starts it beside the worker)
"""

import secrets

import uvicorn

from api.app import create_app
from api.service import Service
from minutes import logs
from minutes.certificate import Pair
from minutes.jobs.queue import Queue
from minutes.places import artefacts, recordings
from minutes.settings import Settings
from minutes.store.database import Database

GRACE_S = 20


def run(settings: Settings, host: str, port: int, tls: Pair | None, stay: bool) -> None:
    """Answers until asked to stop; what is being answered then is answered to its end.

    ``stay``: browsers that came by HTTPS once shall not come by anything else.
    """
    logs.set_up()
    service = Service(
        database=Database(settings.database_address),
        queue=Queue(settings.database_address),
        recordings=recordings(settings),
        artefacts=artefacts(settings),
        models=settings.models,
        setup_key=setup_key(settings),
        stay=stay,
    )
    app = create_app(service)
    uvicorn.run(
        app,
        host=host,
        port=port,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )


def setup_key(settings: Settings) -> str:
    """The secret that opens the set-up page: made once, in a file that only this account may read."""
    path = settings.data / "setup-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(16))
    return path.read_text()
