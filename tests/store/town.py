"""A town for tests of the store: a council's secretariat and a welfare department, and a second town beside it."""

from dataclasses import dataclass

from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Actor, Role
from minutes.store.access import PROGRAM
from minutes.store.database import Database
from minutes.store.queries import drafts, headways
from minutes.store.queries.headways import Figures
from minutes.store.tables import (
    AccountRow,
    DepartmentRow,
    HeardRow,
    JobRow,
    MeetingRow,
    MunicipalityRow,
    RecordingRow,
    TermRow,
)


@dataclass(frozen=True)
class Town:
    """``council`` and ``welfare`` have a meeting each, ``tax`` has none; ``neighbour`` is of another town."""

    database: Database
    council: Actor
    welfare: Actor
    tax: Actor
    neighbour: Actor


def settle(database: Database) -> Town:
    with database.writing(PROGRAM) as session:
        for town in ("aoba", "midori"):
            session.add(MunicipalityRow(id=town, name=town))
    town = Town(
        database,
        council=_department(database, "aoba", "council"),
        welfare=_department(database, "aoba", "welfare"),
        tax=_department(database, "aoba", "tax"),
        neighbour=_department(database, "midori", "neighbour"),
    )
    for actor in (town.council, town.welfare, town.neighbour):
        hold_meeting(database, actor)
    return town


def _department(database: Database, town: str, name: str) -> Actor:
    with database.writing(PROGRAM) as session:
        session.add(DepartmentRow(id=name, municipality_id=town, name=name))
        session.flush()
        account = AccountRow(
            id=name,
            municipality_id=town,
            department_id=name,
            login=name,
            name=name,
            role=Role.CLERK,
            password="-",  # noqa: S106
        )
        session.add(account)
    return Actor(name, name, Role.CLERK, town, name, address="192.0.2.1")


def hold_meeting(database: Database, actor: Actor, name: str = "") -> str:
    """A meeting with a recording, a job, its words and a corrected draft, all called as the department; -> its id."""
    name = name or actor.department_id
    whose = {"municipality_id": actor.municipality_id, "department_id": actor.department_id}
    with database.writing(actor) as session:
        session.add(
            MeetingRow(id=name, title=name, kind=MeetingKind.CONSULTATION, created_by=actor.account_id, **whose)
        )
        session.flush()
        session.add(
            RecordingRow(
                id=name,
                meeting_id=name,
                name=f"{name}.wav",
                size=1,
                received=1,
                sha256=name,
                uploaded_by=actor.account_id,
                **whose,
            )
        )
        job = JobRow(id=name, meeting_id=name, asked_by=actor.account_id, **whose)
        session.add(job)
        session.flush()
        session.add(TermRow(id=name, word=name, added_by=actor.account_id, **whose))
        session.add(HeardRow(job_id=name, batch=0, start_s=0, end_s=1, text=name, **whose))
        drafts.make(session, job, f"drafts/{name}", name.encode(), lambda *_: False)
        draft = drafts.every(session, name)[0]
        drafts.take_snapshot(session, draft, 0, name.encode())
        headways.tell(session, draft, 60.0, [(0, 9)], Figures(1, 1, 1, 0))
    return name
