"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=True),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_municipality_id"), "audit", ["municipality_id"])
    op.create_table(
        "municipality",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
    )
    op.create_table(
        "pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("audio_s", sa.Float(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
    )
    op.create_index(op.f("ix_pace_machine"), "pace", ["machine"])
    op.create_table(
        "department",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_department_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    op.create_index(op.f("ix_department_municipality_id"), "department", ["municipality_id"])
    op.create_table(
        "account",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("reader", "clerk", "approver", "administrator", name="role", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_account_department_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_account_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_index(op.f("ix_account_department_id"), "account", ["department_id"])
    op.create_index(op.f("ix_account_municipality_id"), "account", ["municipality_id"])
    op.create_table(
        "meeting",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plenary", "committee", "conference", "consultation", name="meetingkind", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("roster", sa.JSON(), nullable=False),
        sa.Column("glossary", sa.JSON(), nullable=False),
        sa.Column("speakers_min", sa.Integer(), nullable=True),
        sa.Column("speakers_max", sa.Integer(), nullable=True),
        sa.Column("microphones", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("binned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_meeting_created_by")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_meeting_department_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_meeting_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("id", "department_id", name=op.f("uq_meeting_id_department_id")),
    )
    op.create_index(op.f("ix_meeting_department_id"), "meeting", ["department_id"])
    op.create_index(op.f("ix_meeting_municipality_id"), "meeting", ["municipality_id"])
    op.create_table(
        "session",
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("secret_sha256", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"])
    op.create_table(
        "token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_token_secret_sha256")),
    )
    op.create_index(op.f("ix_token_account_id"), "token", ["account_id"])
    op.create_table(
        "job",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("recogniser", sa.String(), nullable=True),
        sa.Column("speakers_min", sa.Integer(), nullable=True),
        sa.Column("speakers_max", sa.Integer(), nullable=True),
        sa.Column("microphones", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("machine", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("audio_s", sa.Float(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_job_asked_by")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_job_department_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id", "department_id"],
            ["meeting.id", "meeting.department_id"],
            name=op.f("fk_job_meeting_id_department_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_job_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("id", "department_id", name=op.f("uq_job_id_department_id")),
    )
    op.create_index(op.f("ix_job_department_id"), "job", ["department_id"])
    op.create_index(op.f("ix_job_meeting_id"), "job", ["meeting_id"])
    op.create_index(op.f("ix_job_municipality_id"), "job", ["municipality_id"])
    op.create_table(
        "recording",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_recording_department_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id", "department_id"],
            ["meeting.id", "meeting.department_id"],
            name=op.f("fk_recording_meeting_id_department_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_recording_municipality_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["account.id"], name=op.f("fk_recording_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_index(op.f("ix_recording_department_id"), "recording", ["department_id"])
    op.create_index(op.f("ix_recording_meeting_id"), "recording", ["meeting_id"])
    op.create_index(op.f("ix_recording_municipality_id"), "recording", ["municipality_id"])
    op.create_index(op.f("ix_recording_sha256"), "recording", ["sha256"])
    op.create_table(
        "draft",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_draft_department_id")),
        sa.ForeignKeyConstraint(
            ["job_id", "department_id"], ["job.id", "job.department_id"], name=op.f("fk_draft_job_id_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "department_id"],
            ["meeting.id", "meeting.department_id"],
            name=op.f("fk_draft_meeting_id_department_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_draft_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("id", "department_id", name=op.f("uq_draft_id_department_id")),
        sa.UniqueConstraint("job_id", name=op.f("uq_draft_job_id")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_draft_meeting_id_number")),
    )
    op.create_index(op.f("ix_draft_department_id"), "draft", ["department_id"])
    op.create_index(op.f("ix_draft_meeting_id"), "draft", ["meeting_id"])
    op.create_index(op.f("ix_draft_municipality_id"), "draft", ["municipality_id"])
    op.create_table(
        "heard",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_heard_department_id")),
        sa.ForeignKeyConstraint(
            ["job_id", "department_id"], ["job.id", "job.department_id"], name=op.f("fk_heard_job_id_department_id")
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_heard_municipality_id")),
        sa.PrimaryKeyConstraint("job_id", "batch", name=op.f("pk_heard")),
    )
    op.create_index(op.f("ix_heard_department_id"), "heard", ["department_id"])
    op.create_index(op.f("ix_heard_municipality_id"), "heard", ["municipality_id"])
    op.create_table(
        "change",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_change_account_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_change_department_id")),
        sa.ForeignKeyConstraint(
            ["draft_id", "department_id"],
            ["draft.id", "draft.department_id"],
            name=op.f("fk_change_draft_id_department_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_change_municipality_id")),
        sa.PrimaryKeyConstraint("draft_id", "position", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_department_id"), "change", ["department_id"])
    op.create_index(op.f("ix_change_municipality_id"), "change", ["municipality_id"])
