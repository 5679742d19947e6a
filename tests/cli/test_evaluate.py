"""`minutes evaluate`: a recording against what was really said."""

from tests.conftest import SAMPLE

SAID = ("evaluate", "--audio", SAMPLE / "meeting.ogg", "--roster", SAMPLE / "roster.csv")


def test_every_figure_is_told(finished):
    run = finished(*SAID, "--reference", SAMPLE / "reference.json", "--rttm", SAMPLE / "meeting.rttm")
    assert run.returncode == 0, run.stderr
    for figure in ("（a）", "（b）", "（c）", "DER", "別の人の発言とされた文字", "文にならなかった発話", "声の数"):
        assert figure in run.stdout
    assert "whisper-first@" in run.stdout


def test_a_plain_text_is_reference_enough_for_the_characters(finished):
    text = finished.folder / "正解.txt"
    text.write_text("ただいまから、令和七年第二回青葉町議会定例会を開会いたします。\n", encoding="cp932")
    run = finished(*SAID, "--reference", text)
    assert run.returncode == 0, run.stderr
    assert "（b）" in run.stdout
    assert "DER" not in run.stdout


def test_against_its_own_draft_nothing_is_wrong_and_the_times_are_said_to_be_rough(finished):
    run = finished(*SAID, "--reference", finished.folder / "draft.json")
    assert run.returncode == 0, run.stderr
    wrong = next(line for line in run.stdout.splitlines() if "別の人の発言とされた文字" in line)
    assert " 0.0%" in wrong
    assert "目安です" in run.stdout
    run = finished(*SAID, "--reference", finished.folder / "draft.json", "--rttm", SAMPLE / "meeting.rttm")
    assert "目安です" not in run.stdout


def test_a_reference_that_cannot_be_read_is_said_before_the_work(command):
    run = command(*SAID, "--reference", SAMPLE / "meeting.ogg")
    assert run.returncode == 2
    assert "正解データ「meeting.ogg」を読み込めません" in run.stderr
    assert not (command.data / "artefacts").exists()
