"""Windows hold all speech, are disjoint, and never too long."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.asr.plan import PAUSE_S, plan, stored
from minutes.domain.speech import Span
from tests.asr.clips import Memory, Torn

EPSILON = 1e-6


@st.composite
def speeches(draw, longest_s=80.0):
    """-> spans in order and disjoint, and the length of the recording."""
    at_s, spans = 0.0, []
    for gap_s, length_s in draw(
        st.lists(st.tuples(st.floats(0.0, 12.0), st.floats(0.1, longest_s)), min_size=0, max_size=40)
    ):
        spans.append(Span(at_s + gap_s, at_s + gap_s + length_s))
        at_s += gap_s + length_s
    return tuple(spans), at_s + draw(st.floats(0.0, 12.0))


@given(speeches(), st.floats(3.0, 30.0))
def test_windows_are_in_order_disjoint_inside_the_recording_and_never_too_long(recording, window_s):
    speech, total_s = recording
    windows = plan(speech, window_s=window_s, total_s=total_s)
    assert all(0 <= window.start_s < window.end_s <= total_s + EPSILON for window in windows)
    assert all(window.duration_s <= window_s + EPSILON for window in windows)
    assert all(before.end_s <= after.start_s + EPSILON for before, after in pairwise(windows))


@given(speeches(), st.floats(3.0, 30.0))
def test_no_second_of_speech_is_outside_of_the_windows(recording, window_s):
    speech, total_s = recording
    windows = plan(speech, window_s=window_s, total_s=total_s)
    held_s = sum(span.overlap_s(window) for span in speech for window in windows)
    assert held_s == pytest.approx(sum(span.duration_s for span in speech), abs=1e-4)


@given(speeches(longest_s=8.0))
def test_no_window_is_cut_inside_speech_that_fits_into_one(recording):
    speech, total_s = recording
    windows = plan(speech, window_s=10.0, total_s=total_s)
    ends = [window.end_s for window in windows]
    assert not any(span.start_s + EPSILON < end_s < span.end_s - EPSILON for span in speech for end_s in ends)


@given(speeches(), st.integers(0, 40))
def test_a_growing_recording_keeps_every_window_but_the_last(recording, known):
    speech, total_s = recording
    part = speech[:known]
    early = plan(part, window_s=24.0, total_s=part[-1].end_s if part else 0.0)
    late = plan(speech, window_s=24.0, total_s=total_s)
    assert late[: max(0, len(early) - 1)] == early[:-1]


def test_windows_are_filled():
    speech = tuple(Span(start_s, start_s + 2.7) for start_s in range(0, 3600, 3))
    windows = plan(speech, window_s=24.0, total_s=3600.0)
    assert sum(window.duration_s for window in windows) / len(windows) > 0.8 * 24


def test_a_long_pause_is_preferred_to_a_little_more_in_the_window():
    speech = (Span(0.0, 4.0), Span(4.2, 8.0), Span(9.0, 9.5), Span(9.6, 12.0))
    assert plan(speech, window_s=10.0, total_s=12.0)[0].end_s == 8.2


def test_a_long_silence_always_ends_the_window():
    speech = (Span(0.0, 1.0), Span(1.0 + PAUSE_S, 2.0 + PAUSE_S))
    assert len(plan(speech, window_s=24.0, total_s=20.0)) == 2


def test_nobody_speaks():
    assert plan((), window_s=24.0, total_s=60.0) == ()


def test_the_plan_is_stored_and_found_again():
    artefacts, speech = Memory(), (Span(1.0, 5.0), Span(7.0, 9.0))
    made = stored(speech, window_s=10.0, total_s=12.0, artefacts=artefacts)
    assert stored(speech, window_s=10.0, total_s=12.0, artefacts=artefacts) == made
    assert len(artefacts) == 1
    stored(speech, window_s=5.0, total_s=12.0, artefacts=artefacts)
    assert len(artefacts) == 2


@pytest.mark.parametrize("torn", [b"", b"[[0.8, 5", b"\0" * 20, b"7", b"[1, 2]", b"[[1, 2, 3]]", b"\xff"])
def test_a_plan_that_a_power_cut_left_torn_is_made_again(torn):
    artefacts, speech = Memory(), (Span(1.0, 5.0), Span(7.0, 9.0))
    made = stored(speech, window_s=10.0, total_s=12.0, artefacts=artefacts)
    broken = Torn(dict.fromkeys(artefacts, torn))
    assert stored(speech, window_s=10.0, total_s=12.0, artefacts=broken) == made
    assert broken == artefacts
