"""The peers' figures side by side: the parts that run no model."""

from dataclasses import replace

import pytest

from benchmarks import answers, whisperx_home
from benchmarks.answers import Answer, Model, Question, Spent, said
from benchmarks.peers import NAMES, options
from benchmarks.process import Figures
from benchmarks.side_by_side import HEADS, Line, beside, line, ours_for, table, worse
from minutes.domain.speech import Turn, Word
from minutes.evaluation import Reference, Utterance

REFERENCE = Reference(
    (
        Utterance("日程第一、一般質問を行います。", "chair", "standing", 0.0, 3.0),
        Utterance("来年の三月までに設けます。", "mayor", "free", 4.0, 8.0),
    )
)
TEXT = (said("日程第一、一般質問を行います。", 0.0, 3.0, "A"), said("来年の五月までに設けます。", 4.0, 8.0, "B"))
TURNS = (Turn("A", 0.0, 3.0), Turn("B", 4.0, 8.0))
WHOLE = Figures(wall_s=60.0, cpu_s=50.0, anonymous_mib=600.0, out="")
OURS = Answer("", TEXT, TURNS, transcribing=Spent(30.0, 20.0), diarizing=Spent(20.0, 20.0))


def test_question_and_answer_come_through_a_file_unchanged(tmp_path):
    question = Question("meeting.ogg", None, Model("whisper", "/w"), Model("voices", "/v"), 7, 2)
    answers.ask(tmp_path / "question", question)
    assert answers.asked(tmp_path / "question") == question
    heard = (said("議長。", 0.5, 1.0, None, (Word("議長。", 0.5, 1.0, 0.9),)),)
    for answer in (OURS, Answer("words", heard), Answer("turns", turns=TURNS)):
        answers.write(tmp_path / "answer", answer)
        assert answers.read(tmp_path / "answer") == answer


def test_whoever_does_both_has_every_figure():
    found = line("ours", OURS, WHOLE, REFERENCE, None)
    assert (found.cer, found.standing, found.free) == (1 / 25, 0.0, 1 / 12)
    assert (found.missed_s, found.invented, found.attribution) == (0.0, 0, 0.0)
    assert (found.der, found.voices_found, found.voices) == (0.0, 2, 2)


def test_who_only_writes_has_no_voices_and_who_only_tells_voices_apart_no_text():
    written = line("batched", Answer("", TEXT), WHOLE, REFERENCE, None)
    assert written.cer == 1 / 25
    assert (written.der, written.voices, written.attribution) == (None, None, None)
    told = line("stock", Answer("", turns=TURNS), WHOLE, REFERENCE, None)
    assert told.der == 0.0
    assert (told.cer, told.free, told.missed_s, told.invented, told.attribution) == (None,) * 5


def test_better_known_turns_are_preferred_to_those_of_the_sentences():
    assert line("stock", Answer("", turns=TURNS), WHOLE, REFERENCE, (Turn("x", 0.0, 3.0),)).voices == 1


def test_a_peer_is_compared_with_what_ours_took_for_the_same_work():
    assert ours_for(Answer("", TEXT), OURS, WHOLE) == Spent(40.0, 30.0)  # without telling voices apart
    assert ours_for(Answer("", turns=TURNS), OURS, WHOLE) == Spent(30.0, 30.0)  # without transcribing
    assert ours_for(Answer("", TEXT, TURNS), OURS, WHOLE) == Spent(60.0, 50.0)
    found = beside(line("batched", Answer("", TEXT), WHOLE, REFERENCE, None), Spent(40.0, 100.0))
    assert (found.wall_ratio, found.cpu_ratio) == (1.5, 0.5)


def test_the_table_has_a_cell_under_every_head_and_a_dash_for_what_is_not_known():
    whole = line("ours", OURS, WHOLE, REFERENCE, None)
    told = beside(line("stock", Answer("", turns=TURNS), WHOLE, REFERENCE, None), Spent(30.0, 25.0))
    rows = list(table([whole, told]))
    assert {row.count("|") for row in rows} == {len(HEADS) + 1}
    first, second = ([cell.strip() for cell in row.split("|")[1:-1]] for row in rows[2:])
    assert first[:4] == ["この製品", "4.0%", "0.0%", "8.3%"]
    assert first[-4:] == ["60.0 s", "50.0 s", "600 MiB", "—"]
    assert second[:7] == ["pyannote 標準", "—", "—", "—", "—", "—", "—"]
    assert second[7:9] == ["0.0%", "2/2"]
    assert second[-1] == "2.00／2.00"


GOOD = Line("ours", "", 60.0, 50.0, 600.0, 0.08, 0.05, 0.15, 1.0, 0, 0.01, 0.10, 6, 6)
SAME = replace(GOOD, peer="whisperx", wall_ratio=1.0, cpu_ratio=1.0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cer": 0.079}, "文字の誤り率（全部）が高い：8.0%、相手は 7.9%"),
        ({"standing": 0.0}, "文字の誤り率（定型の文）が高い：5.0%、相手は 0.0%"),
        ({"free": 0.1}, "文字の誤り率（自由な文）が高い：15.0%、相手は 10.0%"),
        ({"missed_s": 0.5}, "文にならなかった発話が長い：1.0 s、相手は 0.5 s"),
        ({"attribution": 0.0}, "別の人の発言とされた字が多い：1.0%、相手は 0.0%"),
        ({"der": 0.05}, "話者の誤り率（DER）が高い：10.0%、相手は 5.0%"),
        ({"wall_ratio": 0.5}, "時間がかかる：同じ仕事に 2.00 倍"),
        ({"cpu_ratio": 0.8}, "演算がかかる：同じ仕事に 1.25 倍"),
        ({"memory_mib": 500.0}, "メモリーを多く使う：600 MiB、相手は 500 MiB"),
    ],
)
def test_each_figure_that_is_worse_is_said(change, told):
    assert worse([GOOD, replace(SAME, **change)]) == (f"この製品はWhisperXより{told}",)


def test_invented_text_and_a_wrong_number_of_voices_are_said():
    ours = replace(GOOD, invented=12, voices_found=4)
    assert worse([ours, replace(SAME, voices_found=7)]) == (
        "この製品はWhisperXより話していない所に書いた字が多い：12字、相手は 0字",
        "この製品はWhisperXより声の数が外れている：4人、相手は 7人",
    )


def test_equal_figures_and_differences_too_small_for_the_table_are_not():
    assert worse([GOOD, SAME]) == ()
    assert worse([GOOD, replace(SAME, cer=0.07996, der=0.0999)]) == ()


def test_memory_is_compared_only_where_both_do_everything():
    alone = Line("batched", "", 20.0, 20.0, 300.0, 0.09, 0.06, 0.16, 2.0, 0, wall_ratio=1.1, cpu_ratio=1.1)
    assert worse([GOOD, alone]) == ()


def test_without_the_roster_only_the_text_is_compared():
    plain = Line("unhinted", "", 90.0, 90.0, 900.0, 0.09, 0.05, 0.17, 1.0, 0, wall_ratio=1.0, cpu_ratio=1.0)
    assert worse([GOOD, plain, replace(SAME, cer=0.085, free=0.15)]) == (
        "この製品・名簿なしはWhisperXより文字の誤り率（全部）が高い：9.0%、相手は 8.5%",
        "この製品・名簿なしはWhisperXより文字の誤り率（自由な文）が高い：17.0%、相手は 15.0%",
    )


def test_the_environment_is_not_made_again_while_the_pins_are_the_same(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    (tmp_path / "installed.txt").write_text(whisperx_home.wanted(), encoding="utf-8")
    assert whisperx_home.python(tmp_path) == tmp_path / "bin" / "python"


def test_only_known_peers_are_asked_and_by_default_all():
    assert options([]).only == list(NAMES)
    assert options(["--only", "ours,stock"]).only == ["ours", "stock"]
    with pytest.raises(SystemExit):
        options(["--only", "ours,somebody"])
