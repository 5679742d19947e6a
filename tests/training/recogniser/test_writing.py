"""What is written for a window: its characters, their times, and what stands before them."""

from training.corpus import Name
from training.recogniser.prompts import LONGEST, Prompt
from training.recogniser.reading import Letter
from training.recogniser.vocabulary import Vocabulary
from training.recogniser.writing import IGNORED, write, write_nothing

NOTHING = Prompt()
VOCABULARY = Vocabulary("、。はい質疑終大野茂")
YES = [Letter("は", 1.0, 1.2), Letter("い", 1.2, 1.4), Letter("、", 1.4, 1.8), Letter("大", 1.8, 2.0)]
YES += [Letter("野", 2.0, 2.3), Letter("。", 2.3, 2.5)]


def tokens(written):
    return [VOCABULARY.tokens[token] for token in written.tokens]


def written(prompt=NOTHING, kept=(0.0, 3.0), timed=False):
    return write(VOCABULARY, [YES], prompt, kept, timed=timed)


def test_characters_follow_each_other_with_their_times_beside_them():
    found = written()
    assert tokens(found) == ["<|startoftranscript|>", "<|ja|>", "<|transcribe|>", "<|notimestamps|>", *"はい、大野。"]
    assert [VOCABULARY.tokens[target] for target in found.targets[3:]] == [*"はい、大野。", "<|endoftext|>"]
    assert found.spans[3:5] == ((1.0, 1.2), (1.2, 1.4))
    assert found.targets[1:3] == (IGNORED, IGNORED)


def test_with_times_a_sentence_stands_between_its_own():
    assert tokens(written(timed=True))[3:] == ["<|1.00|>", *"はい、大野。", "<|2.30|>"]


def test_of_a_cut_sentence_only_what_is_inside_is_written_and_times_begin_with_the_window():
    found = written(kept=(1.6, 2.3), timed=True)
    assert tokens(found)[3:] == ["<|0.20|>", *"大野", "<|0.70|>"]


def test_a_prompt_comes_first_and_nothing_is_asked_of_it():
    found = written(Prompt("大野茂"))
    assert tokens(found)[:6] == ["<|startofprev|>", " ", *"大野茂", "<|startoftranscript|>"]
    assert set(found.targets[:5]) == {IGNORED}
    assert VOCABULARY.tokens[found.targets[5]] == "<|ja|>"


def test_what_was_said_before_goes_on_to_where_the_window_begins():
    before = Prompt("質疑終。", goes_on=True)
    assert tokens(written(before, kept=(1.6, 3.0)))[:9] == ["<|startofprev|>", " ", *"質疑終。はい、"]
    assert tokens(written(before))[:7] == ["<|startofprev|>", " ", *"質疑終。", "<|startoftranscript|>"]


def test_a_roster_is_the_same_wherever_the_window_begins():
    assert tokens(written(Prompt("大野茂"), kept=(1.6, 3.0)))[:5] == ["<|startofprev|>", " ", *"大野茂"]


def test_of_much_that_was_said_before_the_end_counts():
    assert Prompt("質" * LONGEST, goes_on=True).until("はい、") == "質" * (LONGEST - 3) + "はい、"


def test_a_name_is_found_in_the_prompt_also_behind_a_cut():
    prompt = Prompt("終、大野茂", (Name("大野", "茂"),))
    for kept in ((0.0, 3.0), (1.6, 3.0)):
        found = written(prompt, kept)
        copied = [(found.targets[after], found.tokens[told]) for after, told in found.copies]
        assert copied == [(VOCABULARY.number[letter],) * 2 for letter in "大野"]


def test_where_nobody_speaks_that_is_all_there_is_to_say():
    found = write_nothing(VOCABULARY, timed=True)
    assert tokens(found) == ["<|startoftranscript|>", "<|ja|>", "<|transcribe|>"]
    assert [VOCABULARY.tokens[target] for target in found.targets[::2]] == ["<|nospeech|>", "<|endoftext|>"]
