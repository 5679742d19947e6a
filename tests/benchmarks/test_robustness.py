"""Bad recordings: what is done with them, and how it is told, with a workshop that hears nothing."""

from dataclasses import dataclass, field

import pytest

from benchmarks.degraded import DEGRADED
from benchmarks.robustness import NOT_SAID, OVERLAPS, SAMPLE, meetings, overlaid
from minutes.domain.speech import Diarization, Transcript
from minutes.evaluation import read_rttm
from minutes.roster import read_roster
from minutes.settings import Settings
from minutes.workshop import Work, Workshop


@dataclass(frozen=True)
class Deaf(Workshop):
    """Decodes as the real one, finds no word and no voice, and remembers what it was given."""

    meetings: list = field(default_factory=list)

    def transcribe(self, heard, meeting):
        self.meetings.append(meeting)
        return Transcript(words=(), doubts=(), unheard=(), speech=(), model="deaf")

    def diarize(self, heard):
        return Diarization(turns=(), floor=(), voices=(), model="deaf")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The table, and who was asked for it."""
    folder = tmp_path_factory.mktemp("robustness")
    workshop = Deaf(Settings(data=folder / "data"), Work(None, None), watch=lambda stage, share: None)
    return list(meetings(workshop, folder)), workshop


def test_every_copy_is_heard_with_the_roster_that_the_demo_has(told):
    rows, workshop = told
    roster = read_roster(SAMPLE / "roster.csv")
    assert [one.roster for one in workshop.meetings] == [roster] * (len(DEGRADED) + 2)
    assert {row.count("|") for row in rows[:-2]} == {rows[0].count("|")}


def test_what_the_overlaps_row_counts_is_said_under_the_table(told):
    *_, last, blank, sentence = told[0]
    assert last.startswith("| 重なり 12秒 |")
    assert (blank, sentence) == ("", NOT_SAID)
    assert "重ねた12秒" in sentence


def test_the_overlaid_voices_are_in_the_true_turns_and_each_is_another_than_the_one_below():
    turns = read_rttm(SAMPLE / "meeting.rttm")
    laid = overlaid(turns)[len(turns) :]
    assert sum(turn.end_s - turn.start_s for turn in laid) > 0.8 * sum(one.length_s for one in OVERLAPS)
    for turn in laid:
        below = {other.voice for other in turns if other.start_s < turn.end_s and turn.start_s < other.end_s}
        assert turn.voice not in below
