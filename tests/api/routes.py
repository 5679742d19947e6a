"""Every route there is, as the application itself knows them, so that none can be forgotten."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute

SAFE = ("GET", "HEAD", "OPTIONS")


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path; a page's own files (``/static``) are no route."""
    for included in app.routes:
        for route in included.original_router.routes if hasattr(included, "original_router") else [included]:
            if isinstance(route, APIRoute):
                yield from ((method, route.path) for method in sorted(route.methods))


def address(path: str, **known: str) -> str:
    """A path with ids in it; what is not known is an id that nobody has."""
    parts = [known.get(part[1:-1], "nobody") if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts).replace("draft.{ending}", "draft.txt")
