"""A draft's file is lost or damaged: people are told so and what to do, and what they have corrected is still there."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from minutes.domain.meeting import Recording
from minutes.store.access import PROGRAM
from minutes.store.queries import drafts
from tests.api.drafted import MINUTES, drafted
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft

AWAY = "なくなったか壊れたかして、読み取れません"


def kept(town, meeting, number=1):
    """The file of a draft of the meeting."""
    with town.database.reading(PROGRAM) as session:
        row = next(one for one in drafts.every(session, meeting) if one.number == number)
    return town.service.recordings.root / row.content


def correct(town, meeting):
    clerk = town.actor("clerk")
    with town.database.writing(clerk) as session:
        row = drafts.current(session, meeting)
        sato = Browser(drafts.changes_after(session, row.id)[0].update)
        sato.write(0, 0, "ただ今より、")
        for update in sato.sent:
            drafts.change(session, clerk, row, update)


@pytest.fixture
def meeting(town, request):
    """A recording of its own: what was known of another test's file is not known of this one's."""
    there = town.meeting("定例会")
    sound = Recording(request.node.name, "午前.m4a", 9.0)
    drafted(town, there, minutes=replace(MINUTES, provenance=replace(MINUTES.provenance, recording=sound)))
    return there


def lose(path):
    path.unlink()


def tear(path):
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [lose, tear])
def test_on_every_page_and_in_every_file_it_says_so_and_never_that_there_is_no_draft_yet(town, meeting, harm):
    correct(town, meeting)
    harm(path := kept(town, meeting))
    clerk = town.browser("clerk")
    with capture_logs() as logged:
        for place in ("", "?draft=1", "/text", "/files/docx", "/desk/heard", "/desk/as-heard", "/history/as-heard"):
            answer = clerk.get(f"/meetings/{meeting}{place}")
            assert (place, answer.status_code) == (place, 503)
            assert AWAY in answer.text and "失われていません" in answer.text
            assert "やめました" not in answer.text
    away = [entry["file"] for entry in logged if entry["event"] == "draft away"]
    assert set(away) == {path.relative_to(town.service.recordings.root).as_posix()}
    assert "定例会" not in str(logged)


def test_programs_are_told_in_json_and_players_too(town, meeting):
    lose(kept(town, meeting))
    program = town.program("clerk")
    for place in (f"/api/meetings/{meeting}/draft.docx", f"/api/meetings/{meeting}/voices"):
        answer = program.get(place)
        assert (answer.status_code, AWAY in answer.json()["detail"]) == (503, True)
    for place in ("sound", "peaks"):
        assert town.browser("reader").get(f"/meetings/{meeting}/{place}").status_code == 503


def test_once_it_is_brought_back_nothing_is_missing(town, meeting):
    correct(town, meeting)
    content = (path := kept(town, meeting)).read_bytes()
    lose(path)
    clerk = town.browser("clerk")
    assert clerk.get(f"/meetings/{meeting}").status_code == 503
    path.write_bytes(content)
    assert "ただ今より、" in clerk.get(f"/meetings/{meeting}/text").text


def test_a_meeting_without_a_draft_is_another_matter(town):
    answer = town.browser("clerk").get(f"/meetings/{town.meeting('空')}/text")
    assert (answer.status_code, "まだ粗原稿がありません" in answer.text) == (404, True)


def test_where_only_an_offer_is_lost_the_text_is_worked_on(town, meeting):
    correct(town, meeting)
    drafted(town, meeting, "j2", draft("これより会議を開きます。"))
    lose(kept(town, meeting, 2))
    clerk = town.browser("clerk")
    for place in ("", "/offers"):
        page = clerk.get(f"/meetings/{meeting}{place}")
        assert page.status_code == 200
        assert "読み取れません。本文は変わっていません。" in page.text
        assert "別の録音" not in page.text
    assert clerk.get(f"/meetings/{meeting}/text").status_code == 200
