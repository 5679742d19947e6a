"""プログラムから: the whole way of a meeting, from its recording to its draft and the bin, as a program goes it."""

import base64
import hashlib
import http.client
import io
import json
from urllib.parse import urlsplit

import pytest
from docx import Document
from sqlmodel import select

from api.pages.downloads import FILES
from api.programs import Format
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import jobs
from minutes.store.tables import RecordingRow, now
from tests.api.drafted import MINUTES, asked, drafted, half_way
from tests.api.live import live

SOUND = b"sound" * 100_000
SUM = base64.b64encode(hashlib.sha256(SOUND).digest()).decode()


@pytest.fixture
def program(town):
    return town.program("clerk")


@pytest.fixture
def meeting(town):
    """With a draft."""
    there = town.meeting("定例会（第１日）")
    drafted(town, there)
    return there


def sent(program, name="本会議.m4a", content=SOUND, **headers):
    return program.put(f"/api/recordings/{name}", content=content, headers=headers)


def made(program, **more):
    wanted = {"title": "総務委員会", "kind": "committee", "recordings": [sent(program).json()["id"]]} | more
    return program.post("/api/meetings", json=wanted)


def test_a_recording_in_one_request(town, program):
    answer = sent(program)
    assert answer.status_code == 201
    told = answer.json()
    assert told | {"id": ""} == {
        "id": "",
        "name": "本会議.m4a",
        "size": len(SOUND),
        "sha256": hashlib.sha256(SOUND).hexdigest(),
    }
    assert town.service.recordings.local(told["sha256"]).read_bytes() == SOUND
    assert (Action.RECORDING_UPLOADED, told["id"]) in town.done()


def test_a_recording_with_a_sum_is_whole_or_not_there(town, program):
    assert sent(program, **{"upload-checksum": f"sha256 {SUM}"}).status_code == 201
    wrong = sent(program, content=SOUND + b"!", **{"upload-checksum": f"sha256 {SUM}"})
    assert wrong.status_code == 460
    assert wrong.json()["detail"] == "送る途中で内容が変わりました。もう一度送ってください。"
    with town.database.reading(PROGRAM) as session:
        assert len(session.exec(select(RecordingRow)).all()) == 1
    assert not list(town.service.recordings.scratch.glob("upload-*"))


def test_a_recording_without_a_length_without_a_byte_and_too_long(program):
    assert sent(program, content=b"").status_code == 422
    assert sent(program, content=iter([SOUND])).status_code == 411
    long = program.put("/api/recordings/x", content=b"", headers={"content-length": str(17 * 1024**3)})
    assert long.status_code == 413
    assert "16GB" in long.json()["detail"]


def test_a_file_name_is_never_a_place(program):
    assert sent(program, "..%5C..%5Cwindows.m4a").json()["name"] == "windows.m4a"
    assert program.put("/api/recordings/..%2F..%2Fetc%2Fpasswd", content=SOUND).status_code == 404


def test_a_meeting_is_made_and_the_work_on_it_waits(program):
    meeting = made(program, held_on="2026-12-10", roster=[{"name": "大野茂", "role": "議長"}], speakers_max=6)
    assert meeting.status_code == 201
    told = program.get(f"/api/meetings/{meeting.json()['id']}").json()
    assert (told["title"], told["kind"], told["held_on"]) == ("総務委員会", "committee", "2026-12-10")
    assert (told["work"]["state"], told["work"]["waiting_before"], told["drafts"]) == ("waiting", 0, 0)


def test_the_same_recording_again_waits_to_be_asked(program):
    first, answer = made(program).json(), made(program).json()
    assert (first["known_in"], answer["known_in"]) == ([], [first["id"]])
    second = answer["id"]
    told = program.get(f"/api/meetings/{second}").json()
    assert (told["work"], told["known_in"]) == (None, [first["id"]])
    (news,) = events(program.get(f"/api/meetings/{second}/news"))
    assert (news["work"], news["ended"]) == (None, True)
    asked_for = program.post(f"/api/meetings/{second}/drafts").json()
    assert (asked_for["work"]["state"], asked_for["known_in"]) == ("waiting", [])


@pytest.mark.parametrize(
    ("slip", "where"),
    [
        ({"title": ""}, "body.title"),
        ({"title": "一行目\n二行目"}, "body.title"),
        ({"title": "会\x00議"}, "body.title"),
        ({"title": "会" * 201}, "body.title"),
        ({"kind": "party"}, "body.kind"),
        ({"recordings": []}, "body.recordings"),
        ({"held_on": "令和8年"}, "body.held_on"),
        ({"roster": [{"name": ""}]}, "body.roster.0.name"),
        ({"speakers_min": 5, "speakers_max": 4}, "body"),
        ({"unknown": 1}, "body.unknown"),
    ],
    ids=str,
)
def test_slips_are_told_by_their_place(program, slip, where):
    wanted = {"title": "総務委員会", "recordings": ["x"]} | slip
    answer = program.post("/api/meetings", json=wanted)
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["faults"]] == [where]


def test_half_a_character_is_none(program):
    answer = program.post("/api/meetings", content=b'{"title": "\\ud800", "recordings": ["x"]}')
    assert answer.status_code == 422


def test_nobody_takes_a_colleagues_recording(town, program):
    theirs = sent(town.program("approver")).json()["id"]
    answer = program.post("/api/meetings", json={"title": "総務委員会", "recordings": [theirs]})
    assert answer.status_code == 422
    assert "送った録音が見つかりません" in answer.json()["detail"]


def test_meetings_are_listed_and_found(town, program):
    for title in ("総務委員会", "本会議（第１日）", "本会議（第２日）"):
        town.meeting(title)
    town.meeting("介護の相談", by="welfare")
    assert program.get("/api/meetings").json()["total"] == 3
    found = program.get("/api/meetings?words=本会議&kind=plenary&limit=1&offset=1").json()
    assert found["total"] == 2
    assert [one["title"] for one in found["meetings"]] == ["本会議（第１日）"]


def test_how_far_the_work_is(town, program):
    there = town.meeting()
    asked(town, there, stage="文字に起こす", share=0.25, started_at=now(), audio_s=60.0)
    work = program.get(f"/api/meetings/{there}").json()["work"]
    assert (work["state"], work["stage"], work["share"]) == ("working", "文字に起こす", 0.25)
    assert (work["seconds_left"], work["ended_at"], work["problem"]) == (None, None, None)


def test_how_long_the_rest_will_take(town, program):
    there = town.meeting()
    half_way(town, there)
    assert program.get(f"/api/meetings/{there}").json()["work"]["seconds_left"] == pytest.approx(285.0)
    (listed,) = program.get("/api/meetings").json()["meetings"]
    assert listed["work"]["seconds_left"] == pytest.approx(285.0)


def event(line):
    return json.loads(line.removeprefix(b"data: "))


def events(answer):
    """As a browser reads them."""
    return [event(line) for line in answer.content.splitlines() if line.startswith(b"data: ")]


def test_news_come_until_the_work_has_ended(town, program):
    """Over a real connection: each when there is something to tell, not all at the end."""
    there = town.meeting()
    asked(town, there, started_at=now())
    word = MINUTES.paragraphs[0].words[0]
    with town.database.writing(PROGRAM) as session:
        jobs.hear(session, "j1", (word,))
    with live(town.app) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        connection.request("GET", f"/api/meetings/{there}/news", headers=dict(program.headers))
        answer = connection.getresponse()
        assert answer.headers["content-type"].startswith("text/event-stream")
        first = next(event(line) for line in answer if line.startswith(b"data: "))
        with town.database.writing(PROGRAM) as session:
            jobs.fail(session, "j1", "録音から発言を聞き取れませんでした。")
        *_, last = [event(line) for line in answer if line.startswith(b"data: ")]
        connection.close()
    assert (first["work"]["state"], first["ended"]) == ("working", False)
    assert [piece["text"] for piece in first["heard"]] == [word.text]
    assert (last["work"]["state"], last["heard"], last["ended"]) == ("failed", [], True)
    assert last["work"]["problem"] == "録音から発言を聞き取れませんでした。"


def test_news_go_on_where_they_broke_off(town, program, meeting):
    asked(town, meeting, "j2", started_at=now(), failed_at=now())
    for at in (0.0, 1.0):
        with town.database.writing(PROGRAM) as session:
            jobs.hear(session, "j2", (MINUTES.paragraphs[int(at)].words[0],))
    whole = program.get(f"/api/meetings/{meeting}/news")
    assert len(events(whole)[0]["heard"]) == 2
    assert "id: 2" in whole.text
    rest = program.get(f"/api/meetings/{meeting}/news", headers={"last-event-id": "1"})
    assert len(events(rest)[0]["heard"]) == 1
    for beyond in ("9" * 20, "１"):
        asked_for = {"last-event-id": beyond.encode()}
        assert program.get(f"/api/meetings/{meeting}/news", headers=asked_for).status_code == 422


def test_the_draft_in_every_form(town, program, meeting):
    word = Document(io.BytesIO(program.get(f"/api/meetings/{meeting}/draft.docx").content))
    assert "これより会議を開きます。" in "".join(paragraph.text for paragraph in word.paragraphs)
    assert "これより会議を開きます。" in program.get(f"/api/meetings/{meeting}/draft.txt").text
    assert program.get(f"/api/meetings/{meeting}/draft.vtt").text.startswith("WEBVTT")
    assert "minutes" in program.get(f"/api/meetings/{meeting}/draft.json").json()
    assert program.get(f"/api/meetings/{meeting}/draft.pdf").status_code == 422
    assert (Action.DOWNLOADED, meeting) in town.done()


def test_every_form_that_the_pages_offer():
    assert set(Format) == set(FILES)


def test_no_draft_yet(town, program):
    answer = program.get(f"/api/meetings/{town.meeting()}/draft.txt")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("この会議には、まだ粗原稿がありません。")


def test_a_voice_gets_a_name_and_loses_it(program, meeting):
    voice = f"/api/meetings/{meeting}/voices/S2"
    assert program.put(voice, json={"name": "佐藤一郎", "role": "町長"}).status_code == 204
    named = {one["voice"]: one["person"] for one in program.get(f"/api/meetings/{meeting}/voices").json()}
    assert named == {"S1": None, "S2": {"name": "佐藤一郎", "role": "町長", "seat": None, "reading": None}}
    assert "町長（佐藤一郎君）" in program.get(f"/api/meetings/{meeting}/draft.txt").text
    assert program.delete(voice).status_code == 204
    assert "佐藤一郎" not in program.get(f"/api/meetings/{meeting}/draft.txt").text


def test_a_voice_that_is_not_there_has_no_name(program, meeting):
    answer = program.put(f"/api/meetings/{meeting}/voices/S9", json={"name": "佐藤一郎"})
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("この会議には、その話者はいません。")


def test_once_more_keeps_the_earlier_draft(town, program):
    there = made(program).json()["id"]
    assert program.post(f"/api/meetings/{there}/drafts").status_code == 409
    assert program.post(f"/api/meetings/{there}/cancel").json()["work"]["state"] == "cancelled"
    again = program.post(f"/api/meetings/{there}/drafts", json={"speakers": 3})
    assert again.status_code == 202
    assert again.json()["work"]["state"] == "waiting"
    drafted(town, there, "j1")
    drafted(town, there, "j2")
    assert [one["number"] for one in program.get(f"/api/meetings/{there}/drafts").json()] == [2, 1]
    assert program.get(f"/api/meetings/{there}/draft.txt?number=1").status_code == 200
    assert program.get(f"/api/meetings/{there}/draft.txt?number=3").status_code == 404


def test_once_more_with_a_recogniser_that_nobody_has(program):
    there = made(program).json()["id"]
    program.post(f"/api/meetings/{there}/cancel")
    answer = program.post(f"/api/meetings/{there}/drafts", json={"recogniser": "gpt"})
    assert answer.status_code == 422
    assert "モデル「gpt」はありません" in answer.json()["detail"]


def test_into_the_bin_and_back(town, program):
    there = made(program).json()["id"]
    assert program.delete(f"/api/meetings/{there}").status_code == 204
    assert program.get("/api/meetings").json()["total"] == 0
    (binned,) = program.get("/api/meetings?binned=true").json()["meetings"]
    assert binned["binned_at"]
    assert binned["work"]["state"] == "cancelled"
    assert program.post(f"/api/meetings/{there}/take-back").status_code == 204
    assert program.get(f"/api/meetings/{there}").json()["binned_at"] is None


def test_a_key_that_was_closed_opens_nothing(town, program):
    town.browser("administrator").post("/accounts/clerk/close")
    answer = program.get("/api/meetings")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_program_without_a_key_is_told_that_it_has_none(town):
    nobody = town.stranger()
    del nobody.headers["origin"]
    assert sent(nobody).status_code == 401


def test_a_key_in_the_shape_of_another_scheme_is_none(town):
    for told in ("minutes_x", "Basic eDp5", "Bearer", "Bearer \x7f", "bearer  "):
        answer = town.stranger().get("/api/meetings", headers={"authorization": told})
        assert answer.status_code == 401, told


def test_what_is_said_of_a_meeting_is_corrected(town, program, meeting):
    said = {"title": "定例会（第２日）", "held_on": "2026-12-11", "roster": [{"name": "小野恵美", "role": "建設課長"}]}
    assert program.patch(f"/api/meetings/{meeting}", json=said).status_code == 204
    told = program.get(f"/api/meetings/{meeting}").json()
    assert (told["title"], told["kind"], told["held_on"]) == ("定例会（第２日）", "plenary", "2026-12-11")
    assert program.patch(f"/api/meetings/{meeting}", json={"title": ""}).status_code == 422


def test_a_roster_that_is_the_same_is_no_change(town, program, meeting):
    somebody = {"name": "小野恵美", "role": "建設課長"}
    for said in (somebody, somebody | {"seat": None}):
        assert program.patch(f"/api/meetings/{meeting}", json={"roster": [said]}).status_code == 204
    assert town.done().count((Action.MEETING_CHANGED, meeting)) == 1
