"""Killed at any moment, any part of it, the service goes on: the same draft, no finished piece made again."""

import itertools
import random
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.service.service import PIECE, Service, is_gone, kill, until

VICTIMS = (("worker",), ("web",), ("web", "worker"), ("serve",))
"""`serve` is the program that starts the other two, which die with it; whoever looks after it starts it again."""
UPLOAD_S = 3.0
"""So long a recording is sent at least, that kills may fall into it, too: one in three does."""
ROUNDS = 10
"""Of as many kills as are still to come, most of which come before the end."""


class Kill:
    """Of these parts, some seconds after the sending began.

    ``hit``: before the draft was there; ``sending``: before the whole recording was.
    """

    def __init__(self, service, meeting, victims, after_s):
        self._service, self._meeting, self._victims = service, meeting, victims
        self.hit, self.sending, self.pieces = False, False, {}
        self._timer = threading.Timer(after_s, self._strike)
        self._timer.start()

    def _strike(self):
        parts = {"web", "worker"} if "serve" in self._victims else self._victims
        until(lambda: all(map(self._service.part, parts)))
        job, fated = self._service.job(self._meeting), [*map(self._service.part, parts)]
        self.sending = job is None
        self.hit = job is None or job.finished_at is None
        child = self._service.recogniser() if "worker" in parts else None
        if "serve" in self._victims:
            kill(self._service.process.pid)
            self._service.process.wait()
        else:
            kill(*fated)
        until(lambda: all(map(is_gone, [*fated, *filter(None, [child])])))
        self.pieces = self._service.pieces()
        if "serve" in self._victims:
            self._service.run()

    def join(self):
        self._timer.join()


def kill_and_go_on(folder, clip, undisturbed, victims, after_s):
    """-> the kill."""
    with Service(folder) as service:
        recording = service.begin_upload(len(clip))
        meeting = service.make_meeting(recording)
        struck = Kill(service, meeting, victims, after_s)
        service.send(recording, clip, UPLOAD_S * PIECE / len(clip))
        struck.join()
        assert service.outcome(meeting) == undisturbed.outcome, f"{victims} after {after_s:.2f} s"
        after = service.pieces()
        assert sorted(after) == undisturbed.pieces
        assert {name: after[name] for name in struck.pieces} == struck.pieces
    shutil.rmtree(folder)
    return struck


def kills(count, seed, clip, undisturbed, tmp_path):
    """Two services at a time, until so many kills came before the end. -> those, and how many did not."""
    chance, numbers, hits, late = random.Random(seed), itertools.count(), [], 0
    end_s = UPLOAD_S + undisturbed.took_s
    victims, moments = itertools.cycle(VICTIMS), itertools.cycle([(0, UPLOAD_S), *[(UPLOAD_S, end_s)] * 2])
    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            fates = [(next(victims), chance.uniform(*next(moments))) for _ in range(count - len(hits))]
            runs = [
                pool.submit(kill_and_go_on, tmp_path / str(next(numbers)), clip, undisturbed, *fate) for fate in fates
            ]
            struck = [run.result() for run in runs]
            hits.extend(one for one in struck if one.hit)
            late += sum(not one.hit for one in struck)
            if len(hits) == count:
                return hits, late
    raise AssertionError(f"{count - len(hits)} kills never came before the end of the work, {late} came after it")


def test_five_kills(clip, undisturbed, tmp_path, request):
    hits, _ = kills(5, request.config.getoption("--seed"), clip, undisturbed, tmp_path)
    assert any(one.sending for one in hits)
    assert any(one.pieces for one in hits)


@pytest.mark.soak
def test_fifty_kills(clip, undisturbed, tmp_path, request, record_property):
    hits, late = kills(50, request.config.getoption("--seed"), clip, undisturbed, tmp_path)
    sending, found = sum(one.sending for one in hits), sum(bool(one.pieces) for one in hits)
    record_property(
        "result",
        f"50 kills of worker, web, both or the program that starts them: {sending} while the recording was sent, "
        f"{50 - sending} while it was worked on, {found} of them with pieces finished by then; {late} more after its "
        "end; drafts and recordings equal, no finished piece made again",
    )
    assert sending > 10
    assert found > 20
