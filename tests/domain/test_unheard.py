"""文字のない所: where it stands in the text, and when nobody needs to listen to it any more."""

from dataclasses import replace

import pytest

from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Span, Word
from minutes.domain.unheard import unheard
from tests.coedit.drafts import draft

SAID = draft("開会します。", "議事日程は、お手元のとおりです。")
FIRST, SECOND = SAID.paragraphs
BETWEEN = Span(FIRST.end_s, SECOND.start_s)


def of(*spans, said=SAID):
    return replace(said, provenance=replace(said.provenance, unheard=spans))


def found(texts, *spans):
    """What is left of them when the paragraphs say this instead; ``None``: it was taken out."""
    machines = of(*spans)
    both = zip(machines.paragraphs, texts, strict=True)
    return unheard(replace(machines, paragraphs=tuple(replace(one, text=text) for one, text in both if text)), machines)


def left(minutes, machines):
    return tuple(one for one in unheard(minutes, machines) if one.is_left)


def test_it_stands_behind_the_last_word_that_was_heard_before_it():
    inside = Span(SECOND.words[1].end_s, SECOND.words[2].start_s)
    machines = of(Span(-2.0, -1.0), BETWEEN, inside, Span(SAID.provenance.speech_s, 99.0))
    before, between, within, after = unheard(machines, machines)
    assert (before.begin, before.end) == ((0, 0), (0, 0))
    assert (between.begin, between.end) == ((0, 6), (1, 0))
    assert (within.begin, within.end) == ((1, 8), (1, 8))
    assert (after.begin, after.end) == ((1, 16), (1, 16))
    assert all(one.is_left and one.lost == 0 for one in (before, between, within, after))


def test_several_with_nothing_heard_between_them_are_one_place():
    late, early = Span(FIRST.end_s + 0.6, FIRST.end_s + 0.9), Span(FIRST.end_s, FIRST.end_s + 0.2)
    [one] = unheard(of(late, early), of(late, early))
    assert one.spans == (early, late)
    assert one.duration_s == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("texts", "is_left"),
    [
        (("開会します。", "議事日程は、お手元のとおりです。"), True),
        (("開会します。はい。", "議事日程は、お手元のとおりです。"), False),
        (("開会します。", "はい。議事日程は、お手元のとおりです。"), False),
        (("開会します。\nはい。", "議事日程は、お手元のとおりです。"), False),
        (("開会します。\n　", "議事日程は、お手元のとおりです。"), True),
        (("ただ今から、開会いたします。", "本日の議事日程は、お手元のとおり。"), False),  # 「本日の」 was said there
        (("ただ今から、開会いたします。", "議事の日程は、お手元のとおりでございます。"), True),
        (("開会しました。", "義事日程は、お手元のとおりです。"), True),
        (("開会します", "議事日程は、お手元のとおりです。"), True),
        ((None, "議事日程は、お手元のとおりです。"), True),
        (("開会します。", None), True),
        (("休憩します。再開します。質問します。", None), True),  # all is other text: nobody can tell what is there
    ],
)
def test_it_is_left_until_somebody_writes_there_and_not_beside_it(texts, is_left):
    [one] = found(texts, BETWEEN)
    assert one.is_left == is_left


def test_whoever_checks_the_paragraph_before_it_has_listened():
    machines = of(BETWEEN)
    for number, remain in ((0, ()), (1, unheard(machines, machines))):
        own = [replace(one, checked=place == number) for place, one in enumerate(machines.paragraphs)]
        assert left(replace(machines, paragraphs=tuple(own)), machines) == remain


def test_what_another_draft_heard_there_is_text():
    machines = of(BETWEEN)
    taken = Paragraph("p0009", Kind.SPEECH, "はい。", 1.6, 2.2, words=(Word("はい。", 1.6, 2.2, 0.9),))
    assert left(replace(machines, paragraphs=(FIRST, taken, SECOND)), machines) == ()


def test_a_record_without_a_word_has_places_too():
    nothing = of(Span(1.0, 3.0), Span(8.0, 9.0), said=draft())
    [one] = left(nothing, nothing)
    assert (one.begin, one.end, one.duration_s) == ((0, 0), (0, 0), 3.0)
    written = replace(nothing, paragraphs=(Paragraph("x", Kind.SPEECH, "はい。", 0.0, 0.0),))
    assert left(written, nothing) == ()


def test_where_two_speak_at_once_it_stands_behind_what_was_said_last_before_it():
    long, short = draft("一二三四五六七八九十一二三四五六七八九十").paragraphs[0], draft("はい。").paragraphs[0]
    aside = replace(short, id="p0002", start_s=1.0, end_s=1.75, words=(Word("はい。", 1.0, 1.75, 0.9),))
    there = of(Span(4.0, 4.2), said=replace(SAID, paragraphs=(long, aside)))
    [one] = unheard(there, there)
    assert (one.begin, one.is_left) == ((0, 16), True)
