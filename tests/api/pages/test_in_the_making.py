"""作成中のページ: before there is a draft: what is being sent, what is being done, what stopped and what to do."""

import json

from minutes.domain.speech import Word
from minutes.store.access import PROGRAM
from minutes.store.queries import jobs
from minutes.store.tables import JobRow, now
from tests.api.drafted import asked, drafted, half_way, recorded
from tests.api.live import live


def page_of(town, meeting, login="clerk"):
    return town.browser(login).get(f"/meetings/{meeting}").text


def news_of(town, meeting, after=0):
    """Everything that is told until the work has ended."""
    text = town.browser("reader").get(f"/meetings/{meeting}/news?after={after}").text
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]


def test_an_upload_that_broke_off_can_go_on(town):
    meeting = town.meeting("本会議")
    recorded(town, meeting, "午前.m4a")
    afternoon = recorded(town, meeting, "午後.m4a", share=0.4)
    page = page_of(town, meeting)
    assert "送信が途中です" in page
    assert f'data-upload="{afternoon}"' in page
    assert page.count("data-upload") == 1
    assert "40% まで届いています" in page
    assert 'data-size="1000000"' in page


def test_nobody_goes_on_with_a_colleagues_upload(town):
    meeting = town.meeting("本会議")
    recorded(town, meeting, share=0.4)
    page = page_of(town, meeting, "approver")
    assert "data-upload" not in page
    assert "送り始めた方だけが、続きを送れます" in page


def test_the_list_leads_to_what_is_not_all_here(town):
    recorded(town, town.meeting("本会議"), share=0.4)
    assert "送信が途中です" in town.browser("clerk").get("/").text
    assert "続きを送る" in town.browser("clerk").get("/").text
    assert "続きを送る" not in town.browser("reader").get("/").text


def test_a_recording_that_another_meeting_has_is_not_worked_on_unasked(town):
    first, second = town.meeting("ひとつめ"), town.meeting("ふたつめ")
    recorded(town, first)
    recorded(town, second)
    page = page_of(town, second)
    assert "この録音は、ほかの会議にもあります" in page
    assert f'href="/meetings/{first}">ひとつめ' in page
    town.browser("clerk").post(f"/meetings/{second}/again")
    assert "順番待ち" in page_of(town, second)


def test_the_stage_the_share_and_what_was_heard(town):
    meeting = town.meeting("本会議")
    asked(town, meeting, started_at=now(), stage="文字に起こす", share=0.45)
    with town.database.writing(PROGRAM) as session:
        jobs.hear(session, "j1", (Word("これより会議を", 3723.0, 3725.0, 0.9), Word("開きます。", 3725.0, 3726.0, 0.9)))
    page = page_of(town, meeting, "reader")
    assert "45%" in page
    assert "<time>1:02:03</time><span>これより会議を開きます。</span>" in page
    assert 'data-after="1"' in page
    assert "作るのをやめる" not in page
    assert "作るのをやめる" in page_of(town, meeting)


def test_the_time_left_on_the_page_and_in_the_list(town):
    meeting = town.meeting("本会議")
    half_way(town, meeting)
    assert '<span class="number" id="left">残り 約5分</span>' in page_of(town, meeting)
    assert 'data-of="left">残り 約5分</span>' in town.browser("reader").get("/").text
    followed = town.browser("reader").get(f"/meetings/progress?of={meeting}").json()
    assert followed["meetings"][meeting]["left"] == "残り 約5分"


def test_the_time_left_in_the_news_until_nothing_is_left(town):
    """Over a real connection: only while the work goes on is there anything left to tell."""
    meeting = town.meeting("本会議")
    half_way(town, meeting)
    with (
        live(town.app) as address,
        town.elsewhere(address, "reader").stream("GET", f"/meetings/{meeting}/news") as news,
    ):
        told = (json.loads(line.removeprefix("data: ")) for line in news.iter_lines() if line.startswith("data: "))
        assert next(told)["left"] == "残り 約5分"
        with town.database.writing(PROGRAM) as session:
            jobs.fail(session, "j1", "困りました。")
        assert [(one["left"], one["ended"]) for one in told] == [("", True)]


def test_nobody_knows_the_time_left_before_the_machine_has_made_a_draft(town):
    meeting = town.meeting("本会議")
    asked(town, meeting, machine="new", started_at=now(), stage="文字に起こす", share=0.45, audio_s=600.0)
    assert '<span class="number" id="left"></span>' in page_of(town, meeting)


def test_the_place_in_the_queue(town):
    asked(town, town.meeting("さき"), "j0", started_at=now())
    meeting = town.meeting("あと")
    asked(town, meeting)
    assert "この前に1件あります。" in page_of(town, meeting)


def test_the_queue_is_everybodys(town):
    asked(town, town.meeting("介護の相談", by="welfare"), "j0", by="welfare")
    meeting = town.meeting("あと")
    asked(town, meeting)
    assert "この前に1件あります。" in page_of(town, meeting)


def test_what_failed_says_why_and_offers_another_try(town):
    meeting = town.meeting("本会議")
    recorded(town, meeting)
    asked(town, meeting, failed_at=now(), problem="録音を読めません。ファイルを確かめてください。")
    page = page_of(town, meeting)
    assert "粗原稿を作れませんでした" in page
    assert "録音を読めません。ファイルを確かめてください。" in page
    assert "もう一度やってみる" in page
    assert "もう一度やってみる" not in page_of(town, meeting, "reader")


def test_what_was_called_off_can_be_asked_for_again(town):
    meeting = town.meeting("本会議")
    recorded(town, meeting)
    asked(town, meeting, cancelled_at=now())
    page = page_of(town, meeting)
    assert "粗原稿を作るのをやめました" in page
    assert 'id="making"' not in page  # nothing to follow


def test_where_nobody_has_asked_for_it_yet_it_can_be_asked_for(town):
    meeting = town.meeting("本会議")
    recorded(town, meeting)
    assert "粗原稿を作る</button>" in page_of(town, meeting)
    assert "粗原稿を作る</button>" not in page_of(town, meeting, "reader")
    assert "録音はそろっていて、粗原稿はまだ頼まれていません。" in page_of(town, meeting, "reader")
    town.browser("clerk").post(f"/meetings/{meeting}/again")
    assert "順番待ち" in page_of(town, meeting)


def test_a_meeting_without_any_recording(town):
    assert "まだ録音がありません" in page_of(town, town.meeting("空"))


def test_news_of_work_that_has_ended_are_told_once(town):
    meeting = town.meeting("本会議")
    drafted(town, meeting)
    assert [(one["state"], one["ended"]) for one in news_of(town, meeting)] == [("粗原稿あり", True)]


def test_news_of_recordings_end_when_all_are_here(town):
    meeting = town.meeting("本会議")
    one = recorded(town, meeting)
    assert news_of(town, meeting) == [
        {"state": "送信が途中です", "received": {one: 1.0}, "ended": True, "heard": []},
    ]


def test_news_after_more_than_there_can_be(town):
    meeting = town.meeting("本会議")
    assert town.browser("reader").get(f"/meetings/{meeting}/news?after={10**23}").status_code == 422


def test_news_go_on_after_what_the_page_has(town):
    meeting = town.meeting("本会議")
    asked(town, meeting, failed_at=now(), problem="困りました。")
    with town.database.writing(PROGRAM) as session:
        for at in range(3):
            jobs.hear(session, "j1", (Word(f"{at}", float(at), at + 0.5, 0.9),))
        assert session.get_one(JobRow, "j1").failed_at
    [news] = news_of(town, meeting, after=2)
    assert news["heard"] == [{"start_s": 2.0, "text": "2"}]
    assert news["problem"] == "困りました。"
