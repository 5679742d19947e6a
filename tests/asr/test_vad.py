"""Speech is found block by block as it would be in the whole."""

import numpy as np
import pytest
from faster_whisper.vad import VadOptions, get_speech_timestamps, get_vad_model

from minutes.asr.spans import FRAME, spans
from minutes.asr.vad import probabilities
from tests.asr.clips import SPOKEN, Memory, Torn


def quiet(share):
    pass


def of_the_whole(samples):
    """faster-whisper's own run over everything at once."""
    audio = samples.astype(np.float32) / 32768
    return get_vad_model()(np.pad(audio, (0, FRAME - len(audio) % FRAME))).ravel()


@pytest.mark.parametrize("block_s", [0.512, 3.2, 9.6, 1000.0])
def test_blocks_of_any_length_give_what_the_whole_gives(sitting, block_s):
    block = round(block_s * 16_000 / FRAME) * FRAME
    found = probabilities(sitting, artefacts=Memory(), on_progress=quiet, block=block)
    assert len(found) == -(-len(sitting) // FRAME)
    assert found == pytest.approx(of_the_whole(sitting)[: len(found)], abs=1e-5)


def test_the_same_speech_is_found_as_by_faster_whisper(sitting):
    options = VadOptions(min_silence_duration_ms=160, speech_pad_ms=0, threshold=0.4, neg_threshold=0.25)
    theirs = get_speech_timestamps(sitting.astype(np.float32) / 32768, options)
    ours = spans(probabilities(sitting, artefacts=Memory(), on_progress=quiet), longest_s=30.0)
    assert [span.start_s for span in ours] == pytest.approx([span["start"] / 16_000 for span in theirs], abs=0.1)
    assert [span.end_s for span in ours] == pytest.approx([span["end"] / 16_000 for span in theirs], abs=0.1)


def test_every_sentence_is_found_and_the_pauses_are_not(sitting):
    found = spans(probabilities(sitting, artefacts=Memory(), on_progress=quiet), longest_s=30.0)
    for sentence in SPOKEN:
        within = [span for span in found if span.start_s < sentence["end_s"] and span.end_s > sentence["start_s"]]
        # the synthetic voice begins and ends each sentence with 0.3 s of silence
        assert within[0].start_s == pytest.approx(sentence["start_s"], abs=0.4)
        assert within[-1].end_s == pytest.approx(sentence["end_s"], abs=0.4)


def test_silence_noise_and_music_are_no_speech(nobody):
    assert spans(probabilities(nobody, artefacts=Memory(), on_progress=quiet), longest_s=30.0) == ()


def test_a_block_is_listened_to_once(sitting):
    artefacts, shares = Memory(), []
    first = probabilities(sitting, artefacts=artefacts, on_progress=shares.append, block=100 * FRAME)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    made = dict(artefacts)
    assert (probabilities(sitting, artefacts=artefacts, on_progress=quiet, block=100 * FRAME) == first).all()
    assert artefacts == made
    # a recording that grows keeps every block but its last
    longer = np.concatenate([sitting, sitting])
    probabilities(longer, artefacts=artefacts, on_progress=quiet, block=100 * FRAME)
    assert len(artefacts) == len(made) + -(-len(longer) // (100 * FRAME)) - len(sitting) // (100 * FRAME)


@pytest.mark.parametrize("samples", [0, 1, 511, 512, 513, 3200])
def test_recordings_of_any_length(samples):
    assert len(probabilities(np.zeros(samples, np.int16), artefacts=Memory(), on_progress=quiet)) == -(-samples // 512)


@pytest.mark.parametrize("torn", [lambda whole: b"", lambda whole: whole[:-3], lambda whole: bytes(len(whole))])
def test_a_block_that_a_power_cut_left_torn_is_listened_to_again(sitting, torn):
    artefacts = Memory()
    made = probabilities(sitting, artefacts=artefacts, on_progress=quiet)
    broken = Torn((name, torn(value)) for name, value in artefacts.items())
    assert (probabilities(sitting, artefacts=broken, on_progress=quiet) == made).all()
    assert broken == artefacts
