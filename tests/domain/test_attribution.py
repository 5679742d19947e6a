"""話者付け: golden cases (``tests/data/attribution``), and what holds for whatever is heard."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.domain.attribution import attribute
from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Diarization, Span, Turn, Word

CASES = sorted((Path(__file__).parents[1] / "data" / "attribution").glob("*.json"))


def diarized(turns: list[Turn], floor: list[Turn] | None = None) -> Diarization:
    return Diarization(tuple(turns), tuple(turns if floor is None else floor), (), "test")


def shown(paragraph: Paragraph) -> dict[str, object]:
    return {
        "voice": paragraph.voice,
        "text": paragraph.text,
        "start_s": pytest.approx(paragraph.start_s, abs=1e-3),
        "end_s": pytest.approx(paragraph.end_s, abs=1e-3),
        "overlapped": [pytest.approx([span.start_s, span.end_s], abs=1e-3) for span in paragraph.overlapped],
    }


def test_there_are_golden_cases():
    assert len(CASES) >= 12


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_case(path: Path):
    case = json.loads(path.read_text(encoding="utf-8"))
    words = tuple(Word(*word) for word in case["words"])
    turns, floor = ([Turn(*turn) for turn in case[name]] for name in ("turns", "floor"))

    paragraphs = attribute(words, diarized(turns, floor))

    assert case["expected"] == [shown(paragraph) for paragraph in paragraphs], case["about"]


def test_nothing_heard_makes_no_paragraph():
    assert attribute((), diarized([Turn("S1", 0, 5)])) == ()
    assert attribute((Word(" ", 0, 1, 0.5),), diarized([Turn("S1", 0, 5)])) == ()


def test_paragraphs_are_numbered_speeches():
    words = (Word("開会します。", 0, 1, 0.9), Word("議長。", 2, 3, 0.9))
    first, second = attribute(words, diarized([Turn("S1", 0, 1.5), Turn("S2", 1.8, 3)]))
    assert (first.id, second.id) == ("p0001", "p0002")
    assert first.kind is second.kind is Kind.SPEECH
    assert first.speaker is None


def test_a_diarizer_without_a_floor_is_taken_at_its_turns():
    words = (Word("開会します。", 0, 1, 0.9), Word("議長。", 2, 3, 0.9))
    paragraphs = attribute(words, diarized([Turn("S1", 0, 1.5), Turn("S2", 1.8, 3)], floor=[]))
    assert [paragraph.voice for paragraph in paragraphs] == ["S1", "S2"]


def test_words_without_a_duration_are_attributed_too():
    words = tuple(Word(text, 1.0, 1.0, 0.9) for text in "議長。")
    assert [paragraph.text for paragraph in attribute(words, diarized([Turn("S1", 0, 2)]))] == ["議長。"]


def test_a_very_long_stretch_without_any_pause_or_mark_is_kept_rather_than_torn():
    words = tuple(Word("亜", at / 8, (at + 1) / 8, 0.9) for at in range(2000))
    assert len(attribute(words, diarized([Turn("S1", 0, 250)]))) == 1


def test_a_recogniser_that_loops_on_a_vowel_costs_no_time():
    words = (Word("議長。", 0, 1, 0.9), Word("あ" * 200, 1.2, 30, 0.3), Word("Ａ。", 30, 31, 0.9))
    assert len(attribute(words, diarized([Turn("S1", 0, 31)]))) == 1


def test_paragraphs_of_a_long_speech_are_of_readable_length():
    sentence = "この点につきましては、担当課と協議を重ねながら進めております。"
    words = tuple(
        Word(character, at / 8, (at + 1) / 8, 0.9) for at, character in enumerate(sentence * 100) if character.strip()
    )
    paragraphs = attribute(words, diarized([Turn("S1", 0, 500)]))
    assert all(200 <= len(paragraph.text) <= 400 for paragraph in paragraphs)
    assert all(paragraph.text.endswith("。") for paragraph in paragraphs)


TEXTS = st.sampled_from(
    [
        "は",
        "い",
        "、",
        "。",
        "はい。",
        "はい、",
        "議長",
        "です",
        "ですか。",
        "ます",
        "一",
        "二",
        "ー",
        "っ",
        " ",
        "「",
        "」",
        "A",
        " b",
        "そうだ！",
    ]
)
VOICES = st.sampled_from(["S1", "S2", "S3"])
TIMES = st.floats(0, 60, allow_nan=False).map(lambda time_s: round(time_s, 2))


@st.composite
def heard(draw) -> tuple[Word, ...]:
    words, at_s = [], draw(TIMES)
    for text in draw(st.lists(TEXTS, max_size=60)):
        lasts_s = draw(st.sampled_from([0.0, 0.1, 0.2, 0.8]))
        words.append(Word(text, at_s, at_s + lasts_s, 0.9))
        at_s += lasts_s + draw(st.sampled_from([0.0, 0.0, 0.0, 0.2, 0.5, 2.0, 15.0]))
    return tuple(words)


@st.composite
def turns(draw) -> list[Turn]:
    spans = draw(st.lists(st.tuples(VOICES, TIMES, st.sampled_from([0.0, 0.3, 1.0, 5.0])), max_size=15))
    return [
        Turn(voice, start_s, start_s + lasts_s) for voice, start_s, lasts_s in sorted(spans, key=lambda span: span[1])
    ]


@settings(deadline=None)
@given(heard(), turns(), turns())
def test_every_word_is_kept_once_and_nothing_is_added(words, spoken, floor):
    paragraphs = attribute(words, diarized(spoken, floor))
    if any(word.text.strip() for word in words):
        kept = Counter(word for paragraph in paragraphs for word in paragraph.words)
        assert kept == Counter(words)
    for paragraph in paragraphs:
        assert paragraph.text == "".join(word.text for word in paragraph.words).strip()
        assert paragraph.text


@settings(deadline=None)
@given(heard(), turns(), turns())
def test_order_and_times_are_those_of_the_words(words, spoken, floor):
    paragraphs = attribute(words, diarized(spoken, floor))
    assert [paragraph.start_s for paragraph in paragraphs] == sorted(paragraph.start_s for paragraph in paragraphs)
    assert len({paragraph.id for paragraph in paragraphs}) == len(paragraphs)
    for voice in {paragraph.voice for paragraph in paragraphs}:
        starts = [word.start_s for paragraph in paragraphs if paragraph.voice == voice for word in paragraph.words]
        assert starts == sorted(starts)
    for paragraph in paragraphs:
        assert paragraph.start_s == paragraph.words[0].start_s
        assert paragraph.end_s == max(word.end_s for word in paragraph.words)
        assert all(paragraph.start_s <= span.start_s < span.end_s <= paragraph.end_s for span in paragraph.overlapped)


@settings(deadline=None)
@given(heard(), turns())
def test_the_same_input_makes_the_same_paragraphs(words, spoken):
    assert attribute(words, diarized(spoken)) == attribute(words, diarized(spoken))


@settings(deadline=None)
@given(heard())
def test_without_turns_there_is_one_unknown_voice(words):
    assert {paragraph.voice for paragraph in attribute(words, diarized([]))} <= {None}


@settings(deadline=None)
@given(heard(), turns())
def test_voices_come_from_the_diarizer(words, spoken):
    voices = {paragraph.voice for paragraph in attribute(words, diarized(spoken))}
    assert voices <= {turn.voice for turn in spoken} | {None}


def test_overlaps_within_a_paragraph_are_merged():
    words = tuple(Word(text, at / 2, at / 2 + 0.5, 0.9) for at, text in enumerate("ただいまから会議を開きます。"))
    spoken = [Turn("S1", 0, 7), Turn("S2", 1, 2), Turn("S3", 1.5, 3), Turn("S2", 5, 5.1)]
    (paragraph,) = attribute(words, diarized(spoken, [Turn("S1", 0, 7)]))
    assert paragraph.overlapped == (Span(1, 3),)
