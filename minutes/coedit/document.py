"""文書: the text that several people edit at once. Knows nothing of who they are and where it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self
from uuid import uuid4

from pycrdt import Doc, merge_updates

from minutes.coedit.content import Content, content_of, lines_of, map_of, people_of, voices_of
from minutes.coedit.form import PEOPLE, Line
from minutes.coedit.naming import NOTHING, joining, naming
from minutes.coedit.people import key_of
from minutes.coedit.rehearsal import DAMAGED, Rehearsal
from minutes.coedit.restoring import restoring
from minutes.coedit.taking import NewLine, settling, taking
from minutes.domain.errors import RefusedEdit
from minutes.domain.meeting import Member


class Document:
    """文書: lines, the persons behind the voices, and what browsers need to keep up with both.

    It is the sum of its updates. ``unread``: how many entries of its log were no updates at all, and left out.
    """

    def __init__(self) -> None:
        self._doc: Doc[Any] = Doc()
        self._rehearsal: Rehearsal | None = None
        self._content: Content | None = None
        self.unread = 0

    @classmethod
    def of(cls, updates: Iterable[bytes]) -> Self:
        """What a log adds up to. Never refuses what it is told: it was accepted once, and is all there is.

        One by one: merging the updates first takes 30 times as long.
        """
        document = cls()
        for update in updates:
            document.hear(update)
        return document

    def hear(self, update: bytes) -> None:
        """The log's next entry, which somebody else has accepted."""
        self._rehearsal = self._content = None
        try:
            self._doc.apply_update(update)
        except (ValueError, RuntimeError):
            self.unread += 1

    def apply(self, update: bytes) -> bool:
        """What a client sends. Raises ``RefusedEdit`` where it would break the document's form, which stays as it is.

        -> whether it said anything new: the same update twice changes nothing.
        """
        rehearsal = self._rehearsal or Rehearsal(self.state())
        self._rehearsal = None  # if this one is refused, the next is tried on a fresh copy
        rehearsal.try_out(update)
        news = list[bytes]()
        observing = self._doc.observe(lambda event: news.append(event.update))
        self._doc.apply_update(update)
        self._doc.unobserve(observing)  # or the document would keep itself alive for ever
        self._rehearsal, self._content = rehearsal, None
        return bool(news)

    def lines(self) -> tuple[Line, ...]:
        return lines_of(self._read())

    def people(self) -> Mapping[str, Member]:
        """By key, the roster's first and in its order."""
        return people_of(self._read())

    def keys(self) -> frozenset[str]:
        """Of the people; the text, which takes the longest, is not read for it."""
        return frozenset(map_of(self._doc, PEOPLE).keys())

    def voices(self) -> Mapping[str, str]:
        """The key of the person whose voice it is, by the voice's label."""
        return voices_of(self._read())

    def name_voice(self, label: str, person: Member | None) -> bytes:
        """Say whose voice it is, or with ``None`` that nobody knows; returns the update, applied already."""
        known = key_of(person, self.people())
        update = naming(self.state(), label, person, known or uuid4().hex)
        self.apply(update)
        return update

    def join(self, members: Iterable[Member]) -> bytes:
        """Take the people of a roster among the people; returns the update, applied already."""
        update = joining(self.state(), members)
        self.apply(update)
        return update

    def restore(self, then: Self) -> bytes:
        """Make it what it was at another time; returns the update, applied already."""
        update = restoring(self.state(), then.state())
        self.apply(update)
        return update

    def take(self, texts: Mapping[str, str], new: Sequence[NewLine] = (), begun: bytes = NOTHING) -> bytes:
        """Lines say something else, and there are new ones; returns the update, applied already.

        Thousands of lines take ten seconds. ``begun``: the update that did it before others wrote more, perhaps with
        more lines, which stay as they are; then it takes one.
        """
        before = self.state()
        self.apply(begun)
        rest = taking(before, texts, new) if begun == NOTHING else settling(before, self.state(), texts, new)
        self.apply(rest)
        return merge_updates(begun, rest)

    def state(self) -> bytes:
        """The whole, for a client that begins."""
        return self._doc.get_update()

    def vector(self) -> bytes:
        """状態ベクトル: how much of it is here, for a client that asks what it should send."""
        return self._doc.get_state()

    def missing(self, vector: bytes) -> bytes:
        """What a client with that state vector lacks. Raises ``RefusedEdit`` where it is none."""
        try:
            return self._doc.get_update(vector)
        except ValueError as exc:
            raise RefusedEdit(DAMAGED) from exc

    def _read(self) -> Content:
        if self._content is None:
            self._content = content_of(self._doc)
        return self._content
