"""取り入れた文: what was taken over from a newer draft lies where that one heard it, with that one's doubts."""

from dataclasses import replace

from minutes.domain.speech import Doubt, Span
from minutes.domain.taken import taken_over
from tests.coedit.drafts import draft

FIRST = draft("開会します。", "異議なし。", "散会します。")
NEWER = draft("開会します。", "異議あり。", "散会します。")


def doubted(minutes, *doubts):
    return replace(minutes, provenance=replace(minutes.provenance, doubts=doubts))


def test_its_words_times_and_doubts_come_along():
    """p0002 lies from 2.5 to 3.75 s; a doubt about it is the newer draft's, any other the first's."""
    text = replace(FIRST.paragraphs[1], text="異議あり。", words=())
    minutes = doubted(replace(FIRST, paragraphs=(FIRST.paragraphs[0], text, FIRST.paragraphs[2])))
    minutes = doubted(minutes, Doubt(Span(0.0, 5.0), "loop"), Doubt(Span(0.0, 1.0), "cut"))
    newer = doubted(NEWER, Doubt(Span(3.0, 9.0), "unsure"), Doubt(Span(8.0, 9.0), "echo"))
    now = taken_over(minutes, newer, {"p0001", "p0003"})
    assert now.paragraphs[1].words == NEWER.paragraphs[1].words
    assert now.paragraphs[0::2] == FIRST.paragraphs[0::2]
    assert now.provenance.doubts == (
        Doubt(Span(0.0, 1.0), "cut"),
        Doubt(Span(0.0, 2.5), "loop"),
        Doubt(Span(3.0, 3.75), "unsure"),
        Doubt(Span(3.75, 5.0), "loop"),
    )


def test_what_people_wrote_stays_theirs():
    written = replace(FIRST, paragraphs=(replace(FIRST.paragraphs[0], text="開会いたします。"), *FIRST.paragraphs[1:]))
    assert taken_over(written, NEWER, {"p0002", "p0003"}) == written
