import json
from pathlib import Path

import pytest

from exports import draft_json
from minutes.domain.errors import UnreadableReference
from minutes.domain.record import Kind
from minutes.domain.speech import Turn
from minutes.evaluation import Reference, SpokenWord, Utterance, read_reference, read_rttm
from minutes.roster import read_roster
from tests.exports.sample import meeting

SAMPLE = Path(__file__).parents[1] / "data/sample"

TIMED = (("ただ", 1.0, 1.4), ("いま", 1.8, 2.4), ("開く", 8.0, 9.0))

MINUTES = """\
　　　令和６年第４回青葉町議会定例会会議録（第２日）
出席議員（２名）
―――――――――――――――――――――――
○議長（大野　茂君）　これより本日の会議を開きます。
　　◎日程第１　一般質問
　１番、山田花子議員。
　　　　〔１番　山田花子君登壇〕
〇１番（山田花子君）通告に従い、質問します。
◯町長　お答えします。
　　　　（拍手）
―――――――――――――――――――――――
　地方自治法第123条第２項の規定により署名する。
"""


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_the_sample_meeting_says_who_said_what_and_when():
    reference = read_reference(SAMPLE / "reference.json")
    first = reference.utterances[0]
    assert (first.text, first.voice, first.kind) == ("皆さん、おはようございます。", "chair", "standing")
    assert first.member == "大野茂"
    assert first.words[0].text == "皆さん、"
    assert (first.words[0].start_s, first.words[-1].end_s) == pytest.approx((first.start_s, first.end_s), abs=0.002)
    roster = {member.name for member in read_roster(SAMPLE / "roster.csv").members}
    assert {one.member for one in reference.utterances} <= {*roster, None}


def test_every_turn_of_its_rttm_lies_in_a_sentence_of_that_voice():
    sentences = read_reference(SAMPLE / "reference.json").turns
    for turn in read_rttm(SAMPLE / "meeting.rttm"):
        assert any(
            one.voice == turn.voice and one.start_s - 0.01 < turn.start_s <= turn.end_s < one.end_s + 0.01
            for one in sentences
        )


def test_measured_words_are_read_and_the_times_of_a_draft_are_not_taken_for_them(written):
    words = [{"text": text, "start_s": start_s, "end_s": end_s} for text, start_s, end_s in TIMED]
    said = {"text": "ただいま開く", "start_s": 1, "end_s": 9, "words": words, "member": ""}
    (one,) = read_reference(written("a.json", json.dumps({"sentences": [said]}))).utterances
    assert one.words == tuple(SpokenWord(*word) for word in TIMED)
    assert one.member is None
    draft = {"minutes": {"paragraphs": [{**said, "kind": "speech"}]}}
    assert read_reference(written("b.json", json.dumps(draft))).utterances[0].words == ()


def test_a_corrected_draft_is_a_reference_without_its_headings(written):
    paragraphs = [
        {"id": "1", "kind": "heading", "text": "日程第１", "start_s": 0, "end_s": 1, "voice": None},
        {"id": "2", "kind": "speech", "text": "開きます。", "start_s": 1, "end_s": 2.5, "voice": "S1"},
    ]
    path = written("draft.json", json.dumps({"format": "minutes-draft/1", "minutes": {"paragraphs": paragraphs}}))
    assert read_reference(path) == Reference((Utterance("開きます。", "S1", None, 1.0, 2.5),), drafted=True)


def test_a_draft_as_it_is_written_today_is_read(written):
    minutes = meeting()
    spoken = [one for one in minutes.paragraphs if one.kind is Kind.SPEECH]
    read = read_reference(written("draft.json", draft_json.render(minutes)))
    assert len(spoken) < len(minutes.paragraphs)
    assert [(one.text, one.start_s, one.end_s) for one in read.utterances] == [
        (one.text, one.start_s, one.end_s) for one in spoken
    ]
    assert [one.voice for one in read.utterances] == [one.speaker.name if one.speaker else one.voice for one in spoken]
    assert read.drafted


@pytest.mark.parametrize(("revision", "uncorrected"), [({"revision": 0}, True), ({"revision": 3}, False), ({}, False)])
def test_a_draft_that_nobody_has_corrected_is_known_by_its_revision(written, revision, uncorrected):
    said = {"kind": "speech", "text": "はい。", "start_s": 1, "end_s": 2, "voice": "S1"}
    path = written("draft.json", json.dumps({"minutes": {"paragraphs": [said], **revision}}))
    assert read_reference(path).uncorrected is uncorrected


def test_the_pauses_of_a_corrected_draft_are_no_speech(written):
    words = [{"text": text, "start_s": start_s, "end_s": end_s} for text, start_s, end_s in TIMED]
    paragraph = {"kind": "speech", "text": "直した文。", "start_s": 1, "end_s": 9, "voice": "S1", "words": words}
    by_hand = {"kind": "speech", "text": "はい。", "start_s": 10, "end_s": 11, "voice": "S2", "words": []}
    path = written("draft.json", json.dumps({"minutes": {"paragraphs": [paragraph, by_hand]}}))
    assert read_reference(path).turns == (Turn("S1", 1.0, 2.4), Turn("S1", 8.0, 9.0), Turn("S2", 10.0, 11.0))


def test_a_speaker_whom_a_person_named_counts_before_the_machines_voice(written):
    said = {"kind": "speech", "text": "はい。", "start_s": 1, "end_s": 2, "voice": "S1"}
    path = written(
        "draft.json", json.dumps({"minutes": {"paragraphs": [{**said, "speaker": {"name": "大野茂"}}, said]}})
    )
    assert [turn.voice for turn in read_reference(path).turns] == ["大野茂", "S1"]


def test_plain_text_is_words_without_voices_or_times(written):
    reference = read_reference(written("reference.txt", "開会します。\n\n異議なしと認めます。\n"))
    assert reference == Reference((Utterance("開会します。"), Utterance("異議なしと認めます。")))
    assert reference.turns is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_minutes_as_text_are_read_without_what_nobody_spoke(written, encoding):
    text = MINUTES.replace("◯", "○") if encoding == "cp932" else MINUTES  # cp932 has no large circle
    assert read_reference(written("minutes.txt", text.encode(encoding))).utterances == (
        Utterance("これより本日の会議を開きます。", "議長（大野茂君）"),
        Utterance("１番、山田花子議員。", "議長（大野茂君）"),
        Utterance("通告に従い、質問します。", "１番（山田花子君）"),
        Utterance("お答えします。", "町長"),
    )


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.txt", "", "ひとつもありません"),
        ("blank.txt", " \n　\n", "ひとつもありません"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10\x80", "文字として読めません"),
        ("broken.json", '{"sentences": [', "正解のJSONではありません"),
        ("other.json", '{"name": "x"}', "正解のJSONではありません"),
        ("list.json", '{"minutes": []}', "正解のJSONではありません"),
        ("times.json", '{"sentences": [{"text": "はい", "start_s": -1}]}', "start_s"),
        ("times.json", '{"sentences": [{"text": "はい", "start_s": NaN}]}', "start_s"),
        ("none.json", '{"sentences": []}', "ひとつもありません"),
        ("deep.json", '{"a":' + "[" * 100_000, "正解のJSONではありません"),
    ],
)
def test_what_is_no_reference_is_refused_by_name(written, name, content, why):
    with pytest.raises(UnreadableReference, match=why) as refused:
        read_reference(written(name, content))
    assert name in str(refused.value)


def test_a_missing_file_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere.txt"):
        with pytest.raises(UnreadableReference, match="開けません"):
            read_reference(path)


def test_rttm_lines_of_other_types_are_passed_over(written):
    path = written("a.rttm", ";; comment\n\nSPKR-INFO a 1 <NA>\nSPEAKER a 1 0.50 1.25 <NA> <NA> 議長 <NA> <NA>\n")
    assert read_rttm(path) == (Turn("議長", 0.5, 1.75),)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "議長 0 1",
        "SPEAKER a 1 x 1 <NA> <NA> A",
        "SPEAKER a 1 0 1",
        "SPEAKER a 1 0 -1 <NA> <NA> A",
        "SPEAKER a 1 nan 1 <NA> <NA> A",
    ],
)
def test_what_is_no_rttm_is_refused(written, content):
    with pytest.raises(UnreadableReference, match="RTTM"):
        read_rttm(written("a.rttm", content))
