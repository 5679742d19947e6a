from dataclasses import replace

from exports.about import about
from exports.notation import Notation
from minutes.domain.speech import Span
from tests.exports.sample import meeting


def lines(minutes, heading: str) -> tuple[str, ...]:
    return next(section.lines for section in about(minutes, Notation()) if section.heading == heading)


def test_models_and_coverage_are_told():
    origin = lines(meeting(), "来歴")
    assert "音声認識モデル\twhisper-trial（リビジョン 2）" in origin
    assert "話者識別モデル\tdiarization-trial（リビジョン 2）" in origin
    assert "声のあった時間\t0:02:00（うち文字にならなかった時間 0:00:04）" in origin


def test_every_stretch_of_speech_without_text_is_listed_with_its_time():
    assert lines(meeting(), "文字にならなかった発言") == ("0:00:01～0:00:03\t2.7秒", "0:01:35～0:01:37\t1.5秒")
    heard = replace(meeting(), provenance=replace(meeting().provenance, unheard=()))
    (nothing,) = lines(heard, "文字にならなかった発言")
    assert nothing.startswith("ありません")


def test_stretches_where_the_file_is_broken_are_listed_where_there_are_any():
    broken = replace(meeting(), provenance=replace(meeting().provenance, missing=(Span(3600.0, 3612.5),)))
    assert lines(broken, "音の読めなかった所") == ("1:00:00～1:00:12\t12.5秒",)
    assert "音の読めなかった所" not in [section.heading for section in about(meeting(), Notation())]


def test_unnamed_voices_come_with_the_way_to_name_them_all_at_once():
    voices = lines(meeting(named=False), "話者")
    assert voices[0] == "○話者１\t計 0:00:37\t最初の発言 0:00:06"
    assert "「○話者１　」を「○議長（氏名君）　」" in voices[-1]


def test_a_draft_without_speech_says_so():
    assert lines(replace(meeting(), paragraphs=()), "話者") == ("発言はありません。",)
