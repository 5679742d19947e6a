"""ほかの道具との見比べ: one meeting, the same models, this product and its peers, each as a process of its own.

    python -m benchmarks.peers [FOLDER ...] [--only PEER,...] [--runs N] [--recogniser NAME] [--diarizer NAME]
                               [--threads N] [--json FILE]

FOLDER holds meeting.ogg, reference.json and, if there are, meeting.rttm and roster.csv (default: tests/data/sample).
Peers: raw faster-whisper one window after the other and in batches, pyannote's own pipeline, WhisperX (installed into
build/whisperx-venv the first time). All on the processor, int8, with the same number of threads. The recognisers are
given the longest window that the model hears well, and once more (``-30``) the 30 s that are their own default;
pyannote's pipeline its configured batches, and once more (``stock-1``) its voice prints one by one, as ours makes
them. A process is measured whole, from its start: imports and loading included. With ``--runs 3`` everybody runs
three times, each time from another one on, and the medians are shown. Prints Markdown; everything also goes to FILE
(default: build/peers.json). Ends with 1 where somebody could not be run.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.peers.answers import Model, Question
from benchmarks.peers.asking import comparable, run, run_all
from benchmarks.peers.side_by_side import LEGEND, NAMES, OURS, Entry, beside, entry, ours_for, table
from benchmarks.peers.verdict import told, uncompared, worse
from minutes.asr.loading import KINDS
from minutes.domain.errors import MinutesError
from minutes.evaluation import read_reference, read_rttm
from minutes.models import Installed, Shelf, Task
from minutes.settings import Settings

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "data" / "sample"
BUSY = 0.25
"""Load per core before the start, above which times are only rough."""


def question_of(meeting: Path, recogniser: Installed, diarizer: Installed, window_s: int, threads: int) -> Question:
    roster = meeting / "roster.csv"
    return Question(
        audio=str(meeting / "meeting.ogg"),
        roster=str(roster) if roster.exists() else None,
        recogniser=Model(recogniser.model.name, str(recogniser.folder)),
        diarizer=Model(diarizer.model.name, str(diarizer.folder)),
        window_s=window_s,
        threads=threads,
    )


def compare(meeting: Path, question: Question, expected: Sequence[str], chosen: argparse.Namespace) -> dict[str, Any]:
    """Every peer's figures beside ours, told and as they go to the file."""
    reference = read_reference(meeting / "reference.json")
    turns = read_rttm(meeting / "meeting.rttm") if (meeting / "meeting.rttm").exists() else None
    with tempfile.TemporaryDirectory() as folder:
        asked = [peer for peer in expected if peer in chosen.only]
        found, failed = run_all(asked, chosen.runs, lambda peer: run(peer, question, Path(folder)))
    entries = []
    for peer, (answer, figures) in found.items():
        one = entry(peer, answer, figures, reference, turns)
        if OURS in found and peer != OURS:
            one = beside(one, ours_for(answer, *found[OURS]))
        entries.append(one)
    print(f"### {meeting.name}\n")
    tell(entries, failed, expected)
    return {
        "meeting": meeting.name,
        "peers": [asdict(one) for one in entries],
        "worse": worse(entries),
        "uncompared": uncompared(entries, expected),
        "failed": failed,
    }


def tell(entries: Sequence[Entry], failed: Sequence[str], expected: Sequence[str]) -> None:
    print(*table(entries), "", LEGEND, "", sep="\n")
    print(*(f"- {one.name}：{one.setting}。" for one in entries), "", *failed, sep="\n")
    print(*told(entries, expected), "", sep="\n", flush=True)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.splitlines()[0])
    parser.add_argument("meetings", nargs="*", type=folder_of_a_meeting, default=[SAMPLE], metavar="FOLDER")
    parser.add_argument("--only", type=lambda value: value.split(","), default=list(NAMES))
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--recogniser")
    parser.add_argument("--diarizer")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "peers.json")
    chosen = parser.parse_args(arguments)
    if strange := set(chosen.only) - set(NAMES):
        parser.error(f"--only: {', '.join(sorted(strange))}; there are {', '.join(NAMES)}")
    if chosen.runs < 1:
        parser.error("--runs: at least 1")
    return chosen


def folder_of_a_meeting(value: str) -> Path:
    """Looked at before the work: the first meeting may take an hour."""
    folder = Path(value)
    if missing := [name for name in ("meeting.ogg", "reference.json") if not (folder / name).is_file()]:
        raise argparse.ArgumentTypeError(f"no {' and no '.join(missing)} in {folder}")
    return folder


def main(arguments: Sequence[str]) -> int:
    """-> 1 where somebody could not be run."""
    chosen, load = options(arguments), os.getloadavg()[0]
    shelf = Shelf(Settings().models)
    recogniser = shelf.choose(Task.RECOGNITION, chosen.recogniser)
    diarizer = shelf.choose(Task.DIARIZATION, chosen.diarizer)
    window_s = int(recogniser.model.window_s)
    times = f"各{chosen.runs}回の中央値" if chosen.runs > 1 else "1回だけの時間"
    models = f"{recogniser.identity}、{diarizer.identity}"
    print(f"{models}、CPU（{KINDS['cpu']}）、スレッド {chosen.threads}、{times}\n")
    if load / (os.cpu_count() or 1) > BUSY:
        print(f"ほかの仕事も動いていました（負荷 {load:.1f}、{os.cpu_count()} コア）。時間は目安です。\n")
    report = []
    for meeting in chosen.meetings:
        question = question_of(meeting, recogniser, diarizer, window_s, chosen.threads)
        hinted = question.roster is not None and recogniser.model.hinted
        report.append(compare(meeting, question, comparable(question, hinted=hinted), chosen))
    whole = {
        "recogniser": recogniser.identity,
        "diarizer": diarizer.identity,
        "window_s": window_s,
        "threads": chosen.threads,
        "runs": chosen.runs,
        "load_before": load,
        "meetings": report,
    }
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(any(one["failed"] for one in report))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MinutesError as error:
        raise SystemExit(str(error)) from error
