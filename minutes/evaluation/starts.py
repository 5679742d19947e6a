"""語の始まりのずれ: how far the times of words are from the truth, where the reference has the times of its words."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from minutes.evaluation.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Starts:
    """``late_s``: by how much each word was put too late (too early: below zero); ``words`` the reference has.

    Compared are words that begin with the same character in both texts: where a word was misheard, or the recogniser
    cuts the text in other places, there is no start to compare.
    """

    late_s: tuple[float, ...]
    words: int

    @property
    def median_s(self) -> float | None:
        return self._within(50)

    @property
    def most_s(self) -> float | None:
        """Nine words of ten are no further off."""
        return self._within(90)

    @property
    def usual_s(self) -> float | None:
        """Whether words come late or early as a rule: the median with its sign."""
        return float(np.median(self.late_s)) if self.late_s else None

    def _within(self, percent: int) -> float | None:
        return float(np.percentile(np.abs(self.late_s), percent)) if self.late_s else None


def starts(comparison: Comparison) -> Starts | None:
    """``None`` where the reference has no times of words."""
    words = sum(place is not None and place.first for place in comparison.true_words)
    if not words:
        return None
    pairs = (
        (comparison.true_words[step.reference], comparison.heard_words[step.draft])
        for step in comparison.steps
        if step.equal and step.reference is not None and step.draft is not None
    )
    late_s = (
        heard.word.start_s - true.word.start_s for true, heard in pairs if true and heard and true.first and heard.first
    )
    return Starts(tuple(late_s), words)


def all_starts(parts: Iterable[Starts | None]) -> Starts | None:
    """Those of several meetings together; meetings without times of words do not count."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return Starts(tuple(late for part in known for late in part.late_s), sum(part.words for part in known))
