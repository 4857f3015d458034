"""Which databases are taken, and how SQLite is set."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.store import StoreError
from app.store.engines import read_address, read_engine, write_engine


@pytest.mark.parametrize(
    "url",
    ["", "workbook.db", "sqlite://", "sqlite:///:memory:", "mysql://ann:secret@host/book", "oracle://x"],
)
def test_a_url_that_cannot_be_used_is_refused_with_the_cure(url: str) -> None:
    with pytest.raises(StoreError, match="use sqlite:///FILE or postgresql://") as refused:
        read_address(url)
    assert "secret" not in str(refused.value)


def test_a_postgresql_url_uses_psycopg_and_hides_its_password() -> None:
    address = read_address("postgresql://ann:secret@host/book")
    assert address.url.drivername == "postgresql+psycopg"
    assert "secret" not in str(address)
    assert address.path is None


def test_what_is_written_survives_a_power_cut(file_url: str) -> None:
    engine = write_engine(read_address(file_url), wait=1.5)
    with engine.begin() as connection:
        set_to = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert set_to == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 1500}


def test_a_reading_connection_cannot_write(file_url: str) -> None:
    engine = read_engine(read_address(file_url), wait=1, connections=1)
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError, match="readonly"):
        connection.exec_driver_sql("CREATE TABLE t (x)")
    engine.dispose()
