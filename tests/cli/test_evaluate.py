"""`minutes evaluate`: a recording, or a folder of them, against what was really said."""

import json
import shutil
from dataclasses import replace

import pytest

from minutes.cli.measure import Done
from minutes.models import Shelf, Task
from minutes.workshop import Work
from tests.conftest import SAMPLE

COMMITTEE = SAMPLE.parents[2] / "build" / "committee"
"""Forty minutes, made by `make soak` (training/committee.py)."""
SAID = ("evaluate", "--audio", SAMPLE / "meeting.ogg", "--roster", SAMPLE / "roster.csv")


def test_every_figure_is_told(finished):
    run = finished(*SAID, "--reference", SAMPLE / "reference.json", "--rttm", SAMPLE / "meeting.rttm")
    assert run.returncode == 0, run.stderr
    for figure in ("（a）", "（b）", "（c）", "DER", "別の人の発言とされた文字", "抜けた発言", "声の数"):
        assert figure in run.stdout
    assert "whisper-trial@" in run.stdout
    assert "音声認識と話者識別に、付属の試用の小さなモデルを使いました" in run.stdout


def test_a_model_that_was_not_used_is_not_named_as_a_trial_one(tmp_path):
    shelf = Shelf(tmp_path)
    both = Work(shelf.choose(Task.RECOGNITION), shelf.choose(Task.DIARIZATION))
    assert Done(()).measurement(both).trial_models == (both.recogniser.identity, both.diarizer.identity)
    assert Done(()).measurement(replace(both, microphones=True)).trial_models == (both.recogniser.identity,)


def test_a_plain_text_is_reference_enough_for_the_characters(finished):
    text = finished.folder / "正解.txt"
    text.write_text("ただいまから、令和七年第二回青葉町議会定例会を開会いたします。\n", encoding="cp932")
    roster = finished.folder / "名簿.csv"
    roster.write_text((SAMPLE / "roster.csv").read_text(), encoding="cp932")
    run = finished("evaluate", "--audio", SAMPLE / "meeting.ogg", "--roster", roster, "--reference", text)
    assert run.returncode == 0, run.stderr
    assert "（b）" in run.stdout
    assert "DER" not in run.stdout
    assert "「名簿.csv」は、Shift_JIS（cp932）の文字コードとして読みました。" in run.stdout


def test_a_draft_that_nobody_has_corrected_is_said_to_be_no_truth(finished):
    """It lies beside the recording as a person's reference would; nothing is wrong against it."""
    folder = finished.folder / "下書き"
    folder.mkdir()
    shutil.copy(SAMPLE / "meeting.ogg", folder / "会議.ogg")
    shutil.copy(SAMPLE / "roster.csv", folder)
    shutil.copy(finished.folder / "draft.json", folder / "会議.json")
    run = finished("evaluate", "下書き", "--report", "下書き.html", "--json", "下書き.json")
    assert run.returncode == 0, run.stderr
    wrong = next(line for line in run.stdout.splitlines() if "別の人の発言とされた文字" in line)
    assert " 0.0%" in wrong
    assert "正解：会議.json" in run.stdout
    warning = "正解の「会議.json」は、人が直していない機械の粗原稿（revision 0）です。"
    html = (finished.folder / "下書き.html").read_text()
    (meeting,) = json.loads((finished.folder / "下書き.json").read_text())["meetings"]
    assert warning in run.stdout
    assert html.index(warning) < html.index("録音ごとの成績")
    assert meeting["remark"].startswith(warning)
    assert meeting["reference"] == "会議.json"


def test_the_times_of_a_corrected_draft_are_said_to_be_rough(finished):
    draft = json.loads((finished.folder / "draft.json").read_text())
    draft["minutes"]["revision"] = 1
    corrected = finished.folder / "直した.json"
    corrected.write_text(json.dumps(draft))
    run = finished(*SAID, "--reference", corrected)
    assert "目安です" in run.stdout
    assert "revision 0" not in run.stdout
    run = finished(*SAID, "--reference", corrected, "--rttm", SAMPLE / "meeting.rttm")
    assert "目安です" not in run.stdout


def test_a_reference_that_cannot_be_read_is_said_before_the_work(command):
    run = command(*SAID, "--reference", SAMPLE / "meeting.ogg")
    assert run.returncode == 2
    assert "正解データ「meeting.ogg」を読み込めません" in run.stderr
    assert not (command.data / "artefacts").exists()


@pytest.fixture(scope="module")
def measured(finished):
    """A folder of meetings: the sample, one that is no recording, one without a reference."""
    folder = finished.folder / "会議"
    shutil.copytree(SAMPLE, folder / "九月")
    (folder / "壊れた.mp3").write_bytes(b"\x00" * 4000)
    (folder / "壊れた.txt").write_text("開会します。\n")
    (folder / "朝.wav").write_bytes(b"RIFF")
    run = finished("evaluate", "会議", "--report", "成績.html", "--json", "成績.json", "--with-sound")
    assert run.returncode == 0, run.stderr
    return run


def test_a_folder_is_measured_and_what_cannot_be_is_named_with_the_reason(measured):
    assert "DER" in measured.stdout
    assert "時刻のずれ" in measured.stdout
    assert "朝.wav：正解が見つからないので測りません" in measured.stdout
    assert "壊れた.mp3：録音「壊れた.mp3」を読み込めません" in measured.stdout


def test_the_page_and_the_json_are_written_with_what_was_measured(finished, measured):
    figures = json.loads((finished.folder / "成績.json").read_text())
    assert [one["name"] for one in figures["meetings"]] == ["九月/meeting.ogg"]
    assert {one["name"] for one in figures["skipped"]} == {"朝.wav", "壊れた.mp3"}
    assert figures["total"]["word_starts"]["compared"] > 0
    html = (finished.folder / "成績.html").read_text()
    assert "九月/meeting.ogg" in html
    assert "data:audio/mp4;base64," in html


def test_a_report_that_is_there_is_not_overwritten_unasked(finished, measured):
    run = finished("evaluate", "会議", "--report", "成績.html")
    assert run.returncode == 2
    assert "--force" in run.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "フォルダを指定するか"),
        (("--audio", "a.ogg"), "--reference の両方を"),
        ((".", "--rttm", "a.rttm"), "フォルダを指定するか"),
        (("nowhere",), "録音と正解を入れたフォルダを指定してください"),
        ((".",), "測れる録音がありません"),
        ((".", "--report", "a.pdf"), "終わりは .html に"),
        ((".", "--with-sound"), "--report"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_the_work(command, words, said):
    run = command("evaluate", *words)
    assert run.returncode == 2
    assert said in run.stderr
    assert not (command.data / "artefacts").exists()


def sentence(figures):
    """The figures of a report (JSON) for the report of the long runs."""
    total = figures["total"]
    kinds = ", ".join(f"{kind} {score['cer']:.1%}" for kind, score in total["by_kind"].items())
    voices, wrong = total["speakers"], total["attribution"]
    return (
        f"CER b {total['text']['plain']['cer']:.1%} ({kinds}); {total['missed_s']:.1f} s of speech without text, "
        f"{total['invented']} characters where nobody speaks; {wrong['error']:.1%} given to the wrong voice; "
        f"DER {voices['der']:.1%}, {voices['voices_found']} of {voices['voices']} voices; "
        f"{figures['recognition_model']}, {figures['diarization_model']}"
    )


def test_the_long_runs_report_can_tell_the_figures(finished, measured):
    told = sentence(json.loads((finished.folder / "成績.json").read_text()))
    assert told.startswith("CER b ")
    assert " of 6 voices; whisper-trial@" in told


@pytest.mark.soak
def test_the_long_meeting_is_heard_to_its_end(command, record_property):
    run = command("evaluate", COMMITTEE, "--report", "report.html", "--json", "figures.json")
    assert run.returncode == 0, run.stderr
    figures = json.loads((command.folder / "figures.json").read_text())
    record_property("result", sentence(figures))
    assert figures["skipped"] == []
    (meeting,) = figures["meetings"]
    assert meeting["recording_s"] > 38 * 60
    assert figures["total"]["speakers"]["voices"] == 8
    heard = [passage for passage in meeting["passages"] if passage["start_s"] > 30 * 60]
    assert any(mark == "same" for passage in heard for mark, _ in passage["heard"])
