"""How Alembic reaches the database: through the connection that `store.schema` hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from minutes.store.tables import Moment, Row


def plain(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 (Alembic's)
    """Migrations stay as they were written, whatever becomes of the classes of today."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=context.config.attributes.get("batch", True),  # SQLite cannot alter a column; the table is copied
    compare_type=True,
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()
