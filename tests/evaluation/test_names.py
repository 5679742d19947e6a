"""Where in the reference names stand; how well they are heard is in test_examination.py."""

import pytest

from minutes.evaluation.comparison import compare
from minutes.evaluation.names import places
from minutes.evaluation.reference import Reference, Utterance


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("三番、高木健議員。", "高木健"),
        ("高木議員の質問です。", "高木"),
        ("高木の林に入る。", ""),
        ("高木健さんと、大野茂さん。", "高木健大野茂"),
    ],
)
def test_a_full_name_or_a_family_name_before_an_address(said, named):
    comparison = compare((), Reference((Utterance(said),)))
    found = places(comparison, ("高木健", "大野茂"))
    assert "".join(comparison.true[place] for place in sorted(found)) == named
