"""Small hand-made meetings whose figures are known by counting."""

from datetime import date

from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Turn, Word
from minutes.evaluation import Measured, Measurement, Reference, Skipped, SpokenWord, Utterance, examine


def speech(voice, *words):
    heard = tuple(Word(text, start_s, end_s, 1.0) for text, start_s, end_s in words)
    text = "".join(word.text for word in heard)
    return Paragraph("p", Kind.SPEECH, text, heard[0].start_s, heard[-1].end_s, voice=voice, words=heard)


REFERENCE = Reference(
    (
        Utterance(
            "開会します。",
            "chair",
            "standing",
            0.0,
            2.0,
            words=(SpokenWord("開会", 0.0, 1.0), SpokenWord("します。", 1.0, 2.0)),
            member="大野茂",
        ),
        Utterance("高木議員、どうぞ。お願いします。", "chair", "standing", 3.0, 7.0, member="大野茂"),
        Utterance("道路を直すべきです。", "member", "free", 8.0, 11.0, member="高木健"),
    )
)
"""開会 at 0.0 and します at 1.0; 高木 is a family name on the roster."""

DRAFT = (
    speech(
        "S1", ("開会", 0.1, 1.0), ("します。", 1.4, 2.0), ("高城議員、", 3.0, 4.0), ("どうぞ。お願いします。", 4.0, 7.0)
    ),
    speech("S1", ("道路を", 8.0, 9.0)),
    speech("S2", ("直すですよ。", 9.0, 11.0)),
)
"""木 became 城, べき is missing, よ is too much; the member's first three characters are the chair's."""

TURNS = (Turn("S1", 0.0, 9.0), Turn("S2", 9.0, 11.0))


def measurement(name="会議.ogg", skipped=()):
    examination = examine(DRAFT, REFERENCE, found=TURNS, names=("大野茂", "高木健"))
    return Measurement(
        date(2026, 11, 21), "whisper@1", "pyannote@1", (Measured(name, "正解.json", 11.0, examination),), skipped
    )


LEFT_OUT = Skipped("朝の録音.mp3", "正解が見つからないので測りません。")
