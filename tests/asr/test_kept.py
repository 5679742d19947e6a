"""A finished window is kept as bytes and comes back as it was."""

import json

import numpy as np
import pytest

from minutes.asr.finish import Window
from minutes.asr.heard import Finished, Heard
from minutes.asr.kept import decode, encode, read, window_key
from minutes.domain.speech import Doubt, Span, Word

FINISHED = Finished(
    Heard((Word("町", 0.5, 0.62, 0.913), Word("長、", 0.62, 1.104, 0.87)), 12, -0.31, 0.02),
    (Doubt(Span(0.5, 1.104), "unsure"),),
    (Span(3.0, 4.25),),
)


def window(samples=(1, 2, 3), speech_s=1.0):
    return Window(np.array(samples, np.int16), (Span(0.0, speech_s),))


def test_what_is_kept_comes_back():
    assert decode(encode(FINISHED)) == FINISHED


@pytest.mark.parametrize("torn", [None, b"", encode(FINISHED)[:50], b"\0" * 50, b"\xff", b"[]", b"7", b'{"words": 1}'])
def test_what_is_not_there_or_torn_is_nothing(torn):
    assert read(torn) is None
    assert read(encode(FINISHED)) == FINISHED


def test_people_can_read_it():
    assert json.loads(encode(FINISHED))["text"] == "町長、"


def test_a_window_is_known_by_its_audio_its_speech_the_model_the_decoder_and_the_hints():
    keys = {
        window_key(window(), model="a@1", hints=""),
        window_key(window((1, 2, 4)), model="a@1", hints=""),
        window_key(window(speech_s=2.0), model="a@1", hints=""),
        window_key(window(), model="a@2", hints=""),
        window_key(window(), model="a@1", hints="山田太郎"),
        window_key(window(), model="a@1", hints="", decoder="int8"),
        window_key(window(), model="a@1", hints="", decoder="float16"),
    }
    assert len(keys) == 7
    assert window_key(window(), model="a@1", hints="") in keys
