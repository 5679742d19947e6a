"""Wordの書式: every paragraph and character style of the Word file, and the look of one village's minutes.

Text carries styles and nothing else, so a council changes its look by changing the styles in Word.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from exports.wordml import element, elements
from minutes.domain.record import Mark

MINCHO, GOTHIC = "ＭＳ 明朝", "ＭＳ ゴシック"
BODY_SIZE = 21
"""Half points: 10.5 pt, the size of Japanese offices."""
CHARACTER = 210
"""Twips: one full-width character of the body."""

TITLE, DATE, NOTICE = "Title", "MeetingDate", "Notice"
HEADING, HEADING_PAGE, AGENDA = "Heading1", "HeadingPage", "Heading2"
ATTENDEES, ATTENDEE = "Attendees", "Attendee"
SPEECH, CONTINUED, DIRECTION, CLOCK = "Speech", "SpeechContinued", "StageDirection", "ClockTime"
SPEAKER, DOUBTFUL = "Speaker", "Doubtful"
ABOUT, ABOUT_TEXT, FOOTER = "About", "AboutText", "Footer"
COMMENT, COMMENT_MARK = "CommentText", "CommentReference"


@dataclass(frozen=True, slots=True)
class Style:
    """書式. ``name`` is what Word shows; built-in names in English are shown in the user's language."""

    id: str
    name: str
    based_on: str = "Normal"
    following: str = ""
    paragraph: str = ""
    character: str = ""
    kind: str = "paragraph"
    priority: int = 1

    @property
    def xml(self) -> str:
        custom: dict[str, object] = {} if self.name.isascii() else {"customStyle": 1}  # Word's own are in English
        return element(
            "style",
            element("name", val=self.name)
            + element("basedOn", val=self.based_on)
            + (element("next", val=self.following) if self.following else "")
            + element("uiPriority", val=self.priority)
            + element("qFormat")
            + (element("pPr", self.paragraph) if self.paragraph else "")
            + (element("rPr", self.character) if self.character else ""),
            type=self.kind,
            **custom,
            styleId=self.id,
        )


def fonts(name: str) -> str:
    """One font for all scripts: otherwise ○, ― and digits fall to the Latin font."""
    return element("rFonts", ascii=name, eastAsia=name, hAnsi=name, cs=name, hint="eastAsia")


def size(half_points: int) -> str:
    return elements({"sz": half_points, "szCs": half_points})


def indent(characters: int) -> str:
    """A left indent in full-width characters, as Word's Japanese dialogue counts; the same in twips beside it."""
    return element("ind", leftChars=characters * 100, left=characters * CHARACTER)


def hanging(first: int, rest: int) -> str:
    """Indents of the first line and the rest in characters of the body, whatever the size of the paragraph's own."""
    return element("ind", left=rest * CHARACTER, hanging=(rest - first) * CHARACTER)


def tabs(*characters: int) -> str:
    stops = "".join(element("tab", val="left", pos=at * CHARACTER) for at in characters)
    return element("tabs", stops)


def spacing(before: int = 0, after: int = 0) -> str:
    """Space in twips."""
    return element("spacing", before=before, after=after)


_GOTHIC = fonts(GOTHIC)
_OUTLINE_1, _OUTLINE_2 = elements({"outlineLvl": 0}), elements({"outlineLvl": 1})

STYLES = (
    Style(
        TITLE,
        "Title",
        following=DATE,
        paragraph=spacing(0, 180) + elements({"jc": "center"}),
        character=_GOTHIC + size(28),
    ),
    Style(DATE, "会議の日", following=NOTICE, paragraph=elements({"jc": "right"})),
    Style(NOTICE, "注記", paragraph=spacing(120, 120), character=size(18)),
    Style(
        HEADING,
        "heading 1",
        following=SPEECH,
        paragraph=elements({"keepNext": None}) + spacing(360, 120) + _OUTLINE_1,
        character=_GOTHIC + size(24),
        priority=9,
    ),
    Style(
        HEADING_PAGE,
        "見出し１（改ページ）",
        HEADING,
        ABOUT,
        elements({"pageBreakBefore": None}) + spacing(0, 120),
        priority=9,
    ),
    Style(
        AGENDA,
        "heading 2",
        following=SPEECH,
        paragraph=elements({"keepNext": None}) + spacing(180, 60) + indent(2) + _OUTLINE_2,
        character=_GOTHIC,
        priority=9,
    ),
    Style(ATTENDEES, "出席議員", paragraph=tabs(21) + indent(2)),
    Style(ATTENDEE, "出席者", paragraph=tabs(12) + indent(2)),
    Style(SPEECH, "発言", following=CONTINUED),
    Style(CONTINUED, "発言続き", SPEECH, CONTINUED),
    Style(DIRECTION, "ト書き", following=SPEECH, paragraph=indent(4)),
    Style(CLOCK, "時刻", following=SPEECH, paragraph=indent(8)),
    Style(ABOUT, "来歴", paragraph=tabs(14, 22) + hanging(2, 14) + elements({"jc": "left"}), character=size(18)),
    Style(ABOUT_TEXT, "来歴（文）", paragraph=indent(2) + elements({"jc": "left"}), character=size(18)),
    Style(FOOTER, "footer", paragraph=elements({"jc": "center"}), priority=99),
    Style(COMMENT, "annotation text", paragraph=elements({"jc": "left"}), character=size(18), priority=99),
    Style(SPEAKER, "発言者", "DefaultParagraphFont", character=_GOTHIC, kind="character"),
    Style(
        DOUBTFUL,
        "聞き取りの不確かな所",
        "DefaultParagraphFont",
        character=element("u", val="dotted", color="C00000"),
        kind="character",
    ),
    Style(
        COMMENT_MARK, "annotation reference", "DefaultParagraphFont", character=size(18), kind="character", priority=99
    ),
)

# in the order in which Word wants what they do to the text
_MARKS = {
    Mark.CANCELLED: ("Cancelled", "発言取消し", elements({"strike": None})),
    Mark.CHECK: ("Check", "要確認", element("u", val="double", color="C55A11")),
    Mark.CLOSED: ("Closed", "秘密会", element("shd", val="clear", color="auto", fill="D9D9D9")),
}


def marked(marks: Collection[Mark]) -> str:
    """The character style of what carries these marks; "" of what carries none."""
    return "".join(_MARKS[mark][0] for mark in _MARKS if mark in marks)


def _marked_styles() -> tuple[Style, ...]:
    """One for each mark, and at the list's end one for whatever carries several: text has one style alone."""
    together = (chosen for count in (1, 2, 3) for chosen in combinations(_MARKS, count))
    return tuple(
        Style(
            marked(chosen),
            "・".join(_MARKS[mark][1] for mark in chosen),
            "DefaultParagraphFont",
            character="".join(_MARKS[mark][2] for mark in chosen),
            kind="character",
            priority=1 if len(chosen) == 1 else 99,
        )
        for chosen in together
    )


_DEFAULTS = element(
    "docDefaults",
    element(
        "rPrDefault",
        element(
            "rPr",
            fonts(MINCHO)
            + elements({"kern": 2})
            + size(BODY_SIZE)
            + element("lang", val="en-US", eastAsia="ja-JP", bidi="ar-SA"),
        ),
    )
    + element("pPrDefault"),
)
# Word lists some 370 styles of its own: hidden until used, so that the style pane shows the minutes' styles alone
_LATENT = element(
    "latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1, defQFormat=0, count=376
)
_BASE = element(
    "style",
    element("name", val="Normal")
    + element("qFormat")
    + element("pPr", elements({"widowControl": 0}) + spacing() + elements({"jc": "both"})),
    type="paragraph",
    default=1,
    styleId="Normal",
) + element(
    "style",
    element("name", val="Default Paragraph Font") + elements({"uiPriority": 1, "semiHidden": None}),
    type="character",
    default=1,
    styleId="DefaultParagraphFont",
)

STYLES_XML = _DEFAULTS + _LATENT + _BASE + "".join(style.xml for style in (*STYLES, *_marked_styles()))
