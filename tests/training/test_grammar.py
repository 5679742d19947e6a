"""Patterns become sentences."""

import random

import pytest

from training.grammar import BadPattern, expand, load, number

LISTS = {"職": ("町長",), "答": ("{職}(が|から)答えます",)}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (15, "十五"),
        (110, "百十"),
        (231, "二百三十一"),
        (1800, "千八百"),
        (12_000, "一万二千"),
    ],
)
def test_numbers_are_written_as_in_minutes(value, written):
    assert number(value) == written


def test_slots_hold_words_that_hold_slots():
    assert expand("では、{答}。", LISTS, random.Random(1)) in {"では、町長が答えます。", "では、町長から答えます。"}


def test_choices_nest_and_may_be_empty():
    found = {expand("(まず(は|)|次に|)説明します。", {}, random.Random(seed)) for seed in range(60)}
    assert found == {"まず説明します。", "まずは説明します。", "次に説明します。", "説明します。"}


def test_numbers_stay_in_their_range():
    assert {expand("{数:3-5}", {}, random.Random(seed)) for seed in range(40)} == {"三", "四", "五"}


def test_a_file_has_lists_that_go_on_and_patterns(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# 説明\n@魚 = あじ さば\n  いわし\n{魚}を{職}に。\n", encoding="utf-8")
    grammar = load(path, {"職": ("町長",)})
    assert grammar.patterns == ("{魚}を{職}に。",)
    assert grammar.lists["魚"] == ["あじ", "さば", "いわし"]


@pytest.mark.parametrize("line", ["{ない}です。", "(あ|いです。", "@魚 = {ない}\nはい。", "@魚 = あ\n@魚 = い\n"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, line):
    path = tmp_path / "a.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadPattern):
        load(path, {})
