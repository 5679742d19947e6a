"""What was told apart once is kept: as bytes, found again by what it was made from, without torch."""

import subprocess
import sys

import pytest

from minutes.diarize import kept
from minutes.diarize.kept import encode, key_of, read
from minutes.domain.speech import Diarization, Turn, Voice

TOLD = Diarization(
    turns=(Turn("S1", 0.1, 2.300000000000001), Turn("S2", 2.0, 3.0)),
    floor=(Turn("S1", 0.1, 2.3),),
    voices=(Voice("S1", (0.1, -1 / 3)), Voice("S2", None)),
    model="diarization-trial@1",
)
SAME = {"model": "m@1", "device": "auto", "speakers": (None, None)}


def test_it_comes_back_to_the_last_digit():
    assert read(encode(TOLD)) == TOLD


@pytest.mark.parametrize("value", [None, b"", b"{", b"[]", b"null", b"{}", encode(TOLD)[:-9], b'{"turns": [1]}'])
def test_what_a_power_cut_leaves_is_nothing(value):
    assert read(value) is None


def test_it_is_another_for_everything_that_it_is_made_of(monkeypatch):
    others = ({"model": "m@2"}, {"device": "cpu"}, {"speakers": (2, 2)})
    keys = [key_of("audio/1", **SAME), key_of("audio/2", **SAME), *(key_of("audio/1", **SAME | one) for one in others)]
    for rules in ("OBSERVING", "TELLING_APART"):
        monkeypatch.setattr(kept, rules, 99)
        keys.append(key_of("audio/1", **SAME))
    assert len(set(keys)) == 7


def test_it_is_the_same_for_the_same():
    assert key_of("audio/1", **SAME) == key_of("audio/1", **SAME)


def test_whoever_only_reads_it_does_not_wait_for_torch():
    told = "import sys; import minutes.workshop, minutes.diarize.kept; print('torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
