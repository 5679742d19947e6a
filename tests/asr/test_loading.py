"""A model on a device, or what to do instead."""

import re

import pytest

from minutes import asr
from minutes.asr.loading import problem
from minutes.domain.errors import BadInput, ModelDamaged, ModelFailed
from tests.asr.clips import MODEL


@pytest.mark.parametrize("device", ["tpu", "cuda:9", ""])
def test_a_device_that_is_not_there_is_refused_before_anything_is_loaded(tmp_path, device):
    with pytest.raises(BadInput, match=f"「{device}」はこの機械では使えません。auto または cpu を"):
        asr.load(tmp_path, model="m@1", device=device, threads=1)


def test_cuda_is_refused_where_there_is_none_and_used_where_there_is():
    if asr.gpu_usable():
        assert asr.load(MODEL, model="m@1", device="cuda", threads=1).decoder.startswith("float16/")
    else:
        with pytest.raises(BadInput, match="「cuda」はこの機械では使えません"):
            asr.load(MODEL, model="m@1", device="cuda", threads=1)


@pytest.mark.parametrize(
    "said",
    [
        RuntimeError("CUDA failed with error out of memory"),
        RuntimeError("CUDA failed with error CUDA driver version is insufficient for CUDA runtime version"),
        RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"),
        RuntimeError("Library libcublas.so.12 is not found or cannot be loaded"),
        ValueError("Requested float16 compute type, but the target device or backend do not support efficient float16"),
        MemoryError("std::bad_alloc"),
    ],
)
def test_a_machine_that_cannot_does_not_make_the_model_a_broken_one(said):
    found = problem("m@1", said)
    assert isinstance(found, ModelFailed)
    assert str(said) in str(found)


def test_what_ctranslate2_says_of_the_files_is_about_the_model():
    said = RuntimeError("Unsupported model binary version. This executable supports models with version v6 or below")
    assert isinstance(problem("m@1", said), ModelDamaged)


def test_the_decoder_is_described_by_its_arithmetic_and_releases(recogniser):
    assert re.fullmatch(r"int8\w*/faster-whisper \d+\.\S+/ctranslate2 \d+\.\S+", recogniser.decoder)
