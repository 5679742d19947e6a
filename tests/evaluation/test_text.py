import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.evaluation.text import TextScore, canonical, plain, raw, score

GOLDEN = Path(__file__).parents[1] / "data/evaluation"
SAME = json.loads((GOLDEN / "same.json").read_text("utf-8"))
DIFFERENT = json.loads((GOLDEN / "different.json").read_text("utf-8"))

texts = st.text(alphabet="えあそのまーとんうっはい、。 　,.一二十百千万0123456789番年道路Ａｱ\n", max_size=40)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_form_c_forgives_the_way_of_writing(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_form_c_forgives_nothing_that_sounds_different(one, other):
    assert canonical(one) != canonical(other)


def test_form_a_takes_out_line_breaks_alone():
    assert raw("　開会します。\nはい 、\r\n") == "開会します。はい 、"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("「はい」、そうです。", "はいそうです"),
        ("マイナンバー・カード", "マイナンバーカード"),
        ("○ ＡＩ　１２％〜", "AI12%"),
        ("1,000円で3.5倍。", "1000円で3.5倍"),
        ("1. 次に、2.", "1次に2"),
        ("━━━━（拍手）", "拍手"),
    ],
)
def test_form_b_keeps_what_is_spoken(text, bare):
    assert plain(text) == bare


def test_a_score_counts_what_is_to_be_changed_dropped_and_added():
    #                                町長が答弁した  -> 町 村 が 弁 し た よ
    assert score("町長が答弁した", "町村が弁したよ") == TextScore(substitutions=1, deletions=1, insertions=1, length=7)
    assert score("町長が答弁した", "町村が弁したよ").cer == pytest.approx(3 / 7)


def test_a_draft_with_nothing_in_it_has_missed_everything():
    assert score("開会", "") == TextScore(0, 2, 0, 2)
    assert score("開会", "").cer == 1.0


def test_where_nothing_was_said_there_is_no_rate_but_what_was_invented_is_counted():
    assert score("", "ありがとう") == TextScore(0, 0, 5, 0)
    assert score("", "ありがとう").cer is None


def test_invented_text_can_exceed_a_hundred_per_cent():
    assert score("はい", "はいはいはいはい").cer == 3.0


@given(texts)
def test_a_text_has_no_error_against_itself(text):
    for form in (raw, plain, canonical):
        assert score(form(text), form(text)).errors == 0


@given(texts, texts)
def test_errors_are_the_same_seen_from_the_other_side(one, other):
    assert score(raw(one), raw(other)).errors == score(raw(other), raw(one)).errors


@given(texts, texts)
def test_errors_are_bounded_by_the_longer_text_and_from_below_by_the_difference(one, other):
    one, other = plain(one), plain(other)
    assert abs(len(one) - len(other)) <= score(one, other).errors <= max(len(one), len(other))


@given(texts)
def test_forms_applied_twice_change_nothing_more(text):
    assert plain(plain(text)) == plain(text)
