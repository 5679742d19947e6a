"""Drafts that are offered to a text which people have corrected, and what was taken over from them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("draft", sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("change", sa.Column("takes", sa.Integer(), nullable=True))
