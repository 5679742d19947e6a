"""頁: templates with what every page needs. The only door to Jinja2 in the service."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api import moments, words
from exports import wareki
from minutes.domain.people import Actor, Right

_HERE = Path(__file__).parent


def _menu(actor: Actor) -> list[tuple[str, str]]:
    """Where somebody may go from every page."""
    places = [("/", "会議"), ("/glossary", "用語集"), ("/bin", "ごみ箱")]
    if actor.may(Right.MANAGE):
        places += [("/accounts", "利用者"), ("/audit", "操作の記録")]
    return [*places, ("/about", "困ったとき")]


_PAGES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.globals |= {"Right": Right, "menu": _menu, "SENDING": words.SENDING}
_PAGES.filters["clock"] = wareki.clock
_PAGES.filters["word"] = words.word
_PAGES.filters["day"] = wareki.wareki
_PAGES.filters["moment"] = moments.moment
_PAGES.filters["lately"] = moments.lately
_PAGES.filters["parted"] = words.parted
_PAGES.filters["size"] = words.size
_PAGES.filters["lasting"] = words.lasting
_PAGES.filters["tone"] = words.tone
STATIC = _HERE / "static"


def page(
    request: Request, name: str, *, actor: Actor | None = None, status: int = 200, **context: object
) -> HTMLResponse:
    """``actor``: whoever is signed in, unless somebody else is named."""
    state = request.scope["state"]
    always = {"actor": actor or state.get("actor"), "nonce": state["nonce"], "path": request.url.path}
    return HTMLResponse(_PAGES.get_template(name).render(**always, **context), status)
