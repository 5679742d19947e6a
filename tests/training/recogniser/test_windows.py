"""Windows: sound and what Whisper should write for it."""

import numpy as np

from minutes.domain.speech import SAMPLE_RATE
from training.recogniser.reading import FRAME, PHONEMES
from training.recogniser.windows import Maker
from training.recogniser.writing import IGNORED


def heard(window):
    return any(span is not None for span in window.spans)


def test_every_token_says_what_comes_next(windows, vocabulary):
    for window in windows:
        asked = [(token, target) for token, target in zip(window.tokens[1:], window.targets, strict=False)]
        start = window.tokens.index(vocabulary.special("startoftranscript"))
        assert all(token == target for token, target in asked[start + 3 :])
        assert window.targets[-1] == vocabulary.special("endoftext")
        assert set(window.targets[:start]) <= {IGNORED}


def test_the_first_question_is_whether_anybody_speaks(windows, vocabulary):
    for window in windows:
        start = window.tokens.index(vocabulary.special("startoftranscript"))
        assert window.targets[start] == vocabulary.special("ja" if heard(window) else "nospeech")
    assert 0 < sum(not heard(window) for window in windows) < 30


def test_some_windows_have_times_and_some_have_prompts(windows, vocabulary):
    timed = [window for window in windows if vocabulary.special("notimestamps") not in window.tokens]
    prompted = [window for window in windows if window.tokens[0] == vocabulary.special("startofprev")]
    assert 40 < len(timed) < 100
    assert 15 < len(prompted) < 75


def test_every_character_is_inside_the_window_and_they_follow_each_other(windows):
    for window in filter(heard, windows):
        spans = [span for span in window.spans if span is not None]
        assert all(0 <= start < end <= window.seconds + 0.6 for start, end in spans)
        assert [start for start, _ in spans] == sorted(start for start, _ in spans)


def test_sounds_are_told_frame_by_frame(windows):
    for window in windows:
        assert len(window.phonemes) == len(window.sound) // FRAME + 1
    spoken = next(window for window in windows if heard(window))
    names = [PHONEMES[index] for index in spoken.phonemes]
    assert {"a", "i", "sil"} <= set(names)


def test_speech_is_where_the_sounds_are(vocabulary):
    """Louder inside the characters' times than before the first of them."""
    maker = Maker(vocabulary, seed=6)
    checked = 0
    while checked < 3:
        window = maker.window(hardness=0.0)
        spans = [span for span in window.spans if span is not None]
        if not spans or spans[0][0] < 0.3:
            continue
        before, first = round((spans[0][0] - 0.1) * SAMPLE_RATE), round(spans[0][0] * SAMPLE_RATE)
        assert np.abs(window.sound[first : first + 8_000]).mean() > 2 * np.abs(window.sound[:before]).mean()
        checked += 1


def test_a_name_of_the_prompt_is_written_as_the_prompt_has_it(windows, vocabulary):
    """Also where it is another spelling than the sentence had: only the prompt can tell it."""
    copied = [window for window in windows if window.copies]
    assert len(copied) > 10
    for window in copied:
        start = window.tokens.index(vocabulary.special("startoftranscript"))
        for after, told in window.copies:
            assert told < start <= after
            assert window.targets[after] == window.tokens[told]


def test_windows_end_where_a_sentence_pauses_as_the_product_cuts_them(vocabulary):
    maker = Maker(vocabulary, seed=8)
    windows = [maker.window() for _ in range(60)]
    texts = [vocabulary.text(window.tokens[:-1]) for window in windows if heard(window)]
    assert 5 < sum(text.endswith("、") for text in texts) < 40


def test_of_a_sentence_that_is_cut_only_what_is_in_the_sound_is_written(vocabulary):
    maker = Maker(vocabulary, seed=9)
    for window in filter(heard, (maker.window() for _ in range(60))):
        spans = [span for span in window.spans if span is not None]
        assert 0 <= spans[0][0] < spans[-1][0] < window.seconds
