"""Word: the minutes as a .docx that a secretary goes on with. Knows nothing of databases.

Doubtful words are underlined and carry a comment with their time and confidence; what people have marked (発言取消し,
秘密会, 要確認) has a style of its own. An invisible bookmark every ten minutes (時刻1時間20分) takes the reader there
with Ctrl+G, and leaves nothing to delete from the final record.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from exports import word_styles as style
from exports.about import TITLE, TRIAL, about, unpublished
from exports.doubts import Doubtful, doubtful
from exports.notation import Notation, attendance, openings, title
from exports.wareki import wareki
from exports.word_marks import Marking, Place, comment, legend, numbered, runs
from exports.word_package import package
from exports.wordml import element, paragraph, run
from minutes.domain.record import Kind, Minutes, Paragraph

DEFAULT_NOTATION = Notation()
MOST_COMMENTS = 500
"""Beyond this Word turns slow and nobody reads them; the least sure come first, the rest stays underlined."""
BOOKMARK_EVERY_S = 600
DOUBTFUL = "聞き取りの不確かな所"


def render(
    minutes: Minutes,
    *,
    notation: Notation = DEFAULT_NOTATION,
    marking: Marking = Marking.COMMENTS,
    made_at: datetime | None = None,
) -> bytes:
    """A4 .docx; the same minutes, options and ``made_at`` (UTC, for the file's properties) give the same bytes."""
    phrases = tuple(doubtful(one, minutes.provenance.doubts) for one in minutes.paragraphs)  # as many as the desk shows
    numbers = numbered(phrases, MOST_COMMENTS if marking is Marking.COMMENTS else 0)
    body = [
        *_front(minutes, notation),
        paragraph(style.HEADING, run("会議の経過")),
        *_speeches(minutes, notation, phrases, numbers),
        *_about(minutes, notation, legend(phrases, len(numbers))),
    ]
    comments = [comment(number, phrases[place[0]][place[1]]) for place, number in numbers.items()]
    return package("".join(body), comments, title=title(minutes), made_at=made_at)


def _front(minutes: Minutes, notation: Notation) -> Iterator[str]:
    yield paragraph(style.TITLE, run(title(minutes)))
    if minutes.meeting.held_on:
        yield paragraph(style.DATE, run(wareki(minutes.meeting.held_on, notation.number)))
    if not minutes.edited:
        notice = f"機械が録音から起こした粗原稿です。録音を聞いて直してください（末尾に「{TITLE}」）。"
        yield paragraph(style.NOTICE, run(notice))
    if minutes.provenance.trial:
        yield paragraph(style.NOTICE, run(TRIAL))
    if warning := unpublished(minutes):
        yield paragraph(style.NOTICE, run(warning))
    seated, others = attendance(minutes.meeting, notation)
    if seated or others:
        yield paragraph(style.HEADING, run("出席者"))
        yield paragraph(style.NOTICE, run("名簿のとおりに並べています。出欠を確かめてください。"))
    for left, right in zip_longest(seated[::2], seated[1::2], fillvalue=""):
        yield paragraph(style.ATTENDEES, run(f"{left}\t{right}" if right else left))
    for role, person in others:
        yield paragraph(style.ATTENDEE, run(f"{role}\t{person}" if role else person))


def _speeches(
    minutes: Minutes, notation: Notation, phrases: Sequence[Sequence[Doubtful]], numbers: Mapping[Place, int]
) -> Iterator[str]:
    bookmarks = _bookmarks(minutes.paragraphs)
    for index, (said, opens) in enumerate(openings(minutes.paragraphs)):
        own = {
            place: number for place in range(len(phrases[index])) if (number := numbers.get((index, place))) is not None
        }
        text = runs(said, phrases[index], own)
        yield paragraph(_style(said, opens), bookmarks.get(index, ""), *_lead(said, opens, notation), text)


def _style(said: Paragraph, opens: bool) -> str:
    match said.kind:
        case Kind.SPEECH:
            return style.SPEECH if opens else style.CONTINUED
        case Kind.HEADING:
            return style.AGENDA
        case Kind.DIRECTION:
            return style.DIRECTION
        case Kind.CLOCK:
            return style.CLOCK


def _lead(said: Paragraph, opens: bool, notation: Notation) -> tuple[str, ...]:
    """What stands before the text: ○職（氏名君） and one full-width space, or the space alone."""
    if said.kind is not Kind.SPEECH:
        return ()
    return (run(notation.label(said), style.SPEAKER), run("　")) if opens else (run("　"),)


def _bookmarks(paragraphs: Sequence[Paragraph]) -> dict[int, str]:
    """An invisible bookmark at the first paragraph of every ten minutes, by the paragraph's index."""
    found: dict[int, str] = {}
    next_s = 0
    for index, said in enumerate(paragraphs):
        if said.start_s >= next_s:
            reached = int(said.start_s) // BOOKMARK_EVERY_S
            minute = reached * BOOKMARK_EVERY_S // 60
            name = f"時刻{minute // 60}時間{minute % 60:02}分"
            found[index] = element("bookmarkStart", id=reached, name=name) + element("bookmarkEnd", id=reached)
            next_s = (reached + 1) * BOOKMARK_EVERY_S
    return found


def _about(minutes: Minutes, notation: Notation, marked: str) -> Iterator[str]:
    yield paragraph(style.HEADING_PAGE, run(TITLE))
    for section in about(minutes, notation):
        yield paragraph(style.AGENDA, run(section.heading))
        yield from map(_about_line, section.lines)
    yield paragraph(style.AGENDA, run(DOUBTFUL))
    yield _about_line(marked)
    yield paragraph(style.AGENDA, run("しおり"))
    yield _about_line("Ctrl＋G の［ブックマーク］で、録音の10分ごとの所へ移れます。")


def _about_line(line: str) -> str:
    """A table line where tabs part columns, plain text otherwise."""
    return paragraph(style.ABOUT if "\t" in line else style.ABOUT_TEXT, run(line))
