"""稽古: sittings to choose settings by: the same every time, everybody speaks, everything about them is known."""

from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest

from minutes.domain.speech import SAMPLE_RATE, Turn
from training import corpus
from training.rehearsal import LIGHT, Rehearsal, Room, _script, rehearse, some_room
from training.sitting import SpokenSentence, SpokenWord


@pytest.fixture(scope="module")
def rehearsal():
    return rehearse(7, speakers=3, sentences=5)


def test_the_same_seed_gives_the_same_sitting(rehearsal):
    again = rehearse(7, speakers=3, sentences=5)
    assert (again.sentences, again.roster) == (rehearsal.sentences, rehearsal.roster)
    np.testing.assert_array_equal(again.sound, rehearsal.sound)


def test_every_word_is_inside_its_sentence_and_the_sound_and_there_it_is_loud(rehearsal):
    quiet = np.abs(rehearsal.sound).mean() / 10
    for sentence in rehearsal.sentences:
        assert "".join(word.text for word in sentence.words) == sentence.text
        assert 0 <= sentence.start_s <= sentence.words[0].start_s
        assert sentence.words[-1].end_s <= sentence.end_s + 0.01 < len(rehearsal.sound) / SAMPLE_RATE
        for word in sentence.words:
            first, last = (round(time_s * SAMPLE_RATE) for time_s in (word.start_s, word.end_s))
            assert np.abs(rehearsal.sound[first:last]).mean() > quiet


def test_the_roster_has_all_who_are_mentioned_and_others():
    found = rehearse(8, ["はい。"], sentences=40)  # whose names count, although another text is spoken
    mentioned = {name.full for one in islice(corpus.sentences(900_008), 40) for name in one.people}
    assert len(mentioned) > 1
    assert mentioned < set(found.roster)
    assert len(set(found.roster)) == len(found.roster)


def test_texts_of_ones_own_are_spoken_instead():
    texts = ("図書館は九時に開きます。", "公園に木を植えました。")
    assert [one.text for one in rehearse(9, texts, speakers=2, sentences=1).sentences] == list(texts)


def test_a_turn_ends_where_there_is_a_pause():
    words = SpokenWord("はい、", 1.0, 1.4), SpokenWord("そう", 1.5, 1.9), SpokenWord("です。", 2.4, 2.8)
    sentence = SpokenSentence("v0", "", "free", "はい、そうです。", 1.0, 2.9, words)
    over = replace(sentence, voice="v1", words=words[:1])
    turns = Rehearsal(np.zeros(1), (sentence, over), ()).turns
    assert turns == (Turn("v0", 1.0, 1.9), Turn("v0", 2.4, 2.8), Turn("v1", 1.0, 1.4))


@pytest.mark.parametrize("speakers", [3, 7])
def test_everybody_speaks_and_nobody_over_themselves(speakers):
    overs = 0
    for seed in range(30):
        script = _script([str(at) for at in range(24)], speakers, 0.1, np.random.default_rng(seed))
        assert [line.text for line in script] == [str(at) for at in range(24)]
        assert {line.label for line in script} == {f"v{index}" for index in range(speakers)}
        for before, line in pairwise(script):
            overs += line.over_s is not None
            assert line.over_s is None or (line.label != before.label and before.over_s is None)
    assert 1 < overs / 30 < 3


def test_without_overlap_everybody_waits():
    assert all(line.over_s is None for line in _script(["はい。"] * 40, 4, 0.0, np.random.default_rng(1)))


def test_rooms_stay_within_what_the_product_meets():
    rooms = [some_room(np.random.default_rng(seed)) for seed in range(200)]
    for low, high, found in zip(Room(0.2, 3, -65), Room(0.7, 15, -45), zip(*rooms, strict=True), strict=True):
        assert low <= min(found) < low + 0.1 * (high - low)
        assert high - 0.1 * (high - low) < max(found) <= high
    assert Room(0.2, 3, -65) < LIGHT


def test_seven_held_out_voices_can_sit_together():
    assert len({one.voice for one in rehearse(1, ["はい。"] * 7, speakers=7, sentences=1).sentences}) == 7
