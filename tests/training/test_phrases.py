"""句: frames become phrases, and sentences are made of them."""

import random

import pytest

from training import phrases
from training.grammar import BadPattern
from training.phrases import Frame, phrases_of, read_frames, words_of

FILES = {
    "nouns.txt": "@道路 = 町道 橋\n@制度 = 補助制度\n",
    "frames.txt": "[建設]\n句 {道路} を 整備 直す\n事 {道路} 歩道 が 傷む\n[福祉]\n句 {制度} を 改める\n",
    "exceptions.txt": "傷む た\n",
    "sentences.txt": "@末 = です ます\nまず(は|)〔句連〕{末}。\n",
}


def folder(path, **changed):
    """The files above, some of them changed: ``frames="…"``."""
    for name, text in FILES.items():
        (path / name).write_text(changed.get(name.removesuffix(".txt"), text), encoding="utf-8")
    return path


def drawn(grammar):
    return {grammar.sentence(random.Random(seed)) for seed in range(200)}


def test_a_frame_is_expanded_into_its_words_and_phrases():
    frame = Frame("建設2", "建設", "事", ("{道路}",), "が", ("開通", "傷む"))
    assert words_of(frame, {}) == {
        "建設2辞": ["開通する", "傷む"],
        "建設2連": ["開通し", "傷み"],
        "建設2て": ["開通して", "傷んで"],
        "建設2た": ["開通した", "傷んだ"],
        "建設2未": ["開通し", "傷ま"],
        "建設2ば": ["開通すれば", "傷めば"],
    }
    assert phrases_of(frame)["事て"] == "{道路}が{建設2て}"


def test_several_nouns_of_a_frame_are_a_list():
    frame = Frame("建設3", "建設", "句", ("{道路}", "歩道"), "に", ("並ぶ",))
    assert words_of(frame, {})["建設3名"] == ["{道路}", "歩道"]
    assert phrases_of(frame)["句て"] == "{建設3名}に{建設3て}"


def test_an_object_becomes_the_subject_of_the_passive():
    act = Frame("建設2", "建設", "句", ("{道路}",), "を", ("整備",))
    assert phrases_of(act)["句受"] == "{道路}が{建設2受}"
    assert words_of(act, {})["建設2受"] == ["整備され"]
    assert "句受" not in phrases_of(Frame("建設2", "建設", "句", ("{道路}",), "に", ("並ぶ",)))


def test_an_adjective_stands_behind_its_noun_or_before_it():
    found = phrases_of(Frame("建設4", "建設", "形", ("{道路}",), "が", ("狭い",)))
    assert (found["形普"], found["形名"]) == ("{道路}が{建設4普}", "{建設4体}{道路}")


def test_an_exception_is_left_out_and_only_in_its_form():
    frame = Frame("建設2", "建設", "事", ("{道路}",), "が", ("ひねる!", "傷む"))
    words = words_of(frame, {"ひねる": ("た",)})
    assert words["建設2た"] == ["傷んだ"]
    assert words["建設2て"] == ["ひねって", "傷んで"]


def test_sentences_have_phrases_of_every_subject(tmp_path):
    found = drawn(phrases.load(folder(tmp_path, sentences="まず〔句連〕ます。\n"), {}))
    assert found == {
        "まず町道を整備します。",
        "まず町道を直します。",
        "まず橋を整備します。",
        "まず橋を直します。",
        "まず補助制度を改めます。",
    }


def test_all_phrases_of_a_sentence_are_of_one_subject(tmp_path):
    found = drawn(phrases.load(folder(tmp_path, sentences="〔名〕も〔名〕も(大切|必要)です。\n"), {}))
    assert "町道も橋も大切です。" in found
    assert "補助制度も補助制度も必要です。" in found
    assert all(("補助制度" in text) != ("町道" in text or "橋" in text) for text in found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("句 {鉄道} を 延ばす", "no list: 鉄道"),
        ("句 {道路} 延ばす", "wanted: 句, 事 or 形"),
        ("名 {道路} を 延ばす", "wanted: 句, 事 or 形"),
        ("形 {道路} が 狭い 長過ぎる", "no adjective: 長過ぎる"),
        ("句 {道路} を", "wanted: 句, 事 or 形"),
    ],
)
def test_a_line_that_is_no_frame_is_named(tmp_path, line, reason):
    path = tmp_path / "frames.txt"
    path.write_text(f"# 枠\n[建設]\n句 {{道路}} を 直す\n{line}\n", encoding="utf-8")
    with pytest.raises(BadPattern, match=r"frames\.txt:4: .*" + reason):
        list(read_frames(path, {"道路": ("町道",)}))


def test_a_frame_without_a_subject_is_named(tmp_path):
    with pytest.raises(BadPattern, match=r"frames\.txt:1: "):
        phrases.load(folder(tmp_path, frames="句 {道路} を 直す\n"), {})


def test_an_exception_in_a_form_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(BadPattern, match=r"exceptions\.txt:2: 直す 命"):
        phrases.load(folder(tmp_path, exceptions="傷む た\n直す 命\n"), {})


def test_a_sentence_with_a_phrase_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(BadPattern, match=r"sentences\.txt: .*建設句々"):
        phrases.load(folder(tmp_path, sentences="〔句々〕です。\n"), {})
