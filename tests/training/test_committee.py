import re
from itertools import pairwise

import av
import numpy as np
import pytest

from minutes.domain.speech import SAMPLE_RATE
from minutes.evaluation import read_reference, read_rttm
from minutes.roster import read_roster
from training import committee
from training.committee import ATTENDEES, PEOPLE, SCRIPT, read_script
from training.sitting import ScriptLine
from training.voices import COMMITTEE, Place

# pyopenjtalk-plus asks SudachiPy for some readings in a way that SudachiPy has since renamed.
pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")

LINES = read_script(SCRIPT.read_text(encoding="utf-8"))
SPOKEN = re.compile("[ぁ-ゖァ-ヺー一-鿿々、]+。")
FILLERS = ("えー、", "あのー、", "ええと、", "まあ、", "そのー、")
SHORT = read_script(
    """
# 開会
chair = | お疲れさまでした。
miyamoto 1.5 | えー、床が、いや、棚が二十四枚ございます。
kubo +0.5 | はい、なるほど。
"""
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("committee")
    committee.make(folder, SHORT)
    return folder


def overlap(turns) -> float:
    """Share of the speech in which more than one speaks, counted in hundredths of a second."""
    voices = np.zeros(round(100 * max(turn.end_s for turn in turns)) + 1, int)
    for turn in turns:
        voices[round(100 * turn.start_s) : round(100 * turn.end_s)] += 1
    return float((voices > 1).sum() / (voices > 0).sum())


def loudness(path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray().mean(0) for frame in container.decode(audio=0)])


def test_a_sentence_is_who_how_and_what():
    chair, chief, member = SHORT
    assert chair == ScriptLine("chair", "standing", "お疲れさまでした。")
    assert chief == ScriptLine("miyamoto", "free", "えー、床が、いや、棚が二十四枚ございます。", after_s=1.5)
    assert member == ScriptLine("kubo", "free", "はい、なるほど。", over_s=0.5)
    assert read_script("murai -0.4 | 家からですか。") == (ScriptLine("murai", "free", "家からですか。", after_s=-0.4),)


def test_the_script_is_written_as_it_is_spoken_without_letters_and_digits():
    assert [line.text for line in LINES if not SPOKEN.fullmatch(line.text)] == []
    assert all(sum(filler in line.text for line in LINES) >= 10 for filler in FILLERS)


def test_everybody_there_speaks_and_nobody_else():
    assert {line.label for line in LINES} == {person.label for person in PEOPLE}
    assert {line.kind for line in LINES} == {"standing", "free"}


def test_eight_voices_all_in_places_that_no_training_voice_comes_near():
    assert {Place(person.voice.half_tone, person.voice.tract) for person in PEOPLE} == set(COMMITTEE)
    assert len(PEOPLE) == 8


def test_nobody_interrupts_themselves():
    for before, line in pairwise(LINES):
        if line.over_s is not None or (line.after_s or 0) < 0:
            assert line.label != before.label, line.text


def test_what_is_said_is_known_to_the_word(made):
    reference = read_reference(made / "reference.json")
    assert "".join(one.text for one in reference.utterances) == "".join(line.text for line in SHORT)
    turns = read_rttm(made / "meeting.rttm")
    assert [turn.voice for turn in turns if turn.start_s < 1.0] == ["chair"]
    assert {turn.voice for turn in turns} == {"chair", "miyamoto", "kubo"}
    assert 0.05 < overlap(turns) < 0.5


def test_the_roster_names_everybody_and_one_who_is_absent(made):
    members = read_roster(made / "roster.csv").members
    assert [member.name for member in members] == [one.name for one in ATTENDEES]
    assert {person.member for person in PEOPLE} == {one.name for one in ATTENDEES} - {"中原剛"}


def test_the_same_bytes_every_time(made, tmp_path):
    committee.make(tmp_path, SHORT)
    for name in ("meeting.ogg", "reference.json", "meeting.rttm", "roster.csv"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes(), name


def test_the_microphone_hears_a_narrow_band_hums_and_cuts_off_what_is_too_loud():
    loud = np.random.default_rng(1).standard_normal(4 * SAMPLE_RATE)
    heard = committee.record(loud, np.random.default_rng(2))
    assert np.abs(heard).max() == 1.0
    quiet = committee.record(0.01 * loud, np.random.default_rng(2))
    power = np.abs(np.fft.rfft(quiet * np.hanning(len(quiet)))) ** 2
    hertz = np.fft.rfftfreq(len(quiet), 1 / SAMPLE_RATE)

    def level(low, high):
        return 10 * np.log10(power[(hertz > low) & (hertz < high)].mean())

    assert level(500, 4_000) > level(6_800, 8_000) + 15
    assert level(49, 51) > level(60, 90) + 20


@pytest.mark.soak
def test_the_long_meeting(tmp_path, record_property):
    committee.make(tmp_path, LINES)
    turns = read_rttm(tmp_path / "meeting.rttm")
    length_s = len(loudness(tmp_path / "meeting.ogg")) / 48_000  # Opus always decodes to 48 kHz
    share = overlap(turns)
    spoken = {person.label: sum(t.end_s - t.start_s for t in turns if t.voice == person.label) for person in PEOPLE}
    record_property("result", f"{length_s / 60:.1f} minutes, {share:.1%} of the speech overlaps")
    assert 38 * 60 < length_s < 42 * 60
    assert 0.04 < share < 0.07
    assert min(spoken.values()) > 60
