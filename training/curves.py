"""曲線: how training goes, row by row, and as pictures for `README.md`.

    python -m training.curves RUN DIARIZER_RUN    # takes their curves over into training/curves, and draws them

A row for every 100th step (the diarizer: every 50th) stays in `curves/*.csv`; the pictures beside them are drawn from
these rows alone.
"""

import argparse
import csv
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

CURVES = Path(__file__).parent / "curves"
PICTURES = {
    "recogniser": {
        "Loss, mean of the last 50 steps": {
            "text": "text",
            "letters": "character at its time",
            "where": "place of a character",
            "phonemes": "sound of a frame",
            "copied": "place of a name in the prompt",
        }
    },
    "segmentation": {"Loss": {"loss": "training voices", "held_out": "held-out voices"}},
    "embedding": {"Loss": {"loss": "training voices"}, "Equal error rate, held-out voices": {"eer": "pairs of 2.5 s"}},
}
"""Each picture's panels, and each panel's lines: the column, and what it is called."""


def note(path: Path, **row: float) -> None:
    """One more row of a curve."""
    fresh = not path.exists()
    with path.open("a", newline="") as file:
        out = csv.writer(file)
        if fresh:
            out.writerow(row)
        out.writerow(round(value, 4) for value in row.values())


def spent(path: Path) -> float:
    """Seconds that a run has taken so far, in all its parts."""
    return max(rows(path)["seconds"]) if path.exists() else 0.0


def rows(path: Path) -> Mapping[str, Sequence[float]]:
    """The columns of a curve. A run that went back to a checkpoint wrote some steps twice: the last time counts."""
    with path.open(newline="") as file:
        last = {float(row["step"]): row for row in csv.DictReader(file)}
    columns: dict[str, list[float]] = defaultdict(list)
    for step in sorted(last):
        for name, value in last[step].items():
            columns[name].append(float(value or "nan"))
    return columns


def draw(name: str) -> Figure:
    """One of `PICTURES`, its panels side by side."""
    columns, panels = rows(CURVES / f"{name}.csv"), PICTURES[name]
    figure = Figure(figsize=(4.5 * len(panels) + 3, 3.6), layout="constrained")
    for place, (title, lines) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels.items(), strict=True):
        for column, label in lines.items():
            place.plot(columns["step"], columns[column], label=label, linewidth=1.5)
        place.set(title=title, xlabel="step", ylim=(0, None))
        place.grid(alpha=0.3)
        place.legend(frameon=False)
    return figure


def picture(name: str) -> bytes:
    """SVG; the same rows give the same bytes."""
    written = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "curves"}):
        draw(name).savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("recogniser", type=Path, help="the recogniser's run")
    options.add_argument("diarizer", type=Path, help="the diarizer's run")
    given = options.parse_args()
    CURVES.mkdir(exist_ok=True)
    shutil.copyfile(given.recogniser / "curve.csv", CURVES / "recogniser.csv")
    for name in ("segmentation", "embedding"):
        shutil.copyfile(given.diarizer / f"{name}.csv", CURVES / f"{name}.csv")
    for name in PICTURES:
        (CURVES / f"{name}.svg").write_bytes(picture(name))


if __name__ == "__main__":
    main()
