"""校正卓の回線: several people on one draft; what is acknowledged is on the disk; whoever does harm is stopped."""

import time
from dataclasses import replace
from functools import partial

import pytest
from sqlmodel import select
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from structlog.testing import capture_logs

from api.app import create_app
from api.rooms import Limits, Rooms, Why
from minutes.coedit import Document
from minutes.coedit.form import LARGEST_UPDATE
from minutes.coedit.rehearsal import DAMAGED
from minutes.domain.people import Role
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import accounts, drafts
from minutes.store.tables import AccountRow, SessionRow
from tests.api.desks import Desk, code_of, make_draft
from tests.api.live import live
from tests.api.town import HERE
from tests.api.wire import Wire
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft
from tests.store import behind

PATIENCE_S = 120
TEXTS = ("開会します。", "はい。", "散会します。")
LIMITS = Limits(follow_s=0.05, ask_s=0.05, at_once=30, messages_s=1.0, sockets=3, snapshot=3)


@pytest.fixture
def server(town):
    """The service, with little patience; everybody's lines in one process."""
    service = replace(town.service, rooms=Rooms(LIMITS))
    with TestClient(create_app(service), base_url=HERE, follow_redirects=False) as browser:
        yield browser


@pytest.fixture
def desk(town, server):
    return Desk(town, server, draft(*TEXTS))


# ---- together ----


def test_who_comes_gets_the_whole_text(desk):
    with desk.person() as sato:
        assert sato.copy.lines() == list(TEXTS)
        assert sato.welcome["may_edit"]


def test_what_is_saved_is_in_the_log_in_the_writers_name(desk):
    with desk.person() as sato:
        sato.copy.write(0, 0, "ただ今から")
        assert sato.save() == 1
        assert desk.texts[0] == "ただ今から開会します。"
    with desk.town.database.reading(desk.town.actor("clerk")) as session:
        assert drafts.changes_after(session, desk.draft)[-1].account_id == "clerk"


def test_colleagues_hear_each_other_and_end_alike(desk):
    with desk.person() as sato, desk.person("approver") as suzuki:
        sato.copy.write(1, 0, "一")
        suzuki.copy.write(1, 0, "二")
        sato.send()
        suzuki.send()
        sato.until("saved")
        suzuki.until("saved")
        sato.hear()
        assert sato.copy.lines() == suzuki.copy.lines() == desk.texts


def test_a_split_and_a_speaker_are_saved(desk):
    with desk.person() as sato:
        new = sato.copy.split(0, 2)
        sato.save()
        sato.copy.say(0, speaker="m001")
        sato.save()
        assert [(one.id, one.speaker) for one in Document.of(desk.log).lines()][:2] == [(new, "m001"), ("p0001", None)]


def test_who_comes_back_gets_only_what_is_missing(desk):
    with desk.person() as sato:
        copy = sato.copy
        whole = len(sato.brought)
    with desk.person("approver") as suzuki:
        suzuki.copy.write(2, 0, "本日は")
        suzuki.save()
    with desk.person(copy=copy) as sato:
        assert len(sato.brought) < whole / 2
        assert sato.copy.lines()[2] == "本日は散会します。"


def test_what_was_not_acknowledged_is_sent_again_and_is_there_once(desk):
    with desk.person() as sato:
        copy = sato.copy
        copy.write(0, 0, "ただ今から")
        copy.erase(1, 0, 1)
        sato.send(copy.sent[-2])
        sato.until("saved")
        before = desk.log
    with desk.person(copy=copy) as sato:
        assert sato.save(copy.sent[-2]) == 1
        assert desk.log == before
        assert sato.save(copy.doc.get_update(sato.known_here)) == 2
        assert len(desk.log) == len(before) + 1
        assert desk.texts == ["ただ今から開会します。", "い。", "散会します。"]
        assert sato.save(copy.sent[-1]) == 3
        assert len(desk.log) == len(before) + 1


def test_what_others_write_into_the_log_is_passed_on(desk):
    """Another process, or the page that names a voice."""
    clerk = desk.town.actor("clerk")
    with desk.person() as sato:
        other = Browser(desk.log[0], "other")
        other.write(0, 0, "これより")
        with desk.town.database.writing(clerk) as session:
            drafts.change(session, clerk, drafts.held(session, desk.draft), other.sent[-1])
        sato.hear()
        assert sato.copy.lines()[0] == "これより開会します。"
        sato.copy.write(0, 0, "では")
        sato.save()
        assert desk.texts[0] == "ではこれより開会します。"


def test_whoever_is_at_the_desk_hears_of_names_given_and_of_a_new_roster_on_other_pages(desk):
    suzuki = desk.town.browser("approver")
    with desk.person() as sato:
        suzuki.post(f"/meetings/{desk.meeting}/voices", data={"voice": "S1", "other": "傍聴太郎"})
        sato.hear()
        ((label, key),) = sato.copy.voices.items()
        assert (label, sato.copy.people[key]["name"]) == ("S1", "傍聴太郎")
        roster = [{"name": "小野恵美", "role": "建設課長"}]
        assert suzuki.patch(f"/api/meetings/{desk.meeting}", json={"roster": roster}).status_code == 204
        sato.hear()
        assert "小野恵美" in {one["name"] for one in sato.copy.people.values()}
        sato.copy.write(0, 0, "では")
        sato.save()
    assert Document.of(desk.log).people().keys() == dict(sato.copy.people.items()).keys()


def test_where_somebody_writes_is_told_and_not_kept(desk):
    with desk.person() as sato, desk.person("approver") as suzuki:
        assert sato.until("here")["name"] == "鈴木さくら"
        before = desk.log
        sato.line.send_json({"cursor": {"anchor": "AAA", "head": "BBB"}})
        assert suzuki.until("here")["cursor"] is None
        assert suzuki.until("here") == {
            "here": sato.welcome["welcome"],
            "name": "佐藤一郎",
            "cursor": {"anchor": "AAA", "head": "BBB"},
        }
        with desk.person("administrator") as yamada:
            assert {yamada.until("here")["name"], yamada.until("here")["name"]} == {"佐藤一郎", "鈴木さくら"}
            number = yamada.welcome["welcome"]
        assert suzuki.until("gone") == {"gone": number}
        assert desk.log == before


def test_who_leaves_while_coming_in_is_not_kept(desk):
    """Neither do others see them for ever."""
    for _ in range(5):
        with desk.line() as line:
            line.send_bytes(b"\0")
    with desk.person("approver") as suzuki:
        suzuki.copy.write(0, 0, "一")
        suzuki.send()
        while "saved" not in (said := suzuki.listen()):
            assert "here" not in said
    with desk.person() as sato:  # more lines than anybody may have
        assert sato.copy.lines() == desk.texts


# ---- on record, and read again ----


def test_a_sitting_goes_on_record_once_however_much_is_typed(desk):
    for _ in range(2):
        with desk.person() as sato:
            for letter in "ただ今":
                sato.copy.write(0, 0, letter)
                sato.save()
    with desk.person("reader"):
        pass
    done = [action for action, subject in desk.town.done() if subject == desk.meeting]
    assert done == [Action.DESK_OPENED, Action.TEXT_EDITED, Action.DESK_OPENED]


def test_who_named_a_voice_and_then_corrects_the_text_goes_on_record_for_both(desk):
    desk.town.browser("clerk").post(f"/meetings/{desk.meeting}/voices", data={"voice": "S1", "other": "傍聴太郎"})
    with desk.person() as sato:
        for letter in "ただ今":
            sato.copy.write(0, 0, letter)
            sato.save()
    done = [action for action, subject in desk.town.done() if subject == desk.meeting]
    assert done == [Action.VOICE_NAMED, Action.DESK_OPENED, Action.TEXT_EDITED]


def test_what_cannot_be_read_is_logged_and_heard_once_it_can_be(desk):
    """A fault in the database, of no kind that anybody thought of."""
    other = Browser(desk.log[0], "other")
    other.write(0, 0, "これより")
    whose = "municipality_id, department_id, draft_id, at, digest"
    unreadable = f"INSERT INTO change (position, \"update\", {whose}) SELECT 1, 'text', {whose} FROM change"  # noqa: S608
    repaired = f"UPDATE change SET \"update\" = X'{other.sent[-1].hex()}' WHERE position = 1"  # noqa: S608
    with desk.person() as sato, capture_logs() as logged:
        behind.change(desk.town.database, unreadable)
        until = time.monotonic() + PATIENCE_S
        while not any(entry["event"] == "room_does_not_follow" for entry in logged):
            assert time.monotonic() < until
            time.sleep(0.01)
        behind.change(desk.town.database, repaired)
        sato.hear()
        assert sato.copy.lines()[0] == "これより開会します。"


def test_from_time_to_time_the_changes_are_added_up_and_none_is_lost(desk):
    with desk.person() as sato:
        for letter in "一二三四五六七":
            sato.copy.write(0, 0, letter)
            sato.save()
    assert len(desk.log) == 8
    with desk.town.database.reading(PROGRAM) as session:
        known = {position: drafts.text_at(session, desk.draft, position) for position in (None, 2, 5)}
    assert {position: (len(one.updates), one.taken) for position, one in known.items()} == {
        None: (2, 6),
        2: (3, -1),
        5: (3, 3),
    }
    for position, one in known.items():
        whole = Document.of(desk.log[: None if position is None else position + 1])
        assert Document.of(one.updates).lines() == whole.lines()
    with desk.person() as suzuki:
        assert suzuki.copy.lines() == desk.texts == ["七六五四三二一開会します。", *TEXTS[1:]]


# ---- refused ----


@pytest.mark.parametrize(
    "harm",
    [
        lambda copy: copy.write(0, 1, "\r"),
        lambda copy: copy.say(0, id="p0002"),
        lambda copy: copy.say(0, speaker="nobody"),
        lambda copy: copy.write(0, 0, "\n", {}),
    ],
    ids=["a character", "an id twice", "an unknown speaker", "a line without an id"],
)
def test_a_refused_edit_is_told_and_the_others_go_on(desk, harm):
    with desk.person() as sato, desk.person("approver") as suzuki:
        before = desk.log
        harm(sato.copy)
        sato.send()
        told = sato.until("refused")
        assert told["refused"] == 1
        assert "編集を受け付けられません" in told["why"]
        assert desk.log == before
        suzuki.copy.write(1, 0, "あ")
        suzuki.save()
        assert suzuki.copy.lines() == desk.texts == ["開会します。", "あはい。", "散会します。"]


def test_what_comes_before_its_time_is_refused_and_comes_again(desk):
    with desk.person() as sato:
        sato.copy.write(0, 0, "一")
        sato.copy.write(0, 1, "二")
        before = desk.log
        sato.send(sato.copy.sent[1])
        assert "前の変更" in sato.until("refused")["why"]
        assert desk.log == before
        sato.save(sato.copy.sent[0])
        sato.save(sato.copy.sent[1])
        assert desk.texts[0] == "一二開会します。"


@pytest.mark.parametrize(
    ("update", "why"),
    [
        (b"nonsense", DAMAGED),
        (b"\xff" * 40, DAMAGED),
        (b"\1\1", DAMAGED),
        (bytes(LARGEST_UPDATE + 1), "一度に送れる量"),
    ],
    ids=["words", "bytes", "its beginning", "too large"],
)
def test_what_is_no_update_is_refused_and_told_why(desk, update, why):
    with desk.person() as sato:
        before = desk.log
        sato.send(update)
        assert why in sato.until("refused")["why"]
        assert desk.log == before


@pytest.mark.parametrize("number", [0, 2, 2**32 - 1])
def test_out_of_order_is_sent_away(desk, number):
    with desk.person() as sato:
        sato.copy.write(0, 0, "一")
        before = desk.log
        sato.line.send_bytes(number.to_bytes(4, "big") + sato.copy.sent[-1])
        assert code_of(sato.line) == Why.NOT_UNDERSTOOD
        assert desk.log == before


@pytest.mark.parametrize(
    "said",
    [
        "", "null", "[]", "1", "{}", "{", "[" * 900, '{"cursor": 1}', '{"cursor": {"anchor": "A"}}',
        '{"cursor": {"anchor": "A", "head": {"x": 1}}}', '{"cursor": {"anchor": "A", "head": "%s"}}' % ("B" * 1000),
    ],
)  # fmt: skip
def test_a_cursor_is_two_short_words(desk, said):
    with desk.person() as sato:
        sato.line.send_text(said)
        assert code_of(sato.line) == Why.NOT_UNDERSTOOD


@pytest.mark.parametrize("vector", [b"", b"\xff\xff", b"\1\1", b"\0" * (1024 * 1024 + 1)])
def test_who_does_not_say_what_they_have_is_sent_away(desk, vector):
    with desk.line() as line:
        line.send_bytes(vector)
        assert code_of(line) == Why.NOT_UNDERSTOOD


def test_who_sends_without_end_is_sent_away(desk):
    with desk.person() as sato:
        for _ in range(2 * LIMITS.at_once):
            sato.line.send_json({"cursor": None})
        assert code_of(sato.line) == Why.TOO_MUCH


def test_nobody_has_pages_without_end(desk):
    secret = desk.secret("clerk")
    person = partial(desk.person, secret=secret)
    with person(), person(), person(), desk.line(secret=secret) as fourth:
        assert code_of(fourth) == Why.TOO_MUCH
    with desk.person(secret=secret) as again:
        assert again.copy.lines() == list(TEXTS)


def test_who_connects_and_says_nothing_is_sent_away_and_their_seat_is_free(town):
    """Over a real connection: they would never be asked again whether they are signed in."""
    desk = Desk(town, None, draft(*TEXTS))
    app = create_app(replace(town.service, rooms=Rooms(Limits(greet_s=0.2, sockets=1))))
    with live(app) as address:
        path, secret = f"/meetings/{desk.meeting}/desk/live?draft={desk.draft}", desk.secret("clerk")
        port = int(address.rpartition(":")[2])
        for _ in range(2):
            line = Wire(port, path, cookie=f"minutes={secret}", origin=f"http://localhost:{port}")
            assert line.receive() == {"type": "websocket.close", "code": Why.AGAIN}
            line.close()


# ---- who may ----


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_another_sites_page_gets_no_line(desk, origin):
    with pytest.raises(WebSocketDisconnect), desk.line(origin=origin):
        pass


def test_who_is_not_signed_in_is_sent_away(desk):
    with desk.line(secret="") as line:
        assert code_of(line) == Why.NOT_SIGNED_IN


def test_another_departments_meeting_is_not_there(desk):
    with desk.line("welfare") as line:
        assert code_of(line) == Why.NO_SUCH_MEETING


def test_a_draft_belongs_to_its_meeting(desk):
    """The draft's id alone opens nothing."""
    other = Desk(desk.town, desk._browser, draft("別の会議"))
    with desk.line(draft=other.draft) as line:
        assert code_of(line) == Why.ANOTHER_DRAFT


def test_a_newer_draft_has_a_desk_of_its_own(desk):
    with desk.person() as sato:
        make_draft(
            desk.town.database, desk.town.service.recordings, desk.town.actor("clerk"), desk.meeting, draft("新")
        )
        assert code_of(sato.line) == Why.ANOTHER_DRAFT


def test_a_reader_reads_along_and_writes_nothing(desk):
    with desk.person("reader") as yomu, desk.person() as sato:
        assert not yomu.welcome["may_edit"]
        sato.copy.write(0, 0, "一")
        sato.save()
        yomu.hear()
        assert yomu.copy.lines()[0] == "一開会します。"
        before = desk.log
        yomu.copy.write(0, 0, "悪")
        yomu.send()
        assert code_of(yomu.line) == Why.NOT_ALLOWED
        assert desk.log == before


def test_who_signs_out_writes_nothing_more(desk):
    secret = desk.secret("clerk")
    with desk.person(secret=secret) as sato:
        with desk.town.database.writing(desk.town.actor("clerk")) as session:
            accounts.sign_out(session, secret)
        before = desk.log
        sato.copy.write(0, 0, "一")
        sato.send()
        assert code_of(sato.line) == Why.NOT_SIGNED_IN
        assert desk.log == before


def test_who_is_not_the_one_for_whom_the_page_was_opened_writes_nothing(desk):
    """Somebody else has signed in since, in another tab; what the first one typed is not the second one's."""
    with desk.line("approver", account="clerk") as line:
        assert code_of(line) == Why.NOT_SIGNED_IN
    with desk.line("approver", account="approver") as line:
        line.send_bytes(b"\0")
        assert line.receive_json()["may_edit"]


def test_who_has_been_away_too_long_writes_nothing_more(desk):
    with desk.person() as sato:
        with desk.town.database.writing(PROGRAM) as session:
            for row in session.exec(select(SessionRow)):
                row.seen_at -= 2 * accounts.IDLE
        sato.copy.write(0, 0, "一")
        sato.send()
        assert code_of(sato.line) == Why.NOT_SIGNED_IN
        assert desk.texts == list(TEXTS)


def test_who_may_no_longer_write_writes_nothing_more(desk):
    with desk.person() as sato:
        with desk.town.database.writing(PROGRAM) as session:
            session.get_one(AccountRow, "clerk").role = Role.READER
        sato.copy.write(0, 0, "一")
        sato.send()
        assert code_of(sato.line) == Why.NOT_ALLOWED
    with desk.person("administrator") as yamada:
        assert yamada.copy.lines() == list(TEXTS)


def test_whoever_is_at_the_desk_is_told_of_a_newer_draft(desk):
    with desk.person() as sato:
        sato.copy.write(0, 0, "一")
        sato.save(sato.copy.sent[-1])
        assert sato.until("holds") == {"holds": True, "offered": False}
        town = desk.town
        make_draft(town.database, town.service.recordings, town.actor("clerk"), desk.meeting, draft(*TEXTS))
        while not sato.until("holds")["offered"]:
            pass
    with desk.person() as sato:
        assert sato.welcome["offered"]


def test_who_only_reads_is_asked_too(desk):
    secret = desk.secret("reader")
    with desk.person(secret=secret) as yomu:
        with desk.town.database.writing(desk.town.actor("reader")) as session:
            accounts.sign_out(session, secret)
        assert code_of(yomu.line) == Why.NOT_SIGNED_IN


def test_what_lies_in_the_bin_is_not_corrected(desk):
    with desk.person() as sato:
        desk.town.browser("clerk").post(f"/meetings/{desk.meeting}/bin")
        sato.copy.write(0, 0, "一")
        sato.send()
        assert code_of(sato.line) == Why.NOT_ALLOWED
    with desk.person() as sato:
        assert not sato.welcome["may_edit"]


# ---- the page ----


def test_the_page_says_what_it_is_of(desk):
    page = desk.town.browser("clerk").get(f"/meetings/{desk.meeting}/desk")
    assert page.status_code == 200
    assert f'data-draft="{desk.draft}"' in page.text
    assert f'href="/meetings/{desk.meeting}/desk"' in desk.town.browser("reader").get(f"/meetings/{desk.meeting}").text


def test_a_meeting_without_a_draft_has_no_desk(desk):
    meeting = desk.town.meeting()
    answer = desk.town.browser("clerk").get(f"/meetings/{meeting}/desk")
    assert answer.headers["location"] == f"/meetings/{meeting}"


def test_a_draft_whose_place_another_has_taken_is_still_read_and_no_other_meetings(town, server, desk):
    recordings, clerk = town.service.recordings, town.actor("clerk")
    newer = make_draft(town.database, recordings, clerk, desk.meeting, draft("新しい稿です。"))
    other = Desk(town, server, draft("ほかの会議です。"))
    state = lambda which: town.browser("reader").get(f"/meetings/{desk.meeting}/desk/state?draft={which}")  # noqa: E731
    texts = [[line.text for line in Document.of([state(one).content]).lines()] for one in (desk.draft, newer)]
    assert texts == [list(TEXTS), ["新しい稿です。"]]
    assert state(other.draft).status_code == 404


def test_what_was_heard_is_told_in_units_of_the_browser(town, server):
    desk = Desk(town, server, draft("𠮷野です。はい。", "終わり。"))
    told = town.browser("reader").get(f"/meetings/{desk.meeting}/desk/heard").json()
    assert [line["id"] for line in told["lines"]] == ["p0001", "p0002"]
    assert told["lines"][0]["parts"] == [[9, 0.0, 2.0]]
