"""What every request needs, put together once by whoever starts the web process."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from api.chain import Chain
from api.rates import Rates
from api.rooms import Rooms
from minutes.jobs.queue import Queue
from minutes.store.database import Database
from minutes.store.files import Files
from minutes.store.queries.meetings import GRACE


@dataclass(frozen=True, slots=True)
class Service:
    """``recordings`` and ``artefacts`` as the worker has them; ``setup_key`` opens the set-up page, once.

    ``grace``: how long a meeting stays in the bin.

    ``patience_s``: so long somebody who sends a recording may say nothing.

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
    grace: timedelta = GRACE
    patience_s: float = 60.0
    rates: Rates = field(default_factory=Rates)
    rooms: Rooms = field(default_factory=Rooms)
    chain: Chain = field(default_factory=Chain)
