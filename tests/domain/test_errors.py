"""What a person is told to do fits what happened."""

import pytest

from minutes.domain.errors import ModelFailed


@pytest.mark.parametrize(
    ("why", "cure"),
    [
        ("CUDA failed with error out of memory", "「--device cpu」を付けて"),
        ("Library libcublas.so.12 is not found", "「--device cpu」を付けて"),
        ("std::bad_alloc", "メモリの空きを増やすか"),
    ],
)
def test_a_model_that_failed_on_a_gpu_may_be_run_without_it(why, cure):
    assert cure in str(ModelFailed("large-v3-turbo", why))
