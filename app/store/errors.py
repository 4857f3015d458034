"""What can go wrong in the store, each in one line a person can act on."""

from __future__ import annotations

import sqlite3


class StoreError(Exception):
    """The store cannot do what was asked; the message is one line for the operator."""


class KeyTaken(StoreError):  # noqa: N818  (named for what happened, as the web layer tells it)
    """An attempt's key is already used by another learner; what that learner answered is not told."""

    def __init__(self) -> None:
        super().__init__("this key is already used by another learner; ask for a new form")


class Busy(Exception):  # noqa: N818  (a state that passes, not an error)
    """More is waiting to be written than the limit; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(f"too many answers at once; try again in {retry_after} s")
        self.retry_after = retry_after


FOLDER_CURE = "check that its folder exists and can be written"
CURES = {
    "SQLITE_BUSY": "is locked by another program; close that program",
    "SQLITE_LOCKED": "is locked by another program; close that program",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_IOERR": "cannot be read or written: the disk is full or failing",
    "SQLITE_READONLY": "cannot be written; check the permissions of the file and its folder",
    "SQLITE_PERM": "cannot be opened; check the permissions of the file and its folder",
    "SQLITE_CANTOPEN": f"cannot be opened; {FOLDER_CURE}",
    "SQLITE_NOTADB": "is not a database; move it away, or restore a backup",
    "SQLITE_CORRUPT": "is damaged; restore a backup",
}


def explained(error: Exception, database: str) -> StoreError:
    """The database's error as one line that names the database and, where known, the cure."""
    if isinstance(error, StoreError):
        return error
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return StoreError(f"{database} cannot be opened ({reason}); {FOLDER_CURE}")
    cause = getattr(error, "orig", None) or error
    # an extended code such as SQLITE_IOERR_WRITE begins with the plain one
    code = "_".join(getattr(cause, "sqlite_errorname", "").split("_")[:2])
    if isinstance(cause, sqlite3.Error) and code in CURES:
        return StoreError(f"{database} {CURES[code]}")
    return StoreError(f"{database}: {first_line(cause)}")


def first_line(error: object) -> str:
    """The first line of an error's message."""
    return next(iter(str(error).splitlines()), type(error).__name__)
