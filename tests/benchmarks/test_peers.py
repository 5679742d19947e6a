"""The peers' figures side by side: the parts that run no model."""

import json
import subprocess
from dataclasses import replace

import pytest

from benchmarks.peers import answers, whisperx_home
from benchmarks.peers.__main__ import SAMPLE, main, options
from benchmarks.peers.answers import Answer, Model, Question, Spent, said
from benchmarks.peers.asking import VARIED, command, comparable, in_turn, run_all
from benchmarks.peers.listeners import PEERS, window
from benchmarks.peers.side_by_side import HEADS, NAMES, beside, entry, middle, ours_for, table
from benchmarks.process import Figures
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
QUESTION = Question("meeting.ogg", None, Model("whisper", "/w"), Model("voices", "/v"), 7, 2)


def test_question_and_answer_come_through_a_file_unchanged(tmp_path):
    for question in (QUESTION, replace(QUESTION, embedding_batch_size=1)):
        answers.ask(tmp_path / "question", question)
        assert answers.asked(tmp_path / "question") == question
    heard = (said("議長。", 0.5, 1.0, None, (Word("議長。", 0.5, 1.0, 0.9),)),)
    for answer in (OURS, Answer("words", heard), Answer("turns", turns=TURNS)):
        answers.write(tmp_path / "answer", answer)
        assert answers.read(tmp_path / "answer") == answer


def test_whoever_does_both_has_every_figure():
    found = entry("ours", OURS, WHOLE, REFERENCE, None)
    assert (found.cer, found.standing, found.free) == (1 / 25, 0.0, 1 / 12)
    assert (found.missed_s, found.invented, found.attribution) == (0.0, 0, 0.0)
    assert (found.der, found.voices_found, found.voices) == (0.0, 2, 2)


def test_who_only_writes_has_no_voices_and_who_only_tells_voices_apart_no_text():
    written = entry("batched", Answer("", TEXT), WHOLE, REFERENCE, None)
    assert written.cer == 1 / 25
    assert (written.der, written.voices, written.attribution) == (None, None, None)
    told = entry("stock", Answer("", turns=TURNS), WHOLE, REFERENCE, None)
    assert told.der == 0.0
    assert (told.cer, told.free, told.missed_s, told.invented, told.attribution) == (None,) * 5


def test_better_known_turns_are_preferred_to_those_of_the_sentences():
    assert entry("stock", Answer("", turns=TURNS), WHOLE, REFERENCE, (Turn("x", 0.0, 3.0),)).voices == 1


def test_a_peer_is_compared_with_what_ours_took_for_the_same_work():
    assert ours_for(Answer("", TEXT), OURS, WHOLE) == Spent(40.0, 30.0)  # without telling voices apart
    assert ours_for(Answer("", turns=TURNS), OURS, WHOLE) == Spent(30.0, 30.0)  # without transcribing
    assert ours_for(Answer("", TEXT, TURNS), OURS, WHOLE) == Spent(60.0, 50.0)
    found = beside(entry("batched", Answer("", TEXT), WHOLE, REFERENCE, None), Spent(40.0, 100.0))
    assert (found.wall_ratio, found.cpu_ratio) == (1.5, 0.5)


def test_the_table_has_a_cell_under_every_head_and_a_dash_for_what_is_not_known():
    whole = entry("ours", OURS, WHOLE, REFERENCE, None)
    told = beside(entry("stock", Answer("", turns=TURNS), WHOLE, REFERENCE, None), Spent(30.0, 25.0))
    rows = list(table([whole, told]))
    assert {row.count("|") for row in rows} == {len(HEADS) + 1}
    first, second = ([cell.strip() for cell in row.split("|")[1:-1]] for row in rows[2:])
    assert first[:4] == ["この製品", "4.0%", "0.0%", "8.3%"]
    assert first[-4:] == ["60.0 s", "50.0 s", "600 MiB", "—"]
    assert second[:7] == ["pyannote 標準", "—", "—", "—", "—", "—", "—"]
    assert second[7:9] == ["0.0%", "2/2"]
    assert second[-1] == "2.00／2.00"


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


def test_a_folder_that_is_no_meeting_is_refused_before_the_work(tmp_path, capsys):
    with pytest.raises(SystemExit):
        options([str(tmp_path)])
    assert "no meeting.ogg and no reference.json" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        options(["--runs", "0"])


def test_who_is_asked_otherwise_is_answered_by_the_same_listener(tmp_path):
    for peer in set(NAMES) - {"whisperx", "whisperx-30"}:
        assert command(peer, tmp_path / "q", tmp_path / "a")[3] in PEERS
    assert command("stock-1", tmp_path / "q", tmp_path / "a")[3] == "stock"
    assert set(VARIED) < set(NAMES)


def test_whoever_would_do_the_same_again_is_left_out():
    assert comparable(QUESTION, hinted=True) == tuple(NAMES)
    assert set(NAMES) - set(comparable(QUESTION, hinted=False)) == {"unhinted"}
    whole = comparable(replace(QUESTION, window_s=30), hinted=True)
    assert set(NAMES) - set(whole) == {"sequential-30", "batched-30", "whisperx-30"}


def test_the_zeros_that_faster_whisper_fills_a_window_up_with_are_named():
    assert "少なくとも 77% を faster-whisper は零で埋める" in window(7)
    assert "既定" in window(30)
    assert "%" not in window(30)


def test_everybody_begins_once():
    assert list(in_turn("abc", 3)) == [*"abc", *"bca", *"cab"]
    assert list(in_turn((), 2)) == []


def test_of_several_runs_the_medians_are_shown():
    slow, cold = (Figures(wall_s, cpu_s, mib, "") for wall_s, cpu_s, mib in ((90.0, 51.0, 500.0), (61.0, 80.0, 700.0)))
    late = replace(OURS, transcribing=Spent(50.0, 21.0), diarizing=Spent(21.0, 50.0))
    answer, figures = middle([(OURS, WHOLE), (late, slow), (late, cold)])
    assert (figures.wall_s, figures.cpu_s, figures.anonymous_mib) == (61.0, 51.0, 600.0)
    assert (answer.transcribing, answer.diarizing) == (Spent(50.0, 21.0), Spent(21.0, 50.0))
    assert middle([(Answer("", TEXT), WHOLE)]) == (Answer("", TEXT), WHOLE)


def test_who_fails_is_named_and_not_run_again_and_the_others_are():
    asked = []

    def hear(peer):
        asked.append(peer)
        if peer == "batched":
            raise SystemExit("ended with 1")
        if peer == "whisperx":
            raise subprocess.CalledProcessError(1, "pip")
        return OURS, WHOLE

    found, failed = run_all(("batched", "ours", "whisperx"), 2, hear)
    assert list(found) == ["ours"]
    assert asked == ["batched", "ours", "whisperx", "ours"]
    assert [sentence.partition("（")[0] for sentence in failed] == [
        "faster-whisper 一括は動かせませんでした",
        "WhisperXは動かせませんでした",
    ]


def test_an_error_of_ours_is_told_with_a_code_and_nothing_is_said_to_be_no_worse(tmp_path, capfd):
    """Of an empty recording, with real processes."""
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    (meeting / "meeting.ogg").touch()
    (meeting / "reference.json").write_bytes((SAMPLE / "reference.json").read_bytes())
    arguments = [str(meeting), "--only", "ours", "--json", str(tmp_path / "peers.json")]
    assert main(arguments) == 1
    out = capfd.readouterr().out
    assert "この製品は動かせませんでした" in out
    assert "比べていません（この製品の結果がありません）" in out
    assert "表に出る差では" not in out
    (told,) = json.loads((tmp_path / "peers.json").read_text(encoding="utf-8"))["meetings"]
    assert told["worse"] is None
    assert "WhisperX" in told["uncompared"]
