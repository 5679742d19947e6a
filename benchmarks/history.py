"""履歴の速さ: the longest day (benchmarks/document.py) after 20,000 changes: opening it, and the pages of its history;
then heard again, otherwise in nearly all paragraphs: what is offered, taking all of it over, and going back behind it.

Seconds of processor time, without a browser; the log is written as the desk writes it, one change after the other.

    python -m benchmarks.history [CHANGES]
"""

import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pycrdt import Doc, Text
from sqlmodel import col, select

from api.rooms import Limits
from api.rooms.log import Log
from benchmarks.desk import town_in
from benchmarks.document import draft, timed
from minutes.coedit import Document
from minutes.domain.record import Paragraph
from minutes.store.access import PROGRAM
from minutes.store.queries import drafts
from minutes.store.tables import ChangeRow, SnapshotRow
from tests.api.drafted import drafted
from tests.api.town import Town
from tests.browser.desks import Meeting

CHANGES, AT_ONCE = 20_000, 50


def main(changes: int) -> None:
    random.seed(20261121)
    with tempfile.TemporaryDirectory() as folder, town_in(Path(folder)) as town:
        meeting = Meeting(town, draft())
        log = Log(town.database, meeting.draft, Limits().snapshot)
        log.catch_up()
        clerk = town.actor("clerk")
        updates = list(typed(log.missing(b"\0")[0], changes))
        timed(f"written: {changes:,} changes", lambda: [log.append(clerk, update) for update in updates])
        opening(town, meeting.draft)
        pages(town, meeting.id, changes)
        heard_again(town, meeting.id, changes)


def typed(state: bytes, changes: int) -> Iterator[bytes]:
    """Some characters in one place, then in another."""
    doc, made = Doc(), list[bytes]()
    doc.apply_update(state)
    text = doc.get("text", type=Text)
    doc.observe(lambda event: made.append(event.update))
    for _ in range(changes // AT_ONCE):
        characters = str(text)
        at = len(characters[: random.randrange(len(characters))].encode())
        for letter in range(AT_ONCE):
            text.insert(at + 3 * letter, "え")
    yield from made


def opening(town: Town, draft_id: str) -> None:
    with town.database.reading(PROGRAM) as session:
        wanted = select(ChangeRow.update).where(col(ChangeRow.draft_id) == draft_id).order_by(col(ChangeRow.position))
        everything = timed("read: all changes", lambda: session.exec(wanted).all())
        whole = timed("opened from all changes", lambda: Document.of(everything))
    with town.database.reading(PROGRAM) as session:
        known = timed("read: the last snapshot and what came since", lambda: drafts.text_at(session, draft_id))
        quick = timed(f"opened from those {len(known.updates)}", lambda: Document.of(known.updates))
        snapshots = session.exec(select(SnapshotRow).where(col(SnapshotRow.draft_id) == draft_id)).all()
    assert quick.lines() == whole.lines()
    weight = sum(map(len, everything)) / 1e6
    taken = sum(len(one.state) for one in snapshots) / 1e6
    print(f"  the log weighs {weight:.1f} MB, its {len(snapshots)} snapshots {taken:.1f} MB")


def pages(town: Town, meeting_id: str, changes: int) -> None:
    sato = town.browser("clerk")
    base = f"/meetings/{meeting_id}/history"
    for what, path in (
        ("the list of versions", ""),
        ("the text beside the machine's draft", "/compare"),
        ("two versions half-way apart", f"/compare?before={changes // 2}&after={changes}"),
        ("素起こし beside the text", "/as-heard"),
        ("the question before going back", f"/{changes // 2}/restore"),
    ):
        answer = timed(f"page: {what}", lambda path=path: sato.get(base + path))
        assert answer.status_code == 200
        print(f"  {len(answer.content) / 1e6:.2f} MB")
    assert timed("going back to half-way", lambda: sato.post(f"{base}/{changes // 2}/restore")).status_code == 303


def heard_again(town: Town, meeting_id: str, changes: int) -> None:
    """With how long all others had to wait for their keystrokes meanwhile."""
    random.seed(20261121)
    newer = draft()
    drafted(town, meeting_id, "again", replace(newer, paragraphs=tuple(map(otherwise, newer.paragraphs))))
    sato = town.browser("clerk")
    base = f"/meetings/{meeting_id}"
    for what, path in (("the meeting", ""), ("the offers", "/offers"), ("the offers, once more", "/offers")):
        assert timed(f"page: {what}", lambda path=path: sato.get(base + path)).status_code == 200
    with watched(town) as waits:
        answer = timed("taking all over", lambda: sato.post(f"{base}/offers/all", data={"draft": 2}))
    print(f"  {answer.headers['location'].partition('taken=')[2]}; the longest wait to write {max(waits):.2f} s")
    timed("page: the meeting, then", lambda: sato.get(base))
    with watched(town) as waits:
        timed("going back behind it", lambda: sato.post(f"{base}/history/{changes + 1}/restore"))
    print(f"  the longest wait to write {max(waits):.2f} s")


def otherwise(paragraph: Paragraph) -> Paragraph:
    """Three words of ten were heard as others."""
    words = [replace(word, text="議案の") if number % 3 == 1 else word for number, word in enumerate(paragraph.words)]
    return replace(paragraph, text="".join(word.text for word in words), words=tuple(words))


@contextmanager
def watched(town: Town) -> Iterator[list[float]]:
    """-> seconds of the clock that somebody waited who wrote nothing, ten times a second."""
    waits, over = list[float](), threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            began = time.monotonic()
            with town.database.writing(PROGRAM) as session:
                session.connection()  # it begins only now
                waits.append(time.monotonic() - began)

    watching = threading.Thread(target=watch)
    watching.start()
    yield waits
    over.set()
    watching.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES)
