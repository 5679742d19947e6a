"""長い試験の記録: docs/soak.md, a row for each long run. A run replaces its own row and leaves the others."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import date

HEAD = """# The long runs

Written by `make soak`, and by each of them alone (`python -m pytest -m soak --soak tests/browser/test_crowd.py`): a row
is the last run of its kind. *Commit* and *load* are of the moment when it began: `+` stands for changes that were in no
commit, the load is what the machine had to do besides. *In a row* are the runs of that kind since the last that failed,
with the commit of the first of them, and their seeds.

| run | outcome | took | commit | seed | machine | day | in a row | result |
|---|---|--:|---|---|---|---|---|---|
"""
_STREAK = re.compile(r"(\d+) since (\S+), seeds ([\d ]+)")


@dataclass(frozen=True)
class Row:
    """``streak`` is for `brought_up_to_date` to say; everything is as it stands in the table."""

    run: str
    outcome: str
    took: str
    commit: str
    seed: str
    machine: str
    day: str
    streak: str
    result: str

    def __str__(self) -> str:
        return f"| {' | '.join(cell.replace('|', '/') for cell in astuple(self))} |"


def beginning(seed: int) -> Row:
    """What is known of a run before anything has run."""
    commit = _git("rev-parse", "--short=12", "HEAD") + "+" * bool(_git("status", "--porcelain", "--", ".", ":!docs"))
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return Row("", "", "", commit, str(seed), machine, date.today().isoformat(), "", "")


def brought_up_to_date(report: str, made: Iterable[Row]) -> str:
    """The whole report anew."""
    rows = {row.run: row for row in read(report)}
    for row in made:
        rows[row.run] = replace(row, streak=_streak(rows.get(row.run), row))
    return HEAD + "".join(f"{rows[run]}\n" for run in sorted(rows))


def read(report: str) -> Iterator[Row]:
    """What is no row is left out: hours of runs are not lost to a slip of somebody's hand."""
    for line in report.splitlines():
        cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
        if line.startswith("| `") and len(cells) == len(fields(Row)):
            yield Row(*cells)


def _streak(before: Row | None, now: Row) -> str:
    if now.outcome != "passed":
        return "0"
    found = _STREAK.fullmatch(before.streak) if before else None
    if not found:
        return f"1 since {now.commit}, seeds {now.seed}"
    count, since, seeds = found.groups()
    seen = seeds.split()
    return f"{int(count) + 1} since {since}, seeds {' '.join(seen if now.seed in seen else [*seen, now.seed])}"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False).stdout.strip()
