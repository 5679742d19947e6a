"""送信のあいだ: many recordings are sent at once; is the web process's memory flat, and the list of meetings quick?

    python -m benchmarks.uploads [UPLOADS MEGABYTES]        default: 20 200

`minutes serve` as a town runs it, with a list of 200 meetings. A process of its own sends, in pieces as the pages do,
without a pause; meanwhile somebody who is signed in opens the list four times a second. Prints Markdown and a line of
JSON. Everything is on one machine: what sending takes of its processors is missing to the service.
"""

import hashlib
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx2
from sqlmodel import select

from api.access import COOKIE
from minutes.domain.meeting import MeetingKind
from minutes.store.access import PROGRAM
from minutes.store.queries import accounts, meetings
from minutes.store.tables import AccountRow
from tests.service.service import Service

PIECE = 8 * 1024**2
"""As `api/static/pages/send.js`."""
MEETINGS = 200
LIST_MS, FLAT_MIB = 200.0, 32.0
"""Goals: so long the list takes at p95, so much memory grows from the first quarter to the last: of 4 GB that are sent,
less than a hundredth stays."""
BEFORE_S, PAUSE_S = 10.0, 0.25


@dataclass(frozen=True)
class Result:
    """``list_ms``: time until the whole list was there; ``memory_mib``: of the web process, without files it maps."""

    uploads: int
    megabytes: int
    seconds: float
    megabytes_per_s: float
    list_before_p50_ms: float
    list_before_p95_ms: float
    list_p50_ms: float
    list_p95_ms: float
    list_max_ms: float
    lists: int
    memory_before_mib: float
    memory_first_quarter_mib: float
    memory_last_quarter_mib: float
    memory_peak_mib: float
    web_cpu_s: float
    all_arrived: bool


class Looking(threading.Thread):
    """Opens the list again and again; -> how long each took, in milliseconds, and the memory of the web process."""

    def __init__(self, service: Service, cookie: str) -> None:
        super().__init__(daemon=True)
        self.took_ms, self.memory_mib = list[float](), list[float]()
        self._service, self._pid, self._over = service, service.part("web"), threading.Event()
        address = f"http://127.0.0.1:{service.port}"
        self._browser = httpx2.Client(base_url=address, cookies={COOKIE: cookie}, timeout=600)

    def run(self) -> None:
        with self._browser:
            while not self._over.wait(PAUSE_S):
                began = time.perf_counter()
                self._browser.get("/").raise_for_status()
                self.took_ms.append((time.perf_counter() - began) * 1000)
                self.memory_mib.append(_anonymous_mib(self._pid))

    def stop(self) -> None:
        self._over.set()
        self.join()


@contextmanager
def looking(service: Service, cookie: str) -> Iterator[Looking]:
    one = Looking(service, cookie)
    one.start()
    yield one
    one.stop()


def main(uploads: int, megabytes: int) -> Result:
    Path("build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="build") as folder, Service(Path(folder).resolve() / "service") as service:
        cookie, key = _settle(service)
        with looking(service, cookie) as before:
            time.sleep(BEFORE_S)
        cpu_s, began = _cpu_s(service.part("web")), time.monotonic()
        with ProcessPoolExecutor(1) as elsewhere, looking(service, cookie) as during:
            sent = elsewhere.submit(send_all, service.port, key, uploads, megabytes).result()
            seconds = time.monotonic() - began
        quarter = max(1, len(during.memory_mib) // 4)
        return Result(
            uploads=uploads,
            megabytes=megabytes,
            seconds=round(seconds, 1),
            megabytes_per_s=round(uploads * megabytes / seconds, 1),
            list_before_p50_ms=_share(before.took_ms, 50),
            list_before_p95_ms=_share(before.took_ms, 95),
            list_p50_ms=_share(during.took_ms, 50),
            list_p95_ms=_share(during.took_ms, 95),
            list_max_ms=round(max(during.took_ms), 1),
            lists=len(during.took_ms),
            memory_before_mib=round(max(before.memory_mib), 1),
            memory_first_quarter_mib=round(max(during.memory_mib[:quarter]), 1),
            memory_last_quarter_mib=round(max(during.memory_mib[-quarter:]), 1),
            memory_peak_mib=round(max(during.memory_mib), 1),
            web_cpu_s=round(_cpu_s(service.part("web")) - cpu_s, 1),
            all_arrived=all((service.data / "recordings" / sha256).exists() for sha256 in sent),
        )


def send_all(port: int, key: str, uploads: int, megabytes: int) -> list[str]:
    """-> the SHA-256 of each."""
    with ThreadPoolExecutor(uploads) as senders:
        return list(senders.map(lambda number: _send(port, key, number, megabytes * 10**6), range(uploads)))


def _send(port: int, key: str, number: int, size: int) -> str:
    """The same eight megabytes over and over, others for everybody: nobody waits for random numbers."""
    block, digest, at = random.Random(number).randbytes(PIECE), hashlib.sha256(), 0
    address, headers = f"http://127.0.0.1:{port}", {"authorization": f"Bearer {key}", "tus-resumable": "1.0.0"}
    with httpx2.Client(base_url=address, headers=headers, timeout=600) as browser:
        place = browser.post("/api/uploads", headers={"upload-length": str(size)}).headers["location"]
        while at < size:
            piece = block[: size - at]
            told = {"content-type": "application/offset+octet-stream", "upload-offset": str(at)}
            browser.patch(place, content=piece, headers=told).raise_for_status()
            digest.update(piece)
            at += len(piece)
    return digest.hexdigest()


def _settle(service: Service) -> tuple[str, str]:
    """A list to look at. -> a browser's secret and a program's."""
    with service.database.writing(PROGRAM) as session:
        account = session.exec(select(AccountRow)).one()
        actor = accounts.actor(account, "")
        for number in range(MEETINGS):
            meetings.make(session, actor, title=f"第{number}回打合せ", kind=MeetingKind.CONFERENCE)
        return accounts.sign_in(session, account), accounts.make_key(session, actor, "送信")


def _share(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 1)


def _anonymous_mib(pid: int | None) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def _cpu_s(pid: int | None) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def table(result: Result) -> str:
    rows = {
        "送った録音": f"{result.uploads} × {result.megabytes} MB、{result.seconds} 秒（{result.megabytes_per_s} MB/s）",
        "すべて届いた（SHA-256）": "はい" if result.all_arrived else "いいえ",
        "会議の一覧、その前": f"p50 {result.list_before_p50_ms} ms、p95 {result.list_before_p95_ms} ms",
        "会議の一覧、そのあいだ": f"p50 {result.list_p50_ms} ms、p95 {result.list_p95_ms} ms（{result.lists} 回）",
        "いちばん遅い一覧": f"{result.list_max_ms} ms",
        "web のメモリ、その前": f"{result.memory_before_mib} MiB",
        "はじめの4分の1 → 終わりの4分の1": f"{result.memory_first_quarter_mib} → {result.memory_last_quarter_mib} MiB",
        "いちばん多いとき": f"{result.memory_peak_mib} MiB",
        "web のCPU": f"{result.web_cpu_s} 秒",
    }
    return "\n".join(["| 量 | 値 |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows.items())])


def missed(result: Result) -> list[str]:
    """The goals that were, each with its figure."""
    grown = result.memory_last_quarter_mib - result.memory_first_quarter_mib
    goals = (
        (result.all_arrived, "not all recordings arrived as they were sent"),
        (result.list_p95_ms < LIST_MS, f"the list: p95 {result.list_p95_ms} ms, goal under {LIST_MS:.0f} ms"),
        (
            grown < FLAT_MIB,
            f"memory grew by {grown:.1f} MiB from the first quarter to the last, goal under {FLAT_MIB:.0f}",
        ),
    )
    return [said for is_met, said in goals if not is_met]


if __name__ == "__main__":
    uploads, megabytes = map(int, sys.argv[1:] or (20, 200))
    result = main(uploads, megabytes)
    print(table(result))
    print(json.dumps(asdict(result)))
    if failures := missed(result):
        raise SystemExit("\n".join(f"goal missed: {one}" for one in failures))
