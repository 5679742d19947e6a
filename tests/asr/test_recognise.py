"""The bundled model through faster-whisper."""

import numpy as np
import pytest

from minutes.asr.heard import Attempt
from minutes.asr.recognise import closed, lay_out, suppressed
from minutes.domain.speech import SAMPLE_RATE
from tests.asr.clips import SPOKEN, bare
from tests.asr.vocabulary import tokenizer_with

TIMESTAMPS = 1000


@pytest.fixture(scope="module")
def sentences(sitting):
    return [sitting[round(spoken["start_s"] * SAMPLE_RATE) : round(spoken["end_s"] * SAMPLE_RATE)] for spoken in SPOKEN]


def test_a_clip_has_its_text(recogniser, sentences):
    (heard,) = recogniser.recognise(sentences[:1], hints="", attempt=Attempt.FIRST)
    assert bare(heard.text) == bare(SPOKEN[0]["text"])
    assert -1.0 < heard.avg_logprob < 0.0
    assert all(0.0 <= word.confidence <= 1.0 for word in heard.words)
    assert 20 < heard.tokens < 40


def test_what_a_clip_gives_does_not_depend_on_its_batch(recogniser, sentences):
    together = recogniser.recognise(sentences, hints="", attempt=Attempt.FIRST)
    alone = [recogniser.recognise([clip], hints="", attempt=Attempt.FIRST)[0] for clip in sentences]
    assert [heard.text for heard in together] == [heard.text for heard in alone]
    for one, other in zip((w for h in together for w in h.words), (w for h in alone for w in h.words), strict=True):
        assert (one.start_s, one.end_s) == (other.start_s, other.end_s)
        # eight-bit sums come out a little different in matrices of another size
        assert one.confidence == pytest.approx(other.confidence, abs=0.01)


@pytest.mark.parametrize("attempt", Attempt)
def test_every_attempt_gives_the_same_twice(recogniser, sentences, attempt):
    once, again = (recogniser.recognise(sentences[:2], hints="", attempt=attempt) for _ in range(2))
    assert once == again


def test_no_clips(recogniser):
    assert recogniser.recognise([], hints="", attempt=Attempt.FIRST) == ()


def test_a_clip_of_a_tenth_of_a_second(recogniser):
    (heard,) = recogniser.recognise([np.zeros(1600, np.int16)], hints="", attempt=Attempt.FIRST)
    assert heard.text == "".join(word.text for word in heard.words)


def test_a_full_prompt_fits(recogniser, sentences):
    hints = "、".join(["山田太郎"] * 39)
    assert recogniser.count_tokens(hints) <= 200
    assert recogniser.recognise(sentences[:1], hints=hints, attempt=Attempt.FIRST)


def test_clips_lie_at_whole_seconds_with_silence_between():
    audio, starts_s = lay_out([np.full(24_000, 16_384, np.int16), np.full(100, -32_768, np.int16)])
    assert starts_s == (4, 10)
    assert audio.dtype == np.float32
    first = audio[4 * SAMPLE_RATE :]
    assert (first[:24_000] == 0.5).all()
    assert not first[24_000 : 6 * SAMPLE_RATE].any()
    assert (first[6 * SAMPLE_RATE :][:100] == -1.0).all()


def test_text_that_no_timestamp_closes_is_closed():
    assert closed([1000, 5, 6, 1100, 1100, 7], TIMESTAMPS) == [1000, 5, 6, 1100, 1100, 7, 2500]
    assert closed([1000, 5, 6, 1100], TIMESTAMPS) == [1000, 5, 6, 1100]
    assert closed([5, 6], TIMESTAMPS) == [5, 6]
    assert closed([], TIMESTAMPS) == []


def test_japanese_quotation_marks_may_be_written():
    """With Whisper's own vocabulary these four would be suppressed; the bundled one does not have them."""
    tokenizer = tokenizer_with("「」『』♪(町")
    marks = {mark: tokenizer.encode(mark)[0] for mark in "「」『』♪(町"}
    assert set(tokenizer.non_speech_tokens) >= {marks[mark] for mark in "「」『』♪("}
    assert not {marks[mark] for mark in "「」『』町"} & set(suppressed(tokenizer))
    assert {marks[mark] for mark in "♪("} <= set(suppressed(tokenizer))
