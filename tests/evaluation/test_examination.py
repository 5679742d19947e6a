"""A meeting's figures, each against a count by hand."""

from dataclasses import replace

import pytest

from minutes.domain.speech import Turn
from minutes.evaluation import Reference, TextScore, Utterance, examine
from minutes.evaluation.examination import together
from minutes.evaluation.names import NameScore
from minutes.evaluation.passages import Mark, Run, worst
from minutes.evaluation.slips import Slip
from minutes.evaluation.voices import VoiceTimes, voice_times
from tests.evaluation.small_meeting import DRAFT, REFERENCE, TURNS, speech


@pytest.fixture(scope="module")
def found():
    return examine(DRAFT, REFERENCE, found=TURNS, names=("大野茂", "高木健"))


def test_each_sentence_stands_beside_what_was_written_for_it(found):
    assert [one.score.errors for one in found.passages] == [0, 1, 0, 3]
    wrong = found.passages[1]
    assert wrong.true == (Run(Mark.SAME, "高"), Run(Mark.CHANGED, "木"), Run(Mark.SAME, "議員、どうぞ。"))
    assert wrong.heard == (Run(Mark.SAME, "高"), Run(Mark.CHANGED, "城"), Run(Mark.SAME, "議員、どうぞ。"))


def test_what_is_missing_leaves_a_gap_and_what_is_too_much_stands_after_it(found):
    last = found.passages[3]
    assert last.true == (Run(Mark.SAME, "道路を直す"), Run(Mark.MISSED, "べき"), Run(Mark.SAME, "です。"))
    assert last.heard == (
        Run(Mark.SAME, "道路を直す"),
        Run(Mark.MISSED, ""),
        Run(Mark.SAME, "です"),
        Run(Mark.EXTRA, "よ"),
        Run(Mark.SAME, "。"),
    )
    assert last.score == TextScore(0, 2, 1, 9)


def test_both_sides_joined_are_the_texts_as_they_were_written(found):
    for side, pieces in (("true", REFERENCE.utterances), ("heard", DRAFT)):
        runs = (run.text for one in found.passages for run in getattr(one, side))
        assert "".join(runs) == "".join(piece.text for piece in pieces)


def test_a_sentence_is_found_in_the_sound_by_the_reference_or_else_by_the_drafts_words(found):
    assert [(one.start_s, one.end_s) for one in found.passages] == [(0.0, 2.0), (3.0, 7.0), (4.0, 7.0), (8.0, 11.0)]
    untimed = Reference(tuple(Utterance(one.text) for one in REFERENCE.utterances))
    assert [one.start_s for one in examine(DRAFT, untimed).passages] == [0.1, 3.0, 4.0, 8.0]


def test_a_sentence_of_which_nothing_was_heard_has_no_time():
    (passage,) = examine((), Reference((Utterance("開会します。"),))).passages
    assert (passage.start_s, passage.end_s, passage.heard) == (None, None, (Run(Mark.MISSED, ""),))


def test_characters_given_to_somebody_else_are_counted_with_their_sentence(found):
    assert [one.wrong_voice for one in found.passages] == [0, 0, 0, 3]


def test_the_worst_come_first_and_what_is_right_is_not_among_them(found):
    assert [one.number for one in worst(found.passages, 5)] == [4, 2]
    assert [one.number for one in worst(found.passages, 1)] == [4]


def test_quoted_full_stops_do_not_end_a_sentence():
    said = Reference((Utterance("「賛成です。」と答えた。以上。"),))
    assert ["".join(run.text for run in one.true) for one in examine((), said).passages] == [
        "「賛成です。」と答えた。",
        "以上。",
    ]


def test_characters_that_were_taken_for_others(found):
    assert found.figures.slips == (Slip("木", "城", 1),)


def test_a_family_name_counts_before_an_address_and_what_was_written_instead_is_told(found):
    assert found.figures.names == (NameScore("大野茂", 0, 0, 0), NameScore("高木健", 1, 0, 0, (("高城", 1),)))


@pytest.mark.parametrize(
    ("said", "written", "score"),
    [
        ("高木健君。", "高木健君。", NameScore("高木健", 1, 1, 0)),
        ("高木の課題。", "高木の課題。", NameScore("高木健", 0, 0, 0)),  # a tree, for all we know
        ("高木課長です。", "です。", NameScore("高木健", 1, 0, 0, (("", 1),))),
        ("高い木です。", "高木健です。", NameScore("高木健", 0, 0, 1)),
        ("高木健と高木さん", "高木健と高城さん", NameScore("高木健", 2, 1, 0, (("高城", 1),))),
    ],
)
def test_names_said_heard_and_made_up(said, written, score):
    found = examine((speech("S1", (written, 0.0, 1.0)),), Reference((Utterance(said),)), names=("高木健",))
    assert found.figures.names == (score,)


def test_words_that_begin_alike_in_both_texts_are_compared(found):
    starts = found.figures.starts
    assert starts.words == 2
    assert starts.late_s == pytest.approx((0.1, 0.4))
    assert starts.median_s == pytest.approx(0.25)
    assert starts.most_s == pytest.approx(0.1 + 0.9 * 0.3)
    assert starts.usual_s == pytest.approx(0.25)


def test_without_times_of_words_nothing_is_said_of_them():
    assert examine(DRAFT, Reference((Utterance("開会します。"),))).figures.starts is None


def test_a_misheard_word_has_no_start_to_compare():
    draft = (speech("S1", ("開化", 0.5, 1.0), ("します。", 1.25, 2.0)),)
    starts = examine(draft, Reference(REFERENCE.utterances[:1])).figures.starts
    assert starts.late_s == pytest.approx((0.5, 0.25))  # 開 is the same
    draft = (
        speech(
            "S1",
            ("会します。", 0.5, 2.0),
        ),
    )
    assert examine(draft, Reference(REFERENCE.utterances[:1])).figures.starts.late_s == ()


def test_each_speaker_by_text_and_by_time(found):
    chair, member = found.voices
    assert (chair.voice, chair.member, chair.wrong_voice) == ("chair", "大野茂", 0)
    assert (member.voice, member.member, member.wrong_voice) == ("member", "高木健", 3)
    assert chair.text == TextScore(1, 0, 0, 18)
    assert member.text == TextScore(0, 2, 1, 9)
    assert member.times == VoiceTimes("member", speech_s=3.0, missed_s=0.0, confusion_s=1.0, false_alarm_s=0.0)
    assert chair.times == VoiceTimes("chair", speech_s=6.0, missed_s=0.0, confusion_s=0.0, false_alarm_s=2.0)


def turns(*rows):
    return tuple(Turn(*row) for row in rows)


def test_a_voice_that_is_nobodys_stands_by_itself():
    assert voice_times(turns(("A", 0, 10)), turns(("S1", 0, 7), ("S2", 8, 12))) == (
        VoiceTimes("A", 10, 1, 2, 0),
        VoiceTimes(None, 0, 0, 0, 2),
    )


def test_of_two_at_once_of_whom_one_was_heard_the_other_was_missed():
    both = turns(("A", 0, 4), ("B", 2, 4))
    assert voice_times(both, turns(("S1", 0, 4))) == (VoiceTimes("A", 4, 0, 0, 0), VoiceTimes("B", 2, 2, 0, 0))


def test_the_speakers_parts_add_up_to_the_whole(found):
    of_all = found.figures.scores.speakers
    times = [one.times for one in found.voices]
    for part in ("speech_s", "missed_s", "confusion_s", "false_alarm_s"):
        assert sum(getattr(one, part) for one in times) == pytest.approx(getattr(of_all, part))


def test_several_meetings_are_added_up_and_not_averaged(found):
    short = examine((), Reference((Utterance("はい。"),)), names=("大野茂",))
    total = together([found.figures, short.figures, found.figures])
    assert total.scores.plain == TextScore(2, 6, 2, 56)
    assert dict(total.scores.by_kind)["free"] == TextScore(0, 4, 2, 18)
    assert total.scores.speakers.speech_s == 18.0
    assert total.slips == (Slip("木", "城", 2),)
    assert total.names == (NameScore("大野茂", 0, 0, 0), NameScore("高木健", 2, 0, 0, (("高城", 2),)))
    assert (total.starts.words, len(total.starts.late_s)) == (4, 4)


def test_of_what_no_reference_tells_there_is_no_total(found):
    plain = examine(DRAFT, Reference((Utterance("開会します。"),))).figures
    total = together([plain, plain]).scores
    assert (total.speakers, total.attribution, total.missed_s, total.invented) == (None, None, None, None)


def test_text_that_a_person_has_changed_keeps_the_times_of_the_words_left_in_it():
    draft = (replace(speech("S1", ("開会", 0.1, 1.0), ("します。", 1.4, 2.0)), text="それでは開会いたします。"),)
    assert examine(draft, Reference((Utterance("開会いたします。"),))).passages[0].start_s == 0.1
