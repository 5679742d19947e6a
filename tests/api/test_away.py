"""The database is away for a moment: whoever asks is told to wait, nothing is lost, and it comes back by itself."""

import hashlib

import pytest

from tests.api.sending import begin

SOUND = bytes(range(256)) * 1000
FULL = """
    UPDATE session SET seen_at = seen_at - interval '5 minutes';
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER no_room BEFORE UPDATE ON session EXECUTE FUNCTION no_room();
"""
"""From now on nobody can be written down as seen; PostgreSQL's own error, of a disk that is not really full."""


@pytest.fixture
def town(town_on_postgresql):
    return town_on_postgresql


@pytest.fixture
def away(postgres):
    """Stops it; it is there again at the end, whatever happens."""
    yield postgres.stop
    postgres.stop()
    postgres.start()


def test_people_are_told_to_wait_and_then_it_is_there_again(town, postgres, away):
    browser = town.browser("clerk")
    assert browser.get("/").status_code == 200
    away()
    for _ in range(3):
        answer = browser.get("/")
        assert answer.status_code == 503
        assert "データベースにつながりません。少し待ってから、もう一度試してください。" in answer.text
    postgres.start()
    assert browser.get("/").status_code == 200


def test_what_was_typed_meanwhile_is_not_lost(town, away):
    browser = town.browser("clerk")
    away()
    answer = browser.post("/meetings", data={"title": "介護の相談", "kind": "consultation", "recording": "x"})
    assert answer.status_code == 503
    assert "介護の相談" in answer.text


def test_programs_and_monitors_are_told_in_json(town, away):
    program = town.program("clerk")
    away()
    for path in ("/api/meetings", "/healthz"):
        answer = program.get(path)
        assert answer.status_code == 503
        assert answer.json()["detail"].startswith("データベースにつながりません")
        assert int(answer.headers["retry-after"]) > 0


def test_nobody_can_sign_in_and_nobody_is_told_of_a_wrong_password(town, away):
    browser = town.stranger()
    away()
    answer = browser.post("/sign-in", data={"login": "clerk", "password": "x"})
    assert answer.status_code == 503


def test_an_upload_goes_on_where_it_was(town, postgres, away):
    sending = begin(town.browser("clerk"), len(SOUND))
    sending.piece(0, SOUND[:1000])
    away()
    assert sending.piece(1000, SOUND[1000:]).status_code == sending.head().status_code == 503
    postgres.start()
    assert sending.offset() == 1000
    sending.go_on(SOUND)
    assert town.service.recordings.local(hashlib.sha256(SOUND).hexdigest()).read_bytes() == SOUND


def test_a_full_disk_keeps_nobody_from_reading(town):
    browser = town.browser("reader")
    with town.database.engine.begin() as connection:
        connection.exec_driver_sql(FULL)
    assert browser.get("/").status_code == 200
