"""Snapshots of a text, what a change brought back, and how far a correction has come."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change", sa.Column("restores", sa.Integer(), nullable=True))
    _of_a_draft(
        "snapshot",
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "position", name=op.f("pk_snapshot")),
    )
    _of_a_draft(
        "headway",
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("heard", sa.LargeBinary(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("edited", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_headway")),
    )


def _of_a_draft(table: str, *columns: Any) -> None:  # noqa: ANN401
    op.create_table(
        table,
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f(f"fk_{table}_department_id")),
        sa.ForeignKeyConstraint(
            ["draft_id", "department_id"],
            ["draft.id", "draft.department_id"],
            name=op.f(f"fk_{table}_draft_id_department_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id")),
    )
    op.create_index(op.f(f"ix_{table}_department_id"), table, ["department_id"])
    op.create_index(op.f(f"ix_{table}_municipality_id"), table, ["municipality_id"])
