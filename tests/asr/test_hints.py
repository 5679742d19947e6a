"""Hints fit into the prompt, name by name."""

from hypothesis import given
from hypothesis import strategies as st

from minutes.asr.hints import NAMES, TOKENS, prompt


def two_a_letter(text):
    return 2 * len(text)


def test_names_come_first_then_terms():
    assert prompt(["山田太郎", "佐藤花子"], ["頭首工", "法面"], len) == "山田太郎、佐藤花子、頭首工、法面"


def test_nothing_to_hint():
    assert prompt([], [], len) == ""
    assert prompt(["", "　"], [" "], len) == ""


def test_each_once_and_without_the_spaces_of_rosters():
    assert prompt(["山田　太郎", "山田太郎", "佐藤 花子"], ["山田太郎"], len) == "山田太郎、佐藤花子"


def test_names_are_left_out_whole():
    names = [f"長谷川健一郎{number:02}" for number in range(30)]
    hinted = prompt(names, [], two_a_letter).split("、")
    assert hinted == names[: len(hinted)]
    assert two_a_letter("、".join(hinted)) <= TOKENS < two_a_letter("、".join(names[: len(hinted) + 1]))


def test_a_long_term_does_not_keep_a_short_one_out():
    assert prompt([], ["長" * 300, "法面"], len) == "法面"


def test_about_thirty_names_are_enough():
    assert len(prompt([f"{number}" for number in range(99)], [], lambda text: 1).split("、")) == NAMES


def test_a_name_that_the_model_cannot_spell_is_left_out():
    assert prompt(["髙橋誠", "山田太郎"], [], lambda text: None if "髙" in text else len(text)) == "山田太郎"


@given(st.lists(st.text(max_size=20)), st.lists(st.text(max_size=300)))
def test_a_prompt_never_exceeds_its_tokens(names, glossary):
    assert two_a_letter(prompt(names, glossary, two_a_letter)) <= TOKENS


def test_the_models_own_tokens_are_counted(recogniser):
    assert recogniser.count_tokens("山田太郎") == 5  # one for each character, one for the space before a prompt
    assert recogniser.count_tokens("山田𠮷") is None
