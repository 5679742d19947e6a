"""Work in a thread of its own: its news one by one, and its end at any moment."""

import pytest

from minutes.child import in_child
from minutes.domain.errors import NoSpeech
from minutes.jobs.underway import Done, Finished, UnderWay
from tests.coedit.drafts import draft, heard
from tests.jobs.office import until
from tests.test_child import _gone, wait_long

WORDS = heard("開会します。", 0.0)


def shown(stage, share):
    """Nobody looks."""


def test_pieces_come_one_by_one_and_then_the_draft():
    def make(watch, on_piece):
        on_piece(WORDS)
        on_piece(())
        return draft("開会します。")

    work = UnderWay(make, shown)
    assert [work.news(60) for _ in range(3)] == [Finished(WORDS), Finished(()), Done(draft("開会します。"))]
    assert work.news(0.01) is None


def test_what_goes_wrong_is_raised_where_somebody_waits():
    def make(watch, on_piece):
        raise NoSpeech("朝.m4a")

    with pytest.raises(NoSpeech):
        UnderWay(make, shown).news(60)


def test_a_child_that_hangs_ends_with_the_work(tmp_path):
    marker = tmp_path / "child.pid"
    work = UnderWay(lambda watch, on_piece: in_child(wait_long, lambda share: None, marker), shown)
    until(lambda: marker.exists() and marker.read_text())
    work.stop()
    assert _gone(int(marker.read_text()))
