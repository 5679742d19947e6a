"""A goal of the uploads that is missed is named."""

from dataclasses import fields, replace

from benchmarks.uploads import FLAT_MIB, LIST_MS, Result, missed

GOOD = replace(Result(**dict.fromkeys((field.name for field in fields(Result)), 0)), all_arrived=True)


def test_every_goal_that_is_missed_is_named():
    assert missed(GOOD) == []
    [said] = missed(replace(GOOD, list_p95_ms=LIST_MS + 1))
    assert "the list: p95 201.0 ms" in said
    [said] = missed(replace(GOOD, memory_first_quarter_mib=170.0, memory_last_quarter_mib=170.0 + FLAT_MIB))
    assert "memory grew by 32.0 MiB" in said
    assert missed(replace(GOOD, all_arrived=False)) == ["not all recordings arrived as they were sent"]
