"""ログ: a line of JSON an event, on standard error, where systemd and its like pick it up. No names, no texts.

What other programs' parts have to say goes the same way: where they say it, but not what, for it may quote a meeting.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

_MAY_SPEAK = "uvicorn"
"""Speaks of addresses and ports, never of what it carries."""
_WITH_THEIR_OWN = ("dbos",)
"""Parts that would write to the console by themselves, unless they find somebody who does."""
_DEEPEST = 12


def set_up() -> None:
    """For this process, and for what it would say at its end."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Relayed()], force=True)
    for name in _WITH_THEIR_OWN:
        logging.getLogger(name).handlers[:] = [Relayed()]
        logging.getLogger(name).propagate = False
    sys.excepthook = _last_words
    threading.excepthook = lambda told: _last_words(told.exc_type, told.exc_value, told.exc_traceback)


def trail(error: BaseException) -> dict[str, Any]:
    """What went wrong and where, without what was said of it: a database's errors quote what was to be written."""
    return {"kind": " < ".join(type(one).__name__ for one in _causes(error)), "where": _frames(error)}


class Relayed(logging.Handler):
    """What parts that are not ours log, as lines of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        event: dict[str, Any] = {"part": record.name, "where": [f"{record.filename}:{record.lineno}"]}
        if record.name.startswith(_MAY_SPEAK):
            event["said"] = record.getMessage().strip()
        if record.exc_info and record.exc_info[1]:
            event |= trail(record.exc_info[1])
        structlog.get_logger("minutes").log(max(record.levelno, logging.WARNING), "relayed", **event)


def _last_words(_: type[BaseException], error: BaseException | None, __: TracebackType | None) -> None:
    structlog.get_logger("minutes").critical("ended", **(trail(error) if error else {}))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _frames(error: BaseException) -> list[str]:
    innermost = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    return [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in innermost]
