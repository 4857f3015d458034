"""Whether a database is ours and whole, and bringing it up to date."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from app.store.engines import Address
from app.store.errors import StoreError

# Alembic takes a third of a second to import, so it is left alone when there is nothing to do.
REVISIONS = ("0001", "0002")
MIGRATIONS = Path(__file__).with_name("migrations")
QUICK_CHECK_LIMIT = 64 * 2**20
ADVISORY_LOCK = 0x776F726B626F6F6B  # "workbook"


def check(connection: sa.Connection, address: Address) -> None:
    """Nothing, when the database is empty or ours. It is only read.

    Raises StoreError when it is damaged, belongs to another program or was written by a newer workbook.
    """
    if address.path is not None and address.path.stat().st_size <= QUICK_CHECK_LIMIT:
        _check_pages(connection, address)
    revision = revision_of(connection, address)
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"{address} was written by a newer workbook "
            f"(schema {revision}, this program knows {REVISIONS[-1]}); update this program"
        )


def revision_of(connection: sa.Connection, address: Address) -> str | None:
    """The last migration that was applied, None for an empty database.

    Raises StoreError when the tables are another program's.
    """
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" in tables:
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision
    if tables:
        raise StoreError(f"{address} holds another program's tables; give an empty or new database")
    return None


def migrate(connection: sa.Connection, address: Address) -> None:
    """Apply the missing migrations, all or none, inside the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_LOCK)))
    if revision_of(connection, address) == REVISIONS[-1]:
        # SQLite opens a read-only file without a word, so a write of nothing new proves now that we can
        connection.execute(sa.text("UPDATE alembic_version SET version_num = version_num"))
        return
    from alembic import command  # here and not above: see REVISIONS
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


def _check_pages(connection: sa.Connection, address: Address) -> None:
    found: str | None = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise StoreError(f"{address} is damaged; restore a backup")
