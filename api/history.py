"""履歴: the versions of a draft's text as the page tells them: who, when, and how much has changed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from api.moments import moment
from minutes.coedit import Document, Line
from minutes.domain.differences import differences
from minutes.domain.errors import MinutesError
from minutes.domain.record import Mark, Paragraph
from minutes.domain.remarks import remarks
from minutes.domain.versions import Version, versions
from minutes.store.queries import drafts

MACHINE = "機械の粗原稿"


class NoSuchVersion(MinutesError):
    def __init__(self) -> None:
        super().__init__("この版はありません。履歴のページから選び直してください。")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many paragraphs are others than before, how many of them somebody has checked since, who can be named.

    ``marks``: how many of each were set (``True``) and taken off.
    """

    paragraphs: int = 0
    checked: int = 0
    names: bool = False
    people: int = 0
    marks: Mapping[tuple[Mark, bool], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A version as a line of the list."""

    version: Version
    who: str
    counts: Counts


class History:
    """履歴: all versions of one draft, the newest first."""

    def __init__(self, session: Session, draft_id: str) -> None:
        self._session, self._draft_id = session, draft_id
        self.versions = versions(drafts.history(session, draft_id))[::-1]
        self._names = drafts.authors(session, [who for version in self.versions for who in version.by])

    def who(self, version: Version) -> str:
        return "、".join(f"{self._names.get(one, 'だれか')}さん" for one in version.by) or MACHINE

    def called(self, position: int) -> str:
        """「令和8年11月21日 13:46」; raises ``NoSuchVersion``."""
        version = self.at(position)
        return MACHINE if version.position == 0 else moment(version.ended)

    def at(self, position: int) -> Version:
        """The version in which this change is. Raises ``NoSuchVersion``."""
        for version in self.versions:
            if version.after < position <= version.position:
                return version
        raise NoSuchVersion

    def told(self, begin: int, end: int) -> tuple[Entry, ...]:
        """Some of them, with what has changed."""
        shown = self.versions[begin:end]
        counts = dict(self._counts(shown[::-1]))
        return tuple(Entry(one, self.who(one), counts[one.position]) for one in shown)

    def _counts(self, in_order: Sequence[Version]) -> Iterator[tuple[int, Counts]]:
        """The text is read from the version before the first of them to the last."""
        if not in_order:
            return
        known = drafts.text_at(self._session, self._draft_id, max(0, in_order[0].after))
        document = Document.of(known.updates)
        before = _read(document)
        for version in in_order:
            known = drafts.text_at(self._session, self._draft_id, version.position, known=known.position)
            for update in known.updates:
                document.hear(update)
            after = _read(document)
            yield version.position, _counted(before, after)
            before = after


@dataclass(frozen=True, slots=True)
class _Text:
    said: Mapping[str, object]
    checked: frozenset[str]
    names: Mapping[str, str]
    people: frozenset[str]
    lines: Sequence[Line]


def _read(document: Document) -> _Text:
    lines = document.lines()
    said = {line.id: (line.text, line.kind, line.voice, line.speaker) for line in lines}
    checked = frozenset(line.id for line in lines if line.checked)
    return _Text(said, checked, document.voices(), frozenset(document.people()), lines)


def _counted(before: _Text, after: _Text) -> Counts:
    ids = {*before.said, *after.said}
    edited = sum(before.said.get(one) != after.said.get(one) for one in ids)
    checked, people = len(after.checked - before.checked), len(after.people - before.people)
    return Counts(edited, checked, before.names != after.names, people, _marks(before, after))


def _marks(before: _Text, after: _Text) -> Mapping[tuple[Mark, bool], int]:
    """Mostly nothing, and then nothing is compared."""
    old, new = ({(line.id, line.marks) for line in text.lines if line.marks} for text in (before, after))
    if old == new:
        return {}
    found = differences(*(tuple(map(_paragraph, text.lines)) for text in (before, after)))
    return Counter((one.mark, one.is_set) for difference in found for one in remarks(difference))


def _paragraph(line: Line) -> Paragraph:
    """For its text and its marks alone."""
    return Paragraph(line.id, line.kind, line.text, 0.0, 0.0, marks=line.marks)
