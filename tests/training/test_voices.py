"""Training voices keep away from the voices that are measured."""

from itertools import islice

import numpy as np

from training import sample
from training.voices import HELD_OUT, RESERVED, Voice, different, draw, drawn, is_reserved, people, today


def test_no_training_voice_is_near_a_measured_one_on_any_day():
    rng = np.random.default_rng(1)
    for voice in (today(draw(rng), rng) for _ in range(5_000)):
        assert not any(near(voice, place, half_tones=0.6, tract=0.02) for place in RESERVED)
        assert not any(near(voice, held_out, half_tones=0.4, tract=0.015) for held_out in HELD_OUT)


def near(voice, other, *, half_tones, tract):
    return abs(voice.half_tone - other.half_tone) < half_tones and abs(voice.tract - other.tract) < tract


def test_the_samples_voices_are_reserved():
    assert all(is_reserved(person.voice) for person in sample.PEOPLE)
    assert len({(place.half_tone, place.tract) for place in RESERVED}) == len(RESERVED)


def test_a_person_stays_the_same_person_from_sentence_to_sentence():
    voice = Voice(-5.0, 1.0, 1.0, 0.0)
    rng = np.random.default_rng(2)
    assert {today(voice, rng).tract for _ in range(9)} == {1.0}
    assert max(abs(today(voice, rng).half_tone + 5) for _ in range(99)) <= 0.4


def test_people_are_all_different():
    found = people(drawn(np.random.default_rng(3)), 240)
    assert len(set(found)) == 240
    for index, voice in enumerate(found):
        assert not any(near(voice, other, half_tones=0.8, tract=0.02) for other in found[:index])


def test_a_source_that_ends_gives_fewer_people():
    twins = islice([Voice(0.0, 1.0, 1.0, 0.0), Voice(0.1, 1.0, 1.2, 0.0), Voice(2.0, 1.0, 1.0, 0.0)], 3)
    assert [voice.half_tone for voice in people(twins, 5)] == [0.0, 2.0]


def test_people_of_a_dialogue_can_be_told_apart():
    rng = np.random.default_rng(3)
    for _ in range(20):
        a, b, c = different(HELD_OUT, 3, rng)
        assert abs(a.half_tone - b.half_tone) > 1 or abs(a.tract - b.tract) > 0.04
        assert c not in (a, b)
