"""Heavy work in a process of its own: its memory is given back, its crash is only its own, it dies with its parent.

Knows nothing of what the work is.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from minutes.domain.errors import ChildDied, MinutesError

P = ParamSpec("P")
Result = TypeVar("Result")
Event = TypeVar("Event")

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

_LAST_SECONDS = 3
"""A child that has told its result, or is asked to end, still tidies up; killed at once, it would leave unfinished
files and leak tqdm's semaphores. One that is deep in a batch is not waited for longer."""


def in_child(
    work: Callable[Concatenate[Callable[[Event], None], P], Result],
    tell: Callable[[Event], None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Result:
    """Call ``work(tell, *args, **kwargs)`` in a spawned process and hand back its result.

    ``work`` is a function of a module; its arguments, its result and what it tells on the way can be pickled. A
    ``MinutesError`` raised there is raised here; a process that ends without a result (the kernel killed it, a library
    crashed) is ``ChildDied``.
    """
    context = multiprocessing.get_context("spawn")  # fork would carry the parent's threads and models along
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(os.getpid(), there, work, args, kwargs), daemon=True)
    child.start()
    there.close()
    try:
        return _receive(here, child.join, lambda: child.exitcode, tell)
    except KeyboardInterrupt:
        child.terminate()
        raise
    finally:
        here.close()
        child.join(_LAST_SECONDS)
        child.kill()
        child.join()


def _receive(
    here: Connection, join: Callable[[], None], exit_code: Callable[[], int | None], tell: Callable[[Event], None]
) -> Result:  # type: ignore[type-var]  # the result's type is the caller's
    while True:
        try:
            kind, value = here.recv()
        except EOFError as exc:
            join()
            raise ChildDied(exit_code()) from exc
        if kind == "event":
            tell(value)
        elif kind == "error":
            raise value
        elif kind == "foreign":
            join()
            raise ChildDied(exit_code(), value)
        else:
            return cast(Result, value)


def _run(
    parent: int,
    there: Connection,
    work: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    die_with(parent)
    _go_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends us
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that unfinished files are removed on the way out
    try:
        result = work(lambda event: there.send(("event", event)), *args, **kwargs)
    except MinutesError as error:
        there.send(("error", error))
    except Exception:  # noqa: BLE001 the border of the process: what nobody foresaw becomes a sentence, not a screenful
        there.send(("foreign", traceback.format_exc()))
        sys.exit(1)
    else:
        there.send(("result", result))


def die_with(parent: int) -> None:
    """Ask the kernel to kill us when the parent ends, however it ends (Linux; elsewhere daemon=True must do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)


def _go_first() -> None:
    """When memory runs out the kernel shall end this process rather than one that cannot be spared."""
    if sys.platform == "linux":
        with suppress(OSError):  # not every container may say so
            Path("/proc/self/oom_score_adj").write_text("500")
