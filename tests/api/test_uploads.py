"""Recordings sent by tus: what is taken, what is refused and with which words, and that nobody meets another's."""

import base64
import hashlib
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from sqlmodel import select

from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import jobs, meetings, uploads
from minutes.store.tables import AuditRow, RecordingRow
from tests.api.live import live
from tests.api.sending import CHUNK, ask, begin, encoded, send, sha256

SOUND = random.Random(7).randbytes(300_000)
OTHER = SOUND[::-1]
FILES = ((SOUND, "午前.m4a"), (OTHER, "午後.m4a"), (SOUND, "写し.m4a"))


@pytest.fixture
def clerk(town):
    return town.browser("clerk")


def kept(town, content):
    """Is it there as it was sent?"""
    path = town.service.recordings.local(hashlib.sha256(content).hexdigest())
    return path is not None and path.read_bytes() == content


def row_of(town, sending):
    with town.database.reading(PROGRAM) as session:
        return session.get_one(RecordingRow, sending.id)


def unfinished(town):
    return [path.name for path in town.service.recordings.scratch.iterdir()]


def meeting_of(browser, *sendings, title="総務委員会"):
    """-> the page of a meeting that is made of these."""
    given = {"title": title, "kind": "committee", "recording": [sending.id for sending in sendings]}
    return browser.post("/meetings", data=given).headers["location"]


def jobs_asked(town):
    return [action for action, _ in town.done()].count(Action.JOB_ASKED)


def test_what_is_offered(town):
    told = town.stranger().options("/api/uploads").headers
    assert told["tus-version"] == "1.0.0"
    assert told["tus-extension"] == "creation,checksum,termination"
    assert told["tus-checksum-algorithm"] == "sha1,sha256"
    assert int(told["tus-max-size"]) == 16 * 1024**3


def test_a_recording_arrives_as_it_was_sent(town, clerk):
    sending = begin(clerk, len(SOUND))
    assert sending.head().headers["upload-length"] == str(len(SOUND))
    for at in (0, 100_000, 200_000):
        assert sending.offset() == at
        answer = sending.piece(at, SOUND[at : at + 100_000])
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(at + 100_000))
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert sending.offset() == len(SOUND)
    assert kept(town, SOUND)
    assert unfinished(town) == []
    assert row_of(town, sending).sha256 == hashlib.sha256(SOUND).hexdigest()


def test_it_goes_on_record_with_its_hash(town, clerk):
    sending = send(clerk, SOUND)
    with town.database.reading(PROGRAM) as session:
        entry = session.exec(select(AuditRow).where(AuditRow.action == Action.RECORDING_UPLOADED)).one()
    assert (entry.subject, entry.account_id) == (sending.id, "clerk")
    assert entry.detail == {"sha256": hashlib.sha256(SOUND).hexdigest(), "size": len(SOUND)}


def test_a_wrong_sum_keeps_nothing_of_the_piece_and_the_right_one_goes_on(town, clerk):
    sending = begin(clerk, len(SOUND))
    sending.piece(0, SOUND[:1000], sha256(SOUND[:1000]))
    answer = sending.piece(1000, OTHER[1000:], sha256(SOUND[1000:]))
    assert answer.status_code == 460
    assert answer.json()["detail"] == "送る途中で内容が変わりました。もう一度送ってください。"
    assert sending.offset() == 1000
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_both_sums_are_understood(town, clerk):
    sha1 = base64.b64encode(hashlib.sha1(SOUND, usedforsecurity=False).digest()).decode()
    sending = begin(clerk, len(SOUND))
    assert sending.piece(0, OTHER, f"sha1 {sha1}").status_code == 460
    assert sending.piece(0, SOUND, f"sha1 {sha1}").status_code == 204
    assert kept(town, SOUND)


@pytest.mark.parametrize("said", ["md5 AAAA", "sha256", "sha256 ???", "sha256 AAAA", f"sha1 {'A' * 44}", "nonsense"])
def test_a_sum_that_is_none_is_refused_before_anything_is_kept(clerk, said):
    sending = begin(clerk, len(SOUND))
    answer = sending.piece(0, SOUND, said)
    assert answer.status_code == 400
    assert "Upload-Checksum" in answer.json()["detail"]
    assert sending.offset() == 0


@pytest.mark.parametrize("at", [1, 999, 1001, 300_000, 10**15])
def test_only_the_place_where_it_stands_goes_on(town, clerk, at):
    sending = begin(clerk, len(SOUND))
    sending.piece(0, SOUND[:1000])
    answer = sending.piece(at, SOUND[1000:])
    assert answer.status_code == 409
    assert "続きの位置が合いません" in answer.json()["detail"]
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_what_is_whole_is_not_added_to(town, clerk):
    sending = send(clerk, SOUND)
    assert sending.piece(len(SOUND), b"more").status_code == 409
    assert sending.piece(len(SOUND), b"").status_code == 409
    assert unfinished(town) == []


def test_more_than_was_said_is_refused_and_what_was_said_goes_on(town, clerk):
    sending = begin(clerk, 1000)
    answer = sending.piece(0, SOUND)
    assert answer.status_code == 413
    assert "はじめに知らされた大きさより、長い録音" in answer.json()["detail"]
    sending.go_on(SOUND[:1000])
    assert kept(town, SOUND[:1000])


@pytest.mark.parametrize(
    ("size", "status", "words"), [(17 * 1024**3, 413, "16GBまで"), (0, 422, "空です"), (-1, 422, "")], ids=str
)
def test_sizes_that_cannot_be(clerk, size, status, words):
    answer = ask(clerk, size)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_more_than_the_disk_has_room_for_is_refused_before_any_of_it_is_sent(town, clerk):
    """No recording may be as large as a test's disk: a colleague's, which is being sent, takes all but 4 GB of it."""
    colleague, room = town.actor("approver"), shutil.disk_usage(town.folder).free
    with town.database.writing(colleague) as session:
        uploads.begin(session, colleague, "全員協議会.m4a", max(1, room - 4 * 1024**3))
    answer = ask(clerk, 8 * 1024**3)
    assert answer.status_code == 507
    assert answer.json()["detail"] == (
        "「録音の置き場所」に書き込めません。空きが足りません。ごみ箱の会議を消すか、管理者に知らせてください。"
    )
    with town.database.reading(PROGRAM) as session:
        assert [row.name for row in session.exec(select(RecordingRow))] == ["全員協議会.m4a"]
    assert unfinished(town) == []
    send(clerk, SOUND)  # for which there is room
    assert kept(town, SOUND)


def test_another_protocol_is_told_so(clerk):
    sending = begin(clerk, 10)
    assert sending.piece(0, b"x" * 10, **{"content-type": "application/octet-stream"}).status_code == 400
    assert sending.piece(0, b"x" * 10, **{"tus-resumable": "0.2.2"}).status_code == 412
    assert ask(clerk, 10, **{"upload-metadata": "filename ???"}).status_code == 400


@pytest.mark.parametrize(
    ("told", "shown"),
    {
        "../../etc/passwd": "passwd",
        "..\\..\\windows\\本会議.mp3": "本会議.mp3",
        "/録音/午前.wav": "午前.wav",
        "本\0会\r\n議\u202e.mp3": "本会議.mp3",
        "がいぎ.mp3": "がいぎ.mp3",  # as macOS writes it
        "..": "録音",
        "\t": "録音",
        "": "録音",
        "あ" * 3000: "あ" * 200,
    }.items(),
    ids=range(9),
)
def test_a_file_name_is_never_a_place(town, clerk, told, shown):
    sending = begin(clerk, 5, told)
    sending.go_on(b"12345")
    assert row_of(town, sending).name == shown
    assert kept(town, b"12345")
    assert {path.name for path in town.service.recordings.root.iterdir()} == {
        hashlib.sha256(b"12345").hexdigest(),
        "scratch",
    }


def test_names_are_shown_as_text(clerk):
    page = clerk.get(meeting_of(clerk, begin(clerk, 5, "<script>alert(1)</script>.mp3")))
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;" in page.text or "script&gt;.mp3" in page.text


@pytest.mark.parametrize("login", ["approver", "welfare"], ids=["a colleague", "another department"])
def test_another_s_upload_is_not_there(town, clerk, login):
    sending = begin(clerk, len(SOUND))
    sending.piece(0, SOUND[:1000])
    theirs = sending.by(town.browser(login))
    nobodys = begin(theirs.browser, 1).by(theirs.browser)
    nobodys.browser.delete(nobodys.path)
    for found in (theirs, nobodys):
        answer = found.piece(1000, SOUND[1000:])
        assert answer.status_code == 404
        assert answer.json()["detail"] == (
            "この録音の続きは受け取れません。会議の録音が入れ替えられたか、長いあいだ続きが届きませんでした。"
            "まだ要るときは、はじめから送ってください。"
        )
        assert found.head().status_code == found.browser.delete(found.path).status_code == 404
        given = {"title": "盗み聞き", "kind": "committee", "recording": found.id}
        refused = theirs.browser.post("/meetings", data=given)
        assert refused.status_code == 422
        assert "送った録音が見つかりません" in refused.text
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_who_may_only_read_may_not_send(town):
    answer = ask(town.browser("reader"), 10)
    assert answer.status_code == 403
    assert "権限がありません" in answer.json()["detail"]
    assert ask(town.stranger(), 10).status_code == 401


def test_what_nobody_wants_any_more_is_gone(town, clerk):
    sending = begin(clerk, len(SOUND))
    sending.piece(0, SOUND[:1000])
    assert clerk.delete(sending.path).status_code == 204
    assert sending.head().status_code == 404
    assert unfinished(town) == []
    finished = send(clerk, SOUND)
    assert clerk.delete(finished.path).status_code == 404
    assert kept(town, SOUND)


def test_what_nobody_wants_any_more_goes_on_record(town, clerk):
    sending = begin(clerk, len(SOUND))
    clerk.delete(sending.path)
    assert town.done() == [(Action.RECORDING_REMOVED, sending.id)]


def test_what_a_meeting_waits_for_is_not_taken_away(town, clerk):
    sending = begin(clerk, len(SOUND))
    meeting_of(clerk, sending)
    answer = clerk.delete(sending.path)
    assert answer.status_code == 422
    assert "もう会議に入っています" in answer.json()["detail"]
    assert Action.RECORDING_REMOVED not in [action for action, _ in town.done()]
    sending.go_on(SOUND)
    assert jobs_asked(town) == 1


def test_a_file_that_was_chosen_twice_for_a_meeting_is_used_once(town, clerk):
    page = meeting_of(clerk, *(send(clerk, content, name) for content, name in FILES))
    assert "「午前.m4a」と「写し.m4a」は同じ録音なので、1回だけ使います。" in unescape(clerk.get(page).text)
    with town.database.reading(PROGRAM) as session:
        order = jobs.order(session, meetings.last_job(session, page.removeprefix("/meetings/")).id)
    assert [name for _, name in order.recordings] == ["午前.m4a", "午後.m4a"]


def test_the_same_file_twice_at_once(town):
    with live(town.app) as address, ThreadPoolExecutor(2) as people:
        browsers = [town.elsewhere(address, login) for login in ("clerk", "welfare")]
        sendings = list(people.map(lambda browser: send(browser, SOUND), browsers))
    assert kept(town, SOUND)
    assert unfinished(town) == []
    assert len({row_of(town, sending).sha256 for sending in sendings}) == 1


def test_the_same_recording_again_is_recognised_and_waits_to_be_asked(town, clerk):
    meeting_of(clerk, send(clerk, SOUND), title="総務委員会")
    assert jobs_asked(town) == 1
    page = meeting_of(clerk, send(clerk, SOUND, "写し.m4a"), title="また総務委員会")
    assert jobs_asked(town) == 1
    shown = clerk.get(page).text
    assert "この録音は、ほかの会議にもあります" in shown
    assert "総務委員会" in shown
    assert clerk.post(f"{page}/again").status_code == 303
    assert jobs_asked(town) == 2


def test_it_is_recognised_too_when_the_meeting_was_made_before_it_arrived(town, clerk):
    meeting_of(clerk, send(clerk, SOUND))
    late = begin(clerk, len(SOUND))
    meeting_of(clerk, late)
    late.go_on(SOUND)
    assert jobs_asked(town) == 1


def test_another_department_learns_nothing_of_it(town, clerk):
    meeting_of(clerk, send(clerk, SOUND))
    welfare = town.browser("welfare")
    page = meeting_of(welfare, send(welfare, SOUND))
    assert jobs_asked(town) == 2
    assert "ほかの会議にも" not in welfare.get(page).text


def test_the_work_begins_when_the_last_recording_is_here(town, clerk):
    morning, afternoon = send(clerk, SOUND), begin(clerk, len(OTHER))
    meeting_of(clerk, morning, afternoon)
    assert jobs_asked(town) == 0
    afternoon.go_on(OTHER)
    assert jobs_asked(town) == 1


@pytest.mark.parametrize("kind", ["town", "town_on_postgresql"], ids=["sqlite", "postgresql"])
def test_whichever_comes_first_the_last_byte_or_the_meeting(request, kind):
    """At the same moment: neither waits for the other for ever, and the work begins once."""
    town = request.getfixturevalue(kind)
    with live(town.app) as address, ThreadPoolExecutor(2) as at_once:
        sender, maker = (town.elsewhere(address, "clerk") for _ in range(2))
        for number in range(1, 11):
            sending = begin(sender, len(SOUND))
            content = number.to_bytes(2) + SOUND[2:]
            sending.piece(0, content[:-1])
            last = at_once.submit(sending.piece, len(content) - 1, content[-1:])
            made = at_once.submit(meeting_of, maker, sending.by(maker))
            assert last.result().status_code == 204
            assert made.result().startswith("/meetings/")
            assert jobs_asked(town) == number


def test_a_metadata_without_a_name_and_a_key_without_a_value(town, clerk):
    told = {"upload-length": "5", "upload-metadata": f"is_confidential,filetype {encoded('audio/wav')}"}
    answer = clerk.post("/api/uploads", headers=told)
    assert answer.status_code == 201
    assert clerk.patch(
        answer.headers["location"], content=b"12345", headers={"content-type": CHUNK, "upload-offset": "0"}
    ).is_success
    assert kept(town, b"12345")
