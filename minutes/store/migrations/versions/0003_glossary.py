"""The glossary of each department."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "term",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_term_added_by")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_term_department_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_term_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("department_id", "word", name=op.f("uq_term_department_id_word")),
    )
    op.create_index(op.f("ix_term_department_id"), "term", ["department_id"])
    op.create_index(op.f("ix_term_municipality_id"), "term", ["municipality_id"])
