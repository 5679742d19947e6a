"""Some windows as training makes them, made once."""

import pytest

from training import corpus
from training.recogniser.vocabulary import Vocabulary
from training.recogniser.windows import Maker


@pytest.fixture(scope="session")
def vocabulary():
    return Vocabulary(corpus.letters())


@pytest.fixture(scope="session")
def windows(vocabulary):
    maker = Maker(vocabulary, seed=5)
    maker.longest_s = 12.0
    return [maker.window() for _ in range(120)]
