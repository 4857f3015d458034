"""Python files of courses as modules: found by their names alone, imported afresh and within a time.

A course's modules import each other by name, so they stand in `sys.modules` like any other; nothing of them
is kept on disk.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from itertools import islice
from pathlib import Path
from types import FrameType, ModuleType, TracebackType

from app.course_threads import CourseThread, TooSlow, put_back_after

# ---- finding ---


class Source(SourceLoader):
    """Reads a module from its file; without path_stats no compiled copy is kept, which could be older."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.source = b""

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002  # the name is that of the loader's one file
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        self.source = Path(os.fsdecode(path)).read_bytes()
        return self.source


def source_of(module: ModuleType) -> bytes | None:
    """What a course's module said when it was imported; None for any other module."""
    loader = module.__loader__
    return loader.source if isinstance(loader, Source) else None


class Finder(MetaPathFinder):
    """Finds the modules of courses by name, and nothing else."""

    def __init__(self) -> None:
        self.files: Mapping[str, Path] = {}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002  # as importlib calls it
    ) -> ModuleSpec | None:
        if path is not None or fullname not in self.files:
            return None
        file = self.files[fullname]
        return importlib.util.spec_from_file_location(fullname, file, loader=Source(file))


_FINDER = Finder()


@dataclass(frozen=True)
class InPlace:
    """The modules that can be imported by name, to be put back."""

    files: Mapping[str, Path]
    modules: Mapping[str, ModuleType]


def take_place(files: Mapping[str, Path]) -> InPlace:
    """Makes these files importable instead of those of before, which are returned; none is imported yet."""
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    before = InPlace(_FINDER.files, _taken_out({*_FINDER.files, *files}))
    _FINDER.files = files
    return before


def put_back(before: InPlace) -> None:
    """Undoes `take_place`."""
    _taken_out(_FINDER.files)
    _FINDER.files = before.files
    sys.modules.update(before.modules)


def _taken_out(names: Iterable[str]) -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in names if name in sys.modules}


# ---- importing ---


@dataclass
class Imports:
    """The modules that could be imported, and what the others raised: TooSlow the last that was begun."""

    modules: dict[str, ModuleType] = field(default_factory=dict)
    errors: dict[str, BaseException] = field(default_factory=dict)


def imported(files: Mapping[str, Path], longest: float) -> Imports:
    """The importable files as modules, after at most `longest` seconds of computing for all of them.

    They are imported in a thread, so that one that waits for ever can be given up, after three times as long;
    one that computes for ever is ended.
    """
    found, ended = Imports(), threading.Event()
    with put_back_after():
        CourseThread(lambda: _import(files, longest, found, ended)).start()
        if ended.wait(3 * longest + 1):
            return found
    given_up = Imports(dict(found.modules), dict(found.errors))
    unfinished = [name for name in files if name not in given_up.modules and name not in given_up.errors]
    given_up.errors |= {name: TooSlow() for name in unfinished[:1]}
    return given_up


def _import(files: Mapping[str, Path], longest: float, found: Imports, ended: threading.Event) -> None:
    sys.settrace(Limit(time.thread_time() + longest, {str(path) for path in files.values()}))
    try:
        for name in files:
            try:
                found.modules[name] = sys.modules.get(name) or _executed(name)
            except BaseException as error:  # a module may raise anything, and no signal comes here
                found.errors[name] = error
                if isinstance(error, TooSlow):
                    break
    finally:
        sys.settrace(None)
        ended.set()


def _executed(name: str) -> ModuleType:
    """A module run without the lock of importlib, which one that waits for ever would keep."""
    spec = _FINDER.find_spec(name, None)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


@dataclass(frozen=True)
class Limit:
    """Traces a thread to end it in time, its own time, so that a busy machine makes no difference."""

    end: float
    files: Collection[str]  # where every line is traced; elsewhere only calls are

    def __call__(self, frame: FrameType, *_: object) -> Limit | None:
        if time.thread_time() > self.end:
            raise TooSlow
        return self if frame.f_code.co_filename in self.files else None


def steps(error: BaseException) -> Iterator[tuple[str, int, int]]:
    """File, line and column of every step on the way to an error; last where a file is no Python."""
    traceback: TracebackType | None = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        line, _, column, _ = next(islice(code.co_positions(), traceback.tb_lasti // 2, None))
        yield code.co_filename, line or traceback.tb_lineno, (column or 0) + 1
        traceback = traceback.tb_next
    if isinstance(error, SyntaxError):
        yield error.filename or "", error.lineno or 1, max(error.offset or 1, 1)
