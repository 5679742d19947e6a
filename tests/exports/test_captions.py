import re
from dataclasses import replace

from hypothesis import given

from exports import captions
from exports.notation import Notation
from minutes.domain.record import Kind, Mark, Marked, Paragraph
from minutes.domain.speech import Word
from tests.exports import strategies
from tests.exports.sample import marked, meeting

TIME = r"\d{2,}:[0-5]\d:[0-5]\d\.\d{3}"


def cues(*paragraphs: Paragraph) -> tuple[captions.Cue, ...]:
    return captions.cues_of(replace(meeting(), paragraphs=paragraphs), Notation())


def said(*words: tuple[str, float, float], voice: str = "S1") -> Paragraph:
    heard = tuple(Word(text, start, end, 0.9) for text, start, end in words)
    return Paragraph(
        "p1", Kind.SPEECH, "".join(w.text for w in heard), heard[0].start_s, heard[-1].end_s, voice, None, heard
    )


def test_the_file_is_webvtt_with_voices():
    rendered = captions.render(meeting()).decode()
    assert rendered.startswith("WEBVTT\n\nNOTE 20241210_本会議.m4a / whisper-trial")
    assert "00:00:06.200 --> 00:00:07.450\n<v 議長（大野茂君）>おはようございます。\n" in rendered
    assert "<v 話者５>そのとおり。" in rendered


def test_every_cue_can_be_read():
    for cue in captions.cues_of(meeting(), Notation()):
        assert len(cue.lines) <= 2
        assert all(len(line) <= captions.LINE for line in cue.lines)
        assert 0 < cue.end_s - cue.start_s <= captions.LONGEST_S


def test_all_that_was_said_is_shown():
    shown = "".join(line for cue in captions.cues_of(meeting(), Notation()) for line in cue.lines)
    speech = "".join(p.text for p in meeting().paragraphs if p.kind in (Kind.SPEECH, Kind.DIRECTION))
    assert shown == speech


def test_a_sentence_end_and_a_pause_end_a_cue():
    assert len(cues(said(("はい。", 0.0, 0.5), ("次に", 0.5, 1.0)))) == 2
    assert len(cues(said(("本案は", 0.0, 0.5), ("可決", 2.0, 2.5)))) == 2
    assert len(cues(said(("本案は", 0.0, 0.5), ("可決", 0.6, 1.0)))) == 1


def test_a_long_sentence_is_cut_after_a_comma_and_broken_between_words():
    words = (
        "町道の",
        "歩道に",
        "つきましては、",
        "昨年の",
        "十一月に",
        "現地の",
        "測量を",
        "行い、",
        "橋台の",
        "強度も",
        "調べて",
        "おります",
    )
    first, second = cues(said(*((word, n * 0.5, n * 0.5 + 0.5) for n, word in enumerate(words))))
    assert first.lines == ("町道の歩道につきましては、", "昨年の十一月に現地の測量を行い、")
    assert second.lines == ("橋台の強度も調べております",)


def test_a_word_that_never_ends_is_cut_and_not_lost():
    shown = cues(said(("あ" * 100, 0.0, 30.0)))
    assert "".join(line for cue in shown for line in cue.lines) == "あ" * 100
    assert all(cue.end_s - cue.start_s <= captions.LONGEST_S for cue in shown)


def test_what_people_have_marked_stands_in_brackets_in_every_cue_that_shows_it():
    words = ("町道の", "歩道に", "つきましては、", "失礼な", "発言を", "長々と", "続けまして、", "取り消し", "ます。")
    speech = said(*((word, n * 0.5, n * 0.5 + 0.5) for n, word in enumerate(words)))
    first, second = cues(replace(speech, marks=(Marked(13, 35, Mark.CANCELLED),)))
    assert first.lines == ("町道の歩道につきましては、〔発言取消し：", "失礼な発言を長々と続けまして、〕")
    assert second.lines == ("〔発言取消し：取り消します。〕",)


def test_marked_cues_can_be_read_too_and_the_file_warns():
    shown = captions.cues_of(marked(meeting()), Notation())
    assert all(len(line) <= captions.LINE for cue in shown for line in cue.lines)
    assert "〔発言取消し・秘密会：ようございます〕" in "".join(line for cue in shown for line in cue.lines)
    assert "\n\nNOTE 発言取消しと秘密会の印の付いた所を含みます。" in captions.render(marked(meeting())).decode()


def test_voices_that_overlap_are_shown_together():
    first, second = cues(said(("長い発言です", 0.0, 3.0)), said(("はい", 1.0, 1.5), voice="S2"))
    assert (first.end_s, second.start_s) == (3.0, 1.0)


def test_what_is_special_in_webvtt_is_escaped():
    minutes = replace(meeting(), paragraphs=(said(("A<b> & --> B", 0.0, 1.0)),))
    assert "A&lt;b&gt; &amp; --&gt; B" in captions.render(minutes).decode()


@given(strategies.minutes)
def test_whatever_the_draft_holds_the_file_is_webvtt_and_never_runs_backwards(minutes):
    head, *blocks = captions.render(minutes).decode().split("\n\n")
    assert head == "WEBVTT"
    assert blocks[0].startswith("NOTE")
    starts = []
    for block in (block for block in blocks if block.strip() and not block.startswith("NOTE ")):
        times, *lines = block.strip("\n").split("\n")
        match = re.fullmatch(rf"({TIME}) --> ({TIME})", times)
        assert match
        assert match[1] < match[2] or len(match[1]) < len(match[2])
        assert 1 <= len(lines) <= 2
        assert "-->" not in "".join(lines)
        starts.append((len(match[1]), match[1]))
    assert starts == sorted(starts)
