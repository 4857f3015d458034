"""What an operator can set: each field is a `WORKBOOK_…` variable, and an option of `workbook serve`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.places import folder

BUILT_IN = "builtin"  # names the book that the workbook brings; a folder of that name is ./builtin


def listed(given: object) -> object:
    """The folders that are given: one, several, or a text with `:` (on Windows `;`) between them."""
    if isinstance(given, str):
        return [one for one in given.split(os.pathsep) if one]
    return [given] if isinstance(given, Path) else given


def books(given: object) -> object:
    """The same for books: the word `builtin` is the workbook's own, and so is an empty text."""
    found = listed(given)
    if not isinstance(found, list | tuple):
        return found
    return [folder("exercises") if one == BUILT_IN else one for one in found or [BUILT_IN]]


def _home(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path.expanduser() for path in paths)


Books = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(books), AfterValidator(_home)]
Folders = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(listed), AfterValidator(_home)]


class Settings(BaseSettings):
    """The settings of one running workbook; unset ones come from the environment, then from the defaults."""

    model_config = SettingsConfigDict(env_prefix="WORKBOOK_", frozen=True, extra="ignore")

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data: Path = Field(
        default_factory=lambda: user_data_path("diffusion-workbook"),
        description="Folder of the database and the secret that signs cookies.",
    )
    database: str | None = Field(
        default=None,
        description="Database URL; the default is the SQLite file workbook.db in the data folder.",
    )
    exercises: Books = Field(
        default_factory=lambda: (folder("exercises"),),
        description="Folder of a book to serve, or `builtin` for the workbook's own; may be repeated.",
    )
    checkers: Folders = Field(
        default=(),
        description="Folder of a course's own checkers, Python that is run here; may be repeated.",
    )
    author: bool = Field(
        default=False,
        description="Author mode: watch the exercises, show faults in the page, keep the last good book.",
    )
    unprotected_code: bool = Field(
        default=False,
        description="Run students' code without a sandbox where none is possible; only on loopback.",
    )
    spares: int = Field(default=4, ge=1, le=64, description="Processes kept ready to run students' code.")
    secure_cookies: bool = Field(
        default=False, description="Send cookies over HTTPS only; set it behind a TLS proxy."
    )

    @property
    def database_url(self) -> str:
        """The database to use."""
        return self.database or f"sqlite:///{self.data / 'workbook.db'}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach the server."""
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def may_run_unprotected(self) -> bool:
        """Whether code may run where nothing holds it: it was asked for, and only this computer can ask."""
        return self.unprotected_code and self.is_loopback

    def misplaced(self) -> tuple[str, ...]:
        """Why folders of books and checkers cannot be used, a line for each; empty when all can."""
        given = [("--exercises", one) for one in self.exercises] + [
            ("--checkers", one) for one in self.checkers
        ]
        wrong = [f"{option} {path}: {why}" for option, path in given if (why := unusable(option, path))]
        return (*wrong, *entangled(given))


def unusable(option: str, path: Path) -> str:
    """Why nothing can be read from a folder; empty when something can."""
    what = "book.yaml" if option == "--exercises" else "the modules"
    try:
        if not path.exists():
            return "there is no such folder."
        if not path.is_dir():
            return f"this is a file. Give the folder that holds {what}."
        if option == "--checkers" or (path / "book.yaml").exists():
            return ""
        near = next((one.parent for one in sorted(path.glob("*/book.yaml"))), None)
    except OSError as problem:
        return f"it cannot be read: {problem.strerror}."
    return f"there is no book.yaml in it.{f' Did you mean {near}?' if near else ''}"


def entangled(given: list[tuple[str, Path]]) -> Iterator[str]:
    """Folders that are given twice, or lie in one another."""
    for number, (option, path) in enumerate(given):
        for other, earlier in given[:number]:
            inner, outer = path.resolve(), earlier.resolve()
            if inner == outer:
                yield f"{option} {path}: this is the same folder as {other} {earlier}. Give it once."
            elif outer in inner.parents:
                yield f"{option} {path}: this lies inside {other} {earlier}. Keep them side by side."
            elif inner in outer.parents and option == other:
                yield f"{other} {earlier}: this lies inside {option} {path}. Keep them side by side."
