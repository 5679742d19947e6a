"""Models and speech for the room: the bundled diarizer, a VBx twin of it, and the dialogue inside pyannote.audio."""

import importlib.util
import shutil
import wave
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

import minutes
from minutes.diarize.diarizer import load

BUNDLED = Path(minutes.__file__).parent / "models" / "bundled" / "diarization-trial"


def configured(folder, *, clustering=None, params=None, **parts):
    """A copy of the bundled pipeline folder with another configuration."""
    shutil.copytree(BUNDLED, folder)
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config["pipeline"]["params"].update(parts, **({"clustering": clustering} if clustering else {}))
    config["params"].update(params or {})
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    return folder


def write_plda(folder, dimension=192, lda=128):
    """A valid PLDA of random numbers, in the two files that pyannote's VBxClustering reads."""
    random = np.random.default_rng(7)
    turned, _ = np.linalg.qr(random.normal(size=(dimension, dimension)))
    folder.mkdir()
    np.savez(
        folder / "xvec_transform.npz",
        mean1=random.normal(scale=0.01, size=dimension),
        mean2=random.normal(scale=0.01, size=lda),
        lda=turned[:, :lda],
    )
    np.savez(
        folder / "plda.npz",
        mu=np.zeros(lda),
        tr=np.linalg.qr(random.normal(size=(lda, lda)))[0],
        psi=np.linspace(8.0, 0.5, lda),
    )


@pytest.fixture(scope="session")
def dialogue():
    """30 s of two people on the telephone, int16 at 16 kHz."""
    package = Path(importlib.util.find_spec("pyannote.audio").origin).parent
    with wave.open(str(package / "sample" / "sample.wav")) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


@pytest.fixture(scope="session")
def meeting(dialogue):
    """34 s: the dialogue, a pause, some of it again, not a whole number of chunks."""
    return np.concatenate([dialogue[96_000:], np.zeros(40_000, np.int16), dialogue[100_000:221_234]])


@pytest.fixture(scope="session")
def agglomerative(tmp_path_factory):
    """The bundled networks with a threshold at which the meeting has several voices."""
    folder = configured(
        tmp_path_factory.mktemp("agglomerative") / "model",
        params={
            "clustering": {"method": "centroid", "min_cluster_size": 2, "threshold": 0.3},
            "segmentation": {"min_duration_off": 0.0},
        },
    )
    return load(folder, model="first", threads=1)


@pytest.fixture(scope="session")
def vbx(tmp_path_factory):
    """The bundled networks with the clustering of community-1."""
    folder = configured(
        tmp_path_factory.mktemp("vbx") / "model",
        clustering="VBxClustering",
        plda="$model/plda",
        params={"clustering": {"threshold": 0.4, "Fa": 0.5, "Fb": 0.01}, "segmentation": {"min_duration_off": 0.3}},
    )
    write_plda(folder / "plda")
    return load(folder, model="first", threads=1)


class Kept(dict):
    """Artefacts in memory; counts what was put, and stops like a power cut after ``last`` of them."""

    def __init__(self, last=None):
        super().__init__()
        self.last, self.puts = last, 0

    def put(self, key, value):
        if self.puts == self.last:
            raise KeyboardInterrupt
        self.puts += 1
        self[key] = value


@pytest.fixture
def artefacts():
    return Kept()


@pytest.fixture(scope="session")
def heard():
    """Artefacts for all tests that are not about artefacts: the networks hear each recording once."""
    return Kept()


@pytest.fixture(scope="session")
def stock_file(meeting):
    """The meeting as pyannote takes it; in training mode pyannote keeps in it what its networks found."""
    return {"waveform": torch.from_numpy(meeting.astype(np.float32) / 32768)[None], "sample_rate": 16_000}
