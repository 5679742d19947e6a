"""Killed at any moment, any part of it, the service goes on: the same draft, no finished piece made again."""

import itertools
import random
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.service.service import PIECE, Service, is_gone, kill, until

VICTIMS = (("worker",), ("web",), ("web", "worker"))
UPLOAD_S = 3.0
"""So long a recording is sent, that kills may fall into it, too."""
ROUNDS = 10
"""Of as many kills as are still to come, most of which come before the end."""


class Kill:
    """Of these parts, some seconds after the sending began. ``hit``: before the draft was there."""

    def __init__(self, service, meeting, victims, after_s):
        self._service, self._meeting, self._victims = service, meeting, victims
        self.hit, self.pieces = False, {}
        self._timer = threading.Timer(after_s, self._strike)
        self._timer.start()

    def _strike(self):
        until(lambda: all(map(self._service.part, self._victims)))
        job, fated = self._service.job(self._meeting), [*map(self._service.part, self._victims)]
        self.hit = job is None or job.finished_at is None
        child = self._service.recogniser() if "worker" in self._victims else None
        kill(*fated)
        until(lambda: all(map(is_gone, [*fated, *filter(None, [child])])))
        self.pieces = self._service.pieces()

    def join(self):
        self._timer.join()


def kill_and_go_on(folder, clip, undisturbed, victims, after_s):
    """-> whether the kill came before the end."""
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
    return struck.hit


def kills(count, seed, clip, undisturbed, tmp_path):
    """Two services at a time, until so many kills came before the end. -> how many did not."""
    chance, victims, numbers, late = random.Random(seed), itertools.cycle(VICTIMS), itertools.count(), 0
    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            fates = [(next(victims), chance.uniform(0, UPLOAD_S + undisturbed.took_s)) for _ in range(count)]
            runs = [
                pool.submit(kill_and_go_on, tmp_path / str(next(numbers)), clip, undisturbed, *fate) for fate in fates
            ]
            hits = sum(run.result() for run in runs)
            count, late = count - hits, late + len(runs) - hits
            if not count:
                return late
    raise AssertionError(f"{count} kills never came before the end of the work, {late} came after it")


def test_five_kills(clip, undisturbed, tmp_path, request):
    kills(5, request.config.getoption("--seed"), clip, undisturbed, tmp_path)


@pytest.mark.soak
def test_fifty_kills(clip, undisturbed, tmp_path, request, record_property):
    late = kills(50, request.config.getoption("--seed"), clip, undisturbed, tmp_path)
    record_property(
        "result",
        f"50 kills of worker, web or both in the midst of the work, {late} more after its end; "
        "drafts and recordings equal",
    )
