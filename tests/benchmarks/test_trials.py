"""A trial's ten mistakes, what an agent hears, and how the text and the names are judged."""

from collections import Counter
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from benchmarks.trials.cost import Effort, strokes
from benchmarks.trials.ear import Played, heard
from benchmarks.trials.judging import Spoken, changed_besides, mended, named, others_named, spoken
from benchmarks.trials.mistakes import WANTED, chosen, planted
from benchmarks.trials.voices import asked
from minutes.coedit import Document, Line, seed
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Span, Word
from minutes.evaluation.reading import read_reference
from tests.coedit.drafts import draft

UTTERANCES = read_reference(Path("tests/data/sample/reference.json")).utterances
BY_TURNS = [list(own) for _, own in groupby(UTTERANCES, key=lambda one: one.member)]


def paragraph(number, said):
    """As a machine would draft it that hears everything."""
    words = tuple(Word(word.text, word.start_s, word.end_s, 1.0) for one in said for word in one.words)
    text, label = "".join(one.text for one in said), {"大野茂": "S1", "森下里美": "S2", "長谷川進": "S3"}
    voice = label.get(said[0].member, "S4")
    return Paragraph(f"p{number:04}", Kind.SPEECH, text, words[0].start_s, words[-1].end_s, voice, words=words)


TRUE = replace(draft("開会"), paragraphs=tuple(paragraph(*one) for one in enumerate(BY_TURNS, start=1)))
MISTAKES = chosen(TRUE, UTTERANCES, seed=1)
TEN = planted(TRUE, MISTAKES)


def texts(minutes):
    return [one.text for one in minutes.paragraphs]


def test_ten_mistakes_of_four_kinds_and_three_of_them_by_ear():
    assert Counter(one.sort for one in MISTAKES) == WANTED
    assert sum(one.by_ear for one in MISTAKES) == 3
    assert chosen(TRUE, UTTERANCES, seed=1) == MISTAKES != chosen(TRUE, UTTERANCES, seed=2)
    for one in MISTAKES:
        [own] = (p for p in TRUE.paragraphs if p.id == one.paragraph)
        assert own.text[one.start : one.end] == one.right != one.wrong
        assert own.start_s <= one.at_s <= own.end_s


def test_the_words_of_a_draft_with_mistakes_are_its_text():
    assert texts(TEN) != texts(TRUE)
    assert all("".join(word.text for word in one.words) == one.text for one in TEN.paragraphs)


def test_a_draft_that_nobody_has_touched_has_ten_mistakes_and_nothing_besides():
    assert not any(one.is_right for one in mended(TRUE.paragraphs, MISTAKES, texts(TEN)))
    assert changed_besides(TRUE.paragraphs, MISTAKES, texts(TEN)) == ()


@pytest.mark.parametrize("number", range(10))
def test_each_is_told_from_the_others(number):
    others = [one for place, one in enumerate(MISTAKES) if place != number]
    right = [one.is_right for one in mended(TRUE.paragraphs, MISTAKES, texts(planted(TRUE, others)))]
    assert right == [place == number for place in range(10)]


def test_paragraphs_may_be_joined_and_anything_else_that_was_changed_is_told():
    joined = [
        "".join(texts(TRUE)).replace("暫時休憩", "暫く休憩").replace("お疲れさまでした。", "お疲れさまでした。以上")
    ]
    assert all(one.is_right for one in mended(TRUE.paragraphs, MISTAKES, joined))
    assert changed_besides(TRUE.paragraphs, MISTAKES, joined) == (
        "わります。暫〔時→く〕休憩いたしま",
        "さまでした。〔→以上〕",
    )


def test_what_was_mended_wrongly_is_not_mended():
    wrong = [one.replace(MISTAKES[0].wrong, f"{MISTAKES[0].right}の") for one in texts(TEN)]
    assert not mended(TRUE.paragraphs, MISTAKES, wrong)[0].is_right


def test_a_voice_is_named_when_all_its_paragraphs_are():
    three = asked(TRUE, UTTERANCES)
    assert [(one.voice, one.member) for one in three] == [("S1", "大野茂"), ("S2", "森下里美"), ("S3", "長谷川進")]
    document = Document.of([seed(TEN)])
    document.name_voice("S1", Member("大野茂", "議長"))
    document.name_voice("S2", Member("長谷川進", "町長"))
    said = spoken(UTTERANCES, document.lines(), document.people(), document.voices())
    judged = named(three, said)
    assert [one.is_right for one in judged] == [True, False, False]
    assert [one.wrong for one in judged] == [(), ("長谷川進",), ("no name",)]
    assert judged[2].others == judged[1].lines
    assert others_named(three, said) == (0, 0)


def test_a_paragraph_is_of_whoever_said_most_of_it_so_that_it_may_be_parted():
    people, voices = {"c": Member("大野茂", "議長"), "m": Member("長谷川進", "町長")}, {"S1": "c", "S3": "m"}
    chair, *_ = asked(TRUE, UTTERANCES)
    own = [Line(f"l{place}", Kind.SPEECH, "".join(one.text for one in turn)) for place, turn in enumerate(BY_TURNS)]
    chairs = [replace(one, speaker="c") for one, turn in zip(own, BY_TURNS, strict=True) if turn[0].member == "大野茂"]
    first, second = chairs[0], replace(own[1], voice="S3")  # the machine has heard one voice

    def judged(*lines):
        return spoken(UTTERANCES, [*lines, *chairs[1:]], people, voices)

    assert named([chair], judged(first, second))[0].is_right
    assert not named([chair], judged(first, replace(second, speaker="c")))[0].is_right
    assert judged(replace(second, text=first.text + second.text))[0] == Spoken("森下里美", "長谷川進")


def test_only_what_was_played_is_heard():
    assert list(heard([], UTTERANCES)) == []
    assert list(heard([Played(Span(0.0, 1.3), 1.3), Played(Span(1.3, 4.8), 3.5)], UTTERANCES)) == [
        "0:00:00 声ア：皆さん、おはようございます。",
        "0:00:03 声ア：ただいまの出席議員は…",
    ]


def test_what_acts_cost():
    assert strokes("sato") == 4
    assert strokes("ただいま") == 2 + 2 + 1 + 2 + 1
    assert strokes("町長") == 4 + 4 + 2
    assert Effort().seconds(hand_moves=True) == 0.0
    assert Effort(keys=2).seconds(hand_moves=False) == pytest.approx(1.35 + 2 * 0.28)
    assert Effort(clicks=1, points=1).seconds(hand_moves=True) == pytest.approx(1.35 + 0.4 + 0.28 + 1.1)
