"""The benchmarks use the product as anybody could: by its public names, and with its own constants."""

import ast
from pathlib import Path

import pytest

import benchmarks
from minutes.domain.speech import SAMPLE_RATE

MODULES = sorted(Path(benchmarks.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_private_name_of_another_module_is_imported(module):
    imports = (node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.ImportFrom))
    assert [name.name for node in imports for name in node.names if name.name.startswith("_")] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_the_sample_rate_is_the_products(module):
    numbers = (node.value for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Constant))
    assert SAMPLE_RATE not in [number for number in numbers if isinstance(number, int)]


def test_the_recogniser_is_measured_with_the_window_of_the_catalogue():
    from benchmarks.recognition import MODEL
    from minutes.models import Shelf, Task

    assert Shelf(Path("nowhere")).choose(Task.RECOGNITION, "whisper-trial").model == MODEL
