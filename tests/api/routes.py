"""Every route there is, as the application itself knows them, so that none can be forgotten."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

SAFE = ("GET", "HEAD", "OPTIONS")


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of what is asked for by HTTP; all the rest are ``others``."""
    for route in _all(app):
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in sorted(route.methods))


def others(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Kind and path of whatever else answers: lines that stay open, files, other applications."""
    for route in _all(app):
        if not isinstance(route, APIRoute):
            yield type(route).__name__, getattr(route, "path", "")


def _all(app: FastAPI) -> Iterator[BaseRoute]:
    for included in app.routes:
        yield from included.original_router.routes if hasattr(included, "original_router") else [included]


def address(path: str, **known: str) -> str:
    """A path with ids in it; what is not known is an id that nobody has."""
    parts = [known.get(part[1:-1], "nobody") if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts).replace("draft.{ending}", "draft.txt")
