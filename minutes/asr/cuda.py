"""GPU: whether recognition can use one here.

CTranslate2 counts GPUs by their driver alone. At the first window it then looks for cuBLAS 12, which its own package
does not bring along, nor does torch where it is built for CUDA 13: every recording would end there.
"""

import ctypes
from pathlib import Path

import ctranslate2

LIBRARIES = ("libcublasLt.so.12", "libcublas.so.12")  # the second needs the first

PACKAGE = Path(ctranslate2.__file__).parents[1] / "nvidia" / "cublas" / "lib"
"""Where pip's nvidia-cublas-cu12 lies. No linker looks there, but whoever asks by name gets what is loaded already."""


def gpu_count() -> int:
    """GPUs whose driver is there."""
    return int(ctranslate2.get_cuda_device_count())


def usable() -> bool:
    """Whether there is a GPU and all that CTranslate2 needs of CUDA; loads it."""
    return gpu_count() > 0 and all(loaded(name, PACKAGE) for name in LIBRARIES)


def loaded(library: str, folder: Path) -> bool:
    """Load ``library`` from where the system looks, or else from ``folder``; whether it is there."""
    for place in (library, str(folder / library)):
        try:
            ctypes.CDLL(place, ctypes.RTLD_GLOBAL)
        except OSError:
            continue
        return True
    return False
