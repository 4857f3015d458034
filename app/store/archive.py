"""The whole of a database, for a command that goes through everybody's answers; it needs no event loop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from app.store import regrades
from app.store.engines import Address, read_address, read_engine
from app.store.errors import StoreError, explained
from app.store.opening import open_database
from app.store.records import Attempt
from app.store.regrades import NewVerdict, Regrade
from app.store.schema import check

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
WAIT = 5.0  # seconds for a lock that another program holds


class Archive:
    """Everybody's answers. Every method may raise StoreError."""

    def __init__(self, address: Address, reading: sa.Engine, writing: sa.Engine | None) -> None:
        self._address = address
        self._reading = reading
        self._writing = writing

    def exercises(self) -> tuple[str, ...]:
        """The ids of the exercises that have attempts."""
        return self._ask(regrades.exercises_attempted)

    def attempts(self, exercise: str) -> tuple[Attempt, ...]:
        """Everybody's attempts at an exercise, oldest first."""
        return self._ask(regrades.attempts_at, exercise)

    def contents(self, versions: Collection[str]) -> Mapping[str, object]:
        """What an exercise said at these versions, as far as it is stored."""
        return self._ask(regrades.contents, versions)

    def regrade(self, regrade: Regrade, verdicts: Sequence[NewVerdict]) -> None:
        """Stores a regrade, its verdicts and the progress that follows: all or nothing."""
        if self._writing is None:
            raise StoreError("the database was opened to be read only")
        try:
            with self._writing.begin() as connection:
                regrades.apply_regrade(connection, regrade, verdicts)
        except sa.exc.SQLAlchemyError as error:
            raise explained(error, str(self._address)) from error

    def _ask(
        self,
        question: Callable[Concatenate[sa.Connection, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        try:
            with self._reading.connect() as connection:
                return question(connection, *args, **kwargs)
        except sa.exc.SQLAlchemyError as error:
            raise explained(error, str(self._address)) from error


@contextmanager
def open_archive(url: str, *, write: bool) -> Iterator[Archive]:
    """The answers in a database, to be read, or with `write` to be regraded, too.

    To be read it is opened beside whoever uses it, and nothing in it changes. To write a SQLite file, nobody
    else may be writing it, and it is brought up to date first. Raises StoreError.
    """
    address = read_address(url)
    if address.path is not None and not address.path.is_file():
        raise StoreError(f"there is no database {address}")
    with ExitStack() as held:
        try:
            opened = _opened(held, address, write=write)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise explained(error, str(address)) from error
        yield opened


def _opened(held: ExitStack, address: Address, *, write: bool) -> Archive:
    if write:
        database = open_database(address, WAIT, readers=1)
        held.callback(database.close)
        return Archive(address, database.reading, database.writing)
    reading = read_engine(address, WAIT, connections=1)
    held.callback(reading.dispose)
    with reading.connect() as connection:
        check(connection, address)
    return Archive(address, reading, None)
