"""読み込み: a model folder and a device -> a recogniser, or what to do instead. Recognises nothing."""

import re
from importlib.metadata import version
from pathlib import Path

from faster_whisper import WhisperModel

from minutes.asr import cuda
from minutes.asr.folder import CURE, check
from minutes.asr.recognise import Whisper
from minutes.domain.errors import BadInput, ModelDamaged, ModelFailed, ModelProblem

BATCH = {"cpu": 4, "cuda": 16}
"""Windows at once: what a killed run loses at most. Four windows of a large model are a minute on two cores."""

KINDS = {"cpu": "int8", "cuda": "float16"}

_MACHINE = re.compile(r"cuda|cublas|cudnn|out of memory|bad_alloc|compute type", re.IGNORECASE)
"""CTranslate2 on the machine: its driver, its libraries, its memory. Whatever else it says is about the files."""


def load(
    folder: Path, *, model: str, device: str = "auto", threads: int, window_s: float = 24.0, hinted: bool = True
) -> Whisper:
    """A model from a folder, never from the Hub.

    ``model`` (name@fingerprint) is recorded in every transcript; ``device`` is ``auto``, ``cpu`` or ``cuda``;
    ``hinted=False`` is for models that were not trained with prompts, which a prompt only confuses.
    Raises ``BadInput`` (a device that is not there), ``ModelDamaged``, ``ModelFailed``.
    """
    where = _device(device)
    check(folder, model)
    try:
        whisper = WhisperModel(
            str(folder), device=where, compute_type=KINDS[where], cpu_threads=threads, local_files_only=True
        )
    except (RuntimeError, ValueError, MemoryError) as exc:
        raise problem(model, exc) from exc
    if not whisper.model.is_multilingual:
        raise ModelDamaged(model, "日本語に対応していません。別のモデルを選んでください。")
    return Whisper(
        whisper, model=model, decoder=_decoder(whisper), window_s=window_s, batch_size=BATCH[where], hinted=hinted
    )


def problem(model: str, exc: Exception) -> ModelProblem:
    """What ``exc`` says about loading: that the machine cannot do it, or that the files are no good."""
    if isinstance(exc, MemoryError) or _MACHINE.search(str(exc)):
        return ModelFailed(model, str(exc))
    return ModelDamaged(model, f"読み込めません（{exc}）。{CURE}")


def _device(name: str) -> str:
    if name == "auto":
        return "cuda" if cuda.usable() else "cpu"
    if name == "cpu" or (name == "cuda" and cuda.usable()):
        return name
    raise BadInput(f"計算装置「{name}」はこの機械では使えません。auto または cpu を指定してください。")


def _decoder(whisper: WhisperModel) -> str:
    """The arithmetic that CTranslate2 really chose, and the releases: each of them changes texts."""
    releases = (f"{library} {version(library)}" for library in ("faster-whisper", "ctranslate2"))
    return "/".join([whisper.model.compute_type, *releases])
