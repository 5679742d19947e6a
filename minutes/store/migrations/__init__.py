"""移行: from the database of one version of the program to that of the next (Alembic)."""
