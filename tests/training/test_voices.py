"""Training voices keep away from the voices that are measured."""

import numpy as np

from training import sample
from training.diarizer.speech import HELD_OUT, different
from training.voices import RESERVED, Voice, draw, is_reserved, today


def test_no_training_voice_is_near_a_measured_one():
    rng = np.random.default_rng(1)
    assert not any(is_reserved(draw(rng)) for _ in range(20_000))


def test_the_samples_voices_are_reserved():
    assert all(is_reserved(person.voice) for person in sample.PEOPLE)
    assert len({(place.half_tone, place.tract) for place in RESERVED}) == len(RESERVED)


def test_a_person_stays_the_same_person_from_sentence_to_sentence():
    voice = Voice(-5.0, 1.0, 1.0, 0.0)
    rng = np.random.default_rng(2)
    assert {today(voice, rng).tract for _ in range(9)} == {1.0}
    assert max(abs(today(voice, rng).half_tone + 5) for _ in range(99)) <= 0.4


def test_people_of_a_dialogue_can_be_told_apart():
    rng = np.random.default_rng(3)
    for _ in range(20):
        a, b, c = different(HELD_OUT, 3, rng)
        assert abs(a.half_tone - b.half_tone) > 1 or abs(a.tract - b.tract) > 0.04
        assert c not in (a, b)
