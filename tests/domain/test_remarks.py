"""印の違い: marks that were set and taken off, told apart from the correcting of the text beneath them."""

from dataclasses import replace

import pytest

from minutes.domain.differences import differences
from minutes.domain.record import Mark, Marked
from minutes.domain.remarks import Remark, remarks
from tests.coedit.drafts import draft

CANCELLED, CHECK = Mark.CANCELLED, Mark.CHECK


def said(text, *marked):
    """``marked``: begin and end of what is cancelled."""
    [paragraph] = draft(text).paragraphs
    return replace(paragraph, marks=tuple(Marked(begin, end, CANCELLED) for begin, end in marked))


def changed(before, after):
    [difference] = differences([before], [after])
    return [(remark.text, remark.is_set) for remark in remarks(difference)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (said("失礼な発言です。"), said("失礼な発言です。", (0, 5)), [("失礼な発言", True)]),
        (said("失礼な発言です。", (0, 5)), said("失礼な発言です。"), [("失礼な発言", False)]),
        (said("失礼な発言です。", (0, 2)), said("失礼な発言です。", (0, 2), (3, 5)), [("発言", True)]),
        (said("失礼な発言です。", (0, 5)), said("失礼な発言です。", (3, 5)), [("失礼な", False)]),
        (said("𠮷野です。"), said("𠮷野です。", (0, 2)), [("𠮷野", True)]),
    ],
)
def test_a_change_of_marks_alone(before, after, told):
    assert changed(before, after) == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (said("失礼な発言です。", (0, 5)), said("失敬な発言です。", (0, 5))),
        (said("失礼な発言です。", (0, 5)), said("失礼な大発言です。", (0, 6))),
        (said("失礼な発言です。", (0, 5)), said("です。")),
        (said("失礼な発言です。", (0, 5)), said("では、失礼な発言です。", (3, 8))),
        (said("失礼な発言です。", (0, 8)), said("一般質問を行う。", (0, 8))),
    ],
)
def test_correcting_the_text_of_a_mark_is_no_change_of_it(before, after):
    assert changed(before, after) == []


def test_marked_and_corrected_at_once():
    assert changed(said("発言です。"), said("失礼な発言です。", (0, 5))) == [("失礼な発言", True)]
    assert changed(said("閉会", (0, 2)), said("開会します。")) == [("閉会", False)]


def test_a_paragraph_that_is_parted_keeps_its_marks():
    [before] = draft("失礼な発言です。").paragraphs
    marked = replace(before, marks=(Marked(0, 8, CHECK),))
    first = replace(before, id="new", text="失礼な", marks=(Marked(0, 3, CHECK),))
    second = replace(before, text="発言です。", marks=(Marked(0, 5, CHECK),))
    [difference] = differences([marked], [first, second])
    assert remarks(difference) == ()
    [other] = differences([before], [first, second])
    assert remarks(other) == (Remark(CHECK, "失礼な", is_set=True), Remark(CHECK, "発言です。", is_set=True))
