"""記録: who did what, when and from where, and that nobody has changed it since. For administrators."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from api.access import Administrator, Here
from api.deeds import Kind, deed
from api.fields import Maybe
from api.moments import moment, span_of
from api.rendering import page
from api.service import Service
from minutes.domain.people import Actor
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import entries, people
from minutes.store.queries.entries import Wanted
from minutes.store.tables import now

router = APIRouter(prefix="/audit")
PAGE = 100
_AT_ONCE = 1_000
_COLUMNS = ("番号", "日時", "名前", "接続元", "内容", "ハッシュ")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Asked(BaseModel):
    """What to show: of one person, of one kind, of one day."""

    person: Maybe[str] = Field(default=None, max_length=100)
    kind: Maybe[Kind] = None
    day: Maybe[date] = Field(default=None, ge=date(1900, 1, 1), le=date(2999, 12, 31))

    @property
    def wanted(self) -> Wanted:
        since, until = span_of(self.day) if self.day else (None, None)
        return Wanted(self.person, self.kind.actions if self.kind else (), since, until)

    @property
    def given(self) -> dict[str, str]:
        """As an address says it once more."""
        return {name: str(value) for name in ("person", "kind", "day") if (value := getattr(self, name))}


class AskedFrom(Asked):
    before: int | None = Field(default=None, ge=1, le=2**53)


@router.get("")
def show(request: Request, here: Here, actor: Administrator, asked: Annotated[AskedFrom, Query()]) -> Response:
    with here.database.reading(actor) as session:
        found = entries.newest(session, actor, asked.wanted, limit=PAGE + 1, before=asked.before)
        names = entries.names(session, actor, found)
        everybody = people.listed(session, actor)
    more = found[PAGE - 1].position if len(found) > PAGE else None
    whole = not asked.given and not asked.before
    return page(
        request,
        "audit.html",
        shown=[(entry, deed(entry, names)) for entry in found[:PAGE]],
        people=everybody,
        kinds=Kind,
        asked=asked,
        more=more,
        looked=here.chain.look(here.database, now()) if whole else None,
    )


@router.get("/file")
def file(here: Here, actor: Administrator, asked: Annotated[Asked, Query()]) -> Response:
    """CSV, as spreadsheets read it without asking."""
    with here.database.writing(actor) as session:
        audit.note(session, actor, Action.AUDIT_DOWNLOADED)
    disposition = "attachment; filename*=UTF-8''%E8%A8%98%E9%8C%B2.csv"
    return StreamingResponse(
        _lines(here, actor, asked.wanted),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _lines(here: Service, actor: Actor, wanted: Wanted) -> Iterator[str]:
    yield "\ufeff" + _line(_COLUMNS)
    with here.database.reading(actor) as session:
        in_order = entries.in_order(session, actor, wanted)
        while some := tuple(islice(in_order, _AT_ONCE)):
            names = entries.names(session, actor, some)
            for entry in some:
                told = deed(entry, names)
                yield _line((str(entry.position), moment(entry.at), entry.name, entry.address, told, entry.digest))


def _line(cells: tuple[str, ...]) -> str:
    """A cell that a spreadsheet would take for a formula gets a quotation mark before it."""
    text = io.StringIO()
    csv.writer(text).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue()
