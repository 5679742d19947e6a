"""Snapshots are sealed like the changes they add up, and changes are signed as today or refused: seals are put on anew
after every migration, and this is one.
"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No table changes."""
