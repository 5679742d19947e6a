from pathlib import Path

import pytest

from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Turn, Word
from minutes.evaluation import Reference, Row, TextScore, Utterance, evaluate, read_reference, rows
from minutes.evaluation.speakers import Attribution

SAMPLE = Path(__file__).parents[1] / "data/sample"

REFERENCE = Reference(
    (
        Utterance("日程第一、一般質問を行います。", "chair", "standing", 0.0, 3.0),
        Utterance("えー、来年の三月までに設けます。", "mayor", "free", 4.0, 8.0),
    )
)


def speech(text, voice, start, end):
    return Paragraph("p", Kind.SPEECH, text, start, end, voice=voice, words=(Word(text, start, end, 1.0),))


def test_a_faithful_draft_has_no_error_of_any_kind():
    draft = [speech(one.text, f"of {one.voice}", one.start_s, one.end_s) for one in REFERENCE.utterances]
    scores = evaluate(draft, REFERENCE)
    assert [score.errors for score in (scores.raw, scores.plain, scores.canonical)] == [0, 0, 0]
    assert scores.speakers.der == 0.0
    assert scores.attribution == Attribution(wrong=0, length=13 + 14)
    assert (scores.missed_s, scores.invented) == (0.0, 0)


def test_each_form_forgives_more():
    draft = [speech("日程第1一般質問を行います", "S1", 0.0, 3.0), speech("来年の3月までに設けます", "S2", 4.0, 8.0)]
    scores = evaluate(draft, REFERENCE)
    assert scores.raw.errors == 3 + 5  # 、1 。 and えー、3 。
    assert scores.plain.errors == 1 + 3
    assert scores.canonical.errors == 0


def test_sentences_of_each_kind_have_a_score_of_their_own():
    draft = [speech("日程第一一般質問を行います", "S1", 0.0, 3.0), speech("来月までに設けます異議なし", "S2", 4.0, 8.0)]
    by_kind = dict(evaluate(draft, REFERENCE).by_kind)
    assert by_kind["standing"] == TextScore(0, 0, 0, 13)
    assert by_kind["free"].insertions == 4
    assert by_kind["free"].length == 14


def test_headings_and_directions_of_the_draft_are_not_spoken():
    heading = Paragraph("h", Kind.HEADING, "日程第１　一般質問", 0.0, 0.0)
    draft = [heading, *(speech(one.text, one.voice, one.start_s, one.end_s) for one in REFERENCE.utterances)]
    assert evaluate(draft, REFERENCE).raw.errors == 0


def test_the_diarizers_own_turns_are_scored_where_they_are_known():
    draft = [speech(one.text, one.voice, one.start_s, one.end_s) for one in REFERENCE.utterances]
    scores = evaluate(draft, REFERENCE, found=(Turn("S1", 0.0, 8.0),))
    assert (scores.speakers.confusion_s, scores.speakers.false_alarm_s, scores.speakers.voices_found) == (3.0, 1.0, 1)
    assert scores.attribution.wrong == 0


def test_a_reference_of_plain_text_measures_text_alone():
    scores = evaluate([speech("開会します", "S1", 0, 1)], Reference((Utterance("開会します。"),)))
    assert scores.plain.errors == 0
    assert (scores.speakers, scores.attribution, scores.missed_s, scores.invented) == (None, None, None, None)
    assert [row.value for row in rows(scores)] == ["16.7%", "0.0%", "0.0%"]


def test_an_rttm_adds_who_spoke_when():
    scores = evaluate(
        [speech("開会します", "S1", 0, 1)], Reference((Utterance("開会します。"),)), turns=(Turn("chair", 0.0, 2.0),)
    )
    assert scores.speakers.der == pytest.approx(0.5)
    assert scores.missed_s == pytest.approx(0.5)


def test_an_empty_draft_has_missed_everything():
    scores = evaluate((), REFERENCE)
    assert (scores.raw.cer, scores.plain.cer, scores.canonical.cer, scores.speakers.der) == (1.0, 1.0, 1.0, 1.0)
    assert scores.missed_s == 7.0
    assert scores.attribution.error is None
    assert rows(scores)


def test_text_invented_where_nobody_spoke_has_no_rate_and_is_counted():
    scores = evaluate([speech("ご視聴ありがとうございました。", "S1", 0, 3)], Reference(()), turns=())
    assert scores.plain.cer is None
    assert scores.invented == 14
    assert Row("作られた文字", "14字", "だれも話していない所に書かれた文字。句読点を除く") in rows(scores)


def test_the_table_says_everything_in_japanese():
    draft = [
        speech("日程第二、一般質問を行います。", "S1", 0.0, 3.0),
        speech("来年の三月までに設けます。", "S1", 4.0, 8.0),
    ]
    found = rows(evaluate(draft, REFERENCE))
    assert [row.name[:9] for row in found[1:4]] == ["文字の誤り率（b）", "　（b）のうち定型", "　（b）のうち自由"]
    table = {row.name: (row.value, row.detail) for row in found}
    assert table == {
        "文字の誤り率（a）そのまま": ("12.9%", "違う字 1・抜けた字 3・余分な字 0／正解 31字"),
        "文字の誤り率（b）句読点・空白・全角半角を問わない": ("11.1%", "違う字 1・抜けた字 2・余分な字 0／正解 27字"),
        "文字の誤り率（c）さらに「えー」等と数字の書き方を問わない": (
            "4.0%",
            "違う字 1・抜けた字 0・余分な字 0／正解 25字",
        ),
        "　（b）のうち定型の文": ("7.7%", "違う字 1・抜けた字 0・余分な字 0／正解 13字"),
        "　（b）のうち自由な文": ("14.3%", "違う字 0・抜けた字 2・余分な字 0／正解 14字"),
        "抜けた発言": ("0.0秒", "話されたのに書かれていない時間／半分以上が抜けた発言 0件"),
        "作られた文字": ("0字", "だれも話していない所に書かれた文字。句読点を除く"),
        "別の人の発言とされた文字": ("48.0%", "12字／照合できた 25字"),
        "話者の誤り率（DER）": ("42.9%", "聞き落とし 0.0秒・余分 0.0秒・取り違え 3.0秒／発話 7.0秒"),
        "声の数": ("1人", "正解 2人"),
    }


def test_a_perfect_draft_of_the_sample_meeting_has_no_errors():
    reference = read_reference(SAMPLE / "reference.json")
    draft = [speech(one.text, one.voice, one.start_s, one.end_s) for one in reference.utterances]
    scores = evaluate(draft, reference)
    assert (scores.plain.errors, scores.speakers.der, scores.attribution.error, scores.missed_s) == (0, 0.0, 0.0, 0.0)
    assert [kind for kind, _ in scores.by_kind] == ["standing", "free"]
    assert sum(score.length for _, score in scores.by_kind) == scores.plain.length
