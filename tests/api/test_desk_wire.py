"""校正卓の回線: what the server's own limits do with a client that keeps to none of ours, over a real socket."""

import pytest

from tests.api.desks import Desk, Person, code_of
from tests.api.serving import Serving
from tests.api.wire import Wire
from tests.coedit.drafts import draft

TOO_LARGE = 1009
"""As RFC 6455 has it; web/src/saving/connection.js takes it for a refusal."""
MESSAGE = 16 * 1024 * 1024
"""The most that a message may hold in uvicorn, and twice what an update may."""


@pytest.fixture
def desk(town):
    return Desk(town, None, draft("開会します。"))


def test_a_message_larger_than_any_update_is_cut_off_and_the_others_go_on(desk, tmp_path):
    path = f"/meetings/{desk.meeting}/desk/live?draft={desk.draft}"
    with Serving(tmp_path) as server:
        hostile, sato = (
            Person(Wire(server.port, path, cookie=f"minutes={desk.secret(login)}", origin=server.address), login)
            for login in ("approver", "clerk")
        )
        before = desk.log
        hostile.send(bytes(MESSAGE))  # with its number before it, it is too large at its very end
        assert code_of(hostile.line) == TOO_LARGE
        assert desk.log == before
        sato.copy.write(0, 0, "ただ今から")
        sato.save(sato.copy.sent[-1])
        assert desk.texts == ["ただ今から開会します。"]
        for person in (hostile, sato):
            person.line.close()
