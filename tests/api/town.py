"""A town for tests of the pages: real rows and files, and browsers that sign in."""

from pathlib import Path

from httpx2 import Client
from starlette.testclient import TestClient

from api import passwords
from api.access import COOKIE
from api.app import create_app
from api.service import Service
from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Actor, Role
from minutes.jobs.queue import Queue
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database, sqlite_in
from minutes.store.files import Files
from minutes.store.queries import accounts, entries, meetings
from minutes.store.queries.entries import Wanted
from minutes.store.tables import AccountRow, DepartmentRow, MunicipalityRow

HERE = "http://kaigiroku.test"
PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
_HASH = passwords.hashed(PASSWORD)
_NAMES = {
    Role.READER: "閲覧よむ",
    Role.CLERK: "佐藤一郎",
    Role.APPROVER: "鈴木さくら",
    Role.ADMINISTRATOR: "山田花子",
}


class Town:
    """``people``: one of every role in the secretariat; ``welfare``: a clerk of the other department.

    Its database is the one that lies in ``folder``, unless there is another ``address``.
    """

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        address = address or sqlite_in(folder)
        self.database, self._queue = Database(address), Queue(address)
        self.service = Service(
            database=self.database,
            queue=self._queue,
            recordings=Files(folder / "recordings"),
            artefacts=Files(folder / "artefacts"),
            models=folder / "models",
            setup_key="the-key",
        )
        self.app = create_app(self.service)
        self._elsewhere = list[Client]()

    def __enter__(self) -> "Town":
        return self

    def __exit__(self, *_: object) -> None:
        for browser in self._elsewhere:
            browser.close()
        self._queue.close()
        self.database.close()

    def settle(self) -> None:
        with self.database.writing(PROGRAM) as session:
            session.add(MunicipalityRow(id="aoba", name="青葉町"))
            session.flush()
            for department, name in (("council", "議会事務局"), ("welfare", "福祉課")):
                session.add(DepartmentRow(id=department, municipality_id="aoba", name=name))
        for role in Role:
            self.account(role.value, _NAMES[role], role, "council")
        self.account("welfare", "福田健", Role.CLERK, "welfare")

    def account(self, login: str, name: str, role: Role, department: str = "council", **more: object) -> None:
        """Somebody whose id is their login and whose password is ``PASSWORD``."""
        whose = {"municipality_id": "aoba", "department_id": department, "password": _HASH}
        with self.database.writing(PROGRAM) as session:
            session.add(AccountRow(id=login, login=login, name=name, role=role, **whose, **more))

    def actor(self, login: str) -> Actor:
        with self.database.reading(PROGRAM) as session:
            return accounts.actor(session.get_one(AccountRow, login), "192.0.2.7")

    def stranger(self, *, raise_server_exceptions: bool = True) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(
            self.app,
            base_url=HERE,
            headers={"origin": HERE},
            follow_redirects=False,
            raise_server_exceptions=raise_server_exceptions,
        )

    def browser(self, login: str) -> TestClient:
        """A browser in which somebody is signed in."""
        browser = self.stranger()
        with self.database.writing(PROGRAM) as session:
            secret = accounts.sign_in(session, session.get_one(AccountRow, login))
        browser.cookies.set(COOKIE, secret)
        return browser

    def elsewhere(self, address: str, login: str) -> Client:
        """A browser at another machine, which comes by the network to ``address``, signed in."""
        cookies = {COOKIE: self.browser(login).cookies[COOKIE]}
        browser = Client(base_url=address, headers={"origin": address}, cookies=cookies, timeout=600)
        self._elsewhere.append(browser)
        return browser

    def program(self, login: str) -> TestClient:
        """A program that works in somebody's name, with a key."""
        with self.database.writing(PROGRAM) as session:
            secret = accounts.make_key(session, self.actor(login), "プログラム")
        headers = {"authorization": f"Bearer {secret}"}
        return TestClient(self.app, base_url=HERE, headers=headers, follow_redirects=False)

    def meeting(self, title: str = "令和８年第４回定例会", *, by: str = "clerk", **more: object) -> str:
        """-> its id."""
        actor = self.actor(by)
        with self.database.writing(actor) as session:
            return meetings.make(session, actor, title=title, kind=MeetingKind.PLENARY, **more).id

    def done(self) -> list[tuple[Action, str]]:
        """What has gone on record: what was done, and to whom or what."""
        nobody = Actor("", "", Role.ADMINISTRATOR, "aoba", "council")
        with self.database.reading(PROGRAM) as session:
            return [(Action(one.action), one.subject) for one in entries.in_order(session, nobody, Wanted())]
