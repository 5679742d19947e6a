"""大勢で直す: whoever does what, whatever breaks meanwhile, all end with the same text and no character is lost."""

import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from pycrdt import Doc, Text

from minutes.coedit import Document
from minutes.coedit.content import content_of
from minutes.coedit.rules import standing
from minutes.domain.people import Role
from minutes.domain.record import Kind
from minutes.store.access import PROGRAM
from minutes.store.queries import drafts
from tests.api.serving import Serving
from tests.browser.crowd import QUIET, WILD, Person, seeds
from tests.browser.desks import Meeting
from tests.coedit.drafts import draft

NAMES = ("あおき", "いのうえ", "うえだ", "えんどう", "おかだ", "かとう", "きむら", "くどう", "けら", "こばやし", "さの")
"""In kana: names stand at colleagues' cursors, and the letters of lines say which lines they are."""
OTHERS = {Kind.HEADING: "見出し", Kind.DIRECTION: "ト書き"}
TEXTS = [*seeds(QUIET, 5), *seeds(WILD, 7)]


def test_two_people(town, new_browser, tmp_path, request):
    with crowd(2, town, new_browser, tmp_path, request.config.getoption("--seed")) as (people, meeting, server):
        work(people, 12, server)
        examine(people, meeting, town)


@pytest.mark.soak
def test_eleven_people(town, new_browser, tmp_path, request, record_property):
    """Three lose their network now and then, one's browser is killed, and so is the server."""
    option = request.config.getoption
    with crowd(11, town, new_browser, tmp_path, option("--seed")) as (people, meeting, server):
        work(people, 60 * option("--minutes"), server)
        found = examine(people, meeting, town)
    record_property("result", found)


@contextmanager
def crowd(count, town, new_browser, folder, seed):
    """So many people, each in a browser of their own before the same draft."""
    logins = [f"person-{number}" for number in range(count)]
    for login, name in zip(logins, NAMES, strict=False):
        town.account(login, name, Role.CLERK)
    people = []
    with Serving(town.folder) as server:
        meeting = Meeting(town, draft(*TEXTS))
        try:
            for number, login in enumerate(logins):
                people.append(Person(number, login, seed, new_browser, folder, server, town, meeting))
            yield people, meeting, server
        finally:
            for person in people:
                person.leave()


def work(people, seconds, server):
    """All at once; after a third of the time one's browser is killed, after two thirds the server."""
    unlucky, *others = people
    over = threading.Event()
    with ThreadPoolExecutor(len(people)) as pool:
        try:
            hands = [pool.submit(one.work, over.is_set, outages=place % 4 == 0) for place, one in enumerate(others)]
            begun = time.monotonic()
            unlucky.work(lambda: time.monotonic() > begun + seconds / 3)
            unlucky.crash()
            hands.append(pool.submit(unlucky.work, over.is_set))
            time.sleep(seconds / 3)
            server.kill()
            time.sleep(1)
            server.start()
            time.sleep(seconds / 3)
        finally:
            over.set()
        for hand in hands:
            hand.result()
    for person in people:
        person.settle()


def examine(people, meeting, town):
    """-> what happened, in words."""
    rows = log(town, meeting)
    document = Document.of([update for _, update in rows])
    expected = shown(document)
    for person in people:
        person.desk.until(lambda person=person: person.seen() == expected)
    people[-1].desk.open(meeting)
    people[-1].desk.until(lambda: people[-1].seen() == expected)
    doc = Doc()
    doc.apply_update(document.state())
    assert not standing(content_of(doc)).faults
    assert len({line.id for line in document.lines()}) == len(document.lines())
    inserted, deleted = history(rows)
    accounted(people, Counter("".join(line.text for line in document.lines())), inserted, deleted)
    return (
        f"{len(people)} people, {sum(len(person.diary) for person in people)} steps, {len(rows)} changes: "
        f"{sum(len(person.typed) for person in people)} characters typed, "
        f"{len(set().union(*(person.deleted for person in people)))} deleted, "
        f"{len(set().union(*(person.restored for person in people)))} taken back; one browser and the server killed; "
        f"{sum(bool(person.offered) for person in people)} refused; all copies equal, no character lost or doubled"
    )


def log(town, meeting):
    """-> (whose, update), in order."""
    with town.database.reading(PROGRAM) as session:
        return [(row.account_id, row.update) for row in drafts.changes_after(session, meeting.draft)]


def shown(document):
    """As the desk shows it."""
    return [[line.kind.value, who(document, line), line.checked, runs(line)] for line in document.lines()]


def who(document, line):
    """What a screen reader says of a line: who speaks, or what else it is."""
    if line.kind in OTHERS:
        return OTHERS[line.kind]
    person = document.people().get(line.speaker or document.voices().get(line.voice))
    return "".join(person.name.split()) if person else "話者１"


def runs(line):
    found = []
    for place, letter in enumerate(line.text):
        marks = " ".join(sorted({one.mark.value for one in line.marks if one.start <= place < one.end}))
        if found and found[-1][1] == marks:
            found[-1][0] += letter
        else:
            found.append([letter, marks])
    return found


def history(rows):
    """Who wrote and who deleted each character, one after the other, as the log has it."""
    doc, before = Doc(), Counter()
    text = doc.get("text", type=Text)
    inserted, deleted = defaultdict(list), defaultdict(list)
    for whose, update in rows:
        doc.apply_update(update)
        after = Counter(str(text))
        for letter, count in (after - before).items():
            inserted[letter] += [whose] * count
        for letter, count in (before - after).items():
            deleted[letter] += [whose] * count
        before = after
    del inserted["\n"], deleted["\n"]
    return inserted, deleted


def accounted(people, final, inserted, deleted):
    """Every character, from the key that was pressed to the text that all have in the end."""
    by = {person.login: person for person in people}
    typed = set().union(*(person.typed for person in people))
    slips = set().union(*(person.slips for person in people))
    gone = set().union(*(person.deleted for person in people))
    back = set().union(*(person.restored for person in people))
    offered = set().union(*(person.offered for person in people))
    for person in people:
        lost = sorted(
            letter for letter in person.typed - person.deleted - offered if inserted[letter][:1] != [person.login]
        )
        assert not lost, f"{''.join(lost)} of {person.login} never arrived\n{person.around(lost[0])}"
    for letter, hands in deleted.items():
        for hand in hands:
            assert letter in by[hand].deleted | by[hand].slips, f"{letter} was taken away by {hand}"
    for letter, hands in inserted.items():
        for hand in hands[1:]:
            assert letter in by[hand].restored, f"{letter} was written again by {hand}"
    stays = (typed | set("".join(TEXTS))) - gone - offered
    assert {letter: final[letter] for letter in stays if final[letter] != 1} == {}
    left = slips if offered else slips | (gone & typed) - back
    for letter in left & final.keys():
        hands = [one for one in people if letter in one.deleted | one.slips]
        told = "\n---\n".join(f"{one.login}\n{one.around(letter)}" for one in hands)
        assert not final[letter], f"{letter} is there: {inserted[letter]} wrote, {deleted[letter]} deleted it\n{told}"
    for letter, count in final.items():
        times = sum(letter in person.restored for person in people)
        assert count <= max(1, times), f"{letter} stands there {count} times"
    assert set(final) <= typed | slips | set("".join(TEXTS))
