"""印の続く所: every character once, with all marks that it carries."""

from dataclasses import replace

from minutes.domain.marks import Stretch, stretches
from minutes.domain.record import Mark, Marked
from tests.coedit.drafts import draft

[PARAGRAPH] = draft("𠮷野の発言です。").paragraphs
CANCELLED, CLOSED = Mark.CANCELLED, Mark.CLOSED


def test_marks_that_overlap_part_the_text_at_each_edge():
    marked = replace(PARAGRAPH, marks=(Marked(0, 5, CLOSED), Marked(3, 8, CANCELLED)))
    assert list(stretches(marked)) == [
        Stretch("𠮷野の", (CLOSED,), opens=(CLOSED,)),
        Stretch("発言", (CANCELLED, CLOSED), opens=(CANCELLED,), closes=(CLOSED,)),
        Stretch("です。", (CANCELLED,), closes=(CANCELLED,)),
    ]


def test_of_a_part_only_what_lies_in_it():
    marked = replace(PARAGRAPH, marks=(Marked(2, 6, CLOSED),))
    assert list(stretches(marked, 3, 8)) == [Stretch("発言で", (CLOSED,), closes=(CLOSED,)), Stretch("す。")]
    assert list(stretches(PARAGRAPH)) == [Stretch("𠮷野の発言です。")]
