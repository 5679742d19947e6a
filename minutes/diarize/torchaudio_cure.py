"""The cure for a torchaudio whose native part cannot be loaded. Knows nothing of pyannote.

``pip`` puts the CUDA build of torchaudio beside a CPU-only torch, and ``import torchaudio`` then fails with
``OSError: … libc10_cuda.so`` (or ``libcudart.so``). Nothing that pyannote needs of torchaudio is native: its kaldi
filter banks, MFCC and resampling are Python. torchaudio itself says what it does without its library files
(``_extension/__init__.py``: ``_IS_TORCHAUDIO_EXT_AVAILABLE = False``), so the cure puts that state, and only that, in
place of the module that failed. Nothing on disk is changed, and where torchaudio can be imported nothing is replaced.
"""

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import NoReturn


def import_torchaudio() -> ModuleType:
    """torchaudio, with its native part where that loads and without it where it does not."""
    try:
        return importlib.import_module("torchaudio")
    # OSError: a library is missing or was built for another machine; RuntimeError: built for another CUDA than
    # torch; ImportError: one of its two libraries is there and the other not.
    except (OSError, RuntimeError, ImportError):
        _forget_half_imported()
        sys.modules["torchaudio._extension"] = _without_native_part()
        return importlib.import_module("torchaudio")


def _forget_half_imported() -> None:
    for name in [name for name in sys.modules if name == "torchaudio" or name.startswith("torchaudio.")]:
        del sys.modules[name]


def _without_native_part() -> ModuleType:
    """What ``torchaudio._extension`` is when no library files are there: everything that the rest of it asks for."""
    extension = ModuleType("torchaudio._extension")
    vars(extension).update(
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        _load_lib=lambda _name: False,
        fail_if_no_align=_unavailable,
    )
    return extension


def _unavailable(function: Callable[..., object]) -> Callable[..., NoReturn]:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise RuntimeError(f"{function.__qualname__} needs torchaudio's native part, which cannot be loaded here")

    return refuse
