"""処理の様子: how far the work on a meeting is, derived from what has happened to its jobs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """処理: when it was asked for, begun and ended, and how far it is: ``share`` 0..1 of ``stage``."""

    id: str
    asked_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failed_at: datetime | None = None
    cancelled_at: datetime | None = None
    stage: str | None = None
    share: float = 0.0
    audio_s: float | None = None
    problem: str | None = None

    @property
    def state(self) -> State:
        """What happened last counts: a job that was cancelled after its end stays finished."""
        if self.finished_at:
            return State.READY
        if self.failed_at:
            return State.FAILED
        if self.cancelled_at:
            return State.CANCELLED
        return State.WORKING if self.started_at else State.WAITING

    @property
    def is_under_way(self) -> bool:
        """Does anybody still wait for it?"""
        return self.state in (State.WAITING, State.WORKING)


def seconds_left(job: Job, paces: Mapping[str, float], stages: Sequence[str]) -> float | None:
    """How long the rest will take by ``paces``: seconds of work for a second of sound, of every stage in order.

    ``None`` while nobody can know: before the length of the recording is known, or without a pace for a stage to come.
    """
    if job.state is not State.WORKING or job.audio_s is None or job.stage not in stages:
        return None
    now = stages.index(job.stage)
    shares = [1.0 - job.share, *(1.0 for _ in stages[now + 1 :])]
    if any(stage not in paces for stage in stages[now:]):
        return None
    return sum(share * paces[stage] * job.audio_s for share, stage in zip(shares, stages[now:], strict=True))
