"""Every test of the store runs on SQLite, and on PostgreSQL where there is one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.store import Store
from tests.store import postgresql
from tests.store.examples import opened

DATABASES = ["sqlite", "postgresql"] if postgresql.is_available() else ["sqlite"]


@pytest.fixture
def anyio_backend() -> str:
    """The server runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server, started when a test first asks."""
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'workbook.db'}"
    else:
        with postgresql.fresh_database(request.getfixturevalue("postgresql_server")) as fresh:
            yield fresh


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A started store on an empty database."""
    async with opened(url) as store:
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a SQLite file will be."""
    return tmp_path / "workbook.db"


@pytest.fixture
def file_url(path: Path) -> str:
    """The URL of that file."""
    return f"sqlite:///{path}"
