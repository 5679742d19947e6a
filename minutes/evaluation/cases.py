"""測る会議: which recordings of a folder have a reference, and what else lies beside them.

A recording ``name.ogg`` belongs with ``name.json`` or ``name.txt`` (the reference), ``name.rttm`` (who spoke when),
``name.csv`` (the roster) and ``name.glossary.txt``. Where a folder holds one recording alone, ``reference.json``, any
single ``.rttm``, ``roster.csv`` and ``glossary.txt`` do as well; the last two also serve all recordings beside them.
Looked at are the folder and all folders in it, however deep. What begins with a dot is passed over. Nothing is read
here but names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes.domain.errors import CannotRead

RECORDINGS = re.compile(
    r"\.(?:aac|aiff?|amr|ape|asf|au|avi|caf|dsf|flac|flv|m4[av]|mk[av]|mov|mp[234]|mpe?g|mts|oga|ogg|opus|ts|tta|w64|wav"
    r"|webm|wm[av]|wv|3gp)",
    re.IGNORECASE,
)
"""Endings of what a recorder, a camera or a meeting program writes."""

WITHOUT_REFERENCE = (
    "正解が見つからないので測りません。録音と同じ名前の正解（{stem}.json か {stem}.txt）を隣に置いてください。"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A recording with its reference. ``name`` tells it from the others: the path inside the folder."""

    name: str
    recording: Path
    reference: Path
    rttm: Path | None = None
    roster: Path | None = None
    glossary: Path | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A recording that was not measured, and why: a whole sentence."""

    name: str
    why: str


def find_cases(folder: Path) -> tuple[tuple[Case, ...], tuple[Skipped, ...]]:
    """In the order of their names: those of the folder itself, then those of each folder in it, and so on.

    A folder in it that cannot be looked into is named among what was skipped; ``CannotRead`` where it is the first.
    """
    try:
        found = tuple(_within(folder, folder, seen=frozenset()))
    except OSError as exc:
        raise CannotRead.because(folder, exc) from exc
    return tuple(one for one in found if isinstance(one, Case)), tuple(one for one in found if isinstance(one, Skipped))


def _within(root: Path, folder: Path, *, seen: frozenset[Path]) -> Iterator[Case | Skipped]:
    """``seen``: the folders above it, to which a link must not lead back."""
    there = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    yield from _beside(root, [each for each in there if each.is_file()])
    seen |= {folder.resolve()}
    for each in there:
        if each.is_dir() and each.resolve() not in seen:
            try:
                yield from _within(root, each, seen=seen)
            except OSError as exc:
                yield Skipped(str(each.relative_to(root)), f"フォルダを開けません（{exc.strerror}）。")


def _beside(root: Path, there: Sequence[Path]) -> Iterator[Case | Skipped]:
    """``there``: the files of one folder."""
    files = {each.name: each for each in there}
    recordings = [each for each in files.values() if RECORDINGS.fullmatch(each.suffix)]
    alone = len(recordings) == 1
    rttms = [each.name for each in files.values() if each.suffix == ".rttm"]
    for recording in recordings:
        stem, name = recording.stem, str(recording.relative_to(root))

        def first(*names: str) -> Path | None:
            return next((files[name] for name in names if name in files), None)

        general = ("reference.json", "reference.txt") if alone else ()
        reference = first(f"{stem}.json", f"{stem}.txt", *general)
        if reference is None:
            yield Skipped(name, WITHOUT_REFERENCE.format(stem=stem))
        else:
            yield Case(
                name,
                recording,
                reference,
                rttm=first(f"{stem}.rttm", *(rttms if alone and len(rttms) == 1 else ())),
                roster=first(f"{stem}.csv", "roster.csv"),
                glossary=first(f"{stem}.glossary.txt", "glossary.txt"),
            )
