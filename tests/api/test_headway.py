"""校正の進み: what the desk tells of it, on the list, on the meeting's page and to whoever comes next."""

import re

import pytest

from minutes.store.access import PROGRAM
from minutes.store.queries import drafts, headways
from tests.api.drafted import drafted
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
    assert "確認済み1／4段落聞いた所55%直した段落2波線3" in words(town.browser("reader").get("/").text)
    clerk = town.actor("clerk")
    with town.database.writing(clerk) as session:
        row = drafts.held(session, newest(town, meeting))
        sato = Browser(drafts.changes_after(session, row.id)[0].update)
        sato.write(0, 0, "ただ今より、")
        sato.say(1, checked=True)
        for update in sato.sent:
            drafts.change(session, clerk, row, update)
    page = words(town.browser("reader").get(f"/meetings/{meeting}").text)
    assert "確認済み1／3段落直した段落1波線ありません" in page and "機械に自信のない所は、ありません。" in page
    told = town.browser("reader").get(f"/meetings/{meeting}/desk/heard").json()
    assert told["edited"] == {"p0001": "これより会議を開きます。"}
    town.browser("clerk").post(f"/meetings/{meeting}/history/0/restore")
    assert "確認済み0／3段落聞いた所55%直した段落0波線1" in words(town.browser("reader").get("/").text)


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


def test_the_machines_paragraphs_for_the_desk(town, meeting):
    told = town.browser("reader").get(f"/meetings/{meeting}/desk/as-heard").json()
    assert told[1] == ["p0002", "異議なし。"]
    assert town.browser("welfare").get(f"/meetings/{meeting}/desk/as-heard").status_code == 404
