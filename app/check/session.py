"""Books proved file by file: each is read once, and one runner runs all programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.check.book import Checker, judged, read_files
from app.check.programs import prove_program
from app.check.proving import Failure
from app.check.seeds import prove_seeds
from app.check.turnstile import Turnstile
from app.exercise_files import ExerciseFile
from app.faults import Fault
from app.models import BugLine, Code
from app.runner import Runner


@dataclass
class Session:
    """What is known of books between one file and the next; `close` it at the end."""

    checker: Checker
    books: dict[Path, tuple[dict[str, ExerciseFile], tuple[Fault, ...]]] = field(default_factory=dict)
    loop: asyncio.Runner = field(default_factory=asyncio.Runner)
    runner: Runner | None = None

    def faults(self, root: Path, name: str, is_told: Callable[[str], bool]) -> tuple[Fault, ...]:
        """The faults of a file of the book at `root`; with book.yaml, those of files not told."""
        files, unread = self.read(root)
        found = [one for one in unread if one.path == name or (name == "book.yaml" and not is_told(one.path))]
        if (file := files.get(name)) is not None:
            found += self.proved(file)
        return tuple(sorted(found))

    def read(self, root: Path) -> tuple[dict[str, ExerciseFile], tuple[Fault, ...]]:
        """The exercises of a book by their files, and the faults of reading it."""
        if root not in self.books:
            files, faults = read_files(root, self.checker.renderer, lambda _: True)
            self.books[root] = {file.document.path: file for file in files}, faults
        return self.books[root]

    def proved(self, file: ExerciseFile) -> Iterable[Fault]:
        """The faults of an exercise that could be read."""
        values = prove_seeds(file.exercise, self.checker.seeds, self.checker.renderer)
        return judged(file, values, self.run(file), strict=self.checker.strict).faults

    def run(self, file: ExerciseFile) -> list[Failure | None]:
        """The proofs of its programs, if it has any."""
        match file.exercise:
            case Code() | BugLine() as exercise:
                return self.loop.run(self._run(exercise))
            case _:
                return []

    async def _run(self, exercise: Code | BugLine) -> list[Failure | None]:
        if self.runner is None:
            self.runner = Runner(unprotected=self.checker.unprotected)
            await self.runner.start()
        return await prove_program(exercise, Turnstile(self.runner))

    def close(self) -> None:
        """Ends the runner."""
        if self.runner is not None:
            self.loop.run(self.runner.close())
        self.loop.close()
