"""青葉町: a fictitious meeting whose draft the export tests render, and whose pages are looked at.

What is said stands in ``aobacho.txt``: kind, name, voice, text, parted by tabs.
``{…:0.31}`` marks a phrase that was heard with that confidence; everything else was heard with 0.93.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from minutes.domain.meeting import Meeting, Member, Recording, Roster
from minutes.domain.record import Kind, Mark, Marked, Minutes, Paragraph, Provenance
from minutes.domain.speech import Doubt, Span, Voice, Word

CHAIR = Member("大野　茂", role="議長", seat=10, reading="おおの しげる")
YAMADA = Member("山田　花子", seat=1)
SASAKI = Member("佐々木　一", seat=2)
ITO = Member("伊藤　健", seat=3)
TAKAHASHI = Member("高橋　誠", seat=7)
MIYAMOTO = Member("宮本　さゆり", role="副議長", seat=12)
MAYOR = Member("青木　太郎", role="町長")
EDUCATION = Member("森　恵子", role="教育長")
BUILDING = Member("小林　直樹", role="建設課長")

MEETING = Meeting(
    title="令和６年第４回青葉町議会定例会会議録（第２日）",
    held_on=date(2024, 12, 10),
    roster=Roster((CHAIR, YAMADA, SASAKI, ITO, TAKAHASHI, MIYAMOTO, MAYOR, EDUCATION, BUILDING)),
    glossary=("青葉橋", "立川通学路"),
)

DATA = Path(__file__).parent.parent / "data" / "exports"
_PIECE = re.compile(r"\{([^:}]*):([0-9.]+)\}|([一-鿿々]{1,3}|[ァ-ヶー]+|[0-9０-９.,]+|.)([、。」）]*)")


def meeting(*, named: bool = True) -> Minutes:
    """The draft; ``named`` false leaves it as the machine alone makes it, voices without persons and no roster."""
    paragraphs = tuple(_paragraphs())
    if not named:
        heard = (replace(p, speaker=None) for p in paragraphs if p.kind is Kind.SPEECH)
        return Minutes(replace(MEETING, roster=Roster()), tuple(heard), _provenance(paragraphs[-1].end_s))
    return Minutes(MEETING, paragraphs, _provenance(paragraphs[-1].end_s))


def marked(minutes: Minutes) -> Minutes:
    """The same with marks that a secretary has set: over what is doubtful, over one another, side by side."""
    first, second, third, *rest = minutes.paragraphs
    longest = len(second.text)
    marks = (Marked(0, longest, Mark.CLOSED), Marked(2, 9, Mark.CANCELLED), Marked(9, 12, Mark.CHECK))
    third = replace(third, marks=(Marked(1, 4, Mark.CHECK), Marked(2, 6, Mark.CANCELLED)))
    return replace(minutes, paragraphs=(first, replace(second, marks=marks), third, *rest))


def _paragraphs() -> Iterator[Paragraph]:
    people = {member.name: member for member in MEETING.roster.members}
    at = 4.0
    for index, line in enumerate((DATA / "aobacho.txt").read_text(encoding="utf-8").splitlines(), start=1):
        kind, name, voice, source = line.split("\t")
        words = tuple(_words(source, at)) if kind == Kind.SPEECH else ()
        end = words[-1].end_s if words else at + 1.0
        text = "".join(word.text for word in words) or source
        overlapped = (Span(at, end),) if voice == "S5" else ()
        yield Paragraph(f"p{index}", Kind(kind), text, at, end, voice or None, people.get(name), words, overlapped)
        at = round(end + (660.0 if source.endswith("休憩") else 1.2), 2)


def _words(source: str, at: float) -> Iterator[Word]:
    """Eight characters a second, which is a brisk but ordinary Japanese speaking rate."""
    for match in _PIECE.finditer(source):
        text = match[1] or match[0]
        end = round(at + 0.125 * len(text), 3)
        yield Word(text, at, end, float(match[2]) if match[2] else 0.93)
        at = end


def _provenance(end_s: float) -> Provenance:
    return Provenance(
        recording=Recording("5f" * 32, "20241210_本会議.m4a", round(end_s + 12.0, 2)),
        recognition_model="whisper-trial（リビジョン 2）",
        diarization_model="diarization-trial（リビジョン 2）",
        speech_s=round(end_s - 690.0, 2),
        unheard=(Span(1.2, 3.9), Span(95.6, 97.1)),
        doubts=(Doubt(Span(79.0, 81.5), "loop"), Doubt(Span(792.0, 795.0), "cut")),
        voices=tuple(Voice(f"S{n}", (0.6, 0.8)) if n < 7 else Voice(f"S{n}", None) for n in range(1, 8)),
    )
