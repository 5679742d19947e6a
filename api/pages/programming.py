"""プログラムから使う: how a town's own programs make and fetch minutes."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Reader
from api.prose import prose
from api.rendering import page

router = APIRouter(prefix="/about/api")


@router.get("")
def show(request: Request, actor: Reader) -> Response:
    return page(request, "programming.html", text=prose("docs/api.md"))
