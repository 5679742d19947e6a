"""受け取る: the minutes as they stand, and earlier ones, in every form."""

import io
import json
from urllib.parse import quote

import pytest
from docx import Document

from minutes.store.audit import Action
from tests.api.drafted import drafted
from tests.coedit.drafts import draft


@pytest.fixture
def meeting(town):
    there = town.meeting("定例会（第１日）")
    drafted(town, there)
    return there


def test_word_with_the_name_that_was_given_meanwhile(town, meeting):
    browser = town.browser("clerk")
    browser.post(f"/meetings/{meeting}/voices", data={"voice": "S1", "other": "大野茂"})
    answer = browser.get(f"/meetings/{meeting}/files/docx")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    assert "議長（大野茂君）" in text
    assert "これより会議を開きます。" in text
    assert quote("定例会（第１日）.docx", safe="") in answer.headers["content-disposition"]
    assert (Action.DOWNLOADED, meeting) in town.done()


@pytest.mark.parametrize(("ending", "begins"), [("txt", ""), ("vtt", "WEBVTT"), ("json", "{")])
def test_the_other_forms(town, meeting, ending, begins):
    answer = town.browser("reader").get(f"/meetings/{meeting}/files/{ending}")
    assert answer.text.removeprefix("\ufeff").startswith(begins)
    assert "これより会議を開きます。" in answer.text.replace("\n", "")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_voice_prints_stay_here(town, meeting):
    minutes = json.loads(town.browser("reader").get(f"/meetings/{meeting}/files/json").text)["minutes"]
    assert [voice["print"] for voice in minutes["provenance"]["voices"]] == [None, None]


def test_an_earlier_one_by_its_number(town, meeting):
    drafted(town, meeting, "j2", draft("二回目です。"))
    browser = town.browser("reader")
    assert "二回目です。" in browser.get(f"/meetings/{meeting}/files/txt").text
    assert "これより会議を開きます。" in browser.get(f"/meetings/{meeting}/files/txt?draft=1").text
    assert browser.get(f"/meetings/{meeting}/files/txt?draft=9").status_code == 404


def test_no_such_form_and_no_draft_yet(town, meeting):
    browser = town.browser("reader")
    assert "この形式では受け取れません" in browser.get(f"/meetings/{meeting}/files/exe").text
    assert browser.get(f"/meetings/{town.meeting('まだ')}/files/docx").status_code == 404
