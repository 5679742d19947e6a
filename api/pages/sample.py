"""見本の会議で試す: the whole way once, without a recording of one's own."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access import Clerk, Here
from api.sample import take

router = APIRouter()


@router.post("/meetings/sample")
def try_sample(here: Here, actor: Clerk) -> Response:
    return RedirectResponse(f"/meetings/{take(here, actor)}", 303)
