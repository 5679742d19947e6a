"""Curves: what is drawn is what was written down."""

import pytest

from training import curves


def test_a_step_that_was_done_twice_counts_as_it_was_the_last_time(tmp_path):
    """A run that was killed went back to its checkpoint."""
    (tmp_path / "curve.csv").write_text("step,text\n100,3.0\n200,2.5\n300,9.9\n200,2.4\n300,2.1\n")
    assert curves.rows(tmp_path / "curve.csv") == {"step": [100, 200, 300], "text": [3.0, 2.4, 2.1]}


@pytest.mark.parametrize("name", curves.PICTURES)
def test_every_picture_is_the_one_of_the_rows_beside_it(name):
    assert (curves.CURVES / f"{name}.svg").read_bytes() == curves.picture(name), (
        "python -m training.curves draws it anew"
    )


def test_a_picture_has_a_line_for_every_column_that_it_names():
    lines = [line for panel in curves.draw("embedding").axes for line in panel.lines]
    assert [line.get_label() for line in lines] == ["training voices", "pairs of 2.5 s"]
    assert [len(line.get_xdata()) for line in lines] == [len(curves.rows(curves.CURVES / "embedding.csv")["step"])] * 2
