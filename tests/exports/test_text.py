from dataclasses import replace

import pytest

from exports import text
from minutes.domain.errors import OutsideCharacterSet
from tests.exports.sample import marked, meeting


def body(rendered: bytes, encoding: str = "utf-8") -> list[str]:
    return rendered.decode(encoding).split(text.RULE)[1].strip("\r\n").splitlines()


def test_a_speech_opens_with_its_speaker_and_goes_on_with_one_space():
    lines = body(text.render(meeting()))
    assert lines[1].startswith("○議長（大野茂君）　おはようございます。")
    assert lines[2] == "　本日の議事日程は、お手元に配付したとおりであります。"
    assert "○話者５　そのとおり。" in lines


def test_the_head_names_meeting_day_and_people_and_the_foot_the_models():
    rendered = text.render(meeting()).decode()
    assert rendered.startswith(
        "　　　令和６年第４回青葉町議会定例会会議録（第２日）（粗原稿）\n　　　令和６年12月10日（火曜日）\n"
    )
    assert "\n　10番　大野茂君（議長）\n" in rendered
    assert "\n　音声認識モデル　whisper-trial（リビジョン 2）\n" in rendered


def test_cp932_reads_back_the_same_with_windows_line_ends():
    utf8, windows = text.render(meeting()), text.render(meeting(), encoding="cp932")
    assert windows.decode("cp932").replace("\r\n", "\n") == utf8.decode()
    assert windows.count(b"\r\n") == utf8.count(b"\n")


def test_cp932_names_the_characters_it_cannot_hold():
    first, *rest = meeting().paragraphs
    strange = replace(meeting(), paragraphs=(replace(first, text="𠮷野議員"), *rest))
    with pytest.raises(OutsideCharacterSet, match=r"「𠮷」\(U\+20BB7\)1か所"):
        text.render(strange, encoding="cp932")


def test_what_people_have_marked_stands_in_brackets_and_the_head_warns():
    lines = body(text.render(marked(meeting())))
    assert lines[1].startswith(
        "○議長（大野茂君）　〔秘密会：おは〕〔発言取消し・秘密会：ようございます〕〔秘密会・要確認：。ただ〕"
    )
    assert lines[2].startswith("　本〔要確認：日〕〔発言取消し・要確認：の議〕〔発言取消し：事日〕程は")
    rendered = text.render(marked(meeting())).decode()
    assert (
        "【発言取消しと秘密会の印の付いた所を含みます。このまま公開しないでください。】" in rendered.split(text.RULE)[0]
    )
    assert rendered.endswith("\n［職員が付けた印］\n　発言取消し　2か所、秘密会　1か所、要確認　2か所\n")
    assert "公開しないでください" not in text.render(meeting()).decode()


def test_a_line_break_inside_a_paragraph_stays_inside_it():
    speech = meeting().paragraphs[1]
    minutes = replace(meeting(), paragraphs=(replace(speech, text="一つ。\n○二つ。"),))
    assert body(text.render(minutes)) == ["○議長（大野茂君）　一つ。", "　○二つ。"]
