"""A throw-away PostgreSQL server from Debian's binaries, or the one that the environment names."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

NAMED = os.environ.get("WORKBOOK_TEST_POSTGRESQL")
UNPRIVILEGED = "nobody"


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def is_available() -> bool:
    """Whether tests can run on PostgreSQL here."""
    return NAMED is not None or binaries() is not None


@contextmanager
def server() -> Iterator[str]:
    """The URL of a server on which databases may be made."""
    folder = binaries()
    if NAMED is not None:
        yield NAMED
    elif folder is not None:
        yield from _own_server(folder)
    else:
        raise LookupError("no PostgreSQL here")


def _own_server(folder: Path) -> Iterator[str]:
    """A cluster in a temporary folder that only a socket in it reaches; the server refuses to be root."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    account = None
    if os.geteuid() == 0:
        account = UNPRIVILEGED
        os.chown(home, pwd.getpwnam(account).pw_uid, -1)

    def run(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, user=account, cwd=home, check=True, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-A", "trust", "-U", "workbook", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-w", "-l", f"{home}/log", "-o", f"-k {home} -c listen_addresses=''", "start")
        try:
            yield f"postgresql://workbook@/postgres?host={home}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of a new, empty database, dropped afterwards."""
    name = f"workbook_test_{secrets.token_hex(6)}"
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield url.set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()
