"""付属モデル: small enough for a repository, and in 8 bits where recognisers are read so."""

from pathlib import Path

import ctranslate2
import pytest

from minutes.models import BUNDLED, CATALOGUE, Model, Task

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
LARGEST = {Task.RECOGNITION: 20 * MEGABYTE, Task.DIARIZATION: 10 * MEGABYTE}
KINDS = {".bin", ".ckpt", ".npz", ".onnx", ".pt", ".pth", ".safetensors"}


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("model", [model for model in CATALOGUE if model.bundled], ids=lambda model: model.name)
def test_a_bundled_model_is_small(model: Model) -> None:
    assert 0 < size(BUNDLED / model.name) < LARGEST[model.task]


def test_the_bundled_recogniser_has_eight_bits() -> None:
    (model,) = (model for model in CATALOGUE if model.bundled and model.task is Task.RECOGNITION)
    whisper = ctranslate2.models.Whisper(str(BUNDLED / model.name), device="cpu")  # as it was saved
    assert whisper.compute_type.startswith("int8")


def test_all_models_in_the_repository_are_small() -> None:
    tracked = ("api", "benchmarks", "docs", "exports", "minutes", "tests", "training")
    found = [path for name in tracked for path in (ROOT / name).rglob("*") if path.suffix in KINDS]
    assert BUNDLED / "whisper-trial/model.bin" in found
    assert sum(path.stat().st_size for path in found) < 30 * MEGABYTE
