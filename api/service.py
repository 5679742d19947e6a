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

    ``secure``: browsers come by HTTPS, and shall send their secret by nothing else.
    """

    database: Database
    queue: Queue
    recordings: Files
    artefacts: Files
    models: Path
    setup_key: str
    secure: bool
    rates: Rates = field(default_factory=Rates)
