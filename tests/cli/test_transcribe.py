"""`minutes transcribe` as a person runs it."""

import json
import shutil
import signal
import time
import wave
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from rich.console import Console

from benchmarks.degraded import SPEECHLESS
from exports import draft_json
from minutes.audio import decode
from minutes.cli.transcribe import date_from, speaker_range, tell, voices_from
from minutes.domain.errors import BadOption
from minutes.domain.meeting import Member, Roster
from minutes.domain.speech import Span
from minutes.store.files import Files
from tests.conftest import SAMPLE, Command
from tests.exports.sample import meeting


def test_of_a_data_folder_that_was_named_only_that_folder_is_said_to_lack_models(finished):
    """The usual one may have them: `make demo` keeps its work, and models, to a folder of its own."""
    command = ("transcribe", SAMPLE / "meeting.ogg", "-o", "named.txt", "--roster", SAMPLE / "roster.csv")
    run = finished(*command, "--data", finished.data)
    assert run.returncode == 0, run.stderr
    assert f"「{finished.data}」では、いま入っているのは試用の小さなモデルだけです。" in run.stdout


def test_a_meeting_becomes_a_word_file_that_names_its_models_and_what_it_missed(finished):
    """Every stage is an artefact by now, so this only writes."""
    run = finished(
        *("transcribe", SAMPLE / "meeting.ogg", "-o", "会議録 案.docx", "--title", "令和７年第３回青葉町議会定例会"),
        *("--date", "2025-06-10", "--roster", SAMPLE / "roster.csv", "--voice", "1=大野茂"),
    )
    assert run.returncode == 0, run.stderr
    assert "できました：会議録 案.docx" in run.stdout
    assert "whisper-trial@" in run.stdout
    assert "diarization-trial@" in run.stdout
    assert "いま入っているのは試用の小さなモデルだけです" in run.stdout
    text = "\n".join(paragraph.text for paragraph in Document(finished.folder / "会議録 案.docx").paragraphs)
    assert "令和７年６月10日（火曜日）" in text
    assert "○議長（大野茂君）　" in text
    assert "whisper-trial@" in text


@pytest.mark.parametrize("ending", [".txt", ".vtt", ".json"])
def test_the_ending_chooses_the_format(finished, ending):
    out = finished.folder / f"draft-as{ending}"
    run = finished("transcribe", SAMPLE / "meeting.ogg", "-o", out, "--roster", SAMPLE / "roster.csv")
    assert run.returncode == 0, run.stderr
    assert out.read_bytes()


def test_every_word_heard_is_in_the_draft_once_and_in_a_paragraph(finished):
    minutes = draft_json.read((finished.folder / "draft.json").read_bytes())
    words = [word for paragraph in minutes.paragraphs for word in paragraph.words]
    assert len(words) > 100
    assert all(
        "".join(word.text for word in paragraph.words).strip() == paragraph.text for paragraph in minutes.paragraphs
    )


def test_who_speaks_is_told_apart_once(transcribed, tmp_path):
    """What the networks made of the sound is not even asked for again."""
    folder = shutil.copytree(transcribed, tmp_path / "desk")
    voices = folder / "data" / "artefacts" / "voices"
    shutil.rmtree(voices)
    command = Command(folder / "data", folder)
    run = command("transcribe", SAMPLE / "meeting.ogg", "-o", "again.json", "--roster", SAMPLE / "roster.csv")
    assert run.returncode == 0, run.stderr
    assert not voices.exists()
    assert (folder / "again.json").read_bytes() == (folder / "draft.json").read_bytes()


def test_a_draft_that_somebody_may_have_corrected_is_not_overwritten(finished):
    before = (finished.folder / "draft.json").read_bytes()
    run = finished("transcribe", SAMPLE / "meeting.ogg", "-o", "draft.json")
    assert run.returncode == 2
    assert "--force" in run.stderr
    assert (finished.folder / "draft.json").read_bytes() == before


def test_stopped_by_ctrl_c_it_says_that_it_can_go_on(command):
    process = command.start("transcribe", SAMPLE / "meeting.ogg", start_new_session=True)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "続きから始めます" in err
    assert "Traceback" not in err
    assert list(command.folder.iterdir()) == []


@pytest.mark.parametrize("sound", SPEECHLESS)
def test_where_nobody_speaks_it_says_so_and_leaves_nothing(command, sound):
    path = command.folder / "録音.wav"
    write_wav(path, SPEECHLESS[sound](30.0))
    run = command("transcribe", path)
    assert run.returncode == 2
    assert "発言を聞き取れませんでした" in run.stderr
    assert [each.name for each in command.folder.iterdir()] == ["録音.wav"]
    assert kept(command) == []


BAD = {
    "empty file": (b"", "録音.mp3"),
    "text renamed": ("本日の会議\n".encode() * 500, "録音.mp3"),
    "0.2 s": (None, "短い.wav"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_recordings_end_with_a_sentence_and_change_nothing(command, case):
    content, name = BAD[case]
    path = command.folder / name
    if content is None:
        write_wav(path, np.zeros(3200, np.int16))
    else:
        path.write_bytes(content)
    run = command("transcribe", path)
    assert run.returncode == 2
    assert f"録音「{name}」を読み込めません" in run.stderr
    assert "Traceback" not in run.stderr
    assert list(command.folder.iterdir()) == [path]
    assert kept(command) == []


def test_a_roster_with_wrong_columns_is_refused_before_the_work(command):
    roster = command.folder / "名簿.csv"
    roster.write_text("ID,メール\n1,a@example.jp\n")
    run = command("transcribe", SAMPLE / "meeting.ogg", "--roster", roster)
    assert run.returncode == 2
    assert "席番号,職,氏名,よみ" in run.stderr
    assert kept(command) == []


def test_what_to_look_at_in_a_roster_is_told_before_the_work(command):
    (command.folder / "名簿.csv").write_bytes("氏名\n大野茂\n大野茂\n".encode("cp932"))
    run = command("transcribe", SAMPLE / "meeting.ogg", "-o", "ない/会議.docx", "--roster", "名簿.csv")
    assert "「名簿.csv」は、Shift_JIS（cp932）の文字コードとして読みました。" in run.stdout
    assert "「名簿.csv」：名簿に氏名「大野茂」が2回あります。" in run.stdout


def test_an_output_that_cannot_be_written_is_refused_before_the_work(command):
    run = command("transcribe", SAMPLE / "meeting.ogg", "-o", "ない/会議.docx")
    assert run.returncode == 2
    assert "書き込めません" in run.stderr
    assert kept(command) == []


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_model_is_refused_before_the_work(command, damage):
    """A real model's place holding something else: never silently replaced by the small bundled one."""
    folder = command.data / "models" / "large-v3-turbo"
    folder.mkdir(parents=True)
    if damage == "changed":
        (folder / "model.bin").write_bytes(b"not what was downloaded")
    run = command("transcribe", SAMPLE / "meeting.ogg")
    assert run.returncode == 2
    assert "モデル「large-v3-turbo」が壊れています" in run.stderr
    assert "minutes models pull large-v3-turbo" in run.stderr
    assert kept(command) == []


@pytest.mark.parametrize("name", ["第４回 定例会（午前）.ogg", "a b  c.ogg", "議" * 80 + ".ogg"])
def test_any_file_name_will_do(finished, name):
    path = finished.folder / name
    path.write_bytes((SAMPLE / "meeting.ogg").read_bytes())
    run = finished("transcribe", path, "--roster", SAMPLE / "roster.csv")
    assert run.returncode == 0, run.stderr
    assert (finished.folder / Path(name).with_suffix(".docx").name).exists() or len(name.encode()) > 200


def test_a_name_of_300_characters_is_no_file_and_no_traceback(command):
    run = command("transcribe", "議" * 300 + ".ogg")
    assert run.returncode == 2
    assert "を読み込めません" in run.stderr
    assert "Traceback" not in run.stderr


def test_one_microphone_each_is_attributed_by_channel(command):
    """The sample as three microphones would have recorded it: every voice on its own channel, faint on the others."""
    mixed = decode(SAMPLE / "meeting.ogg", Files(command.data / "once"), on_progress=lambda share: None).samples[:]
    sentences = json.loads((SAMPLE / "reference.json").read_text())["sentences"]
    sentences = [sentence for sentence in sentences if sentence["end_s"] < 75]
    voices = list(dict.fromkeys(sentence["voice"] for sentence in sentences))
    channels = np.tile(mixed[: 75 * 16000, None] // 6, (1, len(voices)))
    for sentence in sentences:
        spoken = slice(round(sentence["start_s"] * 16000), round(sentence["end_s"] * 16000))
        channels[spoken, voices.index(sentence["voice"])] = mixed[spoken]
    write_wav(command.folder / "マイク.wav", channels)
    run = command("transcribe", "マイク.wav", "--microphones", "-o", "draft.json")
    assert run.returncode == 0, run.stderr
    minutes = draft_json.read((command.folder / "draft.json").read_bytes())
    assert minutes.provenance.diarization_model == "microphones"
    assert [voice.label for voice in minutes.provenance.voices] == [f"S{n + 1}" for n in range(len(voices))]
    answer = next(sentence for sentence in sentences if sentence["text"].startswith("森下議員の御質問"))
    (paragraph,) = [each for each in minutes.paragraphs if each.start_s <= answer["start_s"] + 1 <= each.end_s]
    assert paragraph.voice == f"S{voices.index(answer['voice']) + 1}"


def test_a_wrong_environment_setting_is_a_sentence(command):
    run = command("doctor", MINUTES_THREADS="たくさん")
    assert run.returncode == 2
    assert "環境変数 MINUTES_THREADS の「たくさん」" in run.stderr


def test_a_name_for_a_voice_that_is_not_there_is_told(finished):
    out = finished.folder / "[案].txt"
    run = finished(
        "transcribe", SAMPLE / "meeting.ogg", "-o", out, "--roster", SAMPLE / "roster.csv", "--voice", "40=林"
    )
    assert run.returncode == 0, run.stderr
    assert "--voice の 40=林 に当たる話者はいませんでした" in run.stdout
    assert "[案].txt" in run.stdout


def test_comments_and_voice_prints_are_asked_for(finished):
    said = ("transcribe", SAMPLE / "meeting.ogg", "--roster", SAMPLE / "roster.csv")
    assert finished(*said, "-o", "plain.docx", "--no-comments").returncode == 0
    assert not list(Document(finished.folder / "plain.docx").comments)
    assert finished(*said, "-o", "prints.json", "--voice-prints").returncode == 0
    prints, draft = (
        draft_json.read((finished.folder / name).read_bytes()).provenance.voices
        for name in ("prints.json", "draft.json")
    )
    assert any(voice.print for voice in prints)
    assert not any(voice.print for voice in draft)


def test_one_channel_is_not_one_microphone_each(command):
    run = command("transcribe", SAMPLE / "meeting.ogg", "--microphones")
    assert run.returncode == 2
    assert "チャンネルが1つしかない" in run.stderr
    assert "文字に起こす" not in run.stdout  # refused before the long work
    assert kept(command) == []


def test_a_path_that_climbs_out_writes_only_where_one_stands(finished):
    run = finished("transcribe", finished.folder / ".." / finished.folder.name / ".." / "x.ogg")
    assert run.returncode == 2
    assert "録音「x.ogg」を読み込めません" in run.stderr


def test_many_places_are_counted_where_only_some_are_named():
    twelve = tuple(Span(60.0 * minute, 60.0 * minute + 2) for minute in range(12))
    minutes = meeting()
    minutes = replace(minutes, provenance=replace(minutes.provenance, unheard=twelve, missing=twelve[:10]))
    console = Console(record=True, width=200)
    tell(console, minutes, Path("会議.docx"))
    said = console.export_text()
    assert "計 24 秒（0:00:00、" in said
    assert "0:09:00 ほか2か所）" in said
    assert "0:09:00）" in said  # all ten that are missing are named


def test_where_there_is_text_at_every_moment_it_is_not_said_that_nothing_is_missing():
    """Words under another's voice may be: only a reference tells, and `evaluate` counts them as 抜けた発言."""
    minutes = meeting()
    console = Console(record=True, width=200)
    tell(console, replace(minutes, provenance=replace(minutes.provenance, unheard=())), Path("会議.docx"))
    said = console.export_text()
    assert "声があるのに文字のない所は見つかりませんでした。重なった声の言葉が抜けていないか" in said
    assert "抜けた発言" not in said


def test_speakers_are_given_as_a_number_or_a_range():
    assert speaker_range(None) == (None, None)
    assert speaker_range("5") == (5, 5)
    assert speaker_range("3-8") == (3, 8)
    for wrong in ("", "8-3", "0", "三", "3-", "-3", "51"):
        with pytest.raises(BadOption, match="--speakers"):
            speaker_range(wrong)


def test_voices_are_named_from_the_roster_or_as_they_stand():
    chair = Member("大野茂", role="議長", seat=12)
    assert voices_from(["1=大野　茂", "02=傍聴人"], Roster((chair,))) == {"S1": chair, "S2": Member("傍聴人")}
    for wrong in (["大野茂"], ["=大野茂"], ["1="], ["S1=大野茂"], ["1=林", "01=森"], ["1=大野"]):
        with pytest.raises(BadOption, match="--voice"):
            voices_from(wrong, Roster((chair,)))


@pytest.mark.parametrize(
    "value",
    ["2026-12-10", "2026/12/10", "2026年12月10日", "令和8年12月10日", "令和８年１２月１０日", "R8.12.10", "r8/12/10"],
)
def test_a_day_is_written_as_people_write_it(value):
    assert date_from(value) == date(2026, 12, 10)


@pytest.mark.parametrize("value", ["", "12月10日", "2026-13-10", "令和8年2月30日", "昭和8年1月1日", "20261210"])
def test_what_is_no_day_is_said(value):
    with pytest.raises(BadOption, match="--date"):
        date_from(value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("transcribe",), "録音を指定してください"),
        (("transcribe", "a.mp3", "--titel", "x"), "「--titel」という指定はありません"),
        (("evaluate", "a", "b"), "コマンドの書き方が正しくありません"),
        (("transcribe", "a.mp3", "--device", "gpu"), "--deviceの値が正しくありません"),
    ],
)
def test_a_command_line_that_cannot_be_understood_is_answered_in_japanese(command, arguments, said):
    run = command(*arguments)
    assert run.returncode == 2
    assert said in run.stderr
    assert f"`minutes {arguments[0]} --help`" in run.stderr


def test_the_draft_of_a_trial_model_says_so_on_its_first_page(finished):
    document = Document(finished.folder / "会議録 案.docx")
    assert "試用の小さなモデルで作りました" in "\n".join(paragraph.text for paragraph in document.paragraphs[:5])


def write_wav(path, samples):
    """int16 (samples,) or (samples, channels) at 16 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(np.asarray(samples, "<i2").tobytes())


def kept(command):
    """Files of work left in the data folder."""
    return [path for path in (command.data / "artefacts").rglob("*") if path.is_file()]
