"""文書の速さ: the longest day, 6,000 paragraphs and 180,000 characters, as a document that people edit.

Seconds of processor time, and what it weighs. The draft has a word to three characters, as a recogniser gives them,
and every twentieth is doubtful.

    python -m benchmarks.document
"""

import random
import resource
import time
from collections.abc import Callable
from typing import Any

from pycrdt import Doc, Text

from minutes.coedit import Document, minutes_of, seed
from minutes.domain.meeting import Meeting, Member, Recording, Roster
from minutes.domain.record import Kind, Minutes, Paragraph, Provenance
from minutes.domain.speech import Word

PARAGRAPHS, CHARACTERS = 6_000, 30
KEYSTROKES = 1_000
CHAR_S = 0.15
SPOKEN = "令和六年度の予算につきまして、𠮷野町長から御説明を申し上げます。担当課と協議をいたしました。"


def main() -> None:
    random.seed(20261121)
    minutes = draft()
    update = timed("seed", lambda: seed(minutes))
    print(f"  {len(update) / 1e6:.2f} MB")
    document = timed("load: the seed alone", lambda: Document.of([update]))
    timed("minutes, nothing edited", lambda: minutes_of(document, minutes, 1))
    keystrokes = typed(document.state())
    timed("first keystroke: the copy to try it on is made", lambda: document.apply(keystrokes[0]))
    per_piece("keystroke, tried and taken", keystrokes[1:], document.apply)
    splits = split(document.state())
    per_piece("split, the whole text judged", splits, document.apply)
    timed("naming a voice", lambda: document.name_voice("S1", Member("新人")))
    log = [update, *keystrokes, *splits]
    edited = timed(f"load: {len(log):,} updates", lambda: Document.of(log))
    timed("minutes, an eighth of the lines edited", lambda: minutes_of(edited, minutes, 2))
    timed("state for a client that begins", edited.state)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def draft() -> Minutes:
    paragraphs = tuple(paragraph(number) for number in range(PARAGRAPHS))
    roster = Roster(tuple(Member(f"議員{number}", seat=number) for number in range(1, 31)))
    end_s = paragraphs[-1].end_s
    provenance = Provenance(Recording("5f" * 32, "本会議.m4a", end_s), "", "", end_s, (), (), ())
    return Minutes(Meeting("本会議", roster=roster), paragraphs, provenance)


def paragraph(number: int) -> Paragraph:
    begin = random.randrange(len(SPOKEN))
    text = (SPOKEN * 2)[begin : begin + CHARACTERS]
    start_s = number * CHARACTERS * CHAR_S
    words = tuple(
        Word(
            text[at : at + 3],
            start_s + at * CHAR_S,
            start_s + (at + 3) * CHAR_S,
            random.choices((0.2, 0.9), (1, 19))[0],
        )
        for at in range(0, CHARACTERS, 3)
    )
    return Paragraph(f"p{number:04}", Kind.SPEECH, text, start_s, words[-1].end_s, f"S{number % 9}", words=words)


def typed(state: bytes) -> list[bytes]:
    """A character here and there."""
    return changed(state, KEYSTROKES, lambda text, at: text.insert(at, "え"))


def split(state: bytes) -> list[bytes]:
    return changed(state, 50, lambda text, at: text.insert(at, "\n", {"id": f"new-{at}", "kind": "speech"}))


def changed(state: bytes, times: int, change: Callable[[Text, int], None]) -> list[bytes]:
    doc, made = Doc(), []
    doc.apply_update(state)
    text = doc.get("text", type=Text)
    doc.observe(lambda event: made.append(event.update))
    for _ in range(times):
        characters = str(text)
        change(text, len(characters[: random.randrange(len(characters))].encode()))
    return made


def timed(what: str, work: Callable[[], Any]) -> Any:
    start_s = time.process_time()
    result = work()
    print(f"{what:50} {time.process_time() - start_s:8.3f} s")
    return result


def per_piece(what: str, pieces: list[bytes], work: Callable[[bytes], None]) -> None:
    start_s = time.process_time()
    for piece in pieces:
        work(piece)
    print(f"{what:50} {(time.process_time() - start_s) / len(pieces) * 1000:8.2f} ms each")


if __name__ == "__main__":
    main()
