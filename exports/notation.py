"""表記: how one council writes speakers and numbers. What differs between councils is a field here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minutes.domain.marks import Stretch
from minutes.domain.meeting import Meeting, Member
from minutes.domain.record import Kind, Mark, Minutes, Paragraph

_NUMBERED = re.compile(r"S([0-9]+)")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

MARK_NAMES = {Mark.CANCELLED: "発言取消し", Mark.CLOSED: "秘密会", Mark.CHECK: "要確認"}


@dataclass(frozen=True, slots=True)
class Notation:
    """表記.

    ``mark`` opens a speech (○, 〇, ◯, ◎ …); ``honorific`` follows every name (君, 氏, or nothing).
    ``wide_digits`` false: one digit full-width, two or more half-width (横浜, 弘前); true: all full-width (目黒, 葛飾).
    """

    mark: str = "○"
    honorific: str = "君"
    wide_digits: bool = False

    def number(self, value: int) -> str:
        digits = str(value)
        return digits.translate(_WIDE) if self.wide_digits or len(digits) == 1 else digits

    def person(self, member: Member) -> str:
        """氏名君, closed up: rosters spread names with spaces, speeches do not."""
        return "".join(member.name.split()) + self.honorific

    def seat(self, seat: int) -> str:
        return f"{self.number(seat)}番"

    def speaker(self, paragraph: Paragraph) -> str:
        """Who speaks, as the record names them: ``議長（大野茂君）``, ``１番（山田花子君）``, ``話者１``."""
        if paragraph.speaker is None:
            return self.voice(paragraph.voice)
        member = paragraph.speaker
        office = member.role or (self.seat(member.seat) if member.seat is not None else "")
        return f"{office}（{self.person(member)}）" if office else self.person(member)

    def voice(self, voice: str | None) -> str:
        """話者１ for the voice S1: nobody has said yet who it is."""
        if voice is None:
            return "話者不明"
        number = _NUMBERED.fullmatch(voice)
        return f"話者{number[1].translate(_WIDE)}" if number else voice

    def label(self, paragraph: Paragraph) -> str:
        return self.mark + self.speaker(paragraph)


def openings(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, bool]]:
    """Each paragraph, and whether a speech (発言) opens with it and so carries the label.

    After a heading, a stage direction or a clock time the speaker is named again, as records do.
    """
    before: Paragraph | None = None
    for paragraph in paragraphs:
        speech = paragraph.kind is Kind.SPEECH
        yield paragraph, speech and (before is None or _who(before) != _who(paragraph))
        before = paragraph if speech else None


def _who(paragraph: Paragraph) -> Member | str | None:
    return paragraph.speaker or paragraph.voice


def bracketed(stretch: Stretch) -> str:
    """Marked text where only letters can show it: 〔発言取消し：…〕, 〔発言取消し・秘密会：…〕."""
    names = "・".join(MARK_NAMES[mark] for mark in stretch.marks)
    return f"〔{names}：{stretch.text}〕" if names else stretch.text


def title(minutes: Minutes) -> str:
    """…会議録（粗原稿）; once people's work shows in it, （未定稿）."""
    name = minutes.meeting.title.strip()
    name = name if "会議録" in name else f"{name}会議録"
    return f"{name}（{'未定稿' if minutes.edited else '粗原稿'}）"


def attendance(meeting: Meeting, notation: Notation) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """出席者 from the roster: those with a seat by number, then the others as (職, 氏名君)."""
    seated = sorted((m for m in meeting.roster.members if m.seat is not None), key=lambda m: m.seat or 0)
    others = (m for m in meeting.roster.members if m.seat is None)
    return (
        tuple(
            f"{notation.seat(m.seat or 0)}　{notation.person(m)}" + (f"（{m.role}）" if m.role else "") for m in seated
        ),
        tuple((m.role or "", notation.person(m)) for m in others),
    )
