"""守り: what every answer tells the browser, and which requests come from our own pages.

A page may load only what this service serves, run only the scripts that carry this answer's nonce, and be shown in
nobody's frame. A request that changes something must come from a page of ours (`is_ours`).
"""

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = ("GET", "HEAD", "OPTIONS")


class Secured:
    """Puts the headers on every answer; ``scope["state"]["nonce"]`` is what scripts of this page must carry."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app, self._secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in headers(nonce, secure=self._secure).items():
                    told.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, secured)


def headers(nonce: str, *, secure: bool) -> dict[str, str]:
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
    return always | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})


def is_ours(method: str, headers: Headers) -> bool:
    """May this request change something? Browsers say where it comes from, in one of two ways at least."""
    if method in _SAFE:
        return True
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")
