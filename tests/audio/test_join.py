"""Morning and afternoon: several recordings of one meeting on one time line."""

import numpy as np
import pytest

from minutes.audio import join
from minutes.domain.errors import UnreadableRecording
from tests.audio.recordings import Kind, loudest_hertz, record, tones

MORNING, AFTERNOON = Kind("wav", "pcm_s16le"), Kind("m4a", "aac", rate=44_100)


def quietly(share):
    pass


@pytest.fixture
def day(tmp_path):
    record(tmp_path / "午前.wav", MORNING, tones(MORNING, 3.0, hertz=440.0))
    record(tmp_path / "午後.m4a", AFTERNOON, tones(AFTERNOON, 2.0, hertz=880.0))
    return tmp_path / "午前.wav", tmp_path / "午後.m4a"


def test_they_follow_each_other_to_the_sample(day, heard, files):
    morning, afternoon = map(heard, day)
    whole = join((morning, afternoon), files, on_progress=quietly)
    assert np.array_equal(whole.samples, np.concatenate([morning.samples, afternoon.samples]))
    assert loudest_hertz(whole.samples[:16_000]) == pytest.approx(440, abs=5)
    assert loudest_hertz(whole.samples[-16_000:]) == pytest.approx(880, abs=5)
    assert whole.recording.parts == (morning.recording, afternoon.recording)
    assert whole.recording.name == "午前.wav、午後.m4a"


def test_one_alone_stays_what_it_is(day, heard, files):
    morning = heard(day[0])
    assert join((morning,), files, on_progress=quietly) is morning


def test_the_order_makes_another_recording_and_the_same_order_the_same(day, heard, files):
    parts = tuple(map(heard, day))
    first, again = (join(parts, files, on_progress=quietly) for _ in range(2))
    turned = join(parts[::-1], files, on_progress=quietly)
    assert first.recording == again.recording
    assert first.recording.sha256 != turned.recording.sha256


def test_each_microphone_goes_on_where_it_was(tmp_path, heard, files):
    both = Kind("wav", "pcm_s16le")
    sound = np.stack([tones(both, 2.0, hertz=440.0)[0], tones(both, 2.0, hertz=660.0)[0]])
    for name in ("午前.wav", "午後.wav"):
        record(tmp_path / name, both, sound)
    parts = tuple(heard(tmp_path / name, channels=True) for name in ("午前.wav", "午後.wav"))
    whole = join(parts, files, on_progress=quietly)
    for channel, one in zip(whole.channels, parts[0].channels, strict=True):
        assert np.array_equal(channel, np.concatenate([one, one]))


def test_recordings_with_different_microphones_are_refused(tmp_path, heard, files):
    for name, channels in (("午前.wav", 2), ("午後.wav", 1)):
        kind = Kind("wav", "pcm_s16le", channels=channels)
        record(tmp_path / name, kind, tones(kind, 2.0))
    parts = tuple(heard(tmp_path / name, channels=True) for name in ("午前.wav", "午後.wav"))
    with pytest.raises(UnreadableRecording, match="マイクの数"):
        join(parts, files, on_progress=quietly)
