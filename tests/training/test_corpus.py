"""The training text: much of it, spellable, and nothing of the meetings that models are measured on."""

import random
import re
from itertools import islice

import pytest

from training import committee, corpus, sample
from training.grammar import Grammar

LONG = committee.read_script(committee.SCRIPT.read_text(encoding="utf-8"))
STANDING = corpus.STANDING.read_text(encoding="utf-8")
FREE = {line.text for line in (*sample.SCRIPT, *LONG) if line.kind == "free"} - set(STANDING.splitlines())


def stretches(text):
    return [text[at : at + corpus.STRETCH] for at in range(len(text) - corpus.STRETCH + 1)]


@pytest.fixture(scope="module")
def drawn():
    return list(islice(corpus.sentences(seed=11), 30_000))


def test_tens_of_thousands_of_sentences_are_distinct(drawn):
    texts = {sentence.text for sentence in drawn}
    assert len(texts) > 20_000
    assert {letter for text in texts for letter in text} <= set(corpus.alphabet())


def test_there_are_several_hundred_patterns():
    patterns = [pattern for grammar in corpus.grammars() for pattern in grammar.patterns]
    assert len(set(patterns)) > 3_000


def test_the_same_seed_gives_the_same_sentences():
    assert list(islice(corpus.sentences(3), 50)) == list(islice(corpus.sentences(3), 50))


def test_people_stand_where_a_pattern_has_a_name():
    pattern = re.compile("(.+)議員に、(.+)課長が答えます。")
    lists = {"姓": ("佐藤", "鈴木", "高橋"), "名前": ("健", "茂")}
    for seed in range(50):
        sentence = corpus.draw(Grammar(("{氏名}議員に、{姓}課長が答えます。",), lists), random.Random(seed))
        asking, answering = pattern.fullmatch(sentence.text).groups()
        assert asking in {name.full for name in sentence.people}
        assert answering in {name.family for name in sentence.people}


def test_a_sentence_without_a_name_has_no_people():
    grammar = Grammar(("質疑を終わります。",), {"姓": ("佐藤",), "名前": ("健",)})
    assert corpus.draw(grammar, random.Random(1)).people == ()


def test_one_sentence_in_ten_or_more_has_a_person_in_it(drawn):
    assert sum(bool(sentence.people) for sentence in drawn) > len(drawn) / 10


def test_no_stretch_of_a_meeting_is_in_what_is_drawn(drawn):
    """Twelve characters in a row, unless a standing phrase of every chamber has them."""
    lines = (*sample.SCRIPT, *(line for line in LONG if line.kind == "free"))
    own = {stretch for line in lines for stretch in stretches(line.text) if stretch not in STANDING}
    assert len(own) > 8_000
    for sentence in drawn:
        assert own.isdisjoint(stretches(sentence.text)), sentence.text


def test_no_free_sentence_of_a_meeting_is_drawn_however_short(drawn):
    assert sum(len(text) < corpus.STRETCH for text in FREE) > 80
    assert FREE.isdisjoint(sentence for one in drawn for sentence in re.findall("[^。]+。", one.text))


def test_no_pattern_or_word_has_a_stretch_of_a_meeting():
    """Nor does what is fixed, whatever is drawn: in the files, and in the phrases that are made of them."""
    for path in corpus.TEXT.rglob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not corpus.is_near_a_meeting(line), f"{path.name}: {line}"
    for text in (text for grammar in corpus.grammars() for text in grammar.texts()):
        assert not corpus.is_near_a_meeting(text), text


def test_free_sentences_of_the_meetings_are_near_them_and_standing_phrases_are_not():
    assert len(FREE) > 500
    assert all(map(corpus.is_near_a_meeting, FREE))
    assert corpus.is_near_a_meeting("ありがとうございます。はい、十二個です。次に移ります。")
    assert not corpus.is_near_a_meeting("これより採決いたします。")
    assert not corpus.is_near_a_meeting("ありがとうございます。")


def test_what_may_be_shared_is_standing_in_the_sample_and_free_nowhere():
    standing = "".join(line.text for line in sample.SCRIPT if line.kind == "standing")
    assert [phrase for phrase in STANDING.splitlines() if phrase not in standing] == []
    assert [stretch for text in FREE for stretch in stretches(text) if stretch in STANDING] == []
