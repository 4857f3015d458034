"""What an answer was graded with, as a short name: what the exercise said, and the checkers that it calls."""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import ModuleType

from app.basis import Basis
from app.course_modules import source_of
from app.expressions import Formula
from app.functions import FUNCTIONS
from app.models import Exercise
from app.nodes import Call, Name, walk
from app.texts import texts_of


def version_of(exercise: Exercise) -> str:
    """The version of an exercise; if it calls checkers, with `+` and a hash of their code, less comments."""
    return _version_of(Basis.of(exercise))


@lru_cache(maxsize=4096)
def _version_of(basis: Basis) -> str:
    called = sorted(checkers_of(basis.exercise))
    if not called:
        return basis.exercise.version
    code = "".join(f"{name}={code_of(basis.functions[name].call)}" for name in called)
    return f"{basis.exercise.version}+{hashed(code)}"


def is_current(version: str, exercise: Exercise) -> bool:
    """Whether it is the version of an exercise now; of older ones the checkers are not known."""
    return version == version_of(exercise) if "+" in version else version == exercise.version


def checkers_of(exercise: Exercise) -> set[str]:
    """The functions of checkers that the formulas of an exercise name, but for those in its prose."""
    names = set()
    for _, text in texts_of(exercise):
        if isinstance(text, Formula):
            for node in walk(text.node):
                match node:
                    case Call(function=name) | Name(name=name):
                        names.add(name)
    return {name for name in names if "." in name and name in FUNCTIONS}


@lru_cache(maxsize=1024)
def code_of(function: Callable[..., object]) -> str:
    """A hash of the module of a function, and of the modules of checkers that it imports."""
    codes: dict[str, str] = {}
    wanted = [function.__module__]
    while wanted:
        name = wanted.pop()
        source = source_in_use(sys.modules.get(name))
        if name not in codes and source is not None:
            codes[name], imported = code_and_imports(source)
            wanted += imported
    return hashed(repr(sorted(codes.items())))


def hashed(text: str) -> str:
    """A short hash."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def source_in_use(module: ModuleType | None) -> str | bytes | None:
    """A module of checkers as it was written when it was imported; None for any other."""
    if module is None:
        return None
    if module.__name__.startswith("checkers."):
        return inspect.getsource(module)
    return source_of(module)


@lru_cache(maxsize=256)
def code_and_imports(source: str | bytes) -> tuple[str, tuple[str, ...]]:
    """A hash of a module without its comments and docstrings, and the names of all it may import."""
    tree = ast.parse(source)
    imports = tuple(imported_by(tree))
    return hashed(repr(spelled(without_docstrings(tree)))), imports


def imported_by(tree: ast.Module) -> Iterator[str]:
    """The names of all that may be a module that it imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{one.name}" for one in names)


def spelled(part: object) -> object:
    """What a tree says, in the same words for every Python, as `ast.unparse` would not."""
    match part:
        case ast.AST():
            fields = [
                (name, value) for name, value in ast.iter_fields(part) if value is not None and value != []
            ]
            return type(part).__name__, [(name, spelled(value)) for name, value in fields if name != "kind"]
        case list():
            return [*map(spelled, part)]
        case _:
            return part


def without_docstrings(tree: ast.Module) -> ast.Module:
    """The same without the words of its author."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Module(body=[ast.Expr(value=ast.Constant(value=str())), *rest])
                | ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())), *rest])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str())), *rest])
            ):
                node.body = [*rest] or [ast.Pass()]
    return tree
