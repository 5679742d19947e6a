"""字の取り違え: which character was written for which, and how often."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from minutes.evaluation.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Slip:
    """``heard`` was written ``count`` times where ``true`` was said."""

    true: str
    heard: str
    count: int


def slips(comparison: Comparison) -> tuple[Slip, ...]:
    """The most frequent first."""
    changed = Counter(
        (comparison.true[step.reference], comparison.heard[step.draft])
        for step in comparison.steps
        if step.reference is not None and step.draft is not None and not step.equal
    )
    return in_order(changed)


def all_slips(parts: Iterable[Iterable[Slip]]) -> tuple[Slip, ...]:
    """Those of several meetings, counted together."""
    together: Counter[tuple[str, str]] = Counter()
    for part in parts:
        together.update({(slip.true, slip.heard): slip.count for slip in part})
    return in_order(together)


def in_order(counts: Counter[tuple[str, str]]) -> tuple[Slip, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Slip(true, heard, count) for (true, heard), count in ordered)
