"""新しい会議: a name and a recording are enough; a council also has its roster and its terms."""

from datetime import date

import pytest

from minutes.domain.meeting import MeetingKind
from minutes.store.access import PROGRAM
from minutes.store.queries import meetings, uploads
from minutes.store.tables import MeetingRow


def sent(town, name="打合せ.m4a", sha256="ab" * 32):
    """-> the id of a recording that is of no meeting yet."""
    actor = town.actor("clerk")
    with town.database.writing(actor) as session:
        row = uploads.begin(session, actor, name, 1_000)
        uploads.receive(session, row.id, 1_000 if sha256 else 500, sha256)
        return row.id


def made(town, answer):
    meeting = answer.headers["location"].removeprefix("/meetings/")
    with town.database.reading(PROGRAM) as session:
        return session.get_one(MeetingRow, meeting), meetings.last_job(session, meeting)


def test_a_name_and_a_recording_are_enough(town):
    answer = town.browser("clerk").post(
        "/meetings", data={"title": "課内打合せ", "kind": "conference", "held_on": "", "recording": sent(town)}
    )
    meeting, job = made(town, answer)
    assert (meeting.title, meeting.kind, meeting.held_on) == ("課内打合せ", MeetingKind.CONFERENCE, None)
    assert job


def test_morning_and_afternoon_in_their_order(town):
    afternoon, morning = sent(town, "午後.m4a", "cd" * 32), sent(town, "午前.m4a", "ef" * 32)
    typed = {"title": "本会議", "kind": "plenary", "held_on": "2026-12-10", "recording": [morning, afternoon]}
    meeting, _ = made(town, town.browser("clerk").post("/meetings", data=typed))
    assert meeting.held_on == date(2026, 12, 10)
    with town.database.reading(PROGRAM) as session:
        assert [one.name for one in meetings.recordings(session, meeting.id)] == ["午前.m4a", "午後.m4a"]


def test_a_roster_terms_and_the_number_of_speakers(town):
    typed = {"title": "本会議", "kind": "plenary", "speakers": "6", "microphones": "true", "recording": sent(town)}
    files = {
        "roster": ("名簿.csv", "席番号,職,氏名,よみ\n10,議長,大野 茂,おおの しげる\n".encode(), "text/csv"),
        "glossary": ("用語.txt", "青葉川\n議会だより\n".encode(), "text/plain"),
    }
    meeting, job = made(town, town.browser("clerk").post("/meetings", data=typed, files=files))
    assert meeting.roster[0]["role"] == "議長"
    assert meeting.glossary == ["青葉川", "議会だより"]
    assert (meeting.speakers_min, meeting.speakers_max, meeting.microphones) == (6, 6, True)
    assert job


def test_what_to_look_at_in_the_files_is_told_on_the_meetings_page(town):
    typed = {"title": "本会議", "kind": "plenary", "recording": sent(town)}
    files = {
        "roster": ("名簿.csv", "席番号,氏名\n10,大野茂\n10,山田<花子>\n".encode("cp932"), "text/csv"),
        "glossary": ("用語.txt", "青葉川\n".encode("cp932"), "text/plain"),
    }
    clerk = town.browser("clerk")
    there = clerk.post("/meetings", data=typed, files=files).headers["location"]
    page = clerk.get(there).text
    assert "名簿は、Shift_JIS（cp932）の文字コードとして読みました。文字化けがないか確かめてください。" in page
    assert "用語集は、Shift_JIS（cp932）" in page
    assert "名簿に席番号「10」が2回あります。書き間違いがないか確かめてください。" in page
    assert "文字化け" not in clerk.get(there.partition("?")[0]).text


def test_fields_of_the_form_that_were_left_empty(town):
    typed = {"title": "打合せ", "kind": "conference", "speakers": "", "held_on": "", "recording": sent(town)}
    files = {"roster": ("", b"", "application/octet-stream"), "glossary": ("", b"", "application/octet-stream")}
    meeting, _ = made(town, town.browser("clerk").post("/meetings", data=typed, files=files))
    assert (meeting.roster, meeting.speakers_min) == ([], None)


def test_a_roster_that_cannot_be_read_is_refused_with_what_was_typed(town):
    typed = {"title": "本会議", "kind": "plenary", "recording": sent(town)}
    answer = town.browser("clerk").post(
        "/meetings", data=typed, files={"roster": ("名簿.csv", b"\x00\xff\x00", "text/csv")}
    )
    assert answer.status_code == 422
    assert "<dd>本会議</dd>" in answer.text


@pytest.mark.parametrize(
    ("name", "called"),
    [("名簿" * 200 + ".csv", "名簿名簿"), ("..", "ファイル"), ("a/..", "ファイル")],
    ids=["long", "up", "further up"],
)
def test_whatever_a_roster_is_called_it_is_read(town, name, called):
    typed = {"title": "本会議", "kind": "plenary", "recording": sent(town)}
    browser = town.browser("clerk")
    refused = browser.post("/meetings", data=typed, files={"roster": (name, b"\x00\xff\x00", "text/csv")})
    assert refused.status_code == 422
    assert called in refused.text
    there = browser.post("/meetings", data=typed, files={"roster": (name, "氏名\n大野茂\n".encode(), "text/csv")})
    assert made(town, there)[0].roster[0]["name"] == "大野茂"


def test_made_while_the_recording_is_still_on_its_way(town):
    typed = {"title": "打合せ", "kind": "conference", "recording": sent(town, sha256=None)}
    answer = town.browser("clerk").post("/meetings", data=typed)
    _, job = made(town, answer)
    assert job is None
    assert "50% まで届いています" in town.browser("clerk").get(answer.headers["location"]).text


def test_nobody_takes_a_colleagues_recording(town):
    theirs = sent(town)
    answer = town.browser("approver").post(
        "/meetings", data={"title": "横取り", "kind": "conference", "recording": theirs}
    )
    assert answer.status_code == 422
    assert "録音を選び直してください" in answer.text


def test_the_form_asks_for_a_name_and_a_file_and_suggests_the_rest(town):
    page = town.browser("clerk").get("/meetings/new").text
    assert page.count(" required") == 1
    assert 'value="conference" checked' in page
    assert '<input id="held_on" name="held_on" type="date" value="20' in page
