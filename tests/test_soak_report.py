"""The report of the long runs: each has a row of its own, and only its own."""

from dataclasses import replace

from tests.conftest import REPORT
from tests.soak_report import Row, brought_up_to_date, read

KILLS = Row("`a.py::test_kills`", "passed", "60 s", "aaa", "1", "2 cores, load 0.1", "2026-11-20", "", "50 of 50")
CROWD = replace(KILLS, run="`b.py::test_crowd`", result="no character lost")


def test_a_run_replaces_its_own_row_and_leaves_the_others():
    first = brought_up_to_date("", [CROWD, KILLS])
    again = brought_up_to_date(first, [replace(CROWD, commit="bbb", day="2026-11-21", took="90 s")])
    kills, crowd = read(again)
    assert kills == replace(KILLS, streak="1 since aaa, seeds 1")
    assert (crowd.commit, crowd.day, crowd.took) == ("bbb", "2026-11-21", "90 s")


def test_runs_that_pass_are_counted_with_their_seeds_until_one_fails():
    report = ""
    for commit, seed in (("aaa", "1"), ("bbb", "2"), ("ccc", "2")):
        report = brought_up_to_date(report, [replace(CROWD, commit=commit, seed=seed)])
    assert [row.streak for row in read(report)] == ["3 since aaa, seeds 1 2"]
    report = brought_up_to_date(report, [replace(CROWD, commit="ddd", outcome="failed")])
    assert [row.streak for row in read(report)] == ["0"]
    report = brought_up_to_date(report, [replace(CROWD, commit="eee", seed="3")])
    assert [row.streak for row in read(report)] == ["1 since eee, seeds 3"]


def test_what_a_run_says_of_itself_stays_in_its_cell():
    (row,) = read(brought_up_to_date("", [replace(CROWD, result="a | b")]))
    assert row.result == "a / b"


def test_the_report_is_as_it_is_written():
    report = REPORT.read_text(encoding="utf-8")
    assert brought_up_to_date(report, []) == report
