"""限り: what is too long is refused, in Japanese and before it is read, by the real server."""

import http.client
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

import pytest

from api.security import MOST
from tests.api.live import live
from tests.api.town import PASSWORD

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def address(same_town):
    with live(same_town.app) as address:
        yield urlsplit(address)


def asked(address, method, path, body=None, **headers):
    connection = http.client.HTTPConnection(address.netloc)
    connection.request(method, path, body=body, headers={"origin": address.geturl()} | headers)
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, content


def said_only(address, head):
    """Sends nothing but the head of a request: the answer must not wait for the rest."""
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, answer.headers["content-type"], answer.read().decode()


@pytest.mark.parametrize("path", ["/sign-in", "/set-up", "/meetings", "/sign-out", "/nowhere"])
def test_a_form_that_is_too_long_is_not_read(address, path):
    status, _, content = said_only(address, f"POST {path} HTTP/1.1\nHost: x\nContent-Length: {MOST + 1}\n\n")
    assert status == 413
    assert "3MBまでにしてください" in content


def test_a_program_is_told_the_same_in_json(address):
    status, kind, _ = said_only(address, f"POST /api/meetings HTTP/1.1\nHost: x\nContent-Length: {MOST + 1}\n\n")
    assert (status, kind) == (413, "application/problem+json")


def test_a_form_without_a_length_is_not_read(address):
    status, *_ = said_only(address, "POST /sign-in HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n")
    assert status == 411


def test_a_recording_is_not_read_of_somebody_unknown(address):
    head = "PUT /api/recordings/x HTTP/1.1\nHost: x\nAuthorization: Bearer x\nContent-Length: 9000000000\n\n"
    status, *_ = said_only(address, head)
    assert status == 401


def test_a_browser_that_sends_too_long_a_form_all_the_same_reads_the_answer(address):
    status, content = asked(address, "POST", "/sign-in", body=b"x" * (MOST + 1))
    assert status == 413
    assert "送られた内容が大きすぎます" in content


@pytest.mark.parametrize("head", [f"GET /{'x' * 200_000} HTTP/1.1\n", f"GET / HTTP/1.1\nX-Long: {'x' * 200_000}\n"])
def test_a_head_that_is_too_long_ends_the_connection_and_nothing_else(address, head):
    with suppress(ConnectionError):  # the server does not read to its end
        status, *_ = said_only(address, f"{head}Host: x\n\n")
        assert 400 <= status < 500
    assert asked(address, "GET", "/healthz")[0] == 200


def test_fields_that_are_too_long(address):
    status, content = asked(address, "POST", "/sign-in", body=f"login={'x' * 201}&password=y", **FORM)
    assert status == 422
    assert "200文字まで" in content


def test_more_fields_than_any_form_has(address):
    status, content = asked(address, "POST", "/sign-in", body="a=1&" * 5_000, **FORM)
    assert status == 400
    assert "読み取れませんでした" in content


def wrong_tries(town, count, login="nobody{}", **settings):
    """From ever other addresses, as a proxy tells, all at once. -> the answers' statuses."""
    with live(town.app, **settings) as address, ThreadPoolExecutor(count) as everybody:

        def tried(number):
            body = urlencode({"login": login.format(number), "password": "x"})
            headers = {"x-forwarded-for": f"192.0.2.{number}", **FORM}
            return asked(urlsplit(address), "POST", "/sign-in", body=body, **headers)[0]

        return sorted(everybody.map(tried, range(count)))


def test_behind_the_towns_proxy_everybody_has_tries_of_their_own(town):
    assert wrong_tries(town, 6, proxies="127.0.0.1") == [401] * 6


def test_whoever_only_says_to_be_somebody_else_has_not(town):
    assert wrong_tries(town, 6) == [401] * 5 + [429]
    assert wrong_tries(town, 1, proxies="192.0.2.99") == [429]


def test_a_login_has_five_tries_from_everywhere_together_and_however_it_is_typed(town):
    assert wrong_tries(town, 12, login="clerk", proxies="127.0.0.1") == [401] * 5 + [429] * 7
    for typed in ("CLERK", "ｃｌｅｒｋ", " Clerk"):
        assert wrong_tries(town, 1, login=typed, proxies="127.0.0.1") == [429]


def test_a_login_that_is_written_like_an_address_is_none(town):
    wrong_tries(town, 5, login="192.0.2.0", proxies="127.0.0.1")
    assert wrong_tries(town, 1, proxies="127.0.0.1") == [401]


def test_behind_a_proxy_with_https_the_browsers_secret_goes_by_https_alone(town):
    body = urlencode({"login": "clerk", "password": PASSWORD})
    cookies = []
    for proxies in ("127.0.0.1", ""):
        with live(town.app, proxies=proxies) as address:
            connection = http.client.HTTPConnection(urlsplit(address).netloc)
            headers = {"origin": address, "x-forwarded-proto": "https", **FORM}
            connection.request("POST", "/sign-in", body=body, headers=headers)
            cookies.append(connection.getresponse().headers["set-cookie"])
            connection.close()
    assert ["Secure" in cookie for cookie in cookies] == [True, False]
