"""Which updates can be taken without judging the whole text."""

import pytest

from minutes.coedit.rehearsal import is_typing

TYPING = {
    "nothing": [],
    "writing": [{"retain": 3}, {"insert": "𠮷", "attributes": {"id": "p1"}}],
    "writing in a marked passage": [{"retain": 3}, {"insert": "え", "attributes": {"closed": True, "check": None}}],
    "deleting": [{"retain": 3}, {"delete": 6}],
    "both": [{"delete": 3}, {"insert": "え"}, {"retain": 3}, {"delete": 3}, {"insert": "\0"}],
}
MORE = {
    "a newline": [{"retain": 3}, {"insert": "\n"}],
    "a line separator": [{"retain": 3}, {"insert": "\u2028"}],
    "a mark": [{"retain": 3}, {"retain": 3, "attributes": {"cancelled": True}}],
    "a mark that is none": [{"retain": 3}, {"insert": "え", "attributes": {"closed": 1.0}}],
    "not text": [{"retain": 3}, {"insert": {"image": 1}}],
    "after the end": [{"retain": 20}, {"insert": "え"}],
    "the last newline": [{"retain": 19}, {"delete": 1}],
    "all of it": [{"delete": 20}],
}


def grown(delta):
    inserts = (str(change.get("insert", "")) for change in delta)
    return sum(len(text.encode()) for text in inserts) - sum(change.get("delete", 0) for change in delta)


@pytest.mark.parametrize("delta", TYPING.values(), ids=TYPING)
def test_writing_and_deleting_within_lines_is_typing(delta):
    assert is_typing(delta, 20, 20 + grown(delta))


@pytest.mark.parametrize("delta", MORE.values(), ids=MORE)
def test_anything_more_is_judged(delta):
    assert not is_typing(delta, 20, 20 + grown(delta))


def test_what_shows_only_in_the_length_is_judged():
    assert not is_typing([], 20, 21)


def test_the_first_line_is_judged():
    assert not is_typing([{"insert": "え"}], 0, 3)
