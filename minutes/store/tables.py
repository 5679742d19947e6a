"""表: what the service remembers, as rows.

Every row of a meeting says whose it is (`Owned`), and `access` sees to it that nobody else ever gets it; what is part
of something belongs to the same department as the whole, by the database's own word (`part_of`). What happened is
written down as the moment it happened (``finished_at``), never as a state: states are derived from moments.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Enum,
    ForeignKeyConstraint,
    MetaData,
    UniqueConstraint,
)
from sqlalchemy.event import listen
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Role
from minutes.store.seals import seal


def new_id() -> str:
    return uuid4().hex


def now() -> datetime:
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC: SQLite keeps no zone, and PostgreSQL gives back its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def Chosen(words: type[StrEnum]) -> Any:  # noqa: ANN401, N802 (a type, as SQLModel takes one)
    """One of some words, kept as itself: new ones need no migration."""
    return Enum(words, native_enum=False, length=20, values_callable=lambda all_: [one.value for one in all_])


class Row(SQLModel):
    """What all rows have in common: one description of the database, in which everything has a name.

    A later migration cannot change a constraint that has none.
    """

    model_config = {"validate_assignment": True}
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class MunicipalityRow(Row, table=True):
    """団体: a town."""

    __tablename__ = "municipality"

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str


class OfTown(Row):
    """A row that belongs to one municipality."""

    municipality_id: str = Field(foreign_key="municipality.id", index=True)


class Owned(OfTown):
    """A row that belongs to one department of one municipality."""

    department_id: str = Field(foreign_key="department.id", index=True)


OWNERS = ("municipality_id", "department_id")


def owned(kind: type[OfTown] = OfTown) -> Iterator[type[OfTown]]:
    """Every kind of row that belongs to somebody."""
    for row in kind.__subclasses__():
        if "__tablename__" in vars(row):
            yield row
        yield from owned(row)


def part_of(whole: str) -> ForeignKeyConstraint:
    """Of which meeting, job or draft a row is; never of another department's (`whole`)."""
    return ForeignKeyConstraint([f"{whole}_id", "department_id"], [f"{whole}.id", f"{whole}.department_id"])


def whole() -> UniqueConstraint:
    """For a table that others are part of."""
    return UniqueConstraint("id", "department_id")


class DepartmentRow(OfTown, table=True):
    """課: the secretariat of the council, or any department that keeps minutes of its own."""

    __tablename__ = "department"

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str


class AccountRow(OfTown, table=True):
    """利用者: somebody who may sign in. ``password`` is an argon2 hash; one that another chose must be changed."""

    __tablename__ = "account"

    id: str = Field(default_factory=new_id, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    login: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=Chosen(Role))
    password: str
    must_change: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class SessionRow(Row, table=True):
    """サインイン中: a browser that somebody signed in with. Only the hash of its secret is kept."""

    __tablename__ = "session"

    secret_sha256: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    seen_at: datetime = Field(default_factory=now, sa_type=Moment)


class TokenRow(Row, table=True):
    """API の鍵: a program that works in somebody's name. Only the hash of its secret is kept."""

    __tablename__ = "token"

    id: str = Field(default_factory=new_id, primary_key=True)
    secret_sha256: str = Field(unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    name: str
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class MeetingRow(Owned, table=True):
    """会議: one sitting. In the bin (ごみ箱) since ``binned_at``."""

    __tablename__ = "meeting"
    __table_args__ = (whole(),)

    id: str = Field(default_factory=new_id, primary_key=True)
    title: str
    kind: MeetingKind = Field(sa_type=Chosen(MeetingKind))
    held_on: date | None = None
    roster: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    glossary: list[str] = Field(default_factory=list, sa_type=JSON)
    speakers_min: int | None = None
    speakers_max: int | None = None
    microphones: bool = False
    created_by: str = Field(foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    binned_at: datetime | None = Field(default=None, sa_type=Moment)


class RecordingRow(Owned, table=True):
    """録音: a file of a meeting; meetings of several have them in order. ``size`` in bytes.

    Also an upload under way: ``received`` bytes of it are safely here, and its SHA-256 is known once all are. It begins
    before anybody has said which meeting it is of.
    """

    __tablename__ = "recording"
    __table_args__ = (part_of("meeting"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    meeting_id: str | None = Field(default=None, index=True)
    position: int = 0
    name: str
    size: int = Field(sa_type=BigInteger)
    received: int = Field(default=0, sa_type=BigInteger)
    sha256: str | None = Field(default=None, index=True)
    uploaded_by: str = Field(foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    touched_at: datetime = Field(default_factory=now, sa_type=Moment)


class JobRow(Owned, table=True):
    """処理: durable work on one meeting's recordings. ``share`` of ``stage`` is done, 0..1.

    ``problem`` is the sentence a person reads when it failed.
    """

    __tablename__ = "job"
    __table_args__ = (whole(), part_of("meeting"))

    id: str = Field(default_factory=new_id, primary_key=True)
    meeting_id: str = Field(index=True)
    recogniser: str | None = None
    speakers_min: int | None = None
    speakers_max: int | None = None
    microphones: bool = False
    asked_by: str = Field(foreign_key="account.id")
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    machine: str | None = None
    stage: str | None = None
    share: float = 0.0
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    audio_s: float | None = None
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    failed_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str | None = None


class HeardRow(Owned, table=True):
    """聞き取り中: what has been recognised while the rest still runs, batch by batch; gone once its job has a draft."""

    __tablename__ = "heard"
    __table_args__ = (part_of("job"),)

    job_id: str = Field(primary_key=True)
    batch: int = Field(primary_key=True)
    start_s: float
    end_s: float
    text: str


class DraftRow(Owned, table=True):
    """粗原稿: the machine's words and paragraphs, never changed. ``content``: where its JSON lies.

    ``offered_at``: people had corrected the text of an earlier one by then. That text stays the minutes, and what this
    one says is only offered to it, until somebody says (``declined_at``) that it is not wanted.
    """

    __tablename__ = "draft"
    __table_args__ = (whole(), part_of("meeting"), part_of("job"), UniqueConstraint("meeting_id", "number"))

    id: str = Field(default_factory=new_id, primary_key=True)
    meeting_id: str = Field(index=True)
    job_id: str = Field(unique=True)
    number: int
    content: str
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    offered_at: datetime | None = Field(default=None, sa_type=Moment)
    declined_at: datetime | None = Field(default=None, sa_type=Moment)


class ChangeRow(Owned, table=True):
    """変更: one update of a draft's text, in order, never changed: the text is what they add up to.

    ``digest`` is the hash of all this and of the digest before it (`chains`). ``restores``: the position at which the
    text was what somebody has made it again with this change. ``takes``: the number of the draft whose words it took
    over.
    """

    __tablename__ = "change"
    __table_args__ = (part_of("draft"),)

    draft_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    update: bytes
    account_id: str | None = Field(default=None, foreign_key="account.id")
    at: datetime = Field(default_factory=now, sa_type=Moment)
    digest: str
    restores: int | None = None
    takes: int | None = None


class SnapshotRow(Owned, table=True):
    """早見: what a draft's changes up to a position add up to, so that nobody need add them all up again.

    The changes stay, and say the same: without these rows everything only takes longer.
    """

    __tablename__ = "snapshot"
    __table_args__ = (part_of("draft"),)

    draft_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    state: bytes


class HeadwayRow(Owned, table=True):
    """校正の進み: how far a draft's correction has come; ``heard`` has a bit for each second that somebody listened to,
    of ``duration_s``.

    The figures are the desk's own, as it told them last.
    """

    __tablename__ = "headway"
    __table_args__ = (part_of("draft"),)

    draft_id: str = Field(primary_key=True)
    heard: bytes = b""
    duration_s: float = 0.0
    paragraphs: int = 0
    checked: int = 0
    edited: int = 0
    doubts: int = 0


class TermRow(Owned, table=True):
    """用語: a name or a term that the recogniser is to expect in all meetings of a department."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("department_id", "word"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    word: str
    added_by: str = Field(foreign_key="account.id")
    added_at: datetime = Field(default_factory=now, sa_type=Moment)


class PaceRow(Row, table=True):
    """速さ: how long a stage of the work took on a machine, for how much sound: time left is told by it."""

    __tablename__ = "pace"

    id: int | None = Field(default=None, primary_key=True)
    machine: str = Field(index=True)
    stage: str
    audio_s: float
    seconds: float
    at: datetime = Field(default_factory=now, sa_type=Moment)


class AuditRow(Row, table=True):
    """監査記録: who did what to what, when and from where. Only ever added to; `audit` chains and proves them."""

    __tablename__ = "audit"

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment)
    municipality_id: str | None = Field(default=None, index=True)
    department_id: str | None = None
    account_id: str | None = None
    name: str
    address: str
    action: str
    subject: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    digest: str


def _seal(_: MetaData, connection: Connection, **more: object) -> None:
    seal(connection)


listen(Row.metadata, "after_create", _seal)
