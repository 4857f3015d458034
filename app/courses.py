"""The checkers of courses: modules of Python in folders of their own, whose functions expressions may call.

They are the instructor's own code and run in this process, never in the one that runs students' programs.
"""

from __future__ import annotations

import ast
import inspect
import os
import pkgutil
import re
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType

import checkers
from app.course_calls import guarded
from app.course_modules import imported, put_back, steps, take_place
from app.course_threads import TooSlow
from app.faults import Fault, did_you_mean
from app.functions import FUNCTIONS, Function
from app.places import seen

RULE = "checkers"
LONGEST = 10.0  # seconds that the modules of all folders may compute together
NOT_CHECKERS = ("test_*.py", "conftest.py", "__*.py")  # pytest's files, and what would make a package
BUILT_IN = tuple(module.name for module in pkgutil.iter_modules(checkers.__path__))
TAKEN = (*BUILT_IN, "app", "checkers", "models", "parts")  # `models.linear` and `parts.a` mean something

_LOADING = threading.Lock()


def load_checkers(folders: Sequence[Path], longest: float = LONGEST) -> tuple[Fault, ...]:
    """Makes every public function of the modules in these folders callable as `module.function`.

    They take the place of those that were loaded before; when there are faults, which are returned, nothing
    changes. Paths in faults are as seen from the working directory. `longest` is in seconds.
    """
    with _LOADING:
        course = _imported(folders, longest)
        if not course.faults:
            FUNCTIONS.use(course.functions)
        return course.told


def read_checkers(folders: Sequence[Path], longest: float = LONGEST) -> Course:
    """What the modules in these folders define; nobody calls it yet. As in `load_checkers` otherwise."""
    with _LOADING:
        return _imported(folders, longest)


def _imported(folders: Sequence[Path], longest: float) -> Course:
    """The modules, importable in place of those of before unless there are faults."""
    course = Course(folders)
    before = take_place(course.files)
    course.load(longest)
    if course.faults:
        put_back(before)
    return course


@dataclass
class Course:
    """The modules of all folders, their functions, and what is wrong with them."""

    folders: Sequence[Path]
    files: dict[str, Path] = field(default_factory=dict)  # by module
    functions: dict[str, Function] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        for folder in self.folders:
            for path in self.modules_in(folder):
                if why := unsuitable(path, self.files):
                    self.fault(path, *why)
                else:
                    self.files[path.stem] = path

    @property
    def told(self) -> tuple[Fault, ...]:
        """The faults in order, each once."""
        return tuple(sorted(set(self.faults)))

    def modules_in(self, folder: Path) -> Iterator[Path]:
        """The modules of a folder, in alphabetical order."""
        try:
            found = sorted(path for path in folder.iterdir() if path.suffix == ".py" and not path.is_dir())
        except OSError as error:
            self.fault(folder, f"the folder cannot be read: {error.strerror}")
            return
        for path in found:
            if not any(map(path.match, NOT_CHECKERS)):
                yield Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would tell where a link leads

    def load(self, longest: float) -> None:
        """Imports the modules, and notes their functions and faults."""
        if not self.files:
            return
        found = imported(self.files, longest)
        for name, module in found.modules.items():
            if not name.startswith("_"):
                self.register(module, self.files[name])
        for name, error in found.errors.items():
            path, place = origin(error, self.files, self.files[name])
            self.fault(path, *said(error, self.files, longest), place)

    def register(self, module: ModuleType, path: Path) -> None:
        """Notes the public functions that a module defines."""
        for short, function in vars(module).items():
            if short.startswith("_") or not is_own(function, module):
                continue
            name = f"{path.stem}.{short}"
            if why := uncallable(name, function):
                self.fault(path, *why, place=definition(path, short))
            else:
                call = guarded(name, function, self.files)
                self.functions[name] = replace(Function.of(name, function), call=call, is_guarded=True)

    def fault(self, path: Path, message: str, cure: str = "", place: tuple[int, int] = (1, 1)) -> None:
        """Notes what is wrong at a line and column of a file."""
        self.faults.append(Fault(seen(path), *place, RULE, message, cure))


# ---- files ---


def unsuitable(path: Path, earlier: Mapping[str, Path]) -> tuple[str, str] | None:
    """Why a file cannot be a module of checkers, and the cure."""
    name = path.stem
    if not (name.isascii() and name.isidentifier()):
        return f"no expression can call the functions of {name!r}", "Name the file by letters, digits and _."
    if name in earlier:
        return f"there is a module {name!r} in {seen(earlier[name])} too", "Rename one of them."
    if name in TAKEN:
        return f"the workbook has a {name!r} of its own", "Rename the file."
    if name in sys.stdlib_module_names or is_installed(name, path):
        return f"Python has a module {name!r}, which other modules may want", "Rename the file."
    return None


def is_installed(name: str, path: Path) -> bool:
    """Whether another file is what Python imports by this name."""
    spec = PathFinder.find_spec(name)
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve() != path.resolve()


# ---- errors ---


def origin(error: BaseException, files: Mapping[str, Path], path: Path) -> tuple[Path, tuple[int, int]]:
    """The last place in the course's own files on the way to an error; `path` when there is none."""
    known = {str(one): one for one in files.values()}
    places = [(known[name], (line, column)) for name, line, column in steps(error) if name in known]
    return places[-1] if places else (path, (1, 1))


def said(error: BaseException, files: Collection[str], longest: float) -> tuple[str, str]:
    """An error of importing in words, and its cure."""
    words = " ".join(str(error).split())[:200]
    match error:
        case TooSlow():
            cure = "Let a module only define; compute within its functions."
            return f"importing the checkers takes longer than {longest:g} s", cure
        case SyntaxError():
            return f"this is not Python: {error.msg}", ""
        case ModuleNotFoundError(name=str(name)):
            near = did_you_mean(name, [*files, *(f"checkers.{one}" for one in BUILT_IN)])
            cure = f"D{near[1:]}" if near else "Install it beside the workbook, or do without it."
            return f"there is no module {name!r} here", cure
        case ImportError():
            circle = "If these modules import each other, move what both need into a third."
            without_path = re.sub(r" \([^()]*[/\\][^()]*\)$", "", words)
            return without_path, meant(error) or (circle if error.name in files else "")
        case SystemExit():
            return "this would end the program", "Let a module only define functions."
        case _:
            return f"importing this fails with {type(error).__name__}{': ' if words else ''}{words}", ""


def meant(error: ImportError) -> str:
    """What may be meant by a name that a module does not have."""
    wanted = re.match(r"cannot import name '(\w+)'", str(error))
    known = [
        *vars(sys.modules.get(error.name or "", checkers)),
        *(BUILT_IN if error.name == "checkers" else ()),
    ]
    near = did_you_mean(wanted[1], known) if wanted else ""
    return f"D{near[1:]}" if near else ""


def definition(path: Path, name: str) -> tuple[int, int]:
    """Line and column where a module defines a name last."""
    place = 1, 1
    for node in ast.parse(path.read_bytes()).body:
        match node:
            case ast.FunctionDef(name=defined) | ast.AsyncFunctionDef(name=defined) if defined == name:
                place = node.lineno, node.col_offset + 1
            case ast.Assign(targets=[*targets]):
                if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                    place = node.lineno, node.col_offset + 1
    return place


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
        return f"{name} is async or yields, so that a call returns no value", "Let it return the value."
    try:
        Function.of(name, function)
    except (ValueError, TypeError) as error:
        return f"it cannot be told which arguments {name} takes: {error}", "Define it with def."
    return None
