"""Probabilities become spans of speech."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from minutes.asr.spans import FRAME_S, ONSET, spans


def frames(*runs):
    return np.concatenate([np.full(count, probability, np.float32) for count, probability in runs])


def in_frames(found):
    return [(round(span.start_s / FRAME_S), round(span.end_s / FRAME_S)) for span in found]


def test_short_pauses_are_bridged_and_longer_ones_divide():
    assert in_frames(spans(frames((10, 0), (20, 0.9), (4, 0), (10, 0.9), (5, 0), (9, 0.9)), longest_s=30.0)) == [
        (10, 44),
        (49, 58),
    ]


def test_a_click_is_no_speech():
    assert spans(frames((10, 0), (2, 0.9), (10, 0)), longest_s=30.0) == ()
    assert spans(frames((10, 0), (2, 0.9)), longest_s=30.0) == ()


def test_speech_goes_on_while_it_is_only_doubtful():
    assert in_frames(spans(frames((10, 0.9), (40, 0.3), (10, 0.9)), longest_s=30.0)) == [(0, 60)]
    assert spans(frames((60, 0.3)), longest_s=30.0) == ()


def test_speech_without_a_pause_is_cut_where_it_is_least_probable():
    unbroken = frames((60, 0.9), (1, 0.5), (60, 0.9))
    assert in_frames(spans(unbroken, longest_s=80 * FRAME_S)) == [(0, 60), (60, 121)]


@given(arrays(np.float32, st.integers(0, 400), elements=st.floats(0, 1, width=32)), st.integers(10, 100))
def test_spans_are_in_order_disjoint_not_too_long_and_miss_no_syllable(probabilities, longest):
    found = in_frames(spans(probabilities, longest_s=(longest + 0.5) * FRAME_S))
    assert all(0 < last - first <= longest for first, last in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    inside = np.zeros(len(probabilities), bool)
    for first, last in found:
        inside[first:last] = True
    loud = probabilities >= ONSET
    missed = loud & ~inside
    assert not any(missed[at : at + 3].all() for at in range(len(missed) - 2))
