import subprocess
import sys

import numpy as np
import pytest

from minutes.domain.errors import BadInput
from minutes.microphones import by_channel, refuse_if_not_microphones

RATE = 16_000


def speech(seconds, seed):
    """Noise with the rhythm of syllables: loud and soft four times a second, with a breath now and then."""
    random = np.random.default_rng(seed)
    t = np.arange(int(seconds * RATE)) / RATE
    rhythm = 0.25 + 0.75 * np.abs(np.sin(2 * np.pi * 2.0 * t + seed))
    return 0.1 * rhythm * random.normal(size=len(t))


def table(seconds, said, *, leak_db=-12.0, gains_db=(0.0, 0.0, 0.0), noise_db=-65.0):
    """Microphones of people at one table; ``said`` is (person, from, to); each voice leaks into the others."""
    random = np.random.default_rng(99)
    people = np.zeros((len(gains_db), int(seconds * RATE)))
    for number, (person, start_s, end_s) in enumerate(said):
        start, stop = int(start_s * RATE), int(end_s * RATE)
        people[person, start:stop] += speech((stop - start) / RATE, number)
    leak = 10 ** (leak_db / 20)
    mixed = leak * people.sum(axis=0) + (1 - leak) * people
    heard = mixed * 10 ** (np.array(gains_db) / 20)[:, None] + 10 ** (noise_db / 20) * random.normal(size=people.shape)
    return [np.clip(channel * 32768, -32768, 32767).astype(np.int16) for channel in heard]


def found(channels):
    shares = []
    diarization = by_channel(channels, on_progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return diarization


def rounded(turns):
    return [(turn.voice, round(turn.start_s), round(turn.end_s)) for turn in turns]


SAID = [(1, 2, 8), (0, 9, 15), (1, 16, 20), (0, 20, 26)]


@pytest.mark.parametrize("leak_db", [-12.0, -20.0])
def test_who_is_loud_in_their_own_microphone_speaks(leak_db):
    diarization = found(table(30, SAID, leak_db=leak_db))
    expected = [("S1", 2, 8), ("S2", 9, 15), ("S1", 16, 20), ("S2", 20, 26)]
    assert rounded(diarization.turns) == rounded(diarization.floor) == expected
    assert [(voice.label, voice.print) for voice in diarization.voices] == [("S1", None), ("S2", None)]


def test_a_microphone_turned_up_does_not_win_with_what_leaks_into_it():
    diarization = found(table(30, SAID, gains_db=(12.0, 0.0, -3.0)))
    assert rounded(diarization.floor) == [("S1", 2, 8), ("S2", 9, 15), ("S1", 16, 20), ("S2", 20, 26)]


def test_two_people_at_once_are_both_heard_and_one_has_the_floor():
    diarization = found(table(20, [(0, 2, 10), (1, 6, 14)]))
    assert rounded(diarization.turns) == [("S1", 2, 10), ("S2", 6, 14)]
    for one, next_ in zip(diarization.floor, diarization.floor[1:], strict=False):
        assert one.end_s <= next_.start_s
    assert {turn.voice for turn in diarization.floor} == {"S1", "S2"}


def test_a_turn_goes_on_over_minutes_and_short_pauses():
    diarization = found(table(150, [(0, 5, 70), (0, 70.5, 130), (1, 140, 145)]))
    assert rounded(diarization.turns) == [("S1", 5, 130), ("S2", 140, 145)]


def test_a_knock_on_the_table_is_no_turn():
    channels = table(20, [(0, 2, 8), (1, 10, 15)])
    channels[2][17 * RATE : 17 * RATE + 160] = 20_000
    assert rounded(found(channels).turns) == [("S1", 2, 8), ("S2", 10, 15)]


def test_microphones_switched_off_are_digital_silence():
    channels = table(20, [(0, 2, 8), (1, 10, 15)], leak_db=-60.0)
    for person, (start, stop) in enumerate([(1, 9), (9, 16), (0, 0)]):
        channels[person][: start * RATE] = 0
        channels[person][stop * RATE :] = 0
    assert rounded(found(channels).turns) == [("S1", 2, 8), ("S2", 10, 15)]


def test_silence_has_no_turns():
    diarization = found(table(5, []))
    assert (diarization.turns, diarization.floor, diarization.voices) == ((), (), ())
    assert found(np.zeros((2, 100), np.int16)).turns == ()


@pytest.mark.parametrize(
    ("channels", "why"),
    [
        ([np.ones(RATE, np.int16)], "1つしかない"),
        (table(3, [(0, 0, 3)])[:1] * 2, "同じ音"),
        ([np.ones(RATE, np.int16), np.ones(RATE + 1, np.int16)], "長さがそろっていません"),
    ],
)
def test_channels_that_are_no_microphones_of_their_own_are_refused(channels, why):
    with pytest.raises(BadInput, match=why):
        refuse_if_not_microphones(channels)


def test_the_same_signal_at_another_gain_is_refused_too():
    one = table(5, [(0, 1, 4)])[0]
    with pytest.raises(BadInput, match="同じ音"):
        refuse_if_not_microphones([one, (one // 2).astype(np.int16)])


def test_the_room_costs_neither_the_seconds_nor_the_memory_of_torch():
    script = "import sys, minutes.microphones; print('torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
