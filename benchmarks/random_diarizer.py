"""A diarizer of the real shape (that of pyannote's community-1) with random weights: for speed, not for voices."""

from pathlib import Path

import numpy as np
import torch
import yaml

from minutes.diarize.door import Pipeline  # noqa: F401  # first: it makes pyannote importable
from minutes.domain.speech import SAMPLE_RATE

# isort: split
from pyannote.audio.core.task import Problem, Resolution, Specifications
from pyannote.audio.models.embedding import WeSpeakerResNet34
from pyannote.audio.models.segmentation import PyanNet

CONFIG = {
    "dependencies": {"pyannote.audio": "4.0.0"},
    "pipeline": {
        "name": "pyannote.audio.pipelines.SpeakerDiarization",
        "params": {
            "segmentation": "$model/segmentation",
            "segmentation_batch_size": 8,
            "embedding": "$model/embedding",
            "embedding_batch_size": 8,
            "embedding_exclude_overlap": True,
            "clustering": "VBxClustering",
            "plda": "$model/plda",
        },
    },
    "params": {"clustering": {"threshold": 0.6, "Fa": 0.07, "Fb": 0.8}, "segmentation": {"min_duration_off": 0.0}},
}


def build(folder: Path, audio: np.ndarray) -> None:
    """The pipeline folder; the segmentation network is set so that on ``audio`` all its classes come up."""
    torch.manual_seed(1)
    save(segmentation(audio), folder / "segmentation")
    embedding = WeSpeakerResNet34()
    embedding.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=5.0, classes=["one", "two"]
    )
    save(embedding, folder / "embedding")
    write_plda(folder / "plda", dimension=256, lda=128)
    (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG))


def segmentation(audio: np.ndarray) -> PyanNet:
    """Random logits hardly move; each is spread and centred over the audio, so that speakers come, go and overlap."""
    network = PyanNet(lstm={"hidden_size": 128, "num_layers": 4, "bidirectional": True, "monolithic": True})
    network.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=10.0,
        classes=["speaker#1", "speaker#2", "speaker#3"],
        powerset_max_classes=2,
        permutation_invariant=True,
    )
    network.build()
    network.eval()
    waveform = torch.from_numpy(audio[: 30 * SAMPLE_RATE].astype(np.float32) / 32768).reshape(3, 1, -1)
    with torch.inference_mode():
        seen: list[torch.Tensor] = []
        hook = network.classifier.register_forward_hook(lambda _module, inputs, _output: seen.append(inputs[0]))
        network(waveform)
        hook.remove()
        features = seen[0].reshape(-1, seen[0].shape[-1])
        logits = features @ network.classifier.weight.T
        network.classifier.weight /= logits.std(dim=0, keepdim=True).T
        network.classifier.bias.copy_(-(features @ network.classifier.weight.T).mean(dim=0))
        network.classifier.bias[1:4] += 1.0  # mostly one speaker at a time
    return network


def save(network: torch.nn.Module, folder: Path) -> None:
    folder.mkdir(parents=True)
    checkpoint = {
        "state_dict": network.state_dict(),
        "hyper_parameters": dict(network.hparams),
        "pytorch-lightning_version": "2.0.0",
        "pyannote.audio": {
            "versions": {"pyannote.audio": "4.0.0"},
            "architecture": {"module": type(network).__module__, "class": type(network).__name__},
            "specifications": network.specifications,
        },
    }
    torch.save(checkpoint, folder / "pytorch_model.bin")


def write_plda(folder: Path, dimension: int, lda: int) -> None:
    random = np.random.default_rng(7)
    folder.mkdir()
    turned, _ = np.linalg.qr(random.normal(size=(dimension, dimension)))
    np.savez(folder / "xvec_transform.npz", mean1=np.zeros(dimension), mean2=np.zeros(lda), lda=turned[:, :lda])
    tr, _ = np.linalg.qr(random.normal(size=(lda, lda)))
    np.savez(folder / "plda.npz", mu=np.zeros(lda), tr=tr, psi=np.linspace(8.0, 0.5, lda))
