"""版に戻す: whatever has been done since, the text is what it was; others go on where they are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.coedit import Document, seed
from minutes.coedit.restoring import restoring
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "𠮷野です。はい。", "散会します。")


def texts(document):
    return [line.text for line in document.lines()]


def edited(*steps):
    """-> the document as it was, and as it is after the steps; the browser that did them."""
    start = seed(draft(*TEXTS, voices=("S1", "S2", "S1")))
    sato = Browser(start)
    for step in steps:
        step(sato)
    return Document.of([start]), Document.of([start, *sato.sent]), sato


def test_text_lines_speakers_and_names_come_back():
    then, now, sato = edited(
        lambda sato: sato.write(0, 0, "ただ今から"),
        lambda sato: sato.split(1, 2),
        lambda sato: sato.join(2),
        lambda sato: sato.say(0, kind="heading", speaker="m001", checked=True),
        lambda sato: sato.name("S1", "m002"),
        lambda sato: sato.erase(2, 0, 3),
    )
    assert texts(now) != texts(then)
    update = now.restore(then)
    assert now.lines() == then.lines()
    assert now.voices() == {}
    sato.hear(update)
    assert sato.lines() == list(TEXTS)


def test_marks_on_characters_come_back_and_go():
    then, now, _ = edited(lambda sato: sato.mark(1, 0, 2, cancelled=True))
    marked = Document.of([now.state()])
    now.restore(then)
    assert now.lines() == then.lines()
    plain = Browser(now.state())
    assert not any("cancelled" in (attributes or {}) for _, attributes in plain.text.diff())
    now.restore(marked)
    again = Browser(now.state())
    assert [text for text, attributes in again.text.diff() if "cancelled" in (attributes or {})] == ["𠮷野"]


def test_what_is_the_same_already_is_not_written():
    then, now, _ = edited(lambda sato: sato.write(0, 0, "一"), lambda sato: sato.erase(0, 0, 1))
    before = now.vector()
    now.restore(then)
    assert now.vector() == before


def test_a_colleague_writes_on_meanwhile():
    then, now, _ = edited(lambda sato: sato.write(0, 0, "ただ今から"))
    suzuki = Browser(now.state(), "suzuki")
    suzuki.write(2, 0, "では")
    update = now.restore(then)
    now.apply(suzuki.sent[-1])
    suzuki.hear(update)
    assert texts(now) == suzuki.lines() == ["開会します。", "𠮷野です。はい。", "では散会します。"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "split", "join", "erase", "say", "mark"]), st.integers(0, 99)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(STEPS, STEPS, st.sampled_from([0, 300]))
def test_back_and_forth_after_anything(first, second, many):
    """Line by line and, where ``many`` are others, undone in one go."""
    start = seed(draft(*TEXTS, voices=("S1", "S2", "S1")))
    sato = Browser(start)
    do(sato, first)
    then = Document.of([start, *sato.sent])
    do(sato, second)
    now = Document.of([start, *sato.sent])
    later = Document.of([now.state()])
    for version in (then, later):
        now.apply(restoring(now.state(), version.state(), many))
        assert (now.lines(), now.voices()) == (version.lines(), version.voices())


def do(sato, steps):
    for step, number in steps:
        line = number % len(sato.lines())
        length = len(sato.lines()[line])
        match step:
            case "write":
                sato.write(line, number % (length + 1), "𠮷い")
            case "split":
                sato.split(line, number % (length + 1))
            case "join" if line + 1 < len(sato.lines()):
                sato.join(line)
            case "erase" if length:
                sato.erase(line, 0, 1 + number % length)
            case "mark" if length:
                sato.mark(line, number % length, length, cancelled=True if number % 2 else None)
            case "say":
                sato.say(line, checked=True if number % 2 else None)
