"""A department sees and writes its own rows and nobody else's, whatever is asked and however."""

from pathlib import Path

import pytest
from sqlalchemy import String as SqlString
from sqlalchemy import (
    and_,
    case,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    lambda_stmt,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Bundle, aliased, join

from minutes.domain.meeting import MeetingKind
from minutes.store.access import PROGRAM, NotYours
from minutes.store.database import everybodys
from minutes.store.reach import NotFiltered
from minutes.store.tables import (
    AccountRow,
    ChangeRow,
    DepartmentRow,
    DraftRow,
    HeadwayRow,
    HeardRow,
    JobRow,
    MeetingRow,
    MunicipalityRow,
    PaceRow,
    RecordingRow,
    SnapshotRow,
    TermRow,
)

ROOT = Path(__file__).parents[2]
OTHER = aliased(MeetingRow)
PEOPLE = MeetingRow.created_by == AccountRow.id
EVERY_ROW = (MeetingRow, RecordingRow, JobRow, HeardRow, DraftRow, ChangeRow, SnapshotRow, HeadwayRow, TermRow)


def asked(town, who, statement):
    with town.database.reading(who) as session:
        return [tuple(row) for row in session.execute(statement)]


@pytest.mark.parametrize("row", EVERY_ROW, ids=lambda row: row.__tablename__)
def test_everybody_sees_their_own_rows_and_the_program_all(quiet_town, row):
    def seen(who):
        return [tuple(found) for found in asked(quiet_town, who, select(row.department_id))]

    assert seen(quiet_town.council) == [("council",)]
    assert seen(quiet_town.welfare) == [("welfare",)]
    assert seen(quiet_town.tax) == []
    assert seen(None) == []
    assert sorted(seen(PROGRAM)) == [("council",), ("neighbour",), ("welfare",)]


def test_accounts_and_departments_are_the_town_s(quiet_town):
    for row in (AccountRow, DepartmentRow):
        names = select(row.name).order_by(row.name)
        assert asked(quiet_town, quiet_town.tax, names) == [("council",), ("tax",), ("welfare",)]
        assert asked(quiet_town, quiet_town.neighbour, names) == [("neighbour",)]
        assert asked(quiet_town, None, names) == []


SEEN = {
    "rows": select(MeetingRow),
    "columns": select(MeetingRow.title),
    "an expression": select(func.upper(MeetingRow.title) + "!"),
    "a case": select(case((MeetingRow.title == "welfare", "leak"), else_="no")),
    "a bundle": select(Bundle("b", MeetingRow.title)),
    "distinct": select(MeetingRow.title).distinct(),
    "groups": select(MeetingRow.title, func.count()).group_by(MeetingRow.title),
    "a window of a named row": select(func.row_number().over(order_by=MeetingRow.title)).select_from(MeetingRow),
    "an alias": select(OTHER),
    "an alias's column": select(OTHER.title),
    "an alias of a table's alias": select(aliased(MeetingRow, MeetingRow.__table__.alias())),
    "an alias of a subquery": select(aliased(MeetingRow, select(MeetingRow).subquery())),
    "a join to it": select(AccountRow.id).join(MeetingRow, PEOPLE),
    "a join of it": select(MeetingRow.title).select_from(AccountRow).join(MeetingRow, PEOPLE),
    "a join from": select(JobRow.id).select_from(join(JobRow, MeetingRow, JobRow.meeting_id == MeetingRow.id)),
    "itself twice": select(MeetingRow.id, OTHER.id).join(OTHER, MeetingRow.id != OTHER.id),
    "a comparison alone": select(AccountRow.id).where(PEOPLE),
    "one of several comparisons": select(AccountRow.id).where(or_(PEOPLE, and_(MeetingRow.title == "welfare"))),
    "a comparison in a case": select(1).where(case((MeetingRow.title != "", True), else_=False)),
    "a comparison of a cast": select(1).where(cast(MeetingRow.title, SqlString) != ""),
    "a list of a select": select(AccountRow.id).where(AccountRow.id.in_(select(MeetingRow.created_by))),
    "a subquery": select(select(MeetingRow.title).subquery()),
    "a subquery of a subquery": select(select(select(MeetingRow).subquery().c.title).subquery()),
    "a common table": select(select(MeetingRow.title).cte()),
    "a union": union_all(select(MeetingRow.title), select(JobRow.id)),
    "a subquery of a union": select(union_all(select(MeetingRow.title), select(JobRow.id)).subquery()),
    "a row that exists": select(AccountRow.id).where(exists().where(PEOPLE)),
    "changes of drafts of meetings": select(ChangeRow.update)
    .join(DraftRow, DraftRow.id == ChangeRow.draft_id)
    .join(MeetingRow, MeetingRow.id == DraftRow.meeting_id),
}


@pytest.mark.parametrize("statement", SEEN.values(), ids=SEEN)
def test_whoever_has_no_meeting_finds_none(quiet_town, statement):
    assert asked(quiet_town, quiet_town.tax, statement) == []
    assert asked(quiet_town, None, statement) == []
    assert asked(quiet_town, PROGRAM, statement) != []


ONE_ANSWER = {
    "how many": (select(func.count()).select_from(MeetingRow), 0),
    "how many of a column": (select(func.count(MeetingRow.id)), 0),
    "how many, compared": (select(func.count()).where(MeetingRow.title != ""), 0),
    "how many, filtered": (select(func.count().filter(MeetingRow.id != "")).select_from(MeetingRow), 0),
    "the last": (select(func.max(MeetingRow.title)), None),
    "the last, inside": (select(select(func.max(MeetingRow.title)).scalar_subquery()), None),
    "one that exists": (select(exists().where(MeetingRow.title != "")), False),
    "one that exists somewhere": (select(exists().select_from(MeetingRow)), False),
    "a select that exists": (select(select(MeetingRow.id).exists()), False),
    "a literal": (select(select(literal(1)).select_from(MeetingRow).limit(1).scalar_subquery()), None),
    "of a person": (
        select(select(MeetingRow.title).where(PEOPLE).scalar_subquery()).where(AccountRow.id == "tax"),
        None,
    ),
}


@pytest.mark.parametrize(("statement", "nothing"), ONE_ANSWER.values(), ids=ONE_ANSWER)
def test_counts_and_the_like_are_of_one_s_own(quiet_town, statement, nothing):
    assert asked(quiet_town, quiet_town.tax, statement) == [(nothing,)]


def test_a_join_from_the_outside_keeps_the_row_and_hides_its_meeting(quiet_town):
    statement = select(AccountRow.id, MeetingRow.title).outerjoin(MeetingRow, PEOPLE).order_by(AccountRow.id)
    assert asked(quiet_town, quiet_town.council, statement) == [
        ("council", "council"),
        ("tax", None),
        ("welfare", None),
    ]


TABLE = MeetingRow.__table__
NOT_REACHED = {
    "a table": select(TABLE),
    "a table's column": select(TABLE.c.title),
    "a table's alias": select(TABLE.alias()),
    "a join of tables": select(TABLE.c.title).join(JobRow.__table__, JobRow.__table__.c.meeting_id == TABLE.c.id),
    "a table by its name": select(table("meeting", column("title"))),
    "a table in a subquery": select(AccountRow.id).where(AccountRow.id.in_(select(TABLE.c.created_by))),
    "a table beneath a row": select(aliased(MeetingRow, select(TABLE).subquery())),
    "words": text("SELECT title FROM meeting"),
    "words for rows": select(MeetingRow).from_statement(text("SELECT * FROM meeting")),
    "words in a column": select(literal_column("(SELECT max(title) FROM meeting)")),
    "words in a comparison": select(AccountRow.id).where(text("EXISTS (SELECT 1 FROM meeting)")),
    "words as columns": select(text("title").columns(column("title")).subquery()),
    "words in an order": select(AccountRow.id).order_by(text("(SELECT max(title) FROM meeting)")),
    "the second of two": select(AccountRow.name + MeetingRow.title),
    "the second of two, inside": select(select((AccountRow.name + MeetingRow.title).label("x")).subquery()),
    "an alias as the second": select(AccountRow.name + OTHER.title),
    "a window": select(func.row_number().over(order_by=MeetingRow.title)),
    "a filter": select(func.count().filter(MeetingRow.title == "welfare")),
    "a function inside a comparison": select(AccountRow.id).where(func.lower(func.trim(MeetingRow.title)) == "welfare"),
    "a list inside a comparison": select(AccountRow.id).where(AccountRow.id.in_([MeetingRow.title])),
    "a lambda": lambda_stmt(lambda: select(MeetingRow)),
    "an insert": insert(MeetingRow).values(id="x"),
    "an insert from": insert(RecordingRow).from_select(["id"], select(MeetingRow.id)),
    "an insert into a table": insert(TABLE).values(id="x"),
    "an update of a table": update(TABLE).values(title="x"),
    "a delete from a table": delete(TABLE),
    "moving to another department": update(MeetingRow).values(department_id="welfare"),
    "moving to another town": update(MeetingRow).values({MeetingRow.municipality_id: "midori"}),
    "moving in an order": update(MeetingRow).ordered_values((MeetingRow.department_id, "welfare")),
    "an update by another's": update(MeetingRow).where(MeetingRow.id == JobRow.meeting_id).values(title="x"),
    "an update from another's": update(MeetingRow).values(title=JobRow.id),
    "a delete by another's": delete(HeardRow).where(HeardRow.job_id == JobRow.id),
}


@pytest.mark.parametrize("statement", NOT_REACHED.values(), ids=NOT_REACHED)
def test_what_the_filter_would_not_reach_is_refused(quiet_town, statement):
    for who in (quiet_town.council, None):
        with pytest.raises(NotFiltered), quiet_town.database.writing(who) as session:
            session.execute(statement)


def test_no_query_of_ours_goes_beneath_the_filter():
    """A connection's own statements are not filtered."""
    queries = [*(ROOT / "api").rglob("*.py"), *(ROOT / "minutes/store/queries").glob("*.py")]
    assert queries
    assert [path.name for path in queries if ".connection()" in path.read_text()] == []


def test_the_program_may_count_everybody_s_at_the_same_moment(quiet_town):
    counted = select(func.count(JobRow.id))
    with quiet_town.database.reading(quiet_town.council) as session:
        with everybodys(session) as same:
            assert same.execute(counted).scalar_one() == 3
        assert session.execute(counted).scalar_one() == 1


def test_lists_of_values_are_refused(quiet_town):
    for statement in (update(MeetingRow), insert(MeetingRow)):
        with pytest.raises(NotFiltered), quiet_town.database.writing(quiet_town.council) as session:
            session.execute(statement, [{"id": "welfare", "title": "x"}])


def test_what_is_nobody_s_is_everybody_s(quiet_town):
    with quiet_town.database.writing(quiet_town.council) as session:
        session.add(PaceRow(machine="a", stage="b", audio_s=1, seconds=1))
        session.flush()
        assert session.execute(select(PaceRow.__table__.c.machine)).all() == [("a",)]
        assert session.execute(select(1)).all() == [(1,)]


def test_one_row_is_found_by_its_id_by_its_own_people_alone(town):
    with town.database.reading(town.council) as session:
        assert session.get(MeetingRow, "council").title == "council"
        assert session.get(MeetingRow, "welfare") is None
        assert session.get(AccountRow, "neighbour") is None
        with pytest.raises(InvalidRequestError):
            session.get_one(MeetingRow, "welfare")


def test_what_is_read_again_is_filtered_again(town):
    with town.database.writing(town.council) as session:
        meeting = session.get_one(MeetingRow, "council")
        session.refresh(meeting)
        session.expire(meeting)
        assert meeting.title == "council"
        partly = session.execute(select(MeetingRow).execution_options(populate_existing=True)).scalars().one()
        assert partly is meeting


def test_a_row_that_the_program_read_cannot_be_carried_into_another_s_session(town):
    with town.database.reading(PROGRAM) as session:
        theirs = session.get_one(MeetingRow, "welfare")
    with town.database.writing(town.council) as session:
        with pytest.raises(NotYours):
            session.add(theirs)
        assert session.get(MeetingRow, "welfare") is None
    with pytest.raises((NotYours, IntegrityError)), town.database.writing(town.council) as session:
        session.merge(theirs)


def test_one_s_own_rows_can_be_carried_over(town):
    with town.database.reading(town.council) as session:
        ours = session.get_one(MeetingRow, "council")
    with town.database.writing(town.council) as session:
        ours.title = "renamed"
        session.add(ours)
    assert asked(town, town.council, select(MeetingRow.title)) == [("renamed",)]


def test_updates_and_deletes_touch_one_s_own_rows_only(town):
    with town.database.writing(town.council) as session:
        assert session.execute(update(MeetingRow).values(title="changed")).rowcount == 1
        assert session.execute(update(MeetingRow).where(MeetingRow.id == "welfare").values(title="x")).rowcount == 0
        assert session.execute(delete(HeardRow)).rowcount == 1
        theirs = select(JobRow.id).where(JobRow.id == "welfare")
        assert session.execute(delete(HeardRow).where(HeardRow.job_id.in_(theirs))).rowcount == 0
    titles = select(MeetingRow.title).order_by(MeetingRow.title)
    assert asked(town, PROGRAM, titles) == [("changed",), ("neighbour",), ("welfare",)]
    assert asked(town, PROGRAM, select(func.count()).select_from(HeardRow)) == [(2,)]


def test_nobody_writes_anything(town):
    with town.database.writing(None) as session:
        assert session.execute(delete(HeardRow)).rowcount == 0
    with pytest.raises(NotYours), town.database.writing(None) as session:
        session.add(a_meeting("aoba", "council"))


def a_meeting(town, department):
    return MeetingRow(
        municipality_id=town, department_id=department, title="", kind=MeetingKind.PLENARY, created_by="council"
    )


@pytest.mark.parametrize("whose", [("aoba", "welfare"), ("midori", "council"), ("midori", "neighbour")], ids="-".join)
def test_nothing_is_added_for_another_department(town, whose):
    with pytest.raises(NotYours), town.database.writing(town.council) as session:
        session.add(a_meeting(*whose))
    with pytest.raises(NotYours), town.database.writing(town.council) as session:
        session.add_all([a_meeting("aoba", "council"), a_meeting(*whose)])
        session.flush()


def test_nothing_is_moved_to_another_department_nor_taken_from_one(town):
    for whose in ({"department_id": "welfare"}, {"municipality_id": "midori"}):
        with pytest.raises(NotYours), town.database.writing(town.council) as session:
            session.get_one(MeetingRow, "council").sqlmodel_update(whose)
    with town.database.reading(PROGRAM) as session:
        theirs = session.get_one(RecordingRow, "welfare")
    theirs.department_id = "council"
    with pytest.raises(NotYours), town.database.writing(town.council) as session:
        session.add(theirs)


def test_a_row_that_was_moved_unseen_is_not_written(town):
    """SQLAlchemy does not look up what an expired attribute was before it is set."""
    with pytest.raises(NotYours), town.database.writing(town.council) as session:
        meeting = session.get_one(MeetingRow, "council")
        session.expire(meeting)
        meeting.department_id = "council"
        meeting.title = "x"


def test_a_town_s_rows_stay_in_the_town_and_may_change_the_department(town):
    with town.database.writing(town.council) as session:
        session.get_one(AccountRow, "tax").department_id = "welfare"
    with pytest.raises(NotYours), town.database.writing(town.council) as session:
        session.get_one(AccountRow, "tax").municipality_id = "midori"


@pytest.mark.parametrize("part", [RecordingRow, JobRow], ids=lambda row: row.__tablename__)
def test_a_part_is_of_the_department_of_its_whole(town, part):
    """Not even the program, handed another's id, makes a recording of ours part of their meeting."""
    mine = {"municipality_id": "aoba", "department_id": "council", "meeting_id": "welfare"}
    more = {"name": "x", "size": 1, "uploaded_by": "council"} if part is RecordingRow else {"asked_by": "council"}
    for who in (town.council, PROGRAM):
        with pytest.raises(IntegrityError), town.database.writing(who) as session:
            session.add(part(**mine, **more))


def test_towns_and_their_names_are_no_secret(town):
    assert len(asked(town, town.council, select(MunicipalityRow))) == 2
