"""校正卓と停電: the web process is killed while people type; what it acknowledged is there, and is there once."""

import time

import pytest

from tests.api.desks import Desk, Person
from tests.api.serving import PATIENCE_S, Serving
from tests.api.wire import Wire
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")


@pytest.fixture
def desk(town):
    return Desk(town, None, draft(*TEXTS))


@pytest.fixture
def person(desk):
    """Somebody whose page is open, on a line to the server as it runs at the moment."""
    path, wires = f"/meetings/{desk.meeting}/desk/live?draft={desk.draft}", []

    def opened(server, copy=None):
        cookie = f"minutes={desk.secret('clerk')}"
        wires.append(Wire(server.port, path, cookie=cookie, origin=server.address))
        return Person(wires[-1], "clerk", copy)

    yield opened
    for wire in wires:
        wire.close()


def wait_for(condition):
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_killed_between_the_log_and_the_acknowledgement(desk, person, tmp_path):
    """The browser does not know that it was saved, sends it again, and it is there once."""
    with Serving(tmp_path) as server:
        sato = person(server)
        copy = sato.copy
        copy.write(0, 0, "ただ今から")
        sato.send()
        wait_for(lambda: len(desk.log) == 2)
        server.kill()
        server.start()
        sato = person(server, copy)
        assert sato.save(copy.sent[-1]) == 1
        assert len(desk.log) == 2
        assert desk.texts == ["ただ今から開会します。", "はい。", "散会します。"]


def test_killed_while_somebody_types_and_goes_on_typing(desk, person, tmp_path):
    """Nothing acknowledged is lost, what was not is sent again after the next welcome, and all of it is there once."""
    with Serving(tmp_path) as server:
        copy = None
        for number in range(3):
            sato = person(server, copy)
            copy = sato.copy
            sato.save(copy.doc.get_update(sato.known_here))
            assert desk.texts == copy.lines()
            for _ in range(8):
                type_on(copy)
                sato.send()
            saved = 0
            while saved < 4:  # the first was what it did not have yet
                saved = sato.until("saved")["saved"]
            server.kill()
            type_on(copy)
            assert desk.texts[1].startswith(f"はい。{typed(9 * number + saved - 1)}")
            server.start()
        sato = person(server, copy)
        sato.save(copy.doc.get_update(sato.known_here))
        assert desk.texts[1] == f"はい。{typed(27)}"


def type_on(copy):
    copy.write(1, len(copy.lines()[1]), typed(len(copy.sent) + 1)[-1])


def typed(count):
    return "".join(chr(0x3042 + place) for place in range(count))
