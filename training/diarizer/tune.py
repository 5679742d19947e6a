"""調整: the two networks become a pyannote pipeline folder, and its thresholds are chosen on held-out voices.

Never on the sample meeting: its voices are reserved, and nothing here hears them.
"""

import csv
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from minutes.diarize.diarization import diarize
from minutes.diarize.diarizer import Diarizer, load
from minutes.domain.speech import SAMPLE_RATE, Turn
from minutes.evaluation.speakers import SpeakerScore, speaker_score
from minutes.store.files import Files
from training.diarizer.dialogues import dialogue
from training.diarizer.speech import Bools, Speech
from training.voices import HELD_OUT, different

SITTINGS = 10
SECONDS = 150.0
THRESHOLDS = tuple(np.round(np.arange(0.45, 1.05, 0.05), 2))
SMALLEST = (6, 12, 20)
PAUSES = (0.0, 0.2)
_CONFIG = """\
dependencies: {{pyannote.audio: 4.0.0}}
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    segmentation: $model/segmentation
    segmentation_batch_size: 8
    embedding: $model/embedding
    embedding_batch_size: 8
    embedding_exclude_overlap: true
    clustering: AgglomerativeClustering
params:
  clustering: {{method: centroid, min_cluster_size: {smallest}, threshold: {threshold}}}
  segmentation: {{min_duration_off: {pause_s}}}
"""


class Settings(NamedTuple):
    """What is chosen: distance at which clusters are still one voice, least number of pieces, pause that is bridged."""

    threshold: float
    smallest: int
    pause_s: float


@dataclass(frozen=True)
class Sitting:
    """A made-up sitting of held-out voices."""

    samples: np.ndarray
    turns: tuple[Turn, ...]


def put_together(run: Path, folder: Path) -> None:
    """Writes the pipeline folder, and every setting's figures into thresholds.csv of the run."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("segmentation", "embedding"):
        shutil.copytree(run / part, folder / part, dirs_exist_ok=True)
    _configure(folder, Settings(0.7, 12, 0.0))
    diarizer = load(folder, model="tuning", threads=1)
    sittings = tuple(_sittings(seed=55))
    with TemporaryDirectory() as kept:  # not with the run: its networks may have been trained further since
        tried = {one: _errors(diarizer, sittings, one, Files(Path(kept))) for one in _all_settings()}
    best = min(tried, key=lambda settings: tried[settings])
    with (run / "thresholds.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow([*Settings._fields, "der"])
        out.writerows([*settings, round(error, 4)] for settings, error in tried.items())
    _configure(folder, best)


def _all_settings() -> Iterator[Settings]:
    for threshold, smallest, pause_s in itertools.product(THRESHOLDS, SMALLEST, PAUSES):
        yield Settings(float(threshold), smallest, pause_s)


def _configure(folder: Path, settings: Settings) -> None:
    (folder / "config.yaml").write_text(_CONFIG.format(**settings._asdict()), encoding="utf-8")


def _sittings(seed: int) -> Iterator[Sitting]:
    """Three to six people each, in rooms and noise as in training."""
    speech, rng = Speech(seed), np.random.default_rng(seed)
    for index in range(SITTINGS):
        sound, who = dialogue(speech, different(HELD_OUT, 3 + index % 4, rng), SECONDS, rng)
        samples = np.round(np.clip(sound, -1, 1) * 32_767).astype(np.int16)
        yield Sitting(samples, tuple(_turns(who)))


def _turns(who: Bools) -> Iterator[Turn]:
    for person, active in enumerate(who):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
        for start, end in edges.reshape(-1, 2):
            yield Turn(str(person), start / SAMPLE_RATE, end / SAMPLE_RATE)


def _errors(diarizer: Diarizer, sittings: tuple[Sitting, ...], settings: Settings, artefacts: Files) -> float:
    """DER over all sittings; the networks' results are kept, so that only clustering is done again."""
    diarizer.pipeline.instantiate(
        {
            "clustering": {
                "method": "centroid",
                "min_cluster_size": settings.smallest,
                "threshold": settings.threshold,
            },
            "segmentation": {"min_duration_off": settings.pause_s},
        }
    )
    scores = [_score(diarizer, sitting, artefacts) for sitting in sittings]
    wrong = sum(score.missed_s + score.false_alarm_s + score.confusion_s for score in scores)
    return wrong / sum(score.speech_s for score in scores)


def _score(diarizer: Diarizer, sitting: Sitting, artefacts: Files) -> SpeakerScore:
    found = diarize(
        sitting.samples, diarizer=diarizer, speakers=(None, None), artefacts=artefacts, on_progress=lambda _: None
    )
    return speaker_score(sitting.turns, found.turns)
