"""もう一度起こした文: corrected text stays; what a newer draft heard is taken over paragraph by paragraph."""

import re
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest

from api.offers import texts
from api.rooms.log import DraftGone, Log
from exports import draft_json
from minutes import coedit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import drafts
from tests.api.drafted import drafted
from tests.api.pages.test_history import plain
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft

FIRST = draft("これより会義を開きます。", "異議なし。", "日程第一、一般質門。", "散会します。")
AGAIN = draft("これより会議を開きます。", "異議なし。", "日程第一、一般質問。", "散会いたします。")
BETTER = replace(AGAIN, provenance=FIRST.provenance)
"""Of the same recording; three paragraphs differ."""


class Sitting:
    """A meeting with a draft, somebody who corrects it, and drafts that are made again."""

    def __init__(self, town):
        self.town, self.meeting, self._jobs = town, town.meeting("定例会"), 0
        self.hear(FIRST)

    def hear(self, minutes):
        self._jobs += 1
        drafted(self.town, self.meeting, f"{self.meeting}-{self._jobs}", minutes)

    def edit(self, *steps, login="clerk"):
        actor = self.town.actor(login)
        browser = Browser(coedit.Document.of(self.log).state(), f"{login}{len(self.log)}")
        for step in steps:
            step(browser)
        with self.town.database.writing(actor) as session:
            row = drafts.current(session, self.meeting)
            for update in browser.sent:
                drafts.change(session, actor, row, update)

    @property
    def log(self):
        with self.town.database.reading(PROGRAM) as session:
            return [one.update for one in drafts.changes_after(session, drafts.current(session, self.meeting).id)]

    @property
    def texts(self):
        return [line.text for line in coedit.Document.of(self.log).lines()]

    def get(self, path="/offers", login="clerk"):
        return self.town.browser(login).get(f"/meetings/{self.meeting}{path}").text

    def post(self, path="/offers", login="clerk", **data):
        return self.town.browser(login).post(f"/meetings/{self.meeting}{path}", data={"draft": 2} | data)

    def offers(self):
        """What the page's buttons would take, by the line."""
        return {found.partition(":")[0]: found for found in re.findall(r'name="offer" value="([^"]+)"', self.get())}

    @contextmanager
    def at_once(self):
        """Two who have all that the second draft offers before them: a paragraph that differs and a new one."""
        first, again = (
            draft("異議なし。", "これより会義を開きます。"),
            draft("異議なし。", "これより会議を開きます。", "散会します。"),
        )
        self.hear(first)
        self.edit(lambda sato: sato.write(0, 0, "い"))
        self.hear(replace(again, provenance=first.provenance))
        with self.town.database.reading(PROGRAM) as session:
            found = [texts(session, self.town.service, self.meeting).offered() for _ in range(2)]
        yield [partial(self._take, one, one.taking(one.together)) for one in found]

    def _take(self, offered, taking):
        actor = self.town.actor("clerk")
        with self.town.database.writing(actor) as session:
            return offered.take(session, actor, taking).count


@pytest.fixture
def sitting(town):
    return Sitting(town)


@pytest.fixture
def corrected(sitting):
    """Somebody has corrected the third paragraph, and then a better model has heard the meeting again."""
    sitting.edit(lambda sato: sato.write(2, 0, "次に、"))
    sitting.hear(BETTER)
    return sitting


CORRECTED = ["これより会義を開きます。", "異議なし。", "次に、日程第一、一般質門。", "散会します。"]


def test_a_draft_that_nobody_has_corrected_gives_way_to_a_newer_one(sitting):
    sitting.town.browser("clerk").post(
        f"/meetings/{sitting.meeting}/details", data={"title": "定例会", "kind": "plenary"}
    )
    sitting.hear(BETTER)
    assert sitting.texts == [one.text for one in BETTER.paragraphs]
    assert "もう一度起こした文が届いています" not in sitting.get("")
    assert "取り入れられる文はありません" in sitting.get()


def test_corrected_text_stays_on_the_desk_in_files_and_on_the_page(corrected):
    assert corrected.texts == CORRECTED
    assert "次に、日程第一、一般質門。" in corrected.get("/files/txt")
    assert "日程第一、一般質問。" in corrected.get("/files/txt?draft=2")
    notice = plain(corrected.get(""))
    assert "もう一度起こした文が届いています。本文は変わっていません。" in notice
    assert "もう一度起こした文があります" in corrected.get("/desk")
    assert "いまの本文を開く" in corrected.get("?draft=2")


def test_what_nobody_edited_is_offered_and_the_rest_stands_beside(corrected):
    page = plain(corrected.get())
    assert "これより会[-義-][+議+]を開きます。取り入れる" in page
    assert (
        "いまの本文次に、日程第一、一般質門。もう一度起こした文[-次に、-]日程第一、一般質[-門-][+問+]。直した文をやめて、これにする"
        in page
    )
    assert "散会[+いた+]します。" in page
    assert "異議なし" not in page
    assert "直した文をやめて" not in corrected.get("/offers?show=untouched")


def test_one_is_taken_and_goes_on_record(corrected):
    answer = corrected.post(offer=corrected.offers()["p0001"])
    assert answer.headers["location"].endswith("/offers?show=all&p=1&taken=1&before=1")
    assert corrected.texts == ["これより会議を開きます。", *CORRECTED[1:]]
    assert set(corrected.offers()) == {"p0003", "p0004"}
    assert (Action.OFFERS_TAKEN, corrected.meeting) in corrected.town.done()
    assert "もう一度起こした文（2回目）を、1段落に取り入れました" in plain(corrected.get("/history"))


def test_what_somebody_edited_is_taken_by_a_deliberate_act_alone(corrected):
    corrected.post("/offers/all")
    assert corrected.texts == [
        "これより会議を開きます。",
        "異議なし。",
        "次に、日程第一、一般質門。",
        "散会いたします。",
    ]
    corrected.post(offer=corrected.offers()["p0003"])
    assert corrected.texts == [one.text for one in BETTER.paragraphs]


def test_all_are_taken_after_a_question_in_one_change_that_can_be_taken_back(corrected):
    assert "文字が変わる段落2" in plain(corrected.get("/offers/all"))
    before = len(corrected.log)
    answer = corrected.post("/offers/all")
    assert len(corrected.log) == before + 1
    assert "2段落に取り入れました" in plain(corrected.town.browser("clerk").get(answer.headers["location"]).text)
    corrected.post("/history/1/restore")
    assert corrected.texts == CORRECTED
    assert "p0001" in corrected.offers()


def test_taken_words_are_the_newer_drafts_with_its_times_and_doubts(corrected):
    corrected.post("/offers/all")
    first, *_, last = draft_json.read(corrected.get("/files/json").encode()).paragraphs
    assert (first.words, last.words) == (BETTER.paragraphs[0].words, BETTER.paragraphs[3].words)
    assert (last.text, last.end_s) == ("散会いたします。", BETTER.paragraphs[3].end_s)


def test_whoever_changes_a_paragraph_meanwhile_keeps_what_they_wrote(corrected):
    seen = corrected.offers()["p0001"]
    corrected.edit(lambda suzuki: suzuki.write(0, 0, "ただ今より、"), login="approver")
    answer = corrected.post(offer=seen)
    assert "taken=0" in answer.headers["location"]
    assert (
        "もう取り入れてあるか、その間にだれかがその段落を直しています"
        in corrected.town.browser("clerk").get(answer.headers["location"]).text
    )
    corrected.post("/offers/all")
    assert corrected.texts[0] == "ただ今より、これより会義を開きます。"


def test_what_somebody_corrected_as_a_newer_draft_heard_it_stays_theirs(sitting):
    """They corrected 質門 to 質問; so does the second draft, of which a word is taken over elsewhere; not the third."""
    sitting.edit(lambda sato: sato.erase(2, 8, 9), lambda sato: sato.write(2, 8, "問"))
    sitting.hear(BETTER)
    sitting.post(offer=sitting.offers()["p0001"])
    third = draft("これより会議を始めます。", "異議なし。", "日程第一、一般疑問。", "散会いたします。")
    sitting.hear(replace(third, provenance=FIRST.provenance))
    sitting.post("/offers/all", draft=3)
    assert sitting.texts == ["これより会議を始めます。", "異議なし。", "日程第一、一般質問。", "散会いたします。"]


def test_what_somebody_took_out_of_what_was_taken_over_stays_out(corrected):
    corrected.post("/offers/all")
    corrected.edit(lambda sato: sato.erase(3, 0, 2))
    third = draft("これより会議を開きます。", "異議なし。", "日程第一、一般質問。", "散会いたします。")
    corrected.hear(replace(third, provenance=FIRST.provenance))
    corrected.post("/offers/all", draft=3)
    assert corrected.texts[3] == "いたします。"


def test_checked_and_marked_paragraphs_count_as_edited(sitting):
    sitting.edit(lambda sato: sato.say(0, checked=True), lambda sato: sato.mark(3, 0, 2, closed=True))
    sitting.hear(BETTER)
    sitting.post("/offers/all")
    assert sitting.texts == ["これより会義を開きます。", "異議なし。", "日程第一、一般質問。", "散会します。"]


def test_newly_heard_speech_comes_in_at_its_place_under_its_voice(sitting):
    sitting.edit(lambda sato: sato.name("S1", "m001"), lambda sato: sato.erase(1, 0, 5), lambda sato: sato.join(1))
    with_gap = draft("これより会義を開きます。", "異議なし。", "日程第一、一般質門。", "散会します。", "起立願います。")
    sitting.hear(replace(with_gap, provenance=FIRST.provenance))
    page = plain(sitting.get())
    assert "新しく聞き取れた所[+起立願います。+]取り入れる" in page
    assert "人が消した所[+異議なし。+]これを戻し入れる" in page
    sitting.post("/offers/all")
    lines = coedit.Document.of(sitting.log).lines()
    assert [line.text for line in lines] == [
        "これより会義を開きます。",
        "日程第一、一般質門。",
        "散会します。",
        "起立願います。",
    ]
    assert lines[-1].voice == "S1"
    assert "起立願います" not in plain(sitting.get())


@pytest.fixture
def come_in(sitting):
    """A paragraph that a newer draft heard newly has been taken over, together with one that differs."""
    first, again = (
        draft("異議なし。", "これより会義を開きます。"),
        draft("異議なし。", "これより会議を開きます。", "散会します。"),
    )
    sitting.hear(first)
    sitting.edit(lambda sato: sato.write(0, 0, "い"))
    sitting.hear(replace(again, provenance=first.provenance))
    sitting.post("/offers/all", draft=3)
    assert sitting.texts == ["い異議なし。", "これより会議を開きます。", "散会します。"]
    return sitting


def test_newly_heard_speech_that_somebody_corrected_does_not_come_in_again(come_in):
    come_in.edit(lambda sato: sato.write(2, 0, "本日は"))
    assert "もう人が見た所かもしれません[+散会します。+]" in plain(come_in.get())
    come_in.post("/offers/all", draft=3)
    assert come_in.texts == ["い異議なし。", "これより会議を開きます。", "本日は散会します。"]


def test_newly_heard_speech_that_somebody_took_out_again_comes_back_by_a_deliberate_act_alone(come_in):
    come_in.edit(lambda sato: sato.erase(2, 0, 6), lambda sato: sato.join(1))
    come_in.post("/offers/all", draft=3)
    assert come_in.texts == ["い異議なし。", "これより会議を開きます。"]
    (offer,) = (seen for key, seen in come_in.offers().items() if key.startswith("+"))
    come_in.post(offer=offer, draft=3)
    assert come_in.texts[2] == "散会します。"


def test_newly_heard_speech_comes_in_with_the_others_again_after_going_back(come_in):
    come_in.post("/history/1/restore")
    assert come_in.texts == ["い異議なし。", "これより会義を開きます。"]
    come_in.post("/offers/all", draft=3)
    assert come_in.texts == ["い異議なし。", "これより会議を開きます。", "散会します。"]


def test_newly_heard_speech_comes_in_once_when_two_want_it_at_once(sitting):
    with sitting.at_once() as takings:
        for taking in takings:
            taking()
    assert sitting.texts == ["い異議なし。", "これより会議を開きます。", "散会します。"]


def test_who_writes_while_all_are_taken_keeps_their_paragraph_and_the_rest_is_taken(sitting):
    with sitting.at_once() as (taking, _):
        sitting.edit(lambda suzuki: suzuki.write(1, 0, "では、"), login="approver")
        taking()
    assert sitting.texts == ["い異議なし。", "では、これより会義を開きます。", "散会します。"]


def test_of_several_only_the_newest_is_offered(corrected):
    corrected.post(offer=corrected.offers()["p0001"])
    third = draft("これより会議を始めます。", "異議なし。", "日程第一、一般質問。", "散会します。")
    stale = corrected.offers()["p0004"]
    corrected.hear(replace(third, provenance=FIRST.provenance))
    assert corrected.post(offer=stale).status_code == 409
    assert set(corrected.offers()) == {"p0001", "p0003"}
    assert "これより会議を[-開き-][+始め+]ます。取り入れる" in plain(corrected.get())


def test_another_recording_offers_nothing_and_takes_nothing_away(sitting):
    sitting.edit(lambda sato: sato.write(0, 0, "い"))
    recording = replace(BETTER.provenance.recording, sha256="77" * 32)
    sitting.hear(replace(BETTER, provenance=replace(BETTER.provenance, recording=recording)))
    assert sitting.texts[0] == "いこれより会義を開きます。"
    assert "2回目に起こした文は、別の録音から起こしたので" in sitting.get()
    assert sitting.post("/offers/all").status_code == 409
    told = "別の録音から起こしたので、いまの本文とは見比べられません"
    assert told in sitting.get("")
    assert "このお知らせを消す" not in sitting.get("", login="reader")
    assert sitting.post("/offers/decline").status_code == 303
    assert told not in sitting.get("")
    assert sitting.post("/offers/decline").status_code == 409


def test_who_writes_while_another_draft_takes_its_place_is_told_and_writes_nowhere(sitting):
    database, sato = sitting.town.database, Browser(sitting.log[0])
    with database.reading(PROGRAM) as session:
        log = Log(database, drafts.current(session, sitting.meeting).id, snapshot=5_000)
    log.catch_up()
    sitting.hear(BETTER)
    sato.write(0, 0, "い")
    with pytest.raises(DraftGone):
        log.append(sitting.town.actor("clerk"), sato.sent[-1])
    assert sitting.texts == [one.text for one in BETTER.paragraphs]
    assert "もう一度起こした文が届いています" not in sitting.get("")


def test_a_draft_that_was_away_for_a_while_is_offered_when_it_is_back(corrected):
    with corrected.town.database.reading(PROGRAM) as session:
        path = corrected.town.service.recordings.root / drafts.every(session, corrected.meeting)[0].content
    away = path.rename(path.with_suffix(".away"))
    assert "見比べる</a>" not in corrected.get("")
    away.rename(path)
    assert "見比べる</a>" in corrected.get("")
    assert corrected.offers()


def test_nobody_wants_them(corrected):
    assert corrected.post("/offers/decline").headers["location"] == f"/meetings/{corrected.meeting}"
    assert "届いています" not in corrected.get("")
    assert "散会いたします。" in corrected.get("?draft=2")
    assert (Action.OFFERS_DECLINED, corrected.meeting) in corrected.town.done()
    assert corrected.post("/offers/all").status_code == 409


def test_who_may(corrected):
    assert "取り入れる</button>" not in corrected.get(login="reader")
    assert "これより会" in corrected.get(login="reader")
    welfare = corrected.town.browser("welfare")
    for path in ("/offers", "/offers/all"):
        assert welfare.get(f"/meetings/{corrected.meeting}{path}").status_code == 404
        assert corrected.post(path, "welfare", offer="p0001:x").status_code == 404
        assert corrected.post(path, "reader", offer="p0001:x").status_code == 403
    corrected.post("/bin")
    assert corrected.post("/offers/all").status_code == 409
    assert corrected.texts == CORRECTED


def test_drafts_that_gave_way_keep_their_words_and_history(sitting):
    sitting.hear(BETTER)
    assert "1回目の粗原稿の履歴" in sitting.get("/history?draft=1")
    assert "これより会義を開きます。" in sitting.get("/history/as-heard?draft=1")
    assert "これより会議を開きます。" in sitting.get("/history/as-heard")
    assert "この版に戻す" not in sitting.get("/history?draft=1")
    assert "変わらない段落4" in plain(sitting.get("/history/compare?draft=1"))
    assert sitting.town.browser("clerk").get(f"/meetings/{sitting.meeting}/history?draft=9").status_code == 404


def test_programs_are_told_whose_text_is_the_minutes(corrected):
    told = corrected.town.program("clerk").get(f"/api/meetings/{corrected.meeting}/drafts").json()
    assert [(one["number"], one["current"]) for one in told] == [(2, False), (1, True)]


def test_all_of_it_on_postgresql(town_on_postgresql):
    sitting = Sitting(town_on_postgresql)
    sitting.edit(lambda sato: sato.write(2, 0, "次に、"))
    sitting.hear(BETTER)
    assert sitting.texts == CORRECTED
    sitting.post("/offers/all")
    sitting.post(offer=sitting.offers()["p0003"])
    assert sitting.texts == [one.text for one in BETTER.paragraphs]
    assert sitting.post("/offers/decline").status_code == 303
