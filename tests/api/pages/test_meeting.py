"""会議のページ: the draft with its voices, what is doubtful, what nobody heard, and earlier drafts."""

import re
from contextlib import closing
from dataclasses import replace

import pytest

from minutes.domain.record import Mark, Marked
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database
from minutes.store.files import Files
from minutes.store.tables import JobRow, now
from tests.api.drafted import MINUTES, asked, drafted, recorded
from tests.coedit.drafts import draft


@pytest.fixture
def meeting(town):
    """-> its id; it has a recording and one draft."""
    there = town.meeting("定例会")
    recorded(town, there)
    drafted(town, there)
    return there


def shown(town, meeting, login="clerk", **asked):
    return town.browser(login).get(f"/meetings/{meeting}", params=asked).text


def text_of(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_the_draft_with_its_voices_and_times(town, meeting):
    page = shown(town, meeting)
    article = text_of(page.partition("<article")[2].partition("</article>")[0])
    assert "話者１0:00:00これより会議を開きます。" in article
    assert "話者２0:00:04異議なし。" in article
    assert 'data-at="0.0"' in page


def test_a_doubtful_phrase_is_marked_and_counted(town, meeting):
    page = shown(town, meeting)
    assert '<mark title="0:00:04　区間全体の確信度が低くなっています">' in page
    assert "の1か所は、機械に自信がありません" in page
    assert "次の波線<" in page


def test_what_people_have_marked_is_shown_named_and_listed_with_its_time(town):
    first, second, third = MINUTES.paragraphs
    own = replace(third, marks=(Marked(0, 4, Mark.CHECK), Marked(5, 9, Mark.CLOSED)))
    there = town.meeting("印")
    drafted(town, there, minutes=replace(MINUTES, paragraphs=(first, second, own)))
    page = shown(town, there, "reader")
    assert '<span class="mark-check"><span class="tag">要確認</span>日程第一<' in page
    checks = text_of(page.partition('id="checks"')[2].partition("</section>")[0])
    assert "要確認の印1職員が確かめることにした所です。0:00:06日程第一" in checks
    assert "発言取消し・秘密会の印1公開する前に除く所です。0:00:07秘密会一般質問" in checks


def test_what_nobody_heard_is_told_with_its_place(town, meeting):
    page = shown(town, meeting)
    assert "2秒が文字になっていません" in page
    assert 'data-at="7.0"' in page


def test_whoever_may_correct_it_opens_the_desk_at_what_is_to_be_checked(town, meeting):
    page = shown(town, meeting)
    assert f'<a href="/meetings/{meeting}/desk?at=7.0" aria-label="0:00:07を直す">直す</a>' in page
    assert f'id="mend" href="/meetings/{meeting}/desk" hidden' in page
    desk = lambda at: town.browser("clerk").get(f"/meetings/{meeting}/desk?at={at}")  # noqa: E731
    assert 'data-at="7.0"' in desk("7.0").text
    assert "data-at" not in town.browser("clerk").get(f"/meetings/{meeting}/desk").text
    for wrong in ("-1", "nan", "inf", "1e9", "きのう", "1:02", '"><script>'):
        assert desk(wrong).status_code == 422, wrong
    drafted(town, meeting, "j2", draft("二回目。"))
    for nobody in (shown(town, meeting, "reader"), shown(town, meeting, draft=1)):
        assert "?at=" not in nobody and 'id="mend"' not in nobody


def test_a_voice_gets_a_name_from_the_roster(town, meeting):
    browser = town.browser("clerk")
    page = browser.get(f"/meetings/{meeting}").text
    assert "議長　大野　茂" in page
    chair = re.search(r'value="([^"]+)" >議長', page)[1]
    answer = browser.post(f"/meetings/{meeting}/voices", data={"voice": "S1", "person": chair})
    assert answer.headers["location"] == f"/meetings/{meeting}#voices"
    page = browser.get(f"/meetings/{meeting}").text
    assert page.count(">議長（大野茂君） <button") == 2
    assert f'value="{chair}" selected' in page
    assert (Action.VOICE_NAMED, meeting) in town.done()


def test_a_voice_of_somebody_who_is_not_on_the_roster(town, meeting):
    browser = town.browser("clerk")
    browser.post(f"/meetings/{meeting}/voices", data={"voice": "S2", "person": "*", "other": "傍聴 太郎"})
    page = browser.get(f"/meetings/{meeting}").text
    assert ">傍聴太郎君 <button" in page
    assert ">傍聴太郎</option>" in page
    browser.post(f"/meetings/{meeting}/voices", data={"voice": "S2", "person": ""})
    assert ">話者２ <button" in browser.get(f"/meetings/{meeting}").text


def test_a_name_that_is_typed_as_the_roster_has_it_is_that_person(town, meeting):
    browser = town.browser("clerk")
    browser.post(f"/meetings/{meeting}/voices", data={"voice": "S1", "other": "大野茂"})
    assert "議長（大野茂君）" in browser.get(f"/meetings/{meeting}").text


def test_a_voice_that_nobody_heard_or_of_a_meeting_in_the_bin_gets_no_name(town, meeting):
    browser, path = town.browser("clerk"), f"/meetings/{meeting}/voices"
    assert browser.post(path, data={"voice": "S9", "other": "大野茂"}).status_code == 404
    browser.post(f"/meetings/{meeting}/bin")
    assert browser.post(path, data={"voice": "S1", "other": "大野茂"}).status_code == 409
    assert Action.VOICE_NAMED not in {action for action, _ in town.done()}


def test_while_a_long_draft_is_put_together_others_can_write(town, meeting):
    class Watched(Files):
        def get(self, key):
            with closing(Database(town.database.address, wait_s=0.1)) as other, other.writing(PROGRAM) as session:
                session.connection()  # which is when its turn begins
                return super().get(key)

    watched = Watched(town.service.recordings.root)
    browser = town.browser("clerk")
    town.app.state.service = replace(town.service, recordings=watched)
    assert browser.get(f"/meetings/{meeting}/files/txt").status_code == 200
    assert browser.post(f"/meetings/{meeting}/voices", data={"voice": "S1", "other": "大野茂"}).status_code == 303
    newcomer = {"roster": [{"name": "小野恵美", "role": "建設課長"}]}
    assert browser.patch(f"/api/meetings/{meeting}", json=newcomer).status_code == 204
    assert "建設課長　小野恵美" in browser.get(f"/meetings/{meeting}").text


def test_a_reader_sees_names_and_changes_nothing(town, meeting):
    page = shown(town, meeting, "reader")
    assert "まだ決めていません" in page
    assert "決める</button>" not in page
    assert "もう一度起こす" not in page


def test_an_earlier_draft_can_be_read_and_received(town, meeting):
    drafted(town, meeting, "j2", draft("二回目の粗原稿です。"))
    newest = shown(town, meeting)
    assert "二回目の粗原稿です。" in text_of(newest)
    assert f'href="/meetings/{meeting}?draft=1"' in newest
    earlier = shown(town, meeting, draft=1)
    assert "これより会議を開きます。" in text_of(earlier)
    assert "以前の粗原稿（1回目）です" in earlier
    assert f'href="/meetings/{meeting}/files/docx?draft=1"' in earlier
    assert "決める</button>" not in earlier
    assert town.browser("clerk").get(f"/meetings/{meeting}?draft=3").status_code == 404


def test_while_a_further_draft_is_made_the_one_before_can_be_used(town, meeting):
    asked(town, meeting, "j2", started_at=now(), stage="文字に起こす", share=0.25)
    page = shown(town, meeting)
    assert "これより会議を開きます。" in text_of(page)
    assert "data-beside" in page
    assert "25%" in page
    assert "作るのをやめる" in page


def test_a_further_draft_that_failed_says_so_beside_the_one_before(town, meeting):
    asked(town, meeting, "j2", failed_at=now(), problem="モデルが壊れています。")
    page = shown(town, meeting)
    assert "もう一度起こそうとしましたが、できませんでした。モデルが壊れています。" in page
    assert "これより会議を開きます。" in text_of(page)


def test_once_more_is_offered_with_the_number_of_speakers(town, meeting):
    page = shown(town, meeting)
    assert f'action="/meetings/{meeting}/again"' in page
    assert 'name="speakers"' in page


def test_in_the_bin_it_can_only_be_read(town, meeting):
    town.browser("clerk").post(f"/meetings/{meeting}/bin")
    page = shown(town, meeting)
    assert "この会議はごみ箱にあります" in page
    assert "決める</button>" not in page
    assert f"/meetings/{meeting}/again" not in page


def test_where_nothing_was_said_the_page_says_so(town):
    there = town.meeting("無音")
    drafted(town, there, minutes=draft())
    assert "文字にできる声が見つかりませんでした" in shown(town, there)


def test_what_was_said_stays_text(town):
    there = town.meeting("攻撃")
    drafted(town, there, minutes=draft("<script>alert(1)</script>"))
    page = shown(town, there)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in text_of(page) or "&lt;" in page


def test_a_sound_that_is_not_on_this_machine(town, meeting):
    browser = town.browser("reader")
    assert browser.get(f"/meetings/{meeting}/sound").status_code == 404
    assert browser.get(f"/meetings/{meeting}/peaks").status_code == 404


def test_recordings_and_model_of_the_draft(town, meeting):
    page = shown(town, meeting)
    assert MINUTES.provenance.recording.name in page
    assert "<dd>whisper-trial</dd>" in page


def test_nobody_else_is_told_how_far_it_is(town, meeting):
    with town.database.writing(PROGRAM) as session:
        assert session.get_one(JobRow, "j1").finished_at
    assert town.browser("welfare").get(f"/meetings/{meeting}/news").status_code == 404
