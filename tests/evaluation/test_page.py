"""The page and the JSON of a measurement: whole, harmless, and with the same figures."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from minutes.evaluation import Measured, examine, page, report_json
from minutes.evaluation.measurement import headlines
from minutes.evaluation.page import clock, lasting
from minutes.evaluation.passages import Mark
from minutes.evaluation.report import rows_of
from minutes.evaluation.slips import Slip
from tests.evaluation.small_meeting import DRAFT, LEFT_OUT, REFERENCE, measurement

EVIL = "\"><script>alert('1')</script><img src=x onerror=alert(1)>{{ 7 * 7 }}.ogg"


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, wanted):
        return [attributes for tag, attributes in self.found if tag == wanted]


def rendered(*arguments, **names):
    return page.render(*arguments, **names).decode()


def test_the_figures_are_said_in_plain_words_first():
    said = {one.name: (one.value, one.meaning) for one in headlines(measurement().total)}
    assert said["文字の誤り率"] == ("14.8%", "100字につき14.8字を直すことになります。")
    assert said["話者の誤り率"] == (
        "33.3%",
        "話している時間100秒につき33.3秒です。声の聞き落とし・取り違え・余分を合わせた秒数です。",
    )
    assert said["名簿の名前"][0] == "0／1回"
    html = rendered(measurement())
    assert html.index("100字につき14.8字") < html.index("すべての数字")


def test_a_figure_has_one_name_wherever_it_stands():
    whole = measurement()
    html, names = rendered(whole), {row.name.partition("（")[0] for row in rows_of(whole.total)}
    assert {one.name for one in headlines(whole.total)} <= names
    columns = re.findall(
        r'<th scope="col">(.*?)</th>', html[html.index("録音ごとの成績") : html.index("直す所の多い文")]
    )
    assert set(columns) - names == {"録音", "長さ", "定型の文", "自由な文"}
    for old in (
        "文にならなかった",
        "話していない所に書いた",
        "聞き分けた声",
        "語の始まりのずれ（",
        "自由の文",
        "定型の文だけ",
    ):
        assert old not in html
    assert "「聞き落とし」は、だれの声ともされなかった時間で、「抜けた発言」とは別のものです" in html


def test_what_was_taken_for_something_else_once_is_left_to_the_text():
    once, twice = Slip("木", "城", 1), Slip("高", "鷹", 2)
    (meeting,) = measurement().meetings
    found = meeting.examination
    for slips, shown, said in (
        ((twice, once), ["高"], "多い順に30組まで"),
        ((once,), [], "取り違えは、どれも1回ずつです（1組）。"),
        ((), [], "取り違えた字はありません。"),
    ):
        examination = replace(found, figures=replace(found.figures, slips=slips))
        html = rendered(replace(measurement(), meetings=(replace(meeting, examination=examination),)))
        assert re.findall(r'<span class="was">(.)</span>', html) == shown
        assert said in html


def test_errors_are_marked_by_kind_and_not_by_colour_alone():
    html = rendered(measurement())
    assert '高<mark class="changed">木</mark>議員、どうぞ。' in html
    assert '直す<mark class="missed">べき</mark>です。' in html
    assert (
        '<mark class="missed gap" role="img" aria-label="ここが抜けています"></mark>です<mark class="extra">よ</mark>。'
        in html
    )


def test_the_page_asks_nothing_of_any_machine_and_has_no_handlers_in_its_text():
    elements = Elements(rendered(measurement(), {"会議.ogg": b"sound"}))
    assert not {"link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in elements.found}
    addresses = [
        value for _, attributes in elements.found for name, value in attributes.items() if name in ("src", "href")
    ]
    assert all(address.startswith(("data:audio/mp4;base64,", "#")) for address in addresses)
    names = {name for _, attributes in elements.found for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert len(elements.of("script")) == len(elements.of("style")) == 1


def test_the_policy_names_the_style_and_the_script_that_are_there():
    html = rendered(measurement())
    policy = next(one["content"] for one in Elements(html).of("meta") if "http-equiv" in one)
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_a_family_name_that_two_have_has_a_line_of_its_own_and_the_page_says_why():
    two = examine(DRAFT, REFERENCE, names=("高木健", "高木花子"))
    shared = replace(measurement(), meetings=(Measured("会議.ogg", "正解.json", 11.0, two),))
    html = rendered(shared)
    assert '<th scope="row"><bdi>高木</bdi></th>' in html
    assert "その姓の行に1回と数えます" in html


def test_recordings_may_be_named_anything():
    named = measurement(EVIL, skipped=(replace(LEFT_OUT, name=EVIL),))
    html = rendered(named)
    assert html.count("<script") == 1
    assert "<img" not in html
    assert "{{ 7 * 7 }}" in html
    assert "\ud800" not in rendered(measurement("\ud800.ogg"))
    assert json.loads(report_json.render(named))["meetings"][0]["name"] == EVIL


def test_without_the_sound_nothing_is_to_be_played_and_with_it_every_passage():
    without, with_sound = (Elements(rendered(measurement(), sounds)) for sounds in ({}, {"会議.ogg": b"m4a"}))
    assert not without.of("audio") and not without.of("button")
    (audio,) = with_sound.of("audio")
    assert audio["src"] == "data:audio/mp4;base64," + base64.b64encode(b"m4a").decode()
    played = {one["data-sound"] for one in with_sound.of("div") if "data-sound" in one}
    assert played == {audio["id"]}
    assert ("3.00", "7.00") in [(one.get("data-from"), one.get("data-to")) for one in with_sound.of("div")]


def test_what_was_not_measured_is_named_with_the_reason():
    html = rendered(measurement(skipped=(LEFT_OUT,)))
    assert "測らなかった録音（1件）" in html
    assert LEFT_OUT.name in html and LEFT_OUT.why in html


def test_that_trial_models_were_used_is_said_above_the_figures_and_in_the_json():
    real = measurement()
    assert (real.trial_notice, json.loads(report_json.render(real))["trial_models"]) == (None, [])
    assert "試用" not in rendered(real)
    half = replace(real, trial_models=("pyannote@1",))
    assert half.trial_notice.startswith("話者識別に、付属の試用の小さなモデルを使いました。")
    trial = replace(real, trial_models=("whisper@1", "pyannote@1"))
    assert trial.trial_notice.startswith("音声認識と話者識別に、")
    html = rendered(trial)
    assert html.index(trial.trial_notice) < html.index("文字の誤り率")
    assert json.loads(report_json.render(trial))["trial_models"] == ["whisper@1", "pyannote@1"]


def test_the_reference_that_was_used_stands_beside_the_recording_and_what_to_bear_in_mind_above():
    (meeting,) = measurement().meetings
    html = rendered(replace(measurement(), meetings=(replace(meeting, remark="目安です。"), meeting)))
    assert html.count('<span class="reference">正解 <bdi>正解.json</bdi></span>') == 2
    assert '<p class="note"><bdi>会議.ogg</bdi>：目安です。</p>' in html[: html.index("録音ごとの成績")]


def test_the_json_holds_the_same_figures():
    found = json.loads(report_json.render(measurement(skipped=(LEFT_OUT,))))
    assert found["version"] == 2
    assert found["made_on"] == "2026-11-21"
    assert found["skipped"] == [{"name": LEFT_OUT.name, "why": LEFT_OUT.why}]
    (meeting,) = found["meetings"]
    assert (meeting["reference"], meeting["remark"]) == ("正解.json", None)
    figures = meeting["figures"]
    assert figures == found["total"]
    assert figures["text"]["plain"] == {
        "cer": pytest.approx(4 / 27),
        "substitutions": 1,
        "deletions": 2,
        "insertions": 1,
        "length": 27,
    }
    assert figures["speakers"]["der"] == pytest.approx(3 / 9)
    assert figures["names"][1] == {
        "name": "高木健", "said": 1, "heard": 0, "unsaid": 0, "instead": [["高城", 1]], "recall": 0.0
    }  # fmt: skip
    assert figures["slips"] == [["木", "城", 1]]
    assert figures["word_starts"]["compared"] == 2
    assert meeting["passages"][1]["heard"] == [["same", "高"], ["changed", "城"], ["same", "議員、どうぞ。"]]
    assert [one["times"]["confusion_s"] for one in meeting["voices"]] == [0.0, 1.0]


def fields(found):
    """Every name of a field, however deep; kinds of sentences are data, and so are marks and characters."""
    if isinstance(found, dict):
        for name, inside in found.items():
            yield from [name, *fields(list(inside.values()) if name == "by_kind" else inside)]
    elif isinstance(found, list):
        for one in found:
            yield from fields(one)


def test_every_field_of_the_json_is_described():
    found = set(fields(json.loads(report_json.render(measurement(skipped=(LEFT_OUT,))))))
    assert {name for name in found if f'"{name}"' not in report_json.__doc__} == set()
    assert {str(mark) for mark in Mark if f'"{mark}"' not in report_json.__doc__} == set()


def test_times_are_written_as_people_say_them():
    assert [clock(at) for at in (0, 62.9, 3723)] == ["0:00", "1:02", "1:02:03"]
    assert [lasting(of) for of in (8, 272, 7380)] == ["8秒", "4分32秒", "2時間3分"]
