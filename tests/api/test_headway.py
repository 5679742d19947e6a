"""校正の進み: what the desk tells of it, on the list, on the meeting's page and to whoever comes next."""

import re
from dataclasses import replace

import pytest

from minutes.domain.record import Mark, Marked
from minutes.domain.speech import Span
from minutes.store.access import PROGRAM
from minutes.store.queries import drafts, headways
from tests.api.drafted import MINUTES, drafted
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft

FIGURES = {"paragraphs": 4, "checked": 1, "edited": 2, "doubts": 3}


@pytest.fixture
def meeting(town):
    there = town.meeting("定例会")
    drafted(town, there)
    return there


def newest(town, meeting):
    with town.database.reading(PROGRAM) as session:
        return drafts.every(session, meeting)[0].id


def tell(town, meeting, login="clerk", *, heard=(), **more):
    told = {"draft": newest(town, meeting), "heard": heard, **FIGURES, **more}
    return town.browser(login).post(f"/meetings/{meeting}/desk/headway", json=told).status_code


def change(town, meeting, step):
    """Somebody does something at the desk."""
    clerk = town.actor("clerk")
    with town.database.writing(clerk) as session:
        row = drafts.held(session, newest(town, meeting))
        sato = Browser(drafts.changes_after(session, row.id)[0].update)
        step(sato)
        for update in sato.sent:
            drafts.change(session, clerk, row, update)


def listened(town, meeting):
    return town.browser("reader").get(f"/meetings/{meeting}/desk/heard").json()["listened"]


def words(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_what_several_people_have_listened_to_is_added_up(town, meeting):
    assert tell(town, meeting, heard=[(0, 2), (5, 7)]) == 204
    assert tell(town, meeting, "approver", heard=[(1, 4), (7, 900)]) == 204
    assert listened(town, meeting) == [[0, 4], [5, 9]]
    assert tell(town, meeting, heard=[(4, 5)]) == 204
    assert listened(town, meeting) == [[0, 9]]
    assert "聞いた所100%" in words(town.browser("reader").get(f"/meetings/{meeting}").text)


def test_the_list_and_the_page(town, meeting):
    assert "確認済み" not in words(town.browser("reader").get("/").text)
    tell(town, meeting, heard=[(0, 5)])
    assert "確認済み1／4段落聞いた所55%直した段落2確かめる所3" in words(town.browser("reader").get("/").text)
    change(town, meeting, lambda sato: (sato.write(0, 0, "ただ今より、"), sato.say(1, checked=True)))
    page = words(town.browser("reader").get(f"/meetings/{meeting}").text)
    assert "確認済み1／3段落直した段落1確かめる所あと1か所" in page and "機械に自信のない所は、ありません。" in page
    told = town.browser("reader").get(f"/meetings/{meeting}/desk/heard").json()
    assert told["edited"] == {"p0001": "これより会議を開きます。"}
    town.browser("clerk").post(f"/meetings/{meeting}/history/0/restore")
    assert "確認済み0／3段落聞いた所55%直した段落0確かめる所2" in words(town.browser("reader").get("/").text)


def test_who_may_tell(town, meeting):
    assert tell(town, meeting, "reader") == 403
    assert town.browser("welfare").post(f"/meetings/{meeting}/desk/headway", json={}).status_code in (404, 422)
    earlier = newest(town, meeting)
    drafted(town, meeting, "j2", draft("二回目。"))
    assert tell(town, meeting, draft=earlier, heard=[(0, 1)]) == 204
    assert listened(town, meeting) == []
    with town.database.reading(PROGRAM) as session:
        assert headways.of(session, earlier) is None


@pytest.mark.parametrize(
    ("heard", "status"),
    [
        ([(3, 1)], 204), ([(900, 100)], 204), ([(0, 10**6)], 204), ([(0, 10**30)], 422), ([(-1, 2)], 422),
        ([(0.5, 1)], 422), ([(0, "x")], 422), ([(0,)], 422), ([(0, 1)] * 10_001, 422), ({"0": 1}, 422),
    ],
)  # fmt: skip
def test_what_is_no_stretch_of_seconds_does_no_harm(town, meeting, heard, status):
    assert tell(town, meeting, heard=[(1, 2)]) == 204
    assert tell(town, meeting, heard=heard) == status
    assert listened(town, meeting) == ([[0, 9]] if heard == [(0, 10**6)] else [[1, 2]])


def test_speech_without_text_for_the_desk(town):
    there = town.meeting("聞き取れない")
    minutes = draft("𠮷野です。", "はい。")
    drafted(town, there, minutes=replace(minutes, provenance=replace(minutes.provenance, unheard=(Span(1.3, 2.2),))))
    told = lambda: town.browser("reader").get(f"/meetings/{there}/desk/heard").json()["unheard"]  # noqa: E731
    assert told() == [{"spans": [[1.3, 2.2]], "begin": ["p0001", 6], "end": ["p0002", 0], "lost": 0}]
    assert "確かめる所あと1か所" in words(town.browser("reader").get(f"/meetings/{there}").text)
    change(town, there, lambda sato: sato.write(0, 5, "賛成。"))
    assert told() == [{"spans": [[1.3, 2.2]], "begin": ["p0001", 6], "end": ["p0002", 0], "lost": 0}]
    page = words(town.browser("reader").get(f"/meetings/{there}").text)
    assert "確かめる所ありません" in page and "すべて書き足すか、確認済みになっています" in page


def test_a_mark_is_to_be_checked_until_somebody_takes_it_off(town):
    first, second, third = MINUTES.paragraphs
    marks = (Marked(0, 2, Mark.CHECK), Marked(3, 4, Mark.CHECK), Marked(0, 1, Mark.CLOSED))
    there = town.meeting("印")
    drafted(town, there, minutes=replace(MINUTES, paragraphs=(first, replace(second, marks=marks), third)))
    page = lambda: words(town.browser("reader").get(f"/meetings/{there}").text)  # noqa: E731
    assert "確かめる所あと2か所" in page()  # with the doubtful words that they are on, and with the speech without text
    change(town, there, lambda sato: sato.say(1, checked=True))
    assert "確かめる所あと3か所" in page()


def test_the_machines_paragraphs_for_the_desk(town, meeting):
    told = town.browser("reader").get(f"/meetings/{meeting}/desk/as-heard").json()
    assert told[1] == ["p0002", "異議なし。"]
    assert town.browser("welfare").get(f"/meetings/{meeting}/desk/as-heard").status_code == 404
