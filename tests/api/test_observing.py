"""見張り: what a monitor is told, by whom it may be asked, and what the log keeps to itself."""

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from api.app import create_app
from minutes import logs
from minutes.store.database import Database
from minutes.store.tables import now
from tests.api.drafted import asked


def figures(answer):
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_health_is_told_to_anybody(town):
    answer = town.stranger().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_without_its_database_it_is_not_well(town):
    away = replace(town.service, database=Database("sqlite:////nowhere/minutes.sqlite"))
    answer = TestClient(create_app(away)).get("/healthz")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "データベースにつながりません" in answer.json()["detail"]


def test_figures_are_for_whoever_has_a_key(town):
    assert town.stranger().get("/metrics").status_code == 401
    assert town.program("reader").get("/metrics").status_code == 200


def test_figures_count_requests_by_route_and_never_by_what_was_asked_for(town):
    there = town.meeting("介護の相談")
    browser = town.browser("clerk")
    browser.get(f"/meetings/{there}")
    browser.get("/?q=介護")
    browser.get("/nowhere/介護")
    browser.request("介護".encode().hex(), "/")
    answer = town.program("reader").get("/metrics")
    told = figures(answer)
    assert told["minutes_requests_total", "/meetings/{meeting_id}", "200", "GET"] == 1
    assert told["minutes_requests_total", "404", "GET", "other"] == 1
    assert told["minutes_request_seconds_count", "/"] == 2
    assert there not in answer.text
    assert "介護" not in answer.text
    assert "介護".encode().hex() not in answer.text


def test_figures_of_the_work_and_of_the_disk(town):
    asked(town, town.meeting())
    told = figures(town.program("reader").get("/metrics"))
    assert told["minutes_jobs", "waiting"] == 1
    assert told["minutes_jobs", "working"] == 0
    assert told["minutes_disk_free_bytes",] > 0


def test_figures_tell_when_a_worker_was_last_heard_of(town):
    """Where work waits and this stands still, nobody works."""
    assert figures(town.program("reader").get("/metrics"))["minutes_last_told_timestamp_seconds",] == 0
    moment = now()
    asked(town, town.meeting(), told_at=moment)
    told = figures(town.program("reader").get("/metrics"))
    assert told["minutes_last_told_timestamp_seconds",] == pytest.approx(moment.timestamp())


def failing():
    raise IntegrityError("INSERT INTO meeting (title) VALUES (?)", ("介護の相談",), sqlite3.IntegrityError("NOT NULL"))


def test_a_fault_is_told_by_its_place_and_not_by_its_words():
    with pytest.raises(IntegrityError) as caught:
        failing()
    assert "介護" in str(caught.value)  # as a log would have it that tells everything
    told = logs.trail(caught.value)
    assert told["kind"] == "IntegrityError"
    assert told["where"][-1].startswith("api/test_observing.py:")
    assert told["where"][-1].endswith(" failing")
    assert "介護" not in json.dumps(told, ensure_ascii=False)


OTHERS = """
import logging
from dbos._logger import init_logger
from minutes import logs
logs.set_up()
logging.getLogger("sqlalchemy").error("could not write %s", "介護の相談")
init_logger()
logging.getLogger("dbos").error("Error executing workflow: 介護の相談")
try:
    raise ValueError("介護の相談")
except ValueError:
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
raise RuntimeError("介護の相談")
"""


def test_what_others_log_and_a_processs_last_words_are_told_by_their_place_too():
    run = subprocess.run([sys.executable, "-c", OTHERS], capture_output=True, text=True)
    assert run.returncode == 1
    assert "介護" not in run.stdout + run.stderr
    first, queue, second, last = (json.loads(line) for line in run.stderr.splitlines())
    assert (first["part"], first["level"]) == ("sqlalchemy", "error")
    assert queue["part"] == "dbos"
    assert (second["said"], second["kind"]) == ("Exception in ASGI application", "ValueError")
    assert (last["event"], last["kind"]) == ("ended", "RuntimeError")
