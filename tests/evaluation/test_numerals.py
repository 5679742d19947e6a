import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kanjize import number2kanji

from minutes.evaluation.numerals import one_form

UNMOVED = json.loads((Path(__file__).parents[1] / "data/evaluation/unmoved.json").read_text("utf-8"))


@pytest.mark.parametrize("text", UNMOVED)
def test_words_that_only_look_like_numbers_stay_as_they_are(text):
    assert one_form(text) == text


@given(st.integers(0, 10**16 - 1))
def test_any_number_is_the_same_in_digits_with_commas_and_in_kanji(number):
    kanji = one_form(number2kanji(number))
    assert one_form(str(number)) == kanji
    assert one_form(f"{number:,}") == kanji


@given(st.integers(0, 10**16 - 1), st.integers(0, 10**16 - 1))
def test_two_numbers_never_become_the_same(one, other):
    assert (one_form(f"第{one}号") == one_form(f"第{other}号")) == (one == other)


@given(st.text(alphabet="0123456789.,〇零一二三十百千万億兆年分", max_size=30))
def test_no_run_of_numerals_is_too_strange(text):
    assert not set(one_form(text)) & set("0123456789〇")


def test_more_digits_than_any_budget_has_are_spelt_out():
    assert one_form("12345678901234567") == "一二三四五六七八九零一二三四五六七"
