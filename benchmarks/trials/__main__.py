"""使ってみる試し, from the first minute to the record.

python -m benchmarks.trials start FOLDER [--seed 1] [--mode keyboard|mouse]    FOLDER must not exist
python -m benchmarks.trials judge FOLDER RECORD.md --who "…"                   also while the user is still at it
python -m benchmarks.trials stop FOLDER                                        if the user never comes to an end

The first start drafts the sample (minutes, into build/trials); every other takes seconds.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from benchmarks.trials import hand, judging, report, sheet, town
from benchmarks.trials.diary import Diary
from benchmarks.trials.keeper import keep
from benchmarks.trials.mistakes import Mistake, chosen, planted
from benchmarks.trials.voices import Asked, asked
from exports import draft_json
from minutes.evaluation.reading import read_reference
from minutes.roster import read_roster

PREPARED = Path("build/trials/prepared")
PATIENCE_S = 300
AGENT = (
    "an agent (a language model) that had never seen the program, its code or its documents, and had the sheet alone"
)


def start(folder: Path, seed: int, mode: str) -> None:
    inside = folder / hand.PLACE
    inside.mkdir(parents=True)
    shutil.copytree(town.prepare(PREPARED), inside / "data")
    draft = town.machines(inside / "data")
    utterances = read_reference(town.SAMPLE / "reference.json").utterances
    mistakes, voices = chosen(draft, utterances, seed), asked(draft, utterances)
    meeting, draft_id = town.settle(inside / "data", planted(draft, mistakes))
    (inside / "draft.json").write_bytes(draft_json.render(draft))
    truth = {"seed": seed, "mode": mode, "meeting": meeting, "draft": draft_id, "commit": _commit()}
    truth |= {"mistakes": [asdict(one) for one in mistakes], "voices": [asdict(one) for one in voices]}
    (inside / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1))
    with (inside / "keeper.log").open("w") as log:
        command = [sys.executable, "-m", "benchmarks.trials", "keep", str(folder)]
        keeper = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + PATIENCE_S
    while not (inside / hand.LINE).exists():
        if keeper.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"no browser:\n{(inside / 'keeper.log').read_text()[-2000:]}")
        time.sleep(0.2)
    _hand(folder, mode)
    print(f"{folder / 'task.md'}\n{folder / 'guide.md'}\n{folder / 'hand'}")


def _hand(folder: Path, mode: str) -> None:
    own = folder / "hand"
    command = shlex.join([sys.executable, "-m", "benchmarks.trials.hand", str(folder)])
    own.write_text(f'#!/bin/sh\ncd {shlex.quote(str(Path.cwd()))} && exec {command} "$@"\n')
    own.chmod(0o755)
    (folder / "guide.md").write_text(sheet.guide(str(own), mode))


def keep_it(folder: Path) -> None:
    truth, mistakes, voices = _truth(folder / hand.PLACE)
    roster = read_roster(town.SAMPLE / "roster.csv")

    def told(address: str) -> None:
        (folder / "task.md").write_text(sheet.task(address, mistakes, voices, roster))

    keep(folder, truth["mode"], told)


def judge(folder: Path, record: Path, who: str) -> None:
    inside = folder / hand.PLACE
    truth, mistakes, voices = _truth(inside)
    true = draft_json.read((inside / "draft.json").read_bytes()).paragraphs
    document = town.document(inside / "data", truth["draft"])
    lines = document.lines()
    now = [line.text for line in lines]
    utterances = read_reference(town.SAMPLE / "reference.json").utterances
    spoken = judging.spoken(utterances, lines, document.people(), document.voices())
    trial = report.Trial(
        mode=truth["mode"],
        seed=truth["seed"],
        commit=truth["commit"],
        who=who,
        mended=judging.mended(true, mistakes, now),
        named=judging.named(voices, spoken),
        besides=judging.changed_besides(true, mistakes, now),
        others=judging.others_named(voices, spoken),
        paragraphs=(len(true), len(lines)),
        entries=Diary(inside / "diary.jsonl").read(),
    )
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(report.render(trial))
    shutil.copy(inside / "diary.jsonl", record.with_suffix(".jsonl"))
    right, named = (sum(one.is_right for one in own) for own in (trial.mended, trial.named))
    print(f"{right} mistakes, {named} voices: {record}")


def _truth(inside: Path) -> tuple[dict[str, Any], tuple[Mistake, ...], tuple[Asked, ...]]:
    """What the user must not see."""
    truth = json.loads((inside / "truth.json").read_text())
    mistakes = TypeAdapter(tuple[Mistake, ...]).validate_python(truth["mistakes"])
    return truth, mistakes, TypeAdapter(tuple[Asked, ...]).validate_python(truth["voices"])


def _commit() -> str:
    return subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trials", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("start", "keep", "judge", "stop"):
        commands.add_parser(name).add_argument("folder", type=lambda told: Path(told).resolve())
    commands.choices["start"].add_argument("--seed", type=int, default=1)
    commands.choices["start"].add_argument("--mode", choices=("keyboard", "mouse"), default="keyboard")
    commands.choices["judge"].add_argument("record", type=Path)
    commands.choices["judge"].add_argument("--who", default=AGENT)
    told = parser.parse_args()
    match told.command:
        case "start":
            start(told.folder, told.seed, told.mode)
        case "keep":
            keep_it(told.folder)
        case "judge":
            judge(told.folder, told.record, told.who)
        case "stop":
            hand.main(told.folder, "done", "stopped by whoever ran the trial")


if __name__ == "__main__":
    main()
