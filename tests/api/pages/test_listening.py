"""聞く: the sound of a draft, from wherever one wants to hear it, and its waveform."""

from dataclasses import replace

import pytest

from minutes import audio
from tests.api.drafted import drafted, recorded
from tests.audio.recordings import Kind, record, tones
from tests.coedit.drafts import draft

WAV = Kind("wav", "pcm_s16le")


@pytest.fixture
def meeting(town, tmp_path):
    """Three seconds of a tone, which the worker has decoded."""
    path = tmp_path / "午前.wav"
    record(path, WAV, tones(WAV, 3.0))
    heard = audio.decode(path, town.service.artefacts, on_progress=lambda share: None)
    minutes = draft("はい。")
    minutes = replace(minutes, provenance=replace(minutes.provenance, recording=heard.recording))
    there = town.meeting("定例会")
    recorded(town, there)
    drafted(town, there, minutes=minutes)
    return there


def test_the_sound_comes_in_parts(town, meeting):
    browser = town.browser("reader")
    whole = browser.get(f"/meetings/{meeting}/sound")
    part = browser.get(f"/meetings/{meeting}/sound", headers={"range": "bytes=100-199"})
    assert whole.headers["content-type"] == "audio/mp4"
    assert (part.status_code, part.content) == (206, whole.content[100:200])


def test_its_waveform(town, meeting):
    assert len(town.browser("reader").get(f"/meetings/{meeting}/peaks").content) > 24


def test_an_earlier_drafts_sound(town, meeting):
    drafted(town, meeting, "j2", draft("録音が消えました。"))
    browser = town.browser("reader")
    assert browser.get(f"/meetings/{meeting}/sound").status_code == 404
    assert browser.get(f"/meetings/{meeting}/sound?draft=1").status_code == 200
    assert browser.get(f"/meetings/{meeting}/sound?draft=3").status_code == 404
