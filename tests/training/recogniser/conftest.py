"""Some windows as training makes them, made once."""

import pytest

from training import corpus
from training.recogniser.network import Shape
from training.recogniser.reading import PHONEMES
from training.recogniser.vocabulary import Vocabulary
from training.recogniser.windows import Maker


@pytest.fixture(scope="session")
def vocabulary():
    return Vocabulary(corpus.alphabet())


@pytest.fixture(scope="session")
def windows(vocabulary):
    maker = Maker(vocabulary, seed=5)
    return [maker.window(longest_s=12.0) for _ in range(120)]


@pytest.fixture(scope="module")
def small(vocabulary):
    """The network's shape, small enough to learn in a test; the last decoder layer is still not the guided one."""
    sizes = {"width": 32, "heads": 2, "encoder_layers": 2, "decoder_layers": 2, "heard_at": 1, "guided_layer": 0}
    return Shape(len(vocabulary.tokens), len(PHONEMES), **sizes)
