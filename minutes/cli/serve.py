"""`minutes serve`: the service, web and worker under one command."""

import math
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console

from minutes import logs, web, worker
from minutes.certificate import Pair, own, usable
from minutes.child import die_with
from minutes.cli.options import PLAIN, PRIVATE, DataFolder, DeviceChoice, settings_from
from minutes.domain.errors import BadOption
from minutes.jobs import queue
from minutes.settings import Settings
from minutes.store import schema
from minutes.store.access import PROGRAM
from minutes.store.database import Database
from minutes.store.queries import accounts

app = typer.Typer(**PLAIN)
_BREATH_S = 2.0
_END_S = web.GRACE_S + 10
_LASTED_S, _LONGEST_S = 10.0, 60.0
"""A part that ends sooner is given longer and longer before it begins anew, but never more than that."""
_EVERYWHERE = "0.0.0.0"  # noqa: S104


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="待ち受けるアドレス（0.0.0.0 で庁内のほかの機械からも）")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="待ち受けるポート")] = 8000,
    tls: Annotated[bool, typer.Option("--tls", help="HTTPS で動かす（--certificate がなければ証明書を作る）")] = False,
    certificate: Annotated[Path | None, typer.Option(help="証明書（PEM）", show_default=False)] = None,
    key: Annotated[Path | None, typer.Option(help="証明書の鍵（PEM）", show_default=False)] = None,
    data: DataFolder = None,
    device: DeviceChoice = None,
) -> None:
    """会議録のサービスを動かします。ブラウザで録音を入れ、粗原稿を受け取ります。Ctrl-C で止めます。"""
    os.umask(PRIVATE)
    settings = settings_from(data, device)
    _check_free(host, port)
    prepare(settings)
    pair = _pair(settings, host, certificate, key) if tls or certificate or key else None
    shown = "localhost" if host in ("127.0.0.1", _EVERYWHERE) else host
    _greet(settings, f"{'https' if pair else 'http'}://{shown}:{port}", for_others=host == _EVERYWHERE)
    logs.set_up()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    parts = [Kept("web", web.run, settings, host, port, pair), Kept("worker", worker.run, settings)]
    while not stopping.wait(_BREATH_S):
        for part in parts:
            part.see_to_it()
    for part in parts:
        part.ask_to_end()
    for part in parts:
        part.end()


def _check_free(host: str, port: int) -> None:
    """Said once and plainly, instead of by a web process that ends again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as exc:
        why = "ほかのプログラムが使っているか、使えない番号です。別の番号を指定してください。"
        raise BadOption("--host と --port", f"{host}:{port}", why) from exc


def _pair(settings: Settings, host: str, certificate: Path | None, key: Path | None) -> Pair:
    """The town's own certificate, or one that the service makes."""
    if certificate is None and key is None:
        return own(settings.data, host)
    if certificate is None or key is None:
        raise BadOption("--certificate と --key", "", "片方だけでは使えません。両方を指定してください。")
    return usable(certificate, key)


def prepare(settings: Settings) -> None:
    """The database as this version wants it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_address)
    schema.bring_up_to_date(database.engine)
    queue.prepare(settings.database_address)
    database.close()


def _greet(settings: Settings, address: str, *, for_others: bool) -> None:
    console = Console(markup=False, highlight=False, soft_wrap=True)
    database = Database(settings.database_address)
    with database.reading(PROGRAM) as session:
        if accounts.is_empty(session):
            console.print("はじめに、このアドレスをブラウザで開いて設定してください：")
            console.print(f"{address}/set-up?key={web.setup_key(settings)}", style="bold")
        else:
            console.print(f"会議録：{address}", style="bold")
    if for_others:
        console.print("ほかの機械で開くときは、localhost をこの機械の名前かアドレスに替えてください。")
    console.print("止めるときは Ctrl-C を押してください。作業の途中でも、次に動かしたとき続きから始めます。")
    database.close()


class Kept:
    """A process that is started again when it ends without being asked to; ``name``: what `ps` calls it."""

    def __init__(self, name: str, run: Callable[..., None], *arguments: object) -> None:
        self._name, self._run, self._arguments = name, run, arguments
        self._pause_s, self._again_at = 0.0, math.inf
        self._process = self._started()

    def see_to_it(self) -> None:
        """To be asked for every moment."""
        moment = time.monotonic()
        if self._process.is_alive():
            return
        if self._again_at == math.inf:
            self._pause_s = pause_after(moment - self._began, self._pause_s)
            self._again_at = moment + self._pause_s
            told = {"part": self._name, "exit_code": self._process.exitcode, "again_in_s": self._pause_s}
            structlog.get_logger("minutes.serve").error("ended", **told)
        if moment >= self._again_at:
            self._process.close()
            self._process, self._again_at = self._started(), math.inf

    def ask_to_end(self) -> None:
        self._process.terminate()

    def end(self) -> None:
        """What it does not finish in time, because the database is away, it goes on with after the next start."""
        self._process.join(_END_S)
        self._process.kill()
        self._process.join()

    def _started(self) -> BaseProcess:
        process = multiprocessing.get_context("spawn").Process(
            target=_run, args=(os.getpid(), self._name, self._run, self._arguments)
        )
        self._began = time.monotonic()
        process.start()
        return process


def pause_after(lasted_s: float, before_s: float) -> float:
    """Seconds until a part that has ended begins anew; ``before_s``: so many it was the last time."""
    return 0.0 if lasted_s >= _LASTED_S else min(max(_BREATH_S, 2 * before_s), _LONGEST_S)


def _run(parent: int, name: str, run: Callable[..., None], arguments: tuple[object, ...]) -> None:
    die_with(parent)
    if sys.platform == "linux":
        Path("/proc/self/comm").write_text(f"minutes-{name}")
    run(*arguments)
