"""版: who worked on a text from when until when."""

from datetime import UTC, datetime, timedelta

import pytest

from minutes.domain.versions import Change, versions

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def told(*changes):
    """Changes as (minutes after noon, who); -> each version as who and how many changes."""
    rows = [Change(number, NOON + timedelta(minutes=at), *who) for number, (at, *who) in enumerate(changes)]
    return [("、".join(one.by), one.position - one.after) for one in versions(rows)]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([], []),
        ([(0, None)], [("", 1)]),
        ([(0, None), (1, "佐藤"), (2, "佐藤")], [("", 1), ("佐藤", 2)]),
        ([(0, "佐藤"), (9, "佐藤"), (20, "佐藤")], [("佐藤", 1), ("佐藤", 1), ("佐藤", 1)]),
        ([(0, None), *[(at, "佐藤") for at in (0, 8, 16, 24, 32)]], [("", 1), ("佐藤", 4), ("佐藤", 1)]),
        ([(0, None), (1, "佐藤"), (2, "鈴木"), (3, "佐藤"), (3, "鈴木")], [("", 1), ("佐藤", 1), ("鈴木、佐藤", 3)]),
        ([(0, None), (1, "佐藤"), (2, "佐藤", 0), (3, "佐藤")], [("", 1), ("佐藤", 1), ("佐藤", 1), ("佐藤", 1)]),
        ([(0, None), *[(1, "佐藤", None, takes) for takes in (None, 2, 2)]], [("", 1), ("佐藤", 1), ("佐藤", 2)]),
    ],
    ids=["none", "the machine's", "one sitting", "a pause", "half an hour at most", "two at once", "brought back",
         "taken over"],
)  # fmt: skip
def test_changes_are_put_together(changes, found):
    assert told(*changes) == found
