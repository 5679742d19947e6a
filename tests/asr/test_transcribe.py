"""A recording becomes words; interrupted at any moment, it goes on where it was."""

import json
from itertools import pairwise

import jiwer
import numpy as np
import pytest

from minutes import asr
from minutes.domain.speech import SAMPLE_RATE, Transcript
from tests.asr.clips import MODEL, SPOKEN, Failing, Memory, PowerCut, Torn, bare
from tests.asr.fakes import Counting, Listener, heard


def transcribe(samples, recogniser, artefacts, names=(), glossary=(), on_progress=lambda share: None):
    return asr.transcribe(
        samples, recogniser=recogniser, names=names, glossary=glossary, artefacts=artefacts, on_progress=on_progress
    )


def text(transcript):
    return "".join(word.text for word in transcript.words)


@pytest.fixture(scope="module")
def transcript(recogniser, sitting):
    return transcribe(sitting, recogniser, Memory())


@pytest.fixture(scope="module")
def careful():
    """Short windows in small batches, so that there is something to interrupt."""
    return asr.load(MODEL, model="whisper-trial@test", device="cpu", threads=1, window_s=6.0, hinted=False)


def test_the_text_of_the_clip(transcript):
    """The bound says that the plumbing works, not that the model hears well."""
    spoken = bare("".join(sentence["text"] for sentence in SPOKEN))
    assert jiwer.cer(spoken, bare(text(transcript))) < 0.25
    whole = [sentence["text"] for sentence in SPOKEN if bare(sentence["text"]) in bare(text(transcript))]
    assert len(whole) >= 3


def test_words_are_in_order_and_inside_the_recording(transcript, sitting):
    assert all(0 <= word.start_s <= word.end_s <= len(sitting) / SAMPLE_RATE for word in transcript.words)
    assert all(before.end_s <= after.start_s for before, after in pairwise(transcript.words))
    assert all(0 <= word.confidence <= 1 for word in transcript.words)


def test_sentences_begin_when_they_were_spoken(transcript):
    found = text(transcript)
    begins = {sum(len(word.text) for word in transcript.words[:at]): word for at, word in enumerate(transcript.words)}
    for sentence in SPOKEN:
        if found.count(sentence["text"]) == 1:
            # the synthetic voice begins each sentence with 0.3 s of silence
            assert begins[found.index(sentence["text"])].start_s == pytest.approx(sentence["start_s"] + 0.3, abs=0.5)


def test_what_was_heard_is_covered(transcript):
    assert transcript.unheard == ()
    assert transcript.doubts == ()
    assert transcript.model == "whisper-trial@test"
    assert sum(span.duration_s for span in transcript.speech) == pytest.approx(15, abs=2)


def test_nobody_speaks(nobody):
    listener = Listener()
    assert transcribe(nobody, listener, Memory()) == Transcript((), (), (), (), "listener@1")
    assert listener.calls == []


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.2])
def test_recordings_of_almost_nothing(recogniser, sitting, seconds):
    assert transcribe(sitting[: round(seconds * SAMPLE_RATE)], recogniser, Memory()).words == ()


def test_a_recording_on_disk_is_read_as_it_lies(recogniser, sitting, transcript, tmp_path):
    sitting.tofile(tmp_path / "sitting")
    assert transcribe(np.memmap(tmp_path / "sitting", np.int16, "r"), recogniser, Memory()) == transcript


def test_interrupted_after_any_put_it_goes_on_and_ends_the_same(careful, sitting):
    whole = Memory()
    undisturbed = transcribe(sitting, Counting(careful, batch_size=2), whole)
    batch = ["batch", "window", "window"]
    assert [name.split("/")[0] for name in whole] == ["vad", "plan", *batch, *batch, "batch", "window"]
    for puts in (0, 2, 3, 4, 7):  # in the speech, after the plan, inside the first batch, inside the second
        disk = Failing({}, puts)
        with pytest.raises(PowerCut):
            transcribe(sitting, Counting(careful, batch_size=2), disk)
        done = {name: value for name, value in disk.items() if name.startswith("window/")}
        second = Counting(careful, batch_size=2)
        resumed = transcribe(sitting, second, Memory(disk))
        assert resumed == undisturbed
        assert len(second.clips) <= sum(name.startswith("window/") for name in whole) - len(done) + extra(whole)
        assert not finished_clips(sitting, whole, done) & set(second.clips)


class Dying(Counting):
    """A recogniser that dies with its answer on the lips, once it has heard so many clips."""

    def __init__(self, recogniser, *, batch_size, most):
        super().__init__(recogniser, batch_size=batch_size)
        self.most = most

    def recognise(self, clips, *, hints, attempt):
        found = super().recognise(clips, hints=hints, attempt=attempt)
        if len(self.clips) > self.most:
            raise PowerCut
        return found


@pytest.mark.parametrize("batch_size", [1, 2, 4])
@pytest.mark.parametrize("died", ["in the recogniser", "at a put"])
@pytest.mark.parametrize("done", range(8))
def test_what_dies_inside_a_batch_costs_no_more_windows_than_a_batch(sitting, batch_size, died, done):
    def listener():
        """Hears every window of 2 s whole, so that nothing is recognised but windows."""
        return Listener(lambda clip, _: heard(clip, text="町" * max(1, 4 * len(clip) // SAMPLE_RATE)), window_s=2.0)

    undisturbed = Counting(listener(), batch_size=batch_size)
    expected = transcribe(sitting, undisturbed, Memory())
    assert len(set(undisturbed.clips)) == len(undisturbed.clips) > 8

    before_windows = 2  # the speech and the plan
    disk = Failing({}, before_windows + done if died == "at a put" else 1000)
    cut = Dying(listener(), batch_size=batch_size, most=done if died == "in the recogniser" else 1000)
    with pytest.raises(PowerCut):
        transcribe(sitting, cut, disk)
    again = Counting(listener(), batch_size=batch_size)
    assert transcribe(sitting, again, Memory(disk)) == expected
    assert len(set(cut.clips) & set(again.clips)) <= batch_size


@pytest.mark.parametrize("torn", [b"", b"{", bytes(1000)])
def test_artefacts_that_a_power_cut_left_torn_are_made_again(sitting, torn):
    artefacts = Memory()
    listener = Listener(lambda clip, attempt: heard(clip, text="議長。"), window_s=10.0)
    expected = transcribe(sitting, listener, artefacts)
    broken = Torn(dict.fromkeys(artefacts, torn))
    assert transcribe(sitting, listener, broken) == expected
    assert broken == artefacts


def test_what_another_arithmetic_or_release_heard_is_not_taken_for_its_own(sitting):
    artefacts = Memory()
    for decoder, heard_anew in (("int8", True), ("int8", False), ("float16", True)):
        listener = Listener(lambda clip, attempt: heard(clip, text="議長。"), decoder=decoder)
        transcribe(sitting, listener, artefacts)
        assert bool(listener.calls) == heard_anew


def extra(whole):
    """Clips recognised besides the windows themselves in an undisturbed run (second attempts, gaps)."""
    return 3 * sum(bool(json.loads(value)["unheard"]) for name, value in whole.items() if name.startswith("window/"))


def finished_clips(sitting, whole, done):
    """The audio of the windows whose artefacts are there, by the stored plan."""
    (plan,) = (json.loads(value) for name, value in whole.items() if name.startswith("plan/"))
    windows = [name for name in whole if name.startswith("window/")]
    return {
        sitting[round(start_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)].tobytes()
        for name, (start_s, end_s) in zip(windows, plan, strict=True)
        if name in done
    }


def test_a_finished_recording_is_not_recognised_again(recogniser, sitting, transcript):
    artefacts = Memory()
    transcribe(sitting, recogniser, artefacts)
    again = Counting(recogniser, batch_size=4)
    assert transcribe(sitting, again, artefacts) == transcript
    assert again.clips == []


def test_a_recording_that_grew_keeps_its_windows_but_the_last(recogniser, sitting):
    artefacts = Memory()
    transcribe(sitting[: 16 * SAMPLE_RATE], recogniser, artefacts)
    counting = Counting(recogniser, batch_size=4)
    transcribe(sitting, counting, artefacts)
    (fewer, more) = sorted(len(json.loads(value)) for name, value in artefacts.items() if name.startswith("plan/"))
    assert len(counting.clips) <= more - fewer + 1


def test_progress_never_falls_and_ends_at_one(recogniser, sitting):
    shares = []
    transcribe(sitting, Counting(recogniser, batch_size=1), Memory(), on_progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1.0


def test_names_and_terms_reach_the_recogniser_only_if_it_was_trained_for_them(recogniser, sitting):
    listener = Listener(lambda clip, attempt: heard(clip, text="議長。"))
    transcribe(sitting, listener, Memory(), names=["山田　太郎"], glossary=["頭首工"])
    assert {hints for _, hints, _ in listener.calls} >= {"山田太郎、頭首工"}
    unhinted = Counting(recogniser, batch_size=4)
    transcribe(sitting, unhinted, Memory(), names=["山田　太郎"])
    assert unhinted.hints == {""}


def test_what_could_not_be_heard_is_listed_at_its_place(sitting):
    deaf = Listener(lambda clip, attempt: heard(clip, []), window_s=10.0)
    transcript = transcribe(sitting, deaf, Memory())
    assert transcript.words == ()
    assert sum(gap.duration_s for gap in transcript.unheard) == pytest.approx(
        sum(span.duration_s for span in transcript.speech), abs=0.1
    )


def test_windows_with_the_same_sound_are_recognised_once_and_placed_twice(recogniser, sitting):
    """A jingle, or the hum of a paused recording, may come twice to the very sample."""
    pause = np.zeros(512 * 200, np.int16)
    piece = np.concatenate([sitting[: 512 * 190], pause])
    counting = Counting(recogniser, batch_size=4)
    transcript = transcribe(np.concatenate([piece, piece, piece]), counting, Memory())
    assert text(transcript).count(SPOKEN[0]["text"]) == 3
    assert all(before.end_s <= after.start_s for before, after in pairwise(transcript.words))
