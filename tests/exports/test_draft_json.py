import json
from dataclasses import replace

import pytest
from hypothesis import given

from exports import draft_json
from minutes.domain.errors import UnreadableDraft
from minutes.domain.meeting import Recording
from tests.exports import strategies
from tests.exports.sample import DATA, marked, meeting


@given(strategies.minutes)
def test_whatever_is_written_reads_back_the_same(minutes):
    assert draft_json.read(draft_json.render(minutes)) == minutes


def test_a_file_of_this_format_stays_readable():
    """Golden: if this fails, the format has changed and its number must rise."""
    assert draft_json.read((DATA / "aobacho.json").read_bytes()) == meeting()


def test_the_file_says_its_format_and_gives_times_as_numbers():
    whole = json.loads(draft_json.render(meeting()))
    assert whole["format"] == "minutes-draft/1"
    assert whole["minutes"]["paragraphs"][1]["words"][0]["start_s"] == 6.2


def test_marks_are_characters_of_the_text():
    whole = json.loads(draft_json.render(marked(meeting())))
    paragraph = whole["minutes"]["paragraphs"][2]
    assert paragraph["marks"] == [
        {"start": 1, "end": 4, "mark": "check"},
        {"start": 2, "end": 6, "mark": "cancelled"},
    ]


def test_fields_that_a_newer_version_added_are_passed_over():
    whole = json.loads(draft_json.render(meeting()))
    whole["minutes"]["weather"] = "晴れ"
    assert draft_json.read(json.dumps(whole).encode()) == meeting()


def test_voice_prints_are_left_out_when_the_file_leaves_the_house():
    read = draft_json.read(draft_json.render(meeting(), voice_prints=False))
    assert {voice.print for voice in read.provenance.voices} == {None}
    assert [voice.label for voice in read.provenance.voices] == [f"S{n}" for n in range(1, 8)]


def test_a_file_name_that_is_not_unicode_does_not_stop_the_draft():
    source = replace(meeting().provenance, recording=Recording("5f", "\udc82\udca0.wav", 1.0))
    assert (
        draft_json.read(draft_json.render(replace(meeting(), provenance=source))).provenance.recording.name == "??.wav"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "壊れています"),
        (b"\xff\xfe", "壊れています"),
        (b"[1, 2]", "粗原稿のJSONではありません"),
        (b'{"name": "x"}', "粗原稿のJSONではありません"),
        (b'{"format": "minutes-draft/2", "minutes": {}}', "形式「minutes-draft/2」は、この版では読めません"),
        (b'{"format": "minutes-draft/1"}', "内容が正しくありません"),
        (
            b'{"format": "minutes-draft/1", "minutes": {"meeting": {"title": 3}}}',
            "「meeting．title」の内容が正しくありません",
        ),
        (b"[" * 100_000, "壊れています"),
    ],
)
def test_what_is_no_draft_is_refused_with_the_reason(data, message):
    with pytest.raises(UnreadableDraft, match=message) as refused:
        draft_json.read(data, name="draft.json")
    assert str(refused.value).startswith("粗原稿「draft.json」を読み込めません。")
