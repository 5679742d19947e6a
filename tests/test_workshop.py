"""The work that is done on a recording, before any of it is."""

from dataclasses import replace

import pytest

from minutes.models import Installed, Shelf, Task
from minutes.workshop import Work


def real(trial: Installed) -> Installed:
    """As if a town had fetched it."""
    return replace(trial, model=replace(trial.model, repository="town/model"))


@pytest.fixture
def trial(tmp_path):
    """With the models that come with the program."""
    shelf = Shelf(tmp_path)
    return Work(shelf.choose(Task.RECOGNITION), shelf.choose(Task.DIARIZATION))


def test_it_is_a_trial_where_one_of_the_models_is(trial):
    assert trial.is_trial
    half = replace(trial, recogniser=real(trial.recogniser))
    assert half.is_trial
    assert not replace(half, diarizer=real(trial.diarizer)).is_trial


def test_a_model_that_has_no_part_in_it_makes_it_no_trial(trial):
    """With a microphone each, nobody has to tell voices apart."""
    by_microphones = replace(trial, microphones=True)
    assert by_microphones.used == (trial.recogniser,)
    assert by_microphones.is_trial
    assert not replace(by_microphones, recogniser=real(trial.recogniser)).is_trial
