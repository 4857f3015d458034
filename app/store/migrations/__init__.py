"""The database's history, one step per release that changes it. Alembic runs the steps when the store starts."""
