"""Curves: what is drawn is what was written down."""

import pytest

from training import curves


def test_a_step_that_was_done_twice_counts_as_it_was_the_last_time(tmp_path):
    """A run that was killed went back to its checkpoint."""
    (tmp_path / "curve.csv").write_text("step,text\n100,3.0\n200,2.5\n300,9.9\n200,2.4\n300,2.1\n")
    assert curves.rows(tmp_path / "curve.csv") == {"step": [100, 200, 300], "text": [3.0, 2.4, 2.1]}


@pytest.mark.parametrize("name", curves.PICTURES)
def test_every_picture_can_be_drawn_again_from_the_rows_that_are_kept(name):
    columns = curves.rows(curves.CURVES / f"{name}.csv")
    lines = [line for panel in curves.draw(name).axes for line in panel.lines]
    assert len(lines) == sum(len(panel) for panel in curves.PICTURES[name].values())
    assert all(list(line.get_xdata()) == columns["step"] for line in lines)
    assert (curves.CURVES / f"{name}.svg").read_text(encoding="utf-8").startswith("<?xml")
