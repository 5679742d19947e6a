"""What every request needs, put together once by whoever starts the web process."""

from dataclasses import dataclass, field
from pathlib import Path

from api.rates import Rates
from minutes.jobs.queue import Queue
from minutes.store.database import Database
from minutes.store.files import Files


@dataclass(frozen=True, slots=True)
class Service:
    """``recordings`` and ``artefacts`` as the worker has them; ``setup_key`` opens the set-up page, once.

    ``stay``: browsers that came by HTTPS once shall come by nothing else for a year (HSTS). Only with a certificate
    that the town vouches for: with one of ours that was made anew, nobody could come in any more.
    """

    database: Database
    queue: Queue
    recordings: Files
    artefacts: Files
    models: Path
    setup_key: str
    stay: bool = False
    rates: Rates = field(default_factory=Rates)
