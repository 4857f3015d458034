"""The database's history, one step per change; Alembic runs the missing ones when the store starts."""
