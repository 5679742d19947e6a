"""目録: the models this program knows, and what each is made of. Knows nothing of what is installed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from minutes.domain.errors import UnknownModel

PICKLE = "pytorch_model.bin"


class Task(StrEnum):
    """用途: what a model is for."""

    RECOGNITION = "音声認識"
    DIARIZATION = "話者識別"


@dataclass(frozen=True, slots=True)
class Model:
    """モデル: one that can be installed, or (``repository`` is ``None``) comes with the program for a trial.

    ``files`` are patterns of paths inside its folder; a ``*`` stays within one folder, and each pattern must be met.
    ``window_s`` is the longest stretch of audio it hears well at once, ``hinted`` whether it was trained with prompts:
    names as hints only confuse one that was not. ``size_mb`` is rounded, for people to plan by.
    """

    name: str
    task: Task
    files: tuple[str, ...]
    window_s: float
    licence: str
    size_mb: int
    note_ja: str
    repository: str | None = None
    revision: str = "main"
    gated: bool = False
    hinted: bool = True

    @property
    def bundled(self) -> bool:
        return self.repository is None

    @property
    def runs_as_code(self) -> bool:
        """Whether loading it runs whatever its files say: pyannote's networks are pickles."""
        return any(pattern.endswith(PICKLE) for pattern in self.files)

    def wants(self, path: str) -> bool:
        """Whether ``path`` (``/`` between its parts, relative to the model's folder) belongs to the model."""
        return any(_matches(path, pattern) for pattern in self.files)

    def missing(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The patterns that none of ``paths`` meets."""
        there = tuple(paths)
        return tuple(pattern for pattern in self.files if not any(_matches(path, pattern) for path in there))


def _matches(path: str, pattern: str) -> bool:
    """Part by part, so that neither ``*`` nor a hostile listing leads out of the model's folder."""
    parts, patterns = path.split("/"), pattern.split("/")
    return (
        len(parts) == len(patterns)
        and not any(part in ("", ".", "..") or "\\" in part for part in parts)
        and all(fnmatchcase(part, wanted) for part, wanted in zip(parts, patterns, strict=True))
    )


def find(catalogue: tuple[Model, ...], name: str, task: Task | None = None) -> Model:
    """The model called ``name``, for ``task`` if one is given; ``UnknownModel`` names those there are."""
    fitting = tuple(model for model in catalogue if task in (None, model.task))
    for model in fitting:
        if model.name == name:
            return model
    raise UnknownModel(name, tuple(model.name for model in fitting))


# Without tokenizer.json faster-whisper would ask the Hub; without preprocessor_config.json it hears large-v3's 128
# mel bands as 80.
CTRANSLATE2_WHISPER = ("config.json", "model.bin", "preprocessor_config.json", "tokenizer.json", "vocabulary.*")
PYANNOTE = ("config.yaml", "segmentation/pytorch_model.bin", "embedding/pytorch_model.bin")
VBX = ("plda/plda.npz", "plda/xvec_transform.npz")

# Revisions: "main" until somebody has seen the repositories; the commit that a pull got is in the model's lock, and
# a repeated pull gets that commit again. No hash stands here: none of these bytes have been seen yet.
CATALOGUE = (
    Model(
        name="large-v3-turbo",
        task=Task.RECOGNITION,
        files=CTRANSLATE2_WHISPER,
        window_s=25.0,  # Whisper hears 30 s, but its 224 tokens do not hold 30 s of fast Japanese
        licence="MIT",
        size_mb=1620,
        note_ja="ふだん使うモデル。速さと正確さの釣り合いがよい",
        repository="mobiuslabsgmbh/faster-whisper-large-v3-turbo",  # what faster-whisper itself calls by this name
    ),
    Model(
        name="large-v3",
        task=Task.RECOGNITION,
        files=CTRANSLATE2_WHISPER,
        window_s=25.0,
        licence="MIT",
        size_mb=3090,
        note_ja="最も大きいモデル。時間がかかる。GPU 向き",
        repository="Systran/faster-whisper-large-v3",
    ),
    Model(
        name="kotoba-whisper-v2",
        task=Task.RECOGNITION,
        files=CTRANSLATE2_WHISPER,
        window_s=15.0,  # distilled on short stretches; its makers run it on 15 s
        licence="Apache-2.0",
        size_mb=1520,
        note_ja="日本語に絞ったモデル。速い",
        repository="kotoba-tech/kotoba-whisper-v2.0-faster",
    ),
    Model(
        name="community-1",
        task=Task.DIARIZATION,
        files=PYANNOTE + VBX,
        window_s=10.0,
        licence="CC-BY-4.0",
        size_mb=35,
        note_ja="ふだん使うモデル。取得には無料の登録と利用条件への同意（HF_TOKEN）が要る",
        repository="pyannote/speaker-diarization-community-1",
        gated=True,
    ),
    Model(
        name="whisper-trial",
        task=Task.RECOGNITION,
        files=CTRANSLATE2_WHISPER,
        window_s=7.0,  # CER on rehearsals, hinted (training/recogniser/check.py): 7.4 % at 7 s, 7.8 % at 12 s
        licence="Apache-2.0",
        size_mb=11,
        note_ja="試用の小さなモデル（付属）。実際の会議には使えない",
    ),
    Model(
        name="diarization-trial",
        task=Task.DIARIZATION,
        files=PYANNOTE,
        window_s=10.0,
        licence="Apache-2.0",
        size_mb=8,
        note_ja="試用の小さなモデル（付属）。合成音声で学習したもの",
    ),
)
"""For each task the best first: the first one that is installed is taken where nobody names one."""
