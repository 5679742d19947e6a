"""Which worker of this machine one is, and which seats are empty."""

import pytest

from minutes.jobs import seat
from minutes.jobs.seat import SEATS, NoSeat, empty


def test_nobody_sits_where_another_does(tmp_path):
    with seat.seat(tmp_path) as first, seat.seat(tmp_path) as second:
        assert first != second
        with empty(tmp_path) as names:
            assert len(names) == SEATS - 2
            assert {first, second}.isdisjoint(names)
    with seat.seat(tmp_path) as again:
        assert again == first


def test_a_seat_that_is_looked_after_is_not_taken_meanwhile(tmp_path):
    with empty(tmp_path), pytest.raises(NoSeat, match="16の働き手"), seat.seat(tmp_path):
        pass


def test_a_machine_is_known_by_its_folder(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    assert seat.machine(here) == seat.machine(here) != seat.machine(there)
