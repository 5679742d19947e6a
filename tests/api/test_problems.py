"""What people see when something goes wrong: what happened, what to do, and what they had typed."""

import shutil
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from api.app import create_app
from minutes.domain.people import Role
from minutes.store.database import Database
from tests.api.drafted import drafted
from tests.api.town import HERE


def test_a_page_that_is_not_there(town):
    answer = town.browser("clerk").get("/nowhere")
    assert answer.status_code == 404
    assert "このページはありません" in answer.text


def test_a_program_is_told_in_json(town):
    answer = town.program("clerk").get("/api/meetings/nobody")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() | {"detail": ""} == {"title": "Not Found", "status": 404, "detail": ""}
    assert "この会議はありません" in answer.json()["detail"]
    assert "このページはありません" in town.program("clerk").get("/api/nowhere").json()["detail"]
    assert town.stranger().get("/api/meetings").headers["www-authenticate"] == "Bearer"


def test_a_program_is_told_where_its_mistake_is_and_nothing_of_what_it_sent(town):
    answer = town.program("clerk").post(
        "/api/meetings", json={"title": "介護の相談", "recordings": ["x"], "kind": "party"}
    )
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["faults"]] == ["body.kind"]
    assert "介護" not in answer.text
    assert "party" not in answer.text


def test_a_broken_form_is_no_fault_of_ours(town):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = town.stranger().post("/sign-out", content=b"--x\r\nnonsense", headers=headers)
    assert answer.status_code == 401


def test_what_may_not_be_done(town):
    answer = town.browser("reader").get("/meetings/new")
    assert answer.status_code == 403
    assert "権限がありません" in answer.text
    assert "閲覧よむさん" in answer.text  # the menu is there: one can go on


def test_what_is_missing_is_named_and_what_was_typed_is_kept(town):
    typed = {"name": "佐藤一郎", "role": "clerk", "department_id": "council"}
    answer = town.browser("administrator").post("/accounts", data=typed)
    assert answer.status_code == 422
    assert "「利用者名」を入れてください。" in answer.text
    assert "<dd>佐藤一郎</dd>" in answer.text


def test_what_is_too_long_and_what_is_not_understood(town):
    answer = town.browser("administrator").post("/departments", data={"department": "課" * 101})
    assert "「課」が長すぎます。100文字までにしてください。" in answer.text
    answer = town.browser("clerk").post("/meetings", data={"title": "打合せ", "kind": "party", "recording": "x"})
    assert "「種類」の書き方が正しくありません。" in answer.text
    assert "<dd>打合せ</dd>" in answer.text


def test_whoever_wanted_to_see_a_page_gets_there_after_the_sign_in(town):
    answer = town.stranger().get("/?q=定例会&kind=plenary")
    assert answer.headers["location"].startswith("/sign-in?to=%2F%3Fq%3D")
    there = town.stranger().get(answer.headers["location"])
    assert 'name="to" value="/?q=%E5%AE%9A%E4%BE%8B%E4%BC%9A&amp;kind=plenary"' in there.text


def test_a_sign_in_that_ran_out_keeps_what_was_typed(town):
    typed = {"title": "介護保険の相談", "kind": "consultation", "recording": ["a", "b"], "password": "秘密です"}
    answer = town.stranger().post("/meetings", data=typed)
    assert answer.status_code == 401
    assert "サインインが切れました" in answer.text
    assert '<form method="post" action="/meetings">' in answer.text
    assert '<input type="hidden" name="title" value="介護保険の相談">' in answer.text
    assert answer.text.count('name="recording"') == 2
    assert "<dd>介護保険の相談</dd>" in answer.text
    assert "秘密です" not in answer.text


def test_files_that_would_be_lost_with_the_sign_in_are_named(town):
    typed = {"title": "本会議", "kind": "plenary", "recording": "a"}
    answer = town.stranger().post("/meetings", data=typed, files={"roster": ("名簿.csv", b"x", "text/csv")})
    assert "選んだファイル（名簿.csv）は送られません" in answer.text


def test_a_fault_of_ours_has_a_number_and_all_headers_and_no_detail(town):
    @town.app.get("/fault")
    def fault():
        raise RuntimeError("介護の相談")

    answer = town.stranger(raise_server_exceptions=False).get("/fault")
    assert answer.status_code == 500
    assert "プログラムの不具合です。番号「" in answer.text
    assert "介護" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def unreadable(town):
    """A file lies where a folder of the recordings should be."""
    meeting = town.meeting("介護の相談")
    drafted(town, meeting)
    folder = town.service.recordings.root / "drafts"
    shutil.rmtree(folder)
    folder.write_text("")
    return lambda program: program.get(f"/api/meetings/{meeting}/draft.txt")


def unwritable(town):
    folder = town.service.recordings.scratch
    shutil.rmtree(folder)
    folder.write_text("")
    return lambda program: program.put("/api/recordings/介護の相談.m4a", content=b"sound")


DISK = [(unreadable, 503, "CannotRead"), (unwritable, 507, "CannotWrite")]


@pytest.mark.parametrize(("harm", "status", "kind"), DISK)
def test_what_is_wrong_with_the_servers_disk_is_for_its_log_and_people_are_told_whom_to_ask(town, harm, status, kind):
    ask = harm(town)
    with capture_logs() as logged:
        answer = ask(town.program("clerk"))
    told = answer.json()["detail"]
    assert answer.status_code == status
    assert told.startswith("サーバーのディスク") and "管理者に知らせて" in told
    assert not any(word in told for word in (str(town.folder), "--", "Errno"))
    [failed] = [entry for entry in logged if entry["event"] == "failed"]
    assert (failed["status"], failed["log_level"]) == (status, "error")
    assert failed["kind"].startswith(f"{kind} < ")
    assert str(town.folder) in failed["said"]
    assert "介護" not in str(logged)


def test_a_database_that_is_away_is_in_the_log_and_what_people_did_wrong_is_not(town):
    away = replace(town.service, database=Database("sqlite:////nowhere/minutes.sqlite"))
    with capture_logs() as logged:
        assert TestClient(create_app(away)).get("/healthz").status_code == 503
        assert town.program("clerk").get("/api/meetings/nobody").status_code == 404
    failed = [(entry["status"], entry["kind"]) for entry in logged if entry["event"] == "failed"]
    assert failed == [(503, "DatabaseAway < OperationalError < OperationalError")]


def test_another_site_cannot_have_typed_things_shown(town):
    answer = town.stranger().post("/meetings", data={"title": "偽の会議"}, headers={"origin": "http://evil.test"})
    assert answer.status_code == 403
    assert "hidden" not in answer.text


def test_an_address_with_a_script_in_it_stays_text(town):
    typed = {"title": "<script>alert(1)</script>", "kind": "party", "recording": "x"}
    answer = town.browser("clerk").post("/meetings", data=typed, headers={"origin": HERE})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_closed_account_is_nobody(town):
    town.account("gone", "退職しずか", Role.CLERK)
    browser = town.browser("gone")
    assert browser.get("/").status_code == 200
    town.browser("administrator").post("/accounts/gone/close")
    assert browser.get("/").headers["location"] == "/sign-in?to=%2F"
