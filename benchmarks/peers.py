"""ほかの道具との見比べ: one meeting, the same models, this product and its peers, each as a process of its own.

    python -m benchmarks.peers [FOLDER ...] [--only PEER,...] [--recogniser NAME] [--diarizer NAME]
                               [--window SECONDS] [--threads N] [--json FILE]

FOLDER holds meeting.ogg, reference.json and, if there are, meeting.rttm and roster.csv (default: tests/data/sample).
Peers: raw faster-whisper one window after the other and in batches, pyannote's own pipeline, WhisperX (installed into
build/whisperx-venv the first time). All on the processor, int8, with the same number of threads and the longest window
that the recogniser hears well (``--window 30`` gives the peers Whisper's own). A process is measured whole, from its
start: imports and loading included. Prints Markdown; everything also goes to FILE (default: build/peers.json).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import answers, whisperx_home
from benchmarks.answers import Answer, Model, Question
from benchmarks.process import Figures, measure
from benchmarks.side_by_side import LEGEND, NAMES, OURS, UNHINTED, Line, beside, line, ours_for, table, worse
from minutes.asr.loading import KINDS
from minutes.domain.errors import MinutesError
from minutes.evaluation import read_reference, read_rttm
from minutes.models import Installed, Shelf, Task
from minutes.settings import Settings

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "data" / "sample"
BUSY = 0.25
"""Load per core before the start, above which times are only rough."""
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "PYANNOTE_METRICS_ENABLED": "0",
    "ORT_DISABLE_TELEMETRY": "1",
}


def command(peer: str, question: Path, answer: Path) -> list[str]:
    """Raises ``subprocess.CalledProcessError`` where WhisperX cannot be installed."""
    if peer == "whisperx":
        return [str(whisperx_home.python()), "-m", "benchmarks.with_whisperx", str(question), str(answer)]
    return [sys.executable, "-m", "benchmarks.listeners", peer, str(question), str(answer)]


def run(peer: str, question: Question, folder: Path) -> tuple[Answer, Figures]:
    asked, answer = folder / "question.json", folder / f"{peer}.json"
    answers.ask(asked, question)
    threads = {"OMP_NUM_THREADS": str(question.threads), "OMP_WAIT_POLICY": "PASSIVE"}
    figures = measure(command(peer, asked, answer), **OFFLINE, **threads)
    return answers.read(answer), figures


def run_all(peers: Sequence[str], question: Question) -> tuple[dict[str, tuple[Answer, Figures]], list[str]]:
    """What the peers answered, and who did not; one that fails does not take the others' figures along."""
    found: dict[str, tuple[Answer, Figures]] = {}
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for peer in peers:
            print(f"{NAMES[peer]} …", file=sys.stderr, flush=True)
            try:
                found[peer] = run(peer, question, Path(folder))
            except (SystemExit, subprocess.CalledProcessError) as exc:
                failed.append(f"{NAMES[peer]}は動かせませんでした（{exc}）。")
    return found, failed


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


def compare(meeting: Path, question: Question, peers: Sequence[str]) -> dict[str, Any]:
    """Every peer's figures beside ours, told and as they go to the file."""
    reference = read_reference(meeting / "reference.json")
    turns = read_rttm(meeting / "meeting.rttm") if (meeting / "meeting.rttm").exists() else None
    found, failed = run_all(peers, question)
    lines = []
    for peer, (answer, figures) in found.items():
        one = line(peer, answer, figures, reference, turns)
        if OURS in found and peer != OURS:
            one = beside(one, ours_for(answer, *found[OURS]))
        lines.append(one)
    print(f"### {meeting.name}\n")
    tell(lines, failed)
    peers_told = [asdict(one) for one in lines]
    return {"meeting": meeting.name, "peers": peers_told, "worse": worse(lines), "failed": failed}


def tell(lines: Sequence[Line], failed: Sequence[str]) -> None:
    print(*table(lines), "", LEGEND, "", sep="\n")
    print(*(f"- {one.name}：{one.setting}。" for one in lines), "", *failed, sep="\n")
    print("この製品のほうが悪いところ：")
    print(*(f"- {sentence}。" for sentence in worse(lines) or ("表に出る差では、ありません",)), "", sep="\n")


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.splitlines()[0])
    parser.add_argument("meetings", nargs="*", type=Path, default=[SAMPLE], metavar="FOLDER")
    parser.add_argument("--only", type=lambda value: value.split(","), default=list(NAMES))
    parser.add_argument("--recogniser")
    parser.add_argument("--diarizer")
    parser.add_argument("--window", type=int)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "peers.json")
    chosen = parser.parse_args(arguments)
    if strange := set(chosen.only) - set(NAMES):
        parser.error(f"--only: {', '.join(sorted(strange))}; there are {', '.join(NAMES)}")
    return chosen


def main(arguments: Sequence[str]) -> None:
    chosen, load = options(arguments), os.getloadavg()[0]
    shelf = Shelf(Settings().models)
    recogniser = shelf.choose(Task.RECOGNITION, chosen.recogniser)
    diarizer = shelf.choose(Task.DIARIZATION, chosen.diarizer)
    window_s = chosen.window or int(recogniser.model.window_s)
    whole = {"recogniser": recogniser.identity, "diarizer": diarizer.identity, "window_s": window_s}
    print(f"{recogniser.identity}、{diarizer.identity}、CPU（{KINDS['cpu']}）、スレッド {chosen.threads}\n")
    if load / (os.cpu_count() or 1) > BUSY:
        print(f"ほかの仕事も動いていました（負荷 {load:.1f}、{os.cpu_count()} コア）。時間は目安です。\n")
    report = []
    for meeting in chosen.meetings:
        question = question_of(meeting, recogniser, diarizer, window_s, chosen.threads)
        hinted = question.roster is not None and recogniser.model.hinted
        report.append(compare(meeting, question, [one for one in chosen.only if hinted or one != UNHINTED]))
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    whole |= {"threads": chosen.threads, "load_before": load, "meetings": report}
    chosen.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except MinutesError as error:
        raise SystemExit(str(error)) from error
