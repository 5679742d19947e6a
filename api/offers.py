"""もう一度起こした文: what the newest draft offers to the text that people have corrected, and how it is taken over."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from uuid import uuid4

from sqlmodel import Session

from api.kept import DraftAway, draft_in
from api.opened import Opened, opened, recording_of
from api.service import Service
from minutes.coedit import NOTHING, Document, Line, NewLine, untouched
from minutes.domain.errors import BadInput
from minutes.domain.offers import Offer, Stand, offers
from minutes.domain.people import Actor
from minutes.domain.record import Minutes
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.files import Files
from minutes.store.queries import drafts
from minutes.store.tables import DraftRow


class OtherOffers(BadInput):
    def __init__(self) -> None:
        super().__init__("その間に、もう一度起こした文が変わりました。会議のページから開き直してください。")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many were; ``before``: the position at which the text was what it had been."""

    count: int
    before: int


@dataclass(frozen=True, slots=True)
class Taking:
    """取り入れ: offers that somebody wants, and the update that takes them over; it is made before others have to wait.

    ``new``: the line that an offer would become, by its key, where it is for no paragraph.
    """

    wanted: tuple[Offer, ...]
    new: Mapping[str, NewLine]
    update: bytes

    def lines(self, offers: Sequence[Offer]) -> tuple[Mapping[str, str], Sequence[NewLine]]:
        """What lines say from now on, by their ids, and those that are new."""
        texts = {offer.key: offer.text for offer in offers if offer.paragraph}
        return texts, [self.new[offer.key] for offer in offers if not offer.paragraph]


@dataclass(frozen=True, slots=True)
class Offered:
    """``row`` is the newer draft's, ``text`` what people have made of the earlier one; ``offers`` in its order."""

    row: DraftRow
    text: Opened
    offers: tuple[Offer, ...]

    @property
    def counts(self) -> Counter[Stand]:
        return Counter(offer.stand for offer in self.offers)

    @property
    def together(self) -> tuple[Offer, ...]:
        """Those that may be taken in one go: nobody has edited the text there."""
        return tuple(offer for offer in self.offers if offer.stand is Stand.UNTOUCHED)

    def taking(self, wanted: Sequence[Offer]) -> "Taking":
        """The document stays as it was opened. Takes seconds."""
        new = {offer.key: NewLine(uuid4().hex, offer.text, offer.before, offer.voice) for offer in wanted}
        taking = Taking(tuple(offer for offer in wanted if offer.stand is not Stand.UNHEARD), new, NOTHING)
        return replace(taking, update=Document.of([self.text.document.state()]).take(*taking.lines(taking.wanted)))

    def take(self, session: Session, actor: Actor, taking: "Taking") -> Taken:
        """One change of the text, without those whose paragraph somebody has changed meanwhile.

        Raises ``OtherOffers`` where these are no longer the offers.
        """
        before = {line.id: line for line in self.text.document.lines()}
        since = self.text.hold(session)
        _check(session, self)
        there = {line.id: line for line in self.text.document.lines()}
        is_new = not any(change.takes for change in since)  # or somebody has taken over what is missing already
        still = [offer for offer in taking.wanted if _stands(offer, before, there, is_new=is_new)]
        if not still:
            return Taken(0, 0)
        update = self.text.document.take(*taking.lines(still), taking.update) if since else taking.update
        if update == NOTHING:
            return Taken(0, 0)
        change = drafts.change(session, actor, self.text.row, update, takes=self.row.number)
        audit.note(session, actor, Action.OFFERS_TAKEN, self.row.meeting_id, count=len(still))
        return Taken(len(still), change.position - 1)


def decline(session: Session, actor: Actor, meeting_id: str, number: int) -> None:
    """Nobody wants what that draft offers, nor to be told of one of another recording. Raises ``OtherOffers``."""
    audit.take_turn(session)
    current = drafts.current(session, meeting_id)
    row = drafts.offered(session, current) if current and drafts.held(session, current.id) else None
    if row is None or row.number != number:
        raise OtherOffers
    drafts.decline(session, row)
    audit.note(session, actor, Action.OFFERS_DECLINED, meeting_id)


@dataclass(frozen=True, slots=True)
class Texts:
    """A newer draft and the text that people correct, known by whose they are and how far the text has come."""

    drafts: tuple[str, str]
    revision: int
    row: DraftRow = field(compare=False)
    text: Opened = field(compare=False)
    newer: Minutes = field(compare=False)
    taken: tuple[Minutes, ...] = field(compare=False)

    def offered(self) -> Offered:
        """Takes seconds where the meeting was long."""
        return Offered(self.row, self.text, _weighed(self))


def announced(session: Session, here: Service, meeting_id: str) -> "Announced | None":
    """A newer draft that is offered to the text, if there is one."""
    current = drafts.current(session, meeting_id)
    row = drafts.offered(session, current) if current else None
    if current is None or row is None:
        return None
    try:
        mine, other = (recording_of(here, one) for one in (current, row))
    except DraftAway:
        return Announced(row, is_alike=None)
    return Announced(row, is_alike=mine.sha256 == other.sha256)


@dataclass(frozen=True, slots=True)
class Announced:
    """``is_alike``: of the same recording. In another nothing lies where it lay, and nothing of it can be offered.

    ``None``: nobody can tell, for a file is away.
    """

    row: DraftRow
    is_alike: bool | None


def texts(session: Session, here: Service, meeting_id: str) -> Texts | None:
    """``None`` where no newer draft is offered to the text. Raises ``DraftAway``."""
    found = announced(session, here, meeting_id)
    if found is None or not found.is_alike:
        return None
    newer, text = _kept(here.recordings, found.row.content), opened(session, here, meeting_id)
    if text is None:
        return None
    return Texts(
        (found.row.id, text.row.id), text.minutes.revision, found.row, text, newer, _taken(session, here, text.row)
    )


def _taken(session: Session, here: Service, row: DraftRow) -> tuple[Minutes, ...]:
    """Newer drafts of which something was taken over before, and nobody has gone back to a version without it."""
    return tuple(_kept(here.recordings, other.content) for other in drafts.taken_still(session, row))


@lru_cache(maxsize=2)
def _weighed(both: Texts) -> tuple[Offer, ...]:
    text = both.text
    machines = untouched(text.document, text.draft)
    taken = [paragraph for one in both.taken for paragraph in one.paragraphs]
    return offers(text.minutes.paragraphs, machines, text.draft.paragraphs, both.newer.paragraphs, taken)


def _check(session: Session, here: Offered) -> None:
    row = drafts.offered(session, here.text.row)
    if row is None or row.id != here.row.id:
        raise OtherOffers


def _stands(offer: Offer, before: dict[str, Line], there: dict[str, Line], *, is_new: bool) -> bool:
    """Is the paragraph exactly what it was? Is what was missing missing still, and its place there?"""
    if offer.paragraph:
        return offer.key in there and there[offer.key] == before[offer.key]
    return is_new and (offer.before is None or offer.before in there)


@lru_cache(maxsize=8)
def _kept(files: Files, content: str) -> Minutes:
    """Raises ``DraftAway``."""
    return draft_in(files, content)
