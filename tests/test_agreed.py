"""申し合わせ: what Python and the desk's JavaScript must hold alike, as one file says; `web/test/agreed.test.js` is the
other half."""

import json
from pathlib import Path

import pytest

from api.rooms.colleague import Why
from api.words import word
from exports.notation import Notation
from minutes.coedit import form
from minutes.domain.record import Kind, Mark

AGREED = json.loads((Path(__file__).parent / "data" / "desk" / "agreed.json").read_text(encoding="utf-8"))
BREAKS = {int(code, 16) for code in AGREED["breaks"]}
FIRST_HALF, LAST_HALF = (int(code, 16) for code in AGREED["halves"])
NO_CHARACTERS = {int(code, 16) for code in AGREED["no_characters"]} | set(range(FIRST_HALF, LAST_HALF + 1))


def test_what_no_line_can_hold():
    everything = range(0x110000)
    assert {code for code in everything if form.FORBIDDEN.search(chr(code))} == BREAKS | NO_CHARACTERS
    assert {code for code in everything if form.one_line(chr(code)) == "〓" != chr(code)} == NO_CHARACTERS
    assert {code for code in everything if form.one_line(chr(code)) == " " != chr(code)} == BREAKS


def test_what_voices_are_called_that_nobody_has_named():
    assert {voice: Notation().voice(voice) for voice in AGREED["voices"]} == AGREED["voices"]
    assert Notation().voice(None) == AGREED["nobody"]


@pytest.mark.parametrize(("names", "all_of_them"), [("kinds", Kind), ("marks", Mark)])
def test_what_kinds_and_marks_are_called(names, all_of_them):
    assert {one.value: word(one) for one in all_of_them} == AGREED[names]


def test_how_a_browser_is_sent_away():
    assert {why.name: why.value for why in Why} == {name: told["code"] for name, told in AGREED["dismissals"].items()}
