"""`minutes audit verify`: says whether the log is whole, and by its exit code, too."""

import re

import pytest
from alembic.command import upgrade

from minutes.store import audit, schema
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database, sqlite_in
from tests.store import behind
from tests.store.town import settle


@pytest.fixture
def database(command):
    command.data.mkdir()
    database = Database(sqlite_in(command.data))
    schema.bring_up_to_date(database.engine)
    for _ in range(3):
        with database.writing(PROGRAM) as session:
            audit.note(session, None, Action.SIGN_IN_REFUSED)
    yield database
    database.close()


def test_a_whole_log_is_said_with_its_mark(command, database):
    run = command("audit", "verify")
    with database.reading(PROGRAM) as session:
        mark = audit.checkpoint(session)
    assert run.returncode == 0, run.stderr
    assert "監査記録 3 件は、すべて書かれたときのままです。" in run.stdout
    assert f"いまの印：{mark}" in run.stdout
    assert command("audit", "verify", "--mark", mark).returncode == 0


def test_a_changed_text_is_said_with_its_meeting_and_the_place(command, database):
    settle(database)
    assert "会議の本文 3 件も、どの変更も書かれたときのままです。" in command("audit", "verify").stdout
    behind.change(database, "UPDATE change SET account_id = 'council' WHERE draft_id IN (SELECT id FROM draft LIMIT 1)")
    run = command("audit", "verify")
    assert run.returncode == 1
    assert re.search(
        "会議「.+」の本文（1回目の粗原稿）は、1 件目の変更が、書かれたときのものではありません", run.stdout
    )
    assert "情報セキュリティの担当に知らせてください" in run.stdout


def test_a_changed_log_is_said_with_the_place(command, database):
    behind.change(database, "UPDATE audit SET name = 'x' WHERE position = 2")
    run = command("audit", "verify")
    assert run.returncode == 1
    assert "監査記録の 2 件目が、書かれたときのものではありません" in run.stdout


def test_a_log_that_was_cut_short_does_not_fit_its_mark(command, database):
    with database.reading(PROGRAM) as session:
        mark = audit.checkpoint(session)
    behind.change(database, "DELETE FROM audit WHERE position = 3")
    run = command("audit", "verify", "--mark", mark)
    assert run.returncode == 1
    assert "印の 3 件目が、控えたときのものではありません" in run.stdout


def test_an_older_database_is_said_to_be_one(command):
    """It has no snapshots yet, and nothing of it is changed by looking."""
    command.data.mkdir()
    database = Database(sqlite_in(command.data))
    with database.engine.begin() as connection:
        upgrade(schema.configured(connection), "0003")
    database.close()
    run = command("audit", "verify")
    assert run.returncode == 2
    assert "サービスを一度起動して新しい版に移してから" in run.stderr


def test_what_cannot_be_verified_is_said(command):
    run = command("audit", "verify")
    assert run.returncode == 2
    assert "まだ監査記録がありません" in run.stderr
    assert not (command.data / "minutes.sqlite").exists()
    assert "--mark の「3」が読み取れません" in command("audit", "verify", "--mark", "3").stderr
