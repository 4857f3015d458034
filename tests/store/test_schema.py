"""The migrations make the tables that the program uses."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.store import StoreError
from app.store.engines import read_address, write_engine
from app.store.schema import MIGRATIONS, REVISIONS, check, migrate, revision_of
from app.store.tables import metadata


def test_every_migration_is_listed_in_order() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert tuple(step.revision for step in script.walk_revisions())[::-1] == REVISIONS


def test_migrating_makes_the_tables_of_the_program(url: str) -> None:
    address = read_address(url)
    engine = write_engine(address, wait=5)
    with engine.begin() as connection:
        assert revision_of(connection, address) is None
        migrate(connection, address)
    with engine.begin() as connection:
        migrate(connection, address)  # a second time there is nothing to do
        assert revision_of(connection, address) == REVISIONS[-1]
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_migration_that_fails_leaves_an_empty_database(url: str) -> None:
    address = read_address(url)
    engine = write_engine(address, wait=5)

    def fail_at_the_last_index(*statement: object) -> None:
        if "ix_review" in str(statement[2]):
            raise RuntimeError("the power is gone")

    sa.event.listen(engine, "before_cursor_execute", fail_at_the_last_index)
    with pytest.raises(RuntimeError, match="the power is gone"), engine.begin() as connection:
        migrate(connection, address)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
    engine.dispose()


def test_another_programs_tables_are_refused(url: str) -> None:
    address = read_address(url)
    engine = write_engine(address, wait=5)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (text TEXT)")
    with engine.begin() as connection, pytest.raises(StoreError, match="another program's tables"):
        check(connection, address)
    engine.dispose()
