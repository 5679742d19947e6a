"""Several people at once: whatever they do, in whatever order it arrives, they end with the same sound document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Map

from minutes.coedit import Document, seed
from minutes.coedit.content import content_of
from minutes.coedit.rules import standing
from minutes.domain.errors import RefusedEdit
from minutes.domain.record import Kind, Mark
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft

WRITTEN = ("え", "𠮷", "か\u3099", "🧑‍🌾", "\u200f", "\0", "。", "")
KINDS = [kind.value for kind in Kind]
MARKS = [mark.value for mark in Mark]


class Desk:
    """One document and those who work on it; ``due`` is what each of them has not heard of yet."""

    def __init__(self, people: int):
        self.log = [seed(draft("開会します。", "はい。", "𠮷野町長。", "", voices=("S1", "S2", "S1", "S3")))]
        self.document = Document.of(self.log)
        self.browsers = [Browser(self.document.state(), f"b{number}") for number in range(people)]
        self.due: list[list[bytes]] = [[] for _ in self.browsers]

    def send(self, number: int):
        """The next update of one of them reaches the server, which tells the others."""
        if self.browsers[number].sent:
            update = self.browsers[number].sent.pop(0)
            self.document.apply(update)
            self.log.append(update)
            for other, due in enumerate(self.due):
                if other != number:
                    due.append(update)

    def hear(self, number: int):
        if due := self.due[number]:
            self.browsers[number].hear(due.pop(0))

    def settle(self):
        for number, browser in enumerate(self.browsers):
            while browser.sent:
                self.send(number)
        for number, due in enumerate(self.due):
            while due:
                self.hear(number)


def act(browser: Browser, action: str, line: int, first: int, last: int):
    lines = browser.lines()
    line %= len(lines)
    begin, end = sorted((first % (len(lines[line]) + 1), last % (len(lines[line]) + 1)))
    match action:
        case "write":
            browser.write(line, begin, WRITTEN[last % len(WRITTEN)])
        case "erase":
            browser.erase(line, begin, end)
        case "split":
            browser.split(line, begin)
        case "join" if line + 1 < len(lines):
            browser.join(line)
        case "kind":
            browser.say(line, kind=KINDS[first % 4])
        case "voice":
            browser.say(line, voice=("S1", "S2", None)[first % 3])
        case "speaker":
            browser.say(line, speaker=("m001", "m002", None)[first % 3])
        case "mark":
            browser.mark(line, begin, end, **{MARKS[last % 3]: (True, None)[first % 2]})
        case "checked":
            browser.say(line, checked=(True, None)[first % 2])
        case "name":
            browser.name(f"S{first % 3}", ("m001", "m002", None)[last % 3])
        case "add":
            browser.add(f"new-{first}", name="新人", seat=last)


ACTIONS = st.sampled_from(
    (
        "write",
        "erase",
        "split",
        "join",
        "kind",
        "voice",
        "speaker",
        "mark",
        "checked",
        "name",
        "add",
        "send",
        "send",
        "hear",
        "hear",
    )
)
STEPS = st.lists(
    st.tuples(st.integers(0, 2), ACTIONS, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), max_size=40
)


@given(STEPS)
def test_whatever_several_people_do_they_end_with_the_same_sound_document(steps):
    desk = Desk(3)
    for number, action, line, first, last in steps:
        match action:
            case "send":
                desk.send(number)
            case "hear":
                desk.hear(number)
            case _:
                act(desk.browsers[number], action, line, first, last)
    desk.settle()

    assert len({line.id for line in desk.document.lines()}) == len(desk.document.lines())
    assert not any(line.id.startswith("?") for line in desk.document.lines())
    for browser in desk.browsers:
        assert Document.of([browser.doc.get_update()]).lines() == desk.document.lines()
        assert browser.text.diff() == desk.browsers[0].text.diff()
    assert Document.of(desk.log).lines() == desk.document.lines()


def newlines(browser: Browser) -> dict[bytes, str]:
    """Each line's id by what Yjs calls its newline, which no other character is ever called."""
    named = range(len(browser.lines()))
    return {browser.text.sticky_index(browser.newline(line)).encode(): browser.attributes(line)["id"] for line in named}


@given(STEPS)
def test_whatever_several_people_do_a_line_keeps_its_id_as_long_as_its_newline(steps):
    desk = Desk(3)
    written, deleted = newlines(desk.browsers[0]), set()
    for number, action, line, first, last in steps:
        browser = desk.browsers[number]
        match action:
            case "send":
                desk.send(number)
            case "hear":
                desk.hear(number)
                assert newlines(browser).items() <= written.items()
            case _:
                before = newlines(browser)
                act(browser, action, line, first, last)
                after = newlines(browser)
                gone, new = before.keys() - after.keys(), after.keys() - before.keys()
                assert (not gone or action == "join") and (not new or action == "split")
                assert not {after[one] for one in new} & set(written.values())
                deleted |= gone
                written |= {one: after[one] for one in new}
                assert after.items() <= written.items()
    desk.settle()

    left = {one: name for one, name in written.items() if one not in deleted}
    assert newlines(Browser(desk.document.state())) == left
    assert sorted(line.id for line in desk.document.lines()) == sorted(left.values())


def test_another_id_is_not_refused_but_for_the_last_line():
    """Who mends a copy after an undo needs it."""
    desk = Desk(1)
    desk.browsers[0].say(0, id="mended")
    desk.settle()
    assert [line.id for line in desk.document.lines()] == ["mended", "p0002", "p0003", "p0004"]
    desk.browsers[0].say(3, id="mended-too")
    with pytest.raises(RefusedEdit):
        desk.settle()


def vandalise(browser: Browser, action: str, place: int, text: str, attributes):
    """What no editor does: anything, anywhere."""
    length = len(browser.text)
    at = len(str(browser.text)[: place % (length + 1)].encode())
    match action:
        case "insert":
            browser.text.insert(at, text, attributes)
        case "delete":
            del browser.text[at : at + len(str(browser.text).encode()[at:][:5].decode(errors="ignore").encode())]
        case "format" if at < length:
            browser.text.format(at, length, attributes)
        case "embed":
            browser.text.insert_embed(at, attributes)
        case "people":
            browser.people[text[:3]] = Map(attributes) if place % 2 else text
        case "forget":
            browser.people.clear()
        case "voices":
            browser.voices[text[:3]] = place if place % 2 else "m001"


ANYTHING = st.tuples(
    st.sampled_from(("insert", "insert", "delete", "format", "embed", "people", "forget", "voices")),
    st.integers(0, 200),
    st.text(alphabet="え𠮷\n\r\u2028\ufffd\0m01", max_size=6),
    st.dictionaries(
        st.sampled_from(("id", "kind", "voice", "speaker", "name", "seat", "check")),
        st.none()
        | st.booleans()
        | st.integers(-9, 9)
        | st.sampled_from(("p0001", "new", "heading", "m001", "S1", "大野")),
        max_size=3,
    ),
)


@given(st.lists(ANYTHING, max_size=12))
def test_whatever_one_of_them_tries_the_document_stays_sound(attempts):
    desk = Desk(1)
    for attempt in attempts:
        vandal = Browser(desk.document.state())
        before = desk.document.lines()
        vandalise(vandal, *attempt)
        update = vandal.doc.get_update(desk.document.vector())
        try:
            desk.document.apply(update)
            desk.log.append(update)
        except RefusedEdit:
            assert desk.document.lines() == before
    again = Document.of(desk.log)
    assert again.lines() == desk.document.lines()
    assert (again.people(), again.voices()) == (desk.document.people(), desk.document.voices())
    assert not standing(content_of(Browser(again.state()).doc)).faults
