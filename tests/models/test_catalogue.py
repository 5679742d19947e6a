"""The models this program knows."""

import pytest

from minutes.domain.errors import UnknownModel
from minutes.models import CATALOGUE, Task
from minutes.models.catalogue import find


def test_each_name_stands_for_one_model_and_each_task_has_one_that_is_bundled() -> None:
    assert len({model.name for model in CATALOGUE}) == len(CATALOGUE)
    for task in Task:
        assert [model.bundled for model in CATALOGUE if model.task is task].count(True) == 1


def test_the_best_stands_first_and_the_trial_last() -> None:
    names = [model.name for model in CATALOGUE if model.task is Task.RECOGNITION]
    assert names == ["large-v3-turbo", "large-v3", "kotoba-whisper-v2", "whisper-trial"]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownModel, match=r"turbo3.*large-v3-turbo、large-v3、"):
        find(CATALOGUE, "turbo3")


def test_a_diarizer_is_no_recogniser() -> None:
    with pytest.raises(UnknownModel, match=r"community-1.*使えるモデル：large-v3-turbo"):
        find(CATALOGUE, "community-1", Task.RECOGNITION)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("model.bin", True),
        ("vocabulary.json", True),
        ("vocabulary.txt", True),
        ("README.md", False),
        ("old/model.bin", False),
        ("vocabulary./../../../x", False),
        ("../model.bin", False),
        ("vocabulary.\\..\\x", False),
    ],
)
def test_only_a_models_own_files_are_wanted(path: str, wanted: bool) -> None:
    assert find(CATALOGUE, "large-v3-turbo").wants(path) is wanted


def test_what_is_missing_is_named_by_its_pattern() -> None:
    model = find(CATALOGUE, "large-v3-turbo")
    assert model.missing(["config.json", "model.bin", "tokenizer.json"]) == ("preprocessor_config.json", "vocabulary.*")
