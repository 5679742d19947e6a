"""Somebody at a browser, without the browser: sets the service up, signs in, makes a key for a program."""

import re
import ssl
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

from tests.browser.site import Site

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105


class Person:
    """山田花子, who is the first to come, and so the administrator."""

    def __init__(self, site: Site, trusting: ssl.SSLContext | None = None) -> None:
        self.cookies = CookieJar()
        self._site, self._browser = (
            site,
            build_opener(HTTPCookieProcessor(self.cookies), HTTPSHandler(context=trusting)),
        )
        key = urlsplit(site.set_up).query.removeprefix("key=")
        who = {"municipality": "青葉町", "department": "議会事務局", "name": "山田花子", "login": "yamada"}
        self.send("/set-up", key=key, password=PASSWORD, again=PASSWORD, **who)

    def open(self, path: str) -> str:
        with self._browser.open(self._site.address + path) as answer:
            return answer.read().decode()

    def send(self, path: str, **form: str) -> str:
        request = Request(self._site.address + path, urlencode(form).encode(), {"Origin": self._site.address})  # noqa: S310
        with self._browser.open(request) as answer:
            return answer.read().decode()

    def make_key(self) -> str:
        found = re.search(r"minutes_[\w-]+", self.send("/me/keys", name="議場録音システム"))
        assert found
        return found[0]
