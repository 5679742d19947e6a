"""What an update may be made of, before the library sees it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.coedit import seed
from minutes.coedit.wire import clocks, reach
from tests.coedit import updates
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft

SEED = seed(draft("開会します。", "𠮷野町長。"))
DEEP = 50_000
"""Nested arrays that end pycrdt's process with SIGSEGV."""


def test_an_update_tells_how_far_its_writer_has_come():
    browser = Browser(SEED)
    browser.write(0, 0, "𠮷")
    assert reach(browser.sent[0]) == {browser.doc.client_id: 2}, "Yjs counts in UTF-16"
    browser.write(0, 0, "あ")
    assert reach(browser.sent[1]) == {browser.doc.client_id: 3}


def test_a_deletion_tells_how_far_the_deleted_had_come():
    assert reach(updates.deletion(client=5, clock=3, length=4)) == {5: 7}


def test_a_state_vector_is_read_as_the_library_writes_it():
    browser = Browser(SEED)
    browser.write(0, 0, "あ")
    assert clocks(browser.doc.get_state()) == {**reach(SEED), browser.doc.client_id: 1}


def test_whatever_an_editor_sends_can_be_read():
    browser = Browser(SEED)
    browser.write(0, 1, "か\u3099🧑‍🌾\0")
    browser.split(1, 1)
    browser.say(0, kind="heading", voice=None)
    browser.mark(0, 0, 2, cancelled=True, check={"why": ["聞き取れない"]})
    browser.add("new", name="新人", seat=3, role=None, present=True, share=0.5)
    browser.name("S1", "new")
    browser.erase(0, 0, 2)
    for update in (*browser.sent, browser.doc.get_update()):
        assert reach(update)


FOREIGN = {
    "nothing": b"",
    "half of it": SEED[: len(SEED) // 2],
    "something after the end": SEED + b"\0",
    "no UTF-8": updates.in_text(4, updates.string(b"\xed\xa0\x80")),
    "an empty text": updates.in_text(4, updates.string("")),
    "nested arrays": updates.entry((updates.ARRAY + b"\1") * DEEP + updates.NULL),
    "nested objects": updates.entry((updates.OBJECT + b"\1\1a") * DEEP + updates.NULL),
    "one array": updates.entry(updates.ARRAY + b"\1" + updates.NULL),
    "another root": updates.entry(updates.TEXT + updates.string("m001"), root="notes"),
    "JSON": updates.in_text(2, updates.number(1) + updates.string("{}")),
    "bytes": updates.in_text(3, updates.string(b"\0\1")),
    "a picture": updates.in_text(5, updates.string("{}")),
    "a list in the text": updates.in_text(7, updates.number(0)),
    "a document in the document": updates.in_text(9, updates.string("guid") + updates.NULL),
    "a gap": updates.in_text(10, updates.number(3)),
    "no kind of content": updates.in_text(30, b""),
    "a clock beyond Yjs's": updates.struct_of(0, updates.number(2**32)),
    "a client beyond Yjs's": updates.struct_of(0, updates.number(1), client=2**53),
    "a number without end": b"\xff" * 12,
    "two thousand million clients": b"\xff\xff\xff\xff\x07",
}


@pytest.mark.parametrize("update", FOREIGN.values(), ids=FOREIGN)
def test_anything_else_is_not_read(update):
    with pytest.raises(ValueError):
        reach(update)


@given(st.binary(max_size=60))
def test_no_bytes_can_do_harm(data):
    for read in (reach, clocks):
        with suppress(ValueError):
            read(data)


@given(st.integers(0, len(SEED) - 1), st.binary(max_size=4))
def test_no_change_of_a_real_update_can_do_harm(place, put):
    with suppress(ValueError):
        reach(SEED[:place] + put + SEED[place + len(put) :])
