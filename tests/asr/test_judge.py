"""Text that repeats itself, is cut or invented is told from text that was said."""

import pytest

from minutes.asr.heard import Heard
from minutes.asr.judge import invented, is_crowded, is_cut, is_loop, is_parroted, is_unsure, ratio
from minutes.domain.speech import Span, Word

NORMAL = (
    "議長のお許しをいただきましたので、通告に従い、防災対策について質問いたします。去年の夏の大雨では、川沿いの道路が"
    "三時間も通れなくなりました。避難所の整備について、町長の見解をお伺いいたします。また、来年の三月までに新しい避難所を"
    "二か所設ける予定とのことですが、その財源はどのように確保するのでしょうか。国の補助金と基金を充てるのか、お聞かせください。"
)
NAMES = "会議録署名議員は、規定により、五番、山田太郎議員、六番、佐藤花子議員、七番、鈴木一郎議員を指名いたします。"
VOTES = "起立多数であります。よって、第三号は可決されました。起立多数であります。よって、議案第四号は可決されました。"


def heard(text, tokens=30, avg_logprob=-0.3, no_speech_prob=0.1, confidence=0.9):
    words = tuple(Word(letter, at * 0.15, at * 0.15 + 0.15, confidence) for at, letter in enumerate(text))
    return Heard(words, tokens, avg_logprob, no_speech_prob)


def spoken(text):
    return (Span(0.0, 0.15 * len(text)),)


@pytest.mark.parametrize(
    "text",
    [
        "はい、" * 16,
        "これより質疑に入ります。" * 3,
        "あ" * 20,
        "ありがとうございます。" * 8,
        "議案第三号について、" * 4 + "説明いたします。",
        "そうですね、" * 7,
    ],
)
def test_a_text_that_repeats_itself_is_a_loop(text):
    assert is_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "はい。",
        "はい、はい、はい。",
        "異議なし。異議なし。異議なし。",
        "賛成、賛成、賛成、賛成。",
        NORMAL,
        NAMES,
        VOTES,
        "三億三千三百三十三万三千円",
    ],
)
def test_what_councils_say_is_no_loop(text):
    assert not is_loop(text)


def test_the_figures_behind_the_ratio_hold():
    # ENGINE: normal 1.65, a phrase three times 2.33, はい、 sixteen times 2.17
    assert ratio(NORMAL) < 1.9
    assert ratio("はい、" * 16) > 2.0


def test_a_window_that_ran_out_of_tokens_is_cut():
    assert is_cut(heard(NORMAL, tokens=223))
    assert is_cut(heard(NORMAL, tokens=224))
    assert not is_cut(heard(NORMAL, tokens=222))


def test_improbable_text_is_unsure():
    assert is_unsure(heard(NORMAL, avg_logprob=-1.2), spoken(NORMAL))
    assert not is_unsure(heard(NORMAL), spoken(NORMAL))
    assert not is_unsure(heard("", avg_logprob=-5.0), ())


def test_more_text_than_can_be_spoken_is_unsure():
    assert is_unsure(heard(NORMAL), (Span(0.0, 5.0),))
    assert not is_unsure(heard("はい、議長。"), (Span(0.0, 0.4),))


def placed(*words):
    """Words with their times: (text, from, to)."""
    return tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in words)


def test_a_name_out_of_the_hints_that_has_no_time_is_unsure():
    # golden: 「町民課長、小野君。」 of the sample meeting, as the bundled recogniser heard it, hinted 小野恵
    said = placed(("小", 1.38, 1.56), ("野", 1.56, 1.74), ("君、", 1.74, 1.86))
    invented = placed(("小野", 1.86, 1.86), ("恵", 1.86, 1.88), ("美", 1.88, 2.06), ("君、", 2.06, 2.06))
    assert is_crowded(said + invented)
    assert is_unsure(Heard(said + invented, 12, -0.4, 0.0), (Span(1.3, 3.98),))
    assert not is_crowded(said)


def test_a_long_word_without_time_is_crowded_and_a_short_one_is_not():
    assert is_crowded(placed(("町長", 0.0, 0.3), ("お答えします", 0.3, 0.3)))
    assert not is_crowded(placed(("町長", 0.0, 0.3), ("が", 0.3, 0.3), ("答えます", 0.3, 0.8)))


@pytest.mark.parametrize("text", [NORMAL, NAMES, VOTES, "はい。", ""])
def test_what_is_spoken_at_a_human_pace_is_not_crowded(text):
    assert not is_crowded(heard(text).words)


@pytest.mark.parametrize(
    "weak", [{"no_speech_prob": 0.9}, {"avg_logprob": -1.4}, {"confidence": 0.3}], ids=lambda weak: next(iter(weak))
)
def test_a_phrase_of_silence_with_weak_evidence_is_invented(weak):
    text = "ご視聴ありがとうございました。"
    assert invented(heard(text, **weak), spoken(text)) == (Span(0.0, pytest.approx(0.15 * len(text))),)


def test_a_phrase_of_silence_where_nobody_speaks_is_invented():
    assert invented(heard("おやすみなさい。"), ())
    assert invented(heard("おやすみなさい。"), (Span(10.0, 12.0),))


def test_the_thanks_of_a_chair_stay():
    for text in ("ありがとうございました。", "御説明ありがとうございました。", "ご清聴ありがとうございました。"):
        assert invented(heard(text), spoken(text)) == ()


def test_a_sentence_that_only_contains_a_phrase_is_not_invented():
    text = "本日はお忙しいところ御出席いただき、誠にありがとうございました。"
    assert invented(heard(text, no_speech_prob=0.9), spoken(text)) == ()


def test_only_the_invented_sentence_of_a_window_is_named():
    text = "以上で終わります。ご視聴ありがとうございました。"
    (span,) = invented(heard(text, no_speech_prob=0.9), spoken(text))
    assert span == Span(pytest.approx(9 * 0.15), pytest.approx(len(text) * 0.15))


def test_the_hints_given_back_are_parroted():
    hints = "山田太郎、佐藤花子、鈴木一郎、防災対策"
    assert is_parroted("山田太郎、佐藤花子、鈴木一郎。", hints)
    assert not is_parroted("山田太郎。", hints)
    assert not is_parroted("五番、山田太郎議員の一般質問を許します。", hints)
    assert not is_parroted("山田太郎、佐藤花子、鈴木一郎。", "")
