"""The web service on a real port, in a thread of the test: for a real line to a town that the test itself holds.

To be killed, the web process alone: `tests/api/serving.py`. The whole, web and worker: `tests/browser/site.py` for
people, `tests/service/service.py` for programs.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from minutes import web
from minutes.settings import Settings
from tests.ports import free_port


@contextmanager
def live(app: FastAPI, **settings: str) -> Iterator[str]:
    """-> its address."""
    port = free_port()
    server = uvicorn.Server(web.configured(app, Settings(**settings), "127.0.0.1", port, None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
