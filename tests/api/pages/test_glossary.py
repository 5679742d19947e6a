"""用語集: what a department's recogniser is to expect: added, seen, removed, and really handed to the recogniser."""

from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import glossary, jobs, meetings
from minutes.store.tables import JobRow, MeetingRow, TermRow


def add(browser, *words):
    for word in words:
        assert browser.post("/glossary", data={"term": word}).headers["location"] == "/glossary"


def test_words_are_added_once_and_removed(town):
    clerk = town.browser("clerk")
    add(clerk, " 頭首工 ", "会計年度任用職員", "頭首工")
    with town.database.reading(town.actor("clerk")) as session:
        newest, oldest = glossary.listed(session, town.actor("clerk"))
    assert [newest.word, oldest.word] == ["会計年度任用職員", "頭首工"]
    assert town.browser("reader").get("/glossary").text.count("頭首工") == 1
    clerk.post(f"/glossary/{oldest.id}/remove")
    clerk.post(f"/glossary/{oldest.id}/remove")
    assert "頭首工" not in clerk.get("/glossary").text
    assert [action for action, _ in town.done()] == [Action.TERM_ADDED, Action.TERM_ADDED, Action.TERM_REMOVED]


def test_what_is_no_word_is_refused(town):
    clerk = town.browser("clerk")
    for wrong in ("", "　", "\t", "あ" * 101):
        assert clerk.post("/glossary", data={"term": wrong}).status_code == 422
    assert town.done() == []


def test_a_tab_out_of_a_spreadsheet_is_a_space(town):
    clerk = town.browser("clerk")
    add(clerk, "青葉町\t頭首工\t")
    assert "「青葉町 頭首工」" in clerk.get("/glossary").text


def test_a_glossary_is_not_endless(town):
    with town.database.writing(town.actor("clerk")) as session:
        for number in range(glossary.MOST):
            session.add(TermRow(word=f"語{number}", added_by="clerk", **meetings.whose(town.actor("clerk"))))
    answer = town.browser("clerk").post("/glossary", data={"term": "まだ一つ"})
    assert answer.status_code == 422
    assert "使わない語を消してから" in answer.text


def test_the_next_draft_is_made_with_the_meetings_own_words_and_then_the_departments(town):
    add(town.browser("clerk"), "頭首工", "青葉橋")
    meeting_id = town.meeting()
    with town.database.writing(town.actor("clerk")) as session:
        session.get_one(MeetingRow, meeting_id).glossary = ["土地改良区", "頭首工"]
        session.add(job := JobRow(meeting_id=meeting_id, asked_by="clerk", **meetings.whose(town.actor("clerk"))))
        session.flush()
        job_id = job.id
    with town.database.reading(PROGRAM) as session:
        assert jobs.order(session, job_id).meeting.glossary == ("土地改良区", "頭首工", "青葉橋")


def test_another_departments_words_are_not_seen_not_used_and_not_removed(town):
    add(town.browser("clerk"), "頭首工")
    with town.database.reading(PROGRAM) as session:
        (term,) = glossary.listed(session, town.actor("clerk"))
        assert glossary.words(session, "welfare") == ()
    welfare = town.browser("welfare")
    assert "頭首工" not in welfare.get("/glossary").text
    welfare.post(f"/glossary/{term.id}/remove")
    assert "頭首工" in town.browser("clerk").get("/glossary").text
