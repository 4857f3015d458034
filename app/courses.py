"""The checkers of courses: modules of Python in folders of their own, whose functions expressions may call.

They are the instructor's own code and run in this process, never in the one that runs students' programs.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import os
import pkgutil
import re
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from itertools import islice
from pathlib import Path
from types import FrameType, ModuleType, TracebackType

import numpy as np

import checkers
from app.faults import Fault, did_you_mean
from app.functions import FUNCTIONS, Function
from app.places import seen

LONGEST = 10.0  # seconds that the modules of all folders may take together
NOT_CHECKERS = ("test_*.py", "conftest.py", "__*.py")  # pytest's files, and what would make a package
RULE = "checkers"
BUILT_IN = tuple(module.name for module in pkgutil.iter_modules(checkers.__path__))
TAKEN = (*BUILT_IN, "app", "checkers", "models", "parts")  # `models.linear` and `parts.a` mean something


def load_checkers(folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Makes every public function of the modules in these folders callable as `module.function`.

    They take the place of those that were loaded before; when there are faults, which are returned, nothing
    changes. Paths in faults are as seen from the working directory.
    """
    with _LOADING:
        course = Course(folders)
        before = _FINDER.files, taken_out(sys.modules, {*_FINDER.files, *course.files})
        _FINDER.files = course.files
        if course.files:
            course.load()
        if not course.faults:
            FUNCTIONS.use(course.functions)
            return ()
        taken_out(sys.modules, course.files)
        _FINDER.files = before[0]
        sys.modules.update(before[1])
        return tuple(sorted(set(course.faults)))


def taken_out(modules: dict[str, ModuleType], names: Iterable[str]) -> dict[str, ModuleType]:
    """The modules of these names, which are in the table no more."""
    return {name: modules.pop(name) for name in names if name in modules}


# ---- files ---


@dataclass
class Course:
    """The modules of all folders, their functions, and what is wrong with them."""

    folders: Sequence[Path]
    files: dict[str, Path] = field(default_factory=dict)  # by module
    functions: dict[str, Function] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        for folder in self.folders:
            for path in modules_in(folder, self.faults):
                if why := unsuitable(path, self.files):
                    self.faults.append(at_top(path, *why))
                else:
                    self.files[path.stem] = path

    def load(self) -> None:
        """Imports the modules, in a thread of its own so that one that never ends can be given up."""
        under_way = list(self.files.items())
        ended = threading.Event()
        threading.Thread(target=self._load, args=(under_way, ended), daemon=True).start()
        if not ended.wait(LONGEST + 1):
            self.faults.append(at_top(under_way[0][1], *TooSlow().told))

    def _load(self, under_way: list[tuple[str, Path]], ended: threading.Event) -> None:
        sys.settrace(Limit(time.monotonic() + LONGEST, self.names))
        try:
            while under_way:
                self._load_one(*under_way[0])
                del under_way[0]
        except TooSlow as error:
            self.faults.append(self.not_imported(error, under_way[0][1]))
        finally:
            sys.settrace(None)
            ended.set()

    def _load_one(self, name: str, path: Path) -> None:
        try:
            module = importlib.import_module(name)
        except (Exception, SystemExit) as error:  # a module may raise anything
            self.faults.append(self.not_imported(error, path))
        else:
            if not name.startswith("_"):
                self.register(module, path)

    @property
    def names(self) -> Mapping[str, Path]:
        """The files by the name that a traceback has for them."""
        return {str(path): path for path in self.files.values()}

    def not_imported(self, error: BaseException, path: Path) -> Fault:
        """What a module raised, at the last line of the course's own files on the way to it."""
        place = path, 1, 1
        for name, line, column in steps(error):
            if name in self.names:
                place = self.names[name], line, column
        where, line, column = place
        return Fault(seen(where), line, column, RULE, *said(error, self.files))

    def register(self, module: ModuleType, path: Path) -> None:
        """Notes the public functions that a module defines."""
        for short, function in vars(module).items():
            if not short.startswith("_") and is_own(function, module):
                name = f"{path.stem}.{short}"
                if why := uncallable(name, function):
                    self.faults.append(at_definition(path, short, *why))
                else:
                    self.functions[name] = replace(Function.of(name, function), call=guarded(name, function))


def modules_in(folder: Path, faults: list[Fault]) -> list[Path]:
    """The modules of a folder, in alphabetical order."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".py" and not path.is_dir())
    except OSError as error:
        faults.append(at_top(folder, f"the folder cannot be read: {error.strerror}"))
        return []
    return [Path(os.path.abspath(path)) for path in found if not any(map(path.match, NOT_CHECKERS))]  # noqa: PTH100


def unsuitable(path: Path, earlier: Mapping[str, Path]) -> tuple[str, str] | None:
    """Why a file cannot be a module of checkers, and the cure."""
    name = path.stem
    if not (name.isascii() and name.isidentifier()):
        cure = "Rename the file: letters, digits and _ only."
        return f"no expression can call the functions of {name!r}", cure
    if name in earlier:
        return f"there is a module {name!r} in {seen(earlier[name])} too", "Rename one of them."
    if name in TAKEN:
        return f"the workbook has a {name!r} of its own", "Rename the file."
    spec = PathFinder.find_spec(name)
    taken = spec is not None and spec.origin is not None and Path(spec.origin).resolve() != path.resolve()
    if name in sys.stdlib_module_names or taken:
        return f"Python has a module {name!r}, which other modules may want", "Rename the file."
    return None


# ---- importing ---


class Source(SourceLoader):
    """Reads a module from its file; without path_stats no compiled copy is kept, which could be older."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002  # the name is that of the loader's one file
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        return Path(os.fsdecode(path)).read_bytes()


class Finder(MetaPathFinder):
    """Finds the modules of courses by name, and nothing else."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = files

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


_LOADING = threading.Lock()
_FINDER = Finder({})


class TooSlow(BaseException):  # no Exception: a module that catches those must end all the same
    """The modules take too long."""

    told = (
        f"importing the checkers takes longer than {LONGEST:.0f} s",
        "Let a module only define; compute within its functions.",
    )


@dataclass(frozen=True)
class Limit:
    """Traces a thread to end it in time."""

    end: float
    files: Collection[str]

    def __call__(self, frame: FrameType, *_: object) -> Limit | None:
        if time.monotonic() > self.end:
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


def said(error: BaseException, modules: Iterable[str]) -> tuple[str, str]:
    """An error of importing in words, and its cure."""
    words = " ".join(str(error).split())[:200]
    match error:
        case TooSlow():
            return error.told
        case SyntaxError():
            return f"this is not Python: {error.msg}", ""
        case ModuleNotFoundError(name=str(name)):
            known = [*modules, *(f"checkers.{one}" for one in BUILT_IN)]
            cure = (
                did_you_mean(name, known).capitalize() or "Install it beside the workbook, or do without it."
            )
            return f"there is no module {name!r} here", cure
        case ImportError():
            return re.sub(r" \([^()]*[/\\][^()]*\)$", "", words), ""
        case SystemExit():
            return "this would end the program", "Let a module only define functions."
        case _:
            return f"importing this fails with {type(error).__name__}{': ' if words else ''}{words}", ""


# ---- functions ---


def is_own(thing: object, module: ModuleType) -> bool:
    """Whether it is a function that the module defines itself, a wrapped one included."""
    is_function = callable(thing) and not isinstance(thing, type)
    return is_function and getattr(thing, "__module__", None) == module.__name__


def uncallable(name: str, function: Callable[..., object]) -> tuple[str, str] | None:
    """Why an expression cannot call a function, and the cure."""
    if not name.isascii():
        return f"no expression can name {name}", "Take letters from a to z, digits and _."
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        return f"{name} is async or yields, so that a call returns no value", "Return the value."
    try:
        Function.of(name, function)
    except (ValueError, TypeError) as error:
        return f"it cannot be told which arguments {name} takes: {error}", "Define it with def."
    return None


def guarded(name: str, function: Callable[..., object]) -> Callable[..., object]:
    """The function with arrays that it cannot change, for they are those of the exercise."""

    @wraps(function)
    def call(*arguments: object, **named: object) -> object:
        try:
            return function(*map(kept, arguments), **{key: kept(one) for key, one in named.items()})
        except SystemExit:
            raise RuntimeError(f"{name} would end the program") from None

    return call


def kept(value: object) -> object:
    """An array as one that can only be read; anything else as it is."""
    if not isinstance(value, np.ndarray):
        return value
    view = value.view()
    view.flags.writeable = False
    return view


# ---- faults ---


def at_top(path: Path, message: str, cure: str = "") -> Fault:
    """A fault of a whole file."""
    return Fault(seen(path), 1, 1, RULE, message, cure)


def at_definition(path: Path, name: str, message: str, cure: str) -> Fault:
    """A fault of a function, where the module defines it last."""
    line, column = 1, 1
    for node in ast.parse(path.read_bytes()).body:
        if name in defined_by(node):
            line, column = node.lineno, node.col_offset + 1
    return Fault(seen(path), line, column, RULE, message, cure)


def defined_by(node: ast.stmt) -> list[str]:
    """The names that a statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [one.id for one in targets if isinstance(one, ast.Name)]
        case _:
            return []
