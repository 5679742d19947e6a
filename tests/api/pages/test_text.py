"""本文だけ: what a reader reads and prints."""

import re
from dataclasses import replace

from exports.about import TRIAL
from minutes.domain.record import Kind, Mark, Marked
from tests.api.drafted import MINUTES, drafted
from tests.coedit.drafts import draft


def main_of(answer):
    return answer.text.partition("<main")[2].partition("</main>")[0]


def words(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", main_of(answer)))


def test_title_state_speakers_and_text_and_no_tools(town):
    there = town.meeting("令和８年第４回青葉町議会定例会")
    heading = replace(MINUTES.paragraphs[2], kind=Kind.HEADING)
    drafted(town, there, minutes=replace(MINUTES, paragraphs=(*MINUTES.paragraphs[:2], heading)))
    answer = town.browser("reader").get(f"/meetings/{there}/text")
    assert "令和８年第４回青葉町議会定例会会議録（粗原稿）" in words(answer)
    assert "機械が録音から起こしたままで、だれも確かめていません" in words(answer)
    assert "<strong>○話者１</strong>　これより会議を開きます。</p>" in main_of(answer)
    assert '<h2 id="p0003">日程第一、一般質問。</h2>' in main_of(answer)
    assert "<mark" not in main_of(answer) and "<audio" not in main_of(answer)


def test_once_somebody_has_worked_on_it_it_says_so(town):
    there = town.meeting("定例会")
    drafted(town, there)
    clerk = town.browser("clerk")
    clerk.post(f"/meetings/{there}/voices", data={"voice": "S1", "other": "大野茂"})
    answer = clerk.get(f"/meetings/{there}/text")
    assert "（未定稿）" in words(answer) and "現在の本文です" in words(answer)
    assert "<strong>○議長（大野茂君）</strong>" in main_of(answer)


def test_a_new_roster_is_no_work_on_the_text(town):
    there = town.meeting("定例会")
    drafted(town, there)
    clerk = town.browser("clerk")
    assert clerk.patch(f"/api/meetings/{there}", json={"roster": [{"name": "小野恵美"}]}).status_code == 204
    answer = clerk.get(f"/meetings/{there}/text")
    assert "（粗原稿）" in words(answer) and "だれも確かめていません" in words(answer)
    assert "確かめていません" in clerk.get(f"/meetings/{there}").text


def test_marks_are_shown_and_the_head_warns(town):
    there = town.meeting("印")
    first, *rest = MINUTES.paragraphs
    marked = replace(first, marks=(Marked(0, 4, Mark.CANCELLED),))
    drafted(town, there, minutes=replace(MINUTES, paragraphs=(marked, *rest)))
    answer = town.browser("reader").get(f"/meetings/{there}/text")
    assert "発言取消しの印の付いた所を含みます。このまま公開しないでください。" in words(answer)
    assert '<span class="mark-cancelled"><span class="tag">発言取消し</span>これより<' in main_of(answer)


def test_a_trial_models_draft_says_so_wherever_it_is_read_and_another_does_not(town):
    reader, there = town.browser("reader"), town.meeting("定例会")
    places = {"": "お試し用の小さなモデルで起こしました", "/text": TRIAL, "/files/txt": TRIAL}
    drafted(town, there)
    for place, warning in places.items():
        assert warning not in reader.get(f"/meetings/{there}{place}").text
    drafted(town, there, "j2", replace(MINUTES, provenance=replace(MINUTES.provenance, trial=True)))
    for place, warning in places.items():
        assert warning in reader.get(f"/meetings/{there}{place}").text


def test_an_earlier_draft_can_be_read_too(town):
    there = town.meeting("定例会")
    drafted(town, there)
    drafted(town, there, "j2", draft("二回目です。"))
    reader = town.browser("reader")
    assert f'href="/meetings/{there}/text?draft=1"' in reader.get(f"/meetings/{there}?draft=1").text
    assert "これより会議を開きます。" in words(reader.get(f"/meetings/{there}/text?draft=1"))


def test_who_may_and_where_there_is_nothing(town):
    there = town.meeting("定例会")
    assert town.browser("reader").get(f"/meetings/{there}/text").status_code == 404
    drafted(town, there, minutes=draft())
    assert "文字にできる声が見つかりませんでした" in words(town.browser("reader").get(f"/meetings/{there}/text"))
    assert town.browser("welfare").get(f"/meetings/{there}/text").status_code == 404
