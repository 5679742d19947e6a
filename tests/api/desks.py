"""A draft in the town's database, and people who correct it at the desk over a real line."""

import base64
import json
from contextlib import contextmanager

from exports import draft_json
from minutes.coedit import Document, is_edited, seed
from minutes.domain.people import Actor
from minutes.domain.record import Minutes
from minutes.store.database import Database
from minutes.store.files import Files
from minutes.store.queries import accounts, drafts, meetings
from minutes.store.tables import AccountRow, JobRow
from tests.api.town import HERE
from tests.coedit.browser import Browser


def make_draft(database: Database, recordings: Files, actor: Actor, meeting_id: str, minutes: Minutes) -> str:
    """As a job leaves it behind; -> its id."""
    with database.writing(actor) as session:
        job = JobRow(meeting_id=meeting_id, asked_by=actor.account_id, **meetings.whose(actor))
        session.add(job)
        session.flush()
        recordings.put(f"drafts/{job.id}", draft_json.render(minutes))
        drafts.make(session, job, f"drafts/{job.id}", seed(minutes), is_edited)
        return drafts.every(session, meeting_id)[0].id


def log_of(database: Database, actor: Actor, draft_id: str) -> list[bytes]:
    """What is on the disk."""
    with database.reading(actor) as session:
        return [change.update for change in drafts.changes_after(session, draft_id)]


class Desk:
    """A meeting with a draft. Everybody's lines run in the one server that ``browser`` has started."""

    def __init__(self, town, browser, minutes):
        self.town, self._browser = town, browser
        self.meeting = town.meeting()
        self.draft = make_draft(town.database, town.service.recordings, town.actor("clerk"), self.meeting, minutes)

    @property
    def log(self):
        return log_of(self.town.database, self.town.actor("clerk"), self.draft)

    @property
    def texts(self):
        """What the log adds up to."""
        return [line.text for line in Document.of(self.log).lines()]

    def secret(self, login):
        with self.town.database.writing(self.town.actor(login)) as session:
            return accounts.sign_in(session, session.get_one(AccountRow, login))

    def line(self, login="clerk", *, secret=None, meeting=None, draft=None, account="", origin=HERE):
        """Not yet up."""
        cookie = f"minutes={self.secret(login) if secret is None else secret}"
        address = f"ws://{HERE.partition('//')[2]}/meetings/{meeting or self.meeting}/desk/live"
        return self._browser.websocket_connect(
            f"{address}?draft={draft or self.draft}&account={account}", headers={"cookie": cookie, "origin": origin}
        )

    @contextmanager
    def person(self, login="clerk", *, copy=None, **how):
        """Somebody whose page is open; ``copy``: they had it open before."""
        with self.line(login, **how) as line:
            yield Person(line, login, copy)


class Person:
    """``heard``: what they were told, besides updates; ``copy`` is the document in their browser."""

    def __init__(self, line, name, copy=None):
        self.line, self.heard, self._number = line, [], 0
        line.send_bytes(copy.doc.get_state() if copy else b"\0")
        self.welcome = line.receive_json()
        self.brought = line.receive_bytes()
        self.copy = copy or Browser(self.brought, name)
        if copy:
            copy.hear(self.brought)

    @property
    def known_here(self):
        """The server's vector, when they came."""
        return base64.b64decode(self.welcome["vector"])

    def send(self, update=None):
        """The last thing they did, or any other update."""
        self._number += 1
        self.line.send_bytes(self._number.to_bytes(4, "big") + (self.copy.sent[-1] if update is None else update))

    def listen(self):
        """-> the next thing they are told that is no update; updates go into the copy."""
        while True:
            message = self.line.receive()
            if message["type"] == "websocket.close":
                return message
            if (update := message.get("bytes")) is not None:
                self.copy.hear(update)
            else:
                return json.loads(message["text"])

    def until(self, wanted):
        """Listens until something is said that has this in it."""
        while wanted not in (said := self.listen()):
            assert said.get("type") != "websocket.close", said
        return said

    def save(self, update=None):
        self.send(update)
        return self.until("saved")["saved"]

    def hear(self):
        """The next update."""
        while "bytes" not in (message := self.line.receive()) or message["bytes"] is None:
            assert message["type"] != "websocket.close", message
        self.copy.hear(message["bytes"])


def code_of(line):
    """How the line is closed, after whatever else is said."""
    while (message := line.receive())["type"] != "websocket.close":
        pass
    return message["code"]
