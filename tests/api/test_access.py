"""Who may do what: every route with every role, from other sites, from other departments, and before a new password."""

import pytest

from minutes.domain.people import RIGHTS, Right, Role
from tests.api.routes import SAFE, address, others, routes

ANYBODY, KNOWN = "anybody", "known"
"""Without a sign-in; and with one, even before there is a password of one's own."""

TABLE = {
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/set-up"): ANYBODY,
    ("POST", "/set-up"): ANYBODY,
    ("GET", "/sign-in"): ANYBODY,
    ("POST", "/sign-in"): ANYBODY,
    ("OPTIONS", "/api/uploads"): ANYBODY,
    ("POST", "/sign-out"): KNOWN,
    ("GET", "/me/password"): KNOWN,
    ("POST", "/me/password"): KNOWN,
    ("GET", "/"): Right.READ,
    ("GET", "/about"): Right.READ,
    ("GET", "/about/guide"): Right.READ,
    ("GET", "/about/licences"): Right.READ,
    ("GET", "/bin"): Right.READ,
    ("GET", "/glossary"): Right.READ,
    ("POST", "/glossary"): Right.WORK,
    ("POST", "/glossary/{term_id}/remove"): Right.WORK,
    ("GET", "/me"): Right.READ,
    ("POST", "/me/keys"): Right.READ,
    ("POST", "/me/keys/{key_id}/close"): Right.READ,
    ("POST", "/me/sign-out-everywhere"): Right.READ,
    ("GET", "/meetings/progress"): Right.READ,
    ("GET", "/meetings/{meeting_id}"): Right.READ,
    ("GET", "/meetings/{meeting_id}/desk"): Right.READ,
    ("GET", "/meetings/{meeting_id}/desk/as-heard"): Right.READ,
    ("GET", "/meetings/{meeting_id}/desk/heard"): Right.READ,
    ("GET", "/meetings/{meeting_id}/desk/state"): Right.READ,
    ("GET", "/meetings/{meeting_id}/history"): Right.READ,
    ("GET", "/meetings/{meeting_id}/history/as-heard"): Right.READ,
    ("GET", "/meetings/{meeting_id}/history/compare"): Right.READ,
    ("GET", "/meetings/{meeting_id}/files/{ending}"): Right.READ,
    ("GET", "/meetings/{meeting_id}/news"): Right.READ,
    ("GET", "/meetings/{meeting_id}/offers"): Right.READ,
    ("GET", "/meetings/{meeting_id}/text"): Right.READ,
    ("GET", "/meetings/{meeting_id}/peaks"): Right.READ,
    ("GET", "/meetings/{meeting_id}/sound"): Right.READ,
    ("GET", "/api/meetings"): Right.READ,
    ("GET", "/api/meetings/{meeting_id}"): Right.READ,
    ("GET", "/api/meetings/{meeting_id}/draft.{ending}"): Right.READ,
    ("GET", "/api/meetings/{meeting_id}/drafts"): Right.READ,
    ("GET", "/api/meetings/{meeting_id}/news"): Right.READ,
    ("GET", "/api/meetings/{meeting_id}/voices"): Right.READ,
    ("GET", "/api/openapi.json"): Right.READ,
    ("GET", "/about/api"): Right.READ,
    ("GET", "/metrics"): Right.READ,
    ("GET", "/meetings/new"): Right.WORK,
    ("POST", "/meetings"): Right.WORK,
    ("POST", "/meetings/sample"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/again"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/bin"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/cancel"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/desk/headway"): Right.WORK,
    ("GET", "/meetings/{meeting_id}/history/{position}/restore"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/history/{position}/restore"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/offers"): Right.WORK,
    ("GET", "/meetings/{meeting_id}/offers/all"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/offers/all"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/offers/decline"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/voices"): Right.WORK,
    ("GET", "/meetings/{meeting_id}/details"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/details"): Right.WORK,
    ("GET", "/meetings/{meeting_id}/recordings"): Right.WORK,
    ("POST", "/meetings/{meeting_id}/recordings"): Right.WORK,
    ("POST", "/bin/{meeting_id}/take-back"): Right.WORK,
    ("GET", "/bin/{meeting_id}/delete"): Right.WORK,
    ("POST", "/bin/{meeting_id}/delete"): Right.WORK,
    ("POST", "/api/meetings"): Right.WORK,
    ("PATCH", "/api/meetings/{meeting_id}"): Right.WORK,
    ("DELETE", "/api/meetings/{meeting_id}"): Right.WORK,
    ("POST", "/api/meetings/{meeting_id}/cancel"): Right.WORK,
    ("POST", "/api/meetings/{meeting_id}/drafts"): Right.WORK,
    ("POST", "/api/meetings/{meeting_id}/take-back"): Right.WORK,
    ("PUT", "/api/recordings/{name}"): Right.WORK,
    ("DELETE", "/api/meetings/{meeting_id}/voices/{voice}"): Right.WORK,
    ("PUT", "/api/meetings/{meeting_id}/voices/{voice}"): Right.WORK,
    ("POST", "/api/uploads"): Right.WORK,
    ("HEAD", "/api/uploads/{upload_id}"): Right.WORK,
    ("PATCH", "/api/uploads/{upload_id}"): Right.WORK,
    ("DELETE", "/api/uploads/{upload_id}"): Right.WORK,
    ("GET", "/accounts"): Right.MANAGE,
    ("POST", "/accounts"): Right.MANAGE,
    ("GET", "/accounts/new"): Right.MANAGE,
    ("GET", "/accounts/{account_id}"): Right.MANAGE,
    ("POST", "/accounts/{account_id}"): Right.MANAGE,
    ("POST", "/accounts/{account_id}/close"): Right.MANAGE,
    ("POST", "/accounts/{account_id}/password"): Right.MANAGE,
    ("POST", "/accounts/{account_id}/reopen"): Right.MANAGE,
    ("POST", "/departments"): Right.MANAGE,
    ("POST", "/departments/{department_id}"): Right.MANAGE,
    ("GET", "/audit"): Right.MANAGE,
    ("GET", "/audit/file"): Right.MANAGE,
}
OURS = sorted(TABLE)
PERSONAL = ("me", "accounts", "departments", "audit")
"""Where accounts, passwords and keys are made, and who did what is read: nothing for programs."""
FORMS = {
    "/meetings/{meeting_id}/details": {"data": {"title": "会議", "kind": "plenary"}},
    "/api/meetings/{meeting_id}": {"json": {}},
    "/meetings/{meeting_id}/recordings": {"data": {"recording": "nobody"}},
    "/meetings/{meeting_id}/voices": {"data": {"voice": "S1"}},
    "/meetings/{meeting_id}/offers": {"data": {"draft": "2", "offer": "p0001:0"}},
    "/meetings/{meeting_id}/offers/all": {"data": {"draft": "2"}},
    "/meetings/{meeting_id}/offers/decline": {"data": {"draft": "2"}},
    "/meetings/{meeting_id}/desk/headway": {
        "json": {"draft": "nobody", "heard": [], "paragraphs": 0, "checked": 0, "edited": 0, "doubts": 0}
    },
    "/api/meetings/{meeting_id}/voices/{voice}": {"json": {"name": "大野茂"}},
}
"""What these must be sent before they look for the meeting."""


@pytest.fixture(scope="module")
def newcomer(same_town):
    same_town.account("newcomer", "新人すぐる", Role.ADMINISTRATOR, must_change=True)
    return "newcomer"


@pytest.fixture(scope="module")
def keys(same_town):
    """Of one program for every role."""
    return {role: same_town.program(role.value) for role in Role}


def label(route):
    return " ".join(route) if isinstance(route, tuple) else None


def asks_for_a_sign_in(answer):
    return answer.status_code == 401 or answer.headers.get("location", "").startswith("/sign-in?to=")


def test_every_route_is_in_the_table(same_town):
    assert set(routes(same_town.app)) == set(TABLE)


def test_nothing_else_answers_but_the_desks_line_and_the_pages_own_files(same_town):
    """Who may use the line, and for what, is in `tests/api/test_desk.py`; the files are for everybody."""
    assert sorted(others(same_town.app)) == [
        ("APIWebSocketRoute", "/meetings/{meeting_id}/desk/live"),
        ("Mount", "/static"),
    ]


@pytest.mark.parametrize("route", OURS, ids=label)
def test_without_a_sign_in(same_town, route):
    answer = same_town.stranger().request(route[0], address(route[1]))
    assert asks_for_a_sign_in(answer) == (TABLE[route] is not ANYBODY)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", [route for route in OURS if TABLE[route] is not ANYBODY], ids=label)
def test_with_a_role(same_town, route, role):
    answer = same_town.browser(role.value).request(route[0], address(route[1]))
    allowed = TABLE[route] is KNOWN or TABLE[route] in RIGHTS[role]
    assert (answer.status_code == 403) == (not allowed)
    assert not asks_for_a_sign_in(answer)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", [route for route in OURS if isinstance(TABLE[route], Right)], ids=label)
def test_with_a_role_by_a_key(same_town, keys, route, role):
    """A program may do what the person may who made its key, and says so from wherever it likes."""
    answer = keys[role].request(route[0], address(route[1]))
    allowed = TABLE[route] in RIGHTS[role] and route[1].split("/")[1] not in PERSONAL
    assert (answer.status_code == 403) == (not allowed)
    assert not asks_for_a_sign_in(answer)


@pytest.mark.parametrize("route", [route for route in OURS if isinstance(TABLE[route], Right)], ids=label)
def test_nobody_does_anything_before_they_have_a_password_of_their_own(same_town, newcomer, route):
    answer = same_town.browser(newcomer).request(route[0], address(route[1]))
    program = route[1].startswith("/api/") or route[1] == "/metrics"
    assert answer.status_code == 403 if program else answer.headers["location"] == "/me/password"


@pytest.mark.parametrize("route", [route for route in OURS if "{meeting_id}" in route[1]], ids=label)
def test_a_meeting_of_another_department_is_not_there(same_town, route):
    theirs = same_town.meeting("介護の相談", by="welfare")
    answer = same_town.browser("administrator").request(
        route[0], address(route[1], meeting_id=theirs, ending="txt", position="1"), **FORMS.get(route[1], {})
    )
    assert answer.status_code == 404
    assert "介護" not in answer.text


@pytest.mark.parametrize("origin", ["http://evil.test", "null", None], ids=str)
@pytest.mark.parametrize("route", [route for route in OURS if route[0] not in SAFE], ids=label)
def test_another_site_changes_nothing(same_town, route, origin):
    browser = same_town.browser("administrator")
    browser.headers.pop("origin")
    headers = {"origin": origin} if origin else {}
    answer = browser.request(route[0], address(route[1]), headers=headers, **FORMS.get(route[1], {}))
    assert answer.status_code == 403


def test_a_browser_that_says_where_it_comes_from_needs_no_origin(same_town):
    browser = same_town.browser("administrator")
    browser.headers.pop("origin")
    assert browser.post("/departments", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post("/departments", headers={"sec-fetch-site": "same-origin"}).status_code == 422
