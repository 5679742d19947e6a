"""Prompts: a roster with the spelling of this window."""

import numpy as np

from training import corpus
from training.corpus import Name, Sentence
from training.recogniser.prompts import LONGEST, Prompt, roster

ABE = Name("阿部", "浩一")
SENTENCE = Sentence("一番、阿部浩一議員。阿部議員の質問です。", (ABE,))


def prompts(count=40, strangers=()):
    rng, alphabet = np.random.default_rng(1), corpus.alphabet()
    return [roster([SENTENCE], strangers, rng, alphabet) for _ in range(count)]


def test_many_a_name_is_spelled_another_way_in_prompt_and_text_alike():
    found = [prompt for prompt in prompts() if prompt.names]
    spellings = {name.full for prompt in found for name in prompt.names}
    assert len(spellings) > 5
    for prompt in found:
        (name,) = prompt.names
        assert name.full in prompt.text
        assert prompt.spell(SENTENCE.text) == f"一番、{name.full}議員。{name.family}議員の質問です。"


def test_every_character_of_a_name_is_found_in_the_prompt():
    prompt = Prompt("大野茂、阿部浩一", (ABE,))
    text = "阿部浩一議員に、阿部議員。"
    assert [(text[at], prompt.text[place]) for at, place in prompt.copies(text)] == [
        (letter, letter) for letter in "阿部浩一阿部"
    ]


def test_a_family_name_of_one_character_alone_may_be_another_word():
    prompt = Prompt("林誠", (Name("林", "誠"),))
    assert list(prompt.copies("林の中に林業がある。")) == []
    assert len(list(prompt.copies("林誠議員。"))) == 2


def test_a_roster_is_no_longer_than_the_product_hands_over():
    strangers = [Name("長谷川", f"勝三郎{number}") for number in "一二三四五六七八九十百千万"] * 4
    assert all(len(prompt.text) <= LONGEST for prompt in prompts(strangers=strangers))
