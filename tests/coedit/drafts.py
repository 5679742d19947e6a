"""Small drafts, as the machine makes them: one word to four characters, four characters a second."""

from minutes.domain.meeting import Meeting, Member, Recording, Roster
from minutes.domain.record import Kind, Minutes, Paragraph, Provenance
from minutes.domain.speech import Word

CHAIR = Member("大野　茂", role="議長", seat=10, reading="おおの しげる")
MAYOR = Member("𠮷野　太郎", role="町長")


def draft(*texts: str, voices: tuple[str | None, ...] = (), roster: tuple[Member, ...] = (CHAIR, MAYOR)) -> Minutes:
    """A paragraph for each text, one second after the other, by ``S1`` unless ``voices`` says otherwise."""
    paragraphs, at_s = [], 0.0
    for number, text in enumerate(texts, start=1):
        words = heard(text, at_s)
        end_s = words[-1].end_s if words else at_s
        voice = voices[number - 1] if voices else "S1"
        paragraphs.append(Paragraph(f"p{number:04}", Kind.SPEECH, text, at_s, end_s, voice, words=words))
        at_s = end_s + 1.0
    recording = Recording("5f" * 32, "20241210_本会議.m4a", at_s)
    return Minutes(
        Meeting("本会議", roster=Roster(roster)), tuple(paragraphs), Provenance(recording, "", "", at_s, (), (), ())
    )


def heard(text: str, at_s: float) -> tuple[Word, ...]:
    parts = [(place, text[place : place + 4]) for place in range(0, len(text), 4)]
    return tuple(Word(part, at_s + place / 4, at_s + (place + len(part)) / 4, 0.9) for place, part in parts)
