"""校正の進み: how much of a draft has been listened to, checked and edited, as the pages tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from api.opened import Opened
from exports.doubts import Doubtful, doubtful
from minutes.coedit import one_line
from minutes.domain.people import Actor
from minutes.domain.record import Mark, Paragraph
from minutes.domain.unheard import Unheard
from minutes.store.database import Database
from minutes.store.queries import headways
from minutes.store.queries.headways import Figures
from minutes.store.tables import HeadwayRow


@dataclass(frozen=True, slots=True)
class Headway:
    """``heard_s`` of ``duration_s`` somebody has listened to."""

    heard_s: int
    duration_s: float
    figures: Figures

    @classmethod
    def told(cls, row: HeadwayRow) -> Self:
        """As the desk told it last, for the list."""
        figures = Figures(row.paragraphs, min(row.checked, row.paragraphs), row.edited, row.doubts)
        return cls(headways.heard_s(row), row.duration_s, figures)

    @property
    def heard(self) -> int:
        """Of a hundred; a hundred only when every second was heard."""
        whole = int(self.duration_s)
        return 100 * self.heard_s // whole if whole else 0

    @property
    def checked(self) -> int:
        return 100 * self.figures.checked // self.figures.paragraphs if self.figures.paragraphs else 0


def headway(draft: Opened, row: HeadwayRow | None, silent: Sequence[Unheard]) -> Headway:
    """As it is at this moment; ``silent``: all that has no text, which the page shows beside it."""
    return Headway(headways.heard_s(row), draft.draft.provenance.recording.duration_s, _figures(draft, silent))


def edited(draft: Opened) -> dict[str, str | None]:
    """Lines whose text is no longer the machine's, by their ids; what the machine's was, where it is one of its own."""
    said = {paragraph.id: one_line(paragraph.text) for paragraph in draft.draft.paragraphs}
    return {line.id: said.get(line.id) for line in draft.document.lines() if said.get(line.id) != line.text}


def tell(database: Database, actor: Actor, draft: Opened) -> None:
    """For the list, where the text has changed and no desk need be open that tells of it."""
    figures, duration_s = _figures(draft, draft.unheard()), draft.draft.provenance.recording.duration_s
    with database.writing(actor) as session:
        if headways.of(session, draft.row.id):
            headways.tell(session, draft.row, duration_s, (), figures)


def _figures(draft: Opened, silent: Sequence[Unheard]) -> Figures:
    lines = [line for line in draft.document.lines() if line.text.strip()]
    checked = sum(line.checked for line in lines)
    doubts = sum(_places(one, doubtful(one, draft.minutes.provenance.doubts)) for one in draft.minutes.paragraphs)
    doubts += sum(one.is_left for one in silent)
    return Figures(len(lines), checked, len({line.id for line in lines} & edited(draft).keys()), doubts)


def _places(paragraph: Paragraph, found: Sequence[Doubtful]) -> int:
    """確かめる所 in a paragraph: what is doubtful, and what people have marked so; where both overlap one (checks.js).

    Whoever checks the paragraph leaves a mark as it is: somebody has set it, and somebody takes it off.
    """
    marked = [(one.start, one.end) for one in paragraph.marks if one.mark is Mark.CHECK]
    count = reached = 0
    for start, end in sorted([*marked, *((one.start, one.end) for one in found)]):
        count += start >= reached
        reached = max(reached, end)
    return count
