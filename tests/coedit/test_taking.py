"""取り入れる: lines take a newer draft's words over; marks, speakers and everybody else's lines stay."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.coedit import Document, NewLine, is_edited, seed, untouched
from minutes.domain.record import Mark, Marked
from tests.coedit.browser import Browser
from tests.coedit.drafts import CHAIR, MAYOR, draft
from tests.coedit.test_restoring import STEPS, do

TEXTS = ("開会します。", "𠮷野です。はい。", "散会します。")
DRAFT = draft(*TEXTS, voices=("S1", "S2", "S1"))


@pytest.fixture
def sato():
    return Browser(seed(DRAFT))


def document(browser):
    return Document.of([seed(DRAFT), *browser.sent])


def texts(document):
    return [line.text for line in document.lines()]


def test_a_line_says_something_else_and_is_the_same_otherwise(sato):
    sato.say(1, speaker="m002", checked=True)
    now = document(sato)
    sato.hear(now.take({"p0002": "𠮟野です。はい、\nそう。"}))
    assert sato.lines() == ["開会します。", "𠮟野です。はい、 そう。", "散会します。"]
    before, after = document(sato).lines()[1], now.lines()[1]
    assert after.taken
    assert replace(after, text=before.text, taken=False) == before


def test_what_is_marked_stays_marked(sato):
    sato.mark(1, 0, 2, closed=True)
    sato.mark(1, 5, 7, cancelled=True)
    now = document(sato)
    now.take({"p0002": "吉田です。はい。"})
    assert now.lines()[1].marks == (Marked(0, 2, Mark.CLOSED), Marked(5, 7, Mark.CANCELLED))
    now.take({"p0002": "まったく別の話をしました。"})
    assert now.lines()[1].marks == (Marked(0, 13, Mark.CANCELLED), Marked(0, 13, Mark.CLOSED))


def test_new_lines_stand_before_a_line_or_at_the_end(sato):
    now = document(sato)
    new = (
        NewLine("a", "一", "p0002", "S2"),
        NewLine("b", "二", "p0002"),
        NewLine("c", "三"),
        NewLine("d", "四", None, "S2"),
    )
    sato.hear(now.take({"p0002": "はい。", "p0003": "終わります。"}, new))
    assert texts(now) == sato.lines() == ["開会します。", "一", "二", "はい。", "終わります。", "三", "四"]
    assert [line.voice for line in now.lines()] == ["S1", "S2", None, "S2", "S1", None, "S2"]
    assert now.lines()[-1].id == "p0003"


def test_a_colleague_who_writes_meanwhile_loses_nothing(sato):
    now = document(sato)
    sato.write(1, 0, "ええ、")
    update = now.take({"p0002": "𠮷野です。はい、そうです。"})
    now.apply(sato.sent[-1])
    sato.hear(update)
    assert texts(now)[1] == sato.lines()[1] == "ええ、𠮷野です。はい、そうです。"


@settings(max_examples=80, deadline=None)
@given(st.text("𠮷野です。はい𠮟か", max_size=12), st.integers(0, 7), st.integers(0, 8))
def test_whatever_a_line_said_it_says_what_was_taken(said, begin, length):
    sato = Browser(seed(DRAFT))
    if length:
        sato.mark(1, begin, min(8, begin + length), check=True)
    now = document(sato)
    now.take({"p0002": said})
    assert texts(now) == [TEXTS[0], said, TEXTS[2]]


def test_what_a_colleague_marks_or_has_marked_stays_marked_where_somebody_took_over_meanwhile(sato):
    """They mark a wanted paragraph and join two; the last was marked before, and nothing comes after it any more."""
    sato.mark(2, 0, 2, closed=True)
    before = document(sato)
    begun = Document.of([before.state()]).take({"p0001": "再会します。"}, [NewLine("a", "以上。")])
    sato.mark(0, 0, 2, cancelled=True)
    sato.join(1)
    now = document(sato)
    now.take({}, (), begun)
    assert now.lines() == document(sato).lines()
    assert [line.marks for line in now.lines()] == [(Marked(0, 2, Mark.CANCELLED),), (Marked(8, 10, Mark.CLOSED),)]


NEW = (NewLine("a", "一", "p0002", "S2"), NewLine("b", "二"), NewLine("c", "三", None, "S2"))


@settings(max_examples=150, deadline=None)
@given(
    STEPS,
    STEPS,
    st.sets(st.sampled_from(["p0001", "p0002", "p0003"])),
    st.sampled_from([NEW, NEW[:1], ()]),
    st.booleans(),
)
def test_what_was_begun_before_others_wrote_more_ends_as_if_it_had_waited(first, more, wanted, new, came_first):
    """Of what somebody began to take over, only lines that nobody has changed meanwhile are taken in the end.

    And new ones only where nobody else ``came_first``. They may stand on either side of one that somebody has parted
    off there meanwhile.
    """
    sato = Browser(seed(DRAFT))
    do(sato, first)
    before = document(sato)
    texts_ = {line.id: f"{line.text}そう。" for line in before.lines() if line.id in wanted}
    begun = Document.of([before.state()]).take(texts_, new)
    suzuki = Browser(before.state(), "suzuki")
    do(suzuki, more)
    now, waited = (Document.of([before.state(), *suzuki.sent]) for _ in range(2))
    still = {line.id: texts_[line.id] for line in now.lines() if line in before.lines() and line.id in wanted}
    kept = [line for line in new if not came_first and line.before in (None, *(one.id for one in now.lines()))]
    update = now.take(still, kept, begun)
    waited.take(still, kept)
    ended, meant = now.lines(), waited.lines()
    assert sorted(ended, key=by_id) == sorted(meant, key=by_id)
    assert [line for line in ended if line.id not in "abc"] == [line for line in meant if line.id not in "abc"]
    suzuki.hear(update)
    assert suzuki.lines() == texts(now)


def by_id(line):
    return line.id


def edited(browser):
    return is_edited([seed(DRAFT)], [seed(DRAFT), *browser.sent])


def test_whoever_corrects_names_or_checks_has_edited_a_text(sato):
    assert not edited(sato)
    sato.write(0, 0, "い")
    assert edited(sato)
    sato.erase(0, 0, 1)
    assert not edited(sato)
    sato.name("S1", "m001")
    assert edited(sato)


def test_a_longer_list_of_people_is_no_correction():
    now = Document.of([seed(DRAFT)])
    now.join((CHAIR, MAYOR, replace(MAYOR, name="青木　一")))
    assert not is_edited([seed(DRAFT)], [now.state()])


def test_of_which_lines_the_text_is_a_machines_still(sato):
    assert untouched(document(sato), DRAFT) == {"p0001", "p0002", "p0003"}
    sato.say(0, speaker="m001")
    sato.mark(1, 0, 2, check=True)
    sato.say(2, checked=True)
    assert untouched(document(sato), DRAFT) == {"p0001"}
    sato.write(0, 0, "い")
    assert untouched(document(sato), DRAFT) == set()


def test_what_was_taken_over_is_a_machines_until_somebody_changes_it(sato):
    now = document(sato)
    then = document(sato)
    sato.hear(
        now.take(
            {"p0001": "再開します。", "p0002": "えー、はい。", "p0003": "終わります。"},
            [NewLine("a", "以上。", "p0003")],
        )
    )
    assert untouched(now, DRAFT) == {"p0001", "p0002", "a", "p0003"}
    sato.say(0, kind="heading")
    sato.erase(1, 0, 3)
    sato.mark(3, 0, 2, check=True)
    for update in sato.sent:
        now.apply(update)
    assert untouched(now, DRAFT) == {"a"}
    now.restore(then)
    assert now.lines() == then.lines()
