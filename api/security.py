"""守り: what every answer tells the browser, which requests come from our own pages, and how long a request may be.

A page may load only what this service serves, run only the scripts that carry this answer's nonce, and be shown in
nobody's frame. A request that changes something must come from a page of ours (`is_ours`).
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from minutes.domain.errors import MinutesError

_SAFE = ("GET", "HEAD", "OPTIONS")
MOST = 3 * 1024**2
"""Bytes of a form or of JSON: a roster and a glossary of the longest that are read, and then some."""
_RECORDINGS = re.compile(r"/api/(uploads|recordings)/.+")
"""These are longer, go to the disk piece by piece, and only once it is known who sends them."""


class TooMuch(MinutesError):
    def __init__(self) -> None:
        super().__init__(f"送られた内容が大きすぎます。録音のほかは、合わせて{MOST // 1024**2}MBまでにしてください。")


class NoLength(MinutesError):
    def __init__(self) -> None:
        super().__init__("送る内容の長さ（Content-Length）を付けて送ってください。")


class Secured:
    """Puts the headers on every answer; ``scope["state"]["nonce"]`` is what scripts of this page must carry.

    ``stay``: browsers shall never again come by anything but HTTPS.
    """

    def __init__(self, app: ASGIApp, *, stay: bool) -> None:
        self._app, self._stay = app, stay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in headers(nonce, stay=self._stay).items():
                    told.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, secured)


class Bounded:
    """Refuses what is too long before a byte of it is read: forms are read before it is known who sends them."""

    def __init__(self, app: ASGIApp, *, refuse: Callable[[Request, MinutesError], Awaitable[Response]]) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and (problem := _length_problem(scope)):
            app = await self._refuse(Request(scope), problem)
        await app(scope, receive, send)


def _length_problem(scope: Scope) -> MinutesError | None:
    told = Headers(scope=scope)
    if _RECORDINGS.fullmatch(scope["path"]):
        return None
    length = told.get("content-length", "0")
    if "transfer-encoding" in told or not length.isdecimal():
        return NoLength()
    return TooMuch() if int(length) > MOST else None


def headers(nonce: str, *, stay: bool) -> dict[str, str]:
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; manifest-src 'self'"
    )
    always = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), payment=(), microphone=(self), hid=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    return always | ({"Strict-Transport-Security": "max-age=31536000"} if stay else {})


def is_ours(method: str, headers: Headers) -> bool:
    """May this request change something? Browsers say where it comes from, in one of two ways at least."""
    if method in _SAFE:
        return True
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")
