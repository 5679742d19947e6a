"""Loading: a folder of files becomes pyannote's own networks and clustering, or an error that says what is wrong."""

import pickle
import warnings
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import torch
import yaml  # type: ignore[import-untyped]  # one call; its stubs are not worth a dependency

from minutes.diarize.door import (
    PLDA,
    AgglomerativeClustering,
    Pipeline,
    SlidingWindow,
    SpeakerDiarization,
    VBxClustering,
    expand_subfolders,
)
from minutes.diarize.grid import Grid
from minutes.domain.errors import BadInput, ModelDamaged, ModelMissing
from minutes.domain.speech import SAMPLE_RATE

_NETWORK = ("pytorch_model.bin",)
_FILES = {"segmentation": _NETWORK, "embedding": _NETWORK, "plda": ("xvec_transform.npz", "plda.npz")}
_PULL_AGAIN = "`minutes models pull` または `minutes models import` でもう一度取り込んでください。"
_UNREADABLE = (
    *(OSError, EOFError, BadZipFile, pickle.UnpicklingError, ImportError),
    *(ValueError, KeyError, TypeError, AttributeError, RuntimeError),
)
"""What pickle, zip, numpy, torch and pyannote raise on files that are cut short, foreign or made for something else."""


@dataclass(frozen=True, slots=True)
class Diarizer:
    """話者識別器: pyannote's pipeline, loaded, and how its parts are to be run.

    ``model`` is its name and revision, ``device`` where it runs (``cpu``, ``cuda``), ``toolkit`` the version of
    pyannote.audio. ``batch_size`` and ``embedding_batch_size`` are how many chunks go through the first and the second
    network together. With ``stacked`` the embedding network takes all masks of a chunk at once: (batch, speakers,
    frames) instead of (batch, frames). ``shortest`` is the least number of samples from which it can make a voice
    print; ``None`` where overlapped speech is not left out, and the question does not arise.
    """

    pipeline: SpeakerDiarization
    model: str
    device: str
    toolkit: str
    batch_size: int
    embedding_batch_size: int
    grid: Grid
    stacked: bool
    shortest: int | None


class _NoPlda(PLDA):
    """Stands where no PLDA is needed: pyannote 4.0 loads one from the hub even for clustering that never asks it."""

    def __init__(self) -> None:
        pass


def load(folder: Path, *, model: str, device: str = "auto", threads: int, batch_size: int = 8) -> Diarizer:
    """The diarizer in a pyannote pipeline folder (``config.yaml``, ``segmentation/``, ``embedding/``, ``plda/``).

    ``model`` is the identity under which results are stored, ``device`` ``auto``, ``cpu`` or ``cuda``.
    Raises ModelMissing, ModelDamaged, BadInput (a device that is not there).
    """
    chosen = _device(device)
    config = configuration(folder, model)
    torch.set_num_threads(threads)
    # pyannote's pipelines do the same, with a warning, before every run: rounded products cost accuracy
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lightning's advice to those who train
        try:
            loaded = Pipeline.from_pretrained(config)
        except _UNREADABLE as exc:
            raise ModelDamaged(model, f"ファイルを読み込めません（{exc}）。{_PULL_AGAIN}") from exc
        pipeline = _supported(loaded, model)
        pipeline.to(chosen)
        pipeline.segmentation_batch_size = batch_size
        if chosen.type == "cpu":
            _keep_in_cache(pipeline)
        return Diarizer(
            pipeline=pipeline,
            model=model,
            device=chosen.type,
            toolkit=version("pyannote.audio"),
            batch_size=batch_size,
            embedding_batch_size=1 if chosen.type == "cpu" else batch_size,
            grid=_grid(pipeline),
            stacked=_takes_stacked_masks(pipeline),
            shortest=pipeline._embedding.min_num_samples if pipeline.embedding_exclude_overlap else None,
        )


def _device(name: str) -> torch.device:
    available = torch.cuda.is_available()
    if name == "auto":
        return torch.device("cuda" if available else "cpu")
    if name == "cpu" or (name == "cuda" and available):
        return torch.device(name)
    raise BadInput(f"計算装置「{name}」はこの機械では使えません。auto または cpu を指定してください。")


def configuration(folder: Path, model: str) -> dict[str, Any]:
    """The configuration with every part found in the folder; nothing is left that pyannote would look for outside."""
    if not folder.is_dir():
        raise ModelMissing(model)
    try:
        config: dict[str, Any] = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
        parts = dict(config["pipeline"]["params"])
    except FileNotFoundError as exc:
        raise _file_missing(model, "config.yaml") from exc
    except (OSError, yaml.YAMLError, ValueError, KeyError, TypeError) as exc:
        raise ModelDamaged(model, f"config.yaml を読み取れません。{_PULL_AGAIN}") from exc
    if parts.get("clustering", "VBxClustering") != "VBxClustering":
        parts["plda"] = _NoPlda()
    for part, files in _FILES.items():
        _check(folder, model, part, parts.get(part), files)
    config["pipeline"]["params"] = parts
    expand_subfolders(config, str(folder))
    return config


def _check(folder: Path, model: str, part: str, value: object, files: tuple[str, ...]) -> None:
    if isinstance(value, PLDA):
        return
    outside = ModelDamaged(model, f"config.yaml の「{part}」がこのフォルダの中を指していません。{_PULL_AGAIN}")
    if not (isinstance(value, str) and value.startswith("$model/")):
        raise outside
    place = folder / value.removeprefix("$model/")
    # every file by itself: a link in the folder leads out of it as well as .. does
    if not all((place / file).resolve().is_relative_to(folder.resolve()) for file in files):
        raise outside
    for file in files:
        if not (place / file).is_file():
            raise _file_missing(model, f"{value.removeprefix('$model/')}/{file}")


def _file_missing(model: str, file: str) -> ModelDamaged:
    return ModelDamaged(model, f"ファイル「{file}」がありません。{_PULL_AGAIN}")


def _supported(pipeline: object, model: str) -> SpeakerDiarization:
    """Refuse what this room cannot run exactly as pyannote would."""
    if isinstance(pipeline, SpeakerDiarization):
        network: Any = pipeline._segmentation.model
        if (
            network.specifications.powerset
            and network.hparams.sample_rate == SAMPLE_RATE == pipeline._embedding.sample_rate
            and isinstance(pipeline.clustering, (AgglomerativeClustering, VBxClustering))
        ):
            return pipeline
    raise ModelDamaged(model, "この形のモデルには対応していません。ほかのモデルを選んでください。")


def _keep_in_cache(pipeline: SpeakerDiarization) -> None:
    """Convolutions over one chunk at a time, channels innermost: what a layer hands to the next stays in the cache.

    Measured for community-1's ResNet34 on one thread: 4.1 s for a batch of eight, 2.0 s one by one, 1.6 s so.
    """
    network: Any = pipeline._embedding
    network.model_.to(memory_format=torch.channels_last)


def _grid(pipeline: SpeakerDiarization) -> Grid:
    network = pipeline._segmentation
    field = network.model.receptive_field
    return Grid(
        window=network.model.audio.get_num_samples(network.duration),
        step=round(network.step * SAMPLE_RATE),
        chunks=SlidingWindow(start=0.0, duration=network.duration, step=network.step),
        frames=SlidingWindow(start=0.0, duration=field.duration, step=field.step),
    )


def _takes_stacked_masks(pipeline: SpeakerDiarization) -> bool:
    """Try it: pyannote's StatsPool takes (batch, speakers, frames), but what follows it in a network may not."""
    noise = torch.randn(1, 1, SAMPLE_RATE, generator=torch.Generator().manual_seed(0))
    masks = torch.ones(1, 2, 100)
    masks[0, 1, 50:] = 0.0
    one_by_one = np.stack([pipeline._embedding(noise, masks=masks[:, k]) for k in range(2)], axis=1)
    try:
        stacked = pipeline._embedding(noise, masks=masks)
    except (RuntimeError, ValueError, IndexError, AssertionError):
        return False
    return stacked.shape == one_by_one.shape and np.allclose(stacked, one_by_one, atol=1e-4)
