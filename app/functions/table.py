"""The functions that expressions may call, read from tables and from the modules of `checkers`."""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from types import ModuleType

import numpy as np

import checkers
from app.expressions import STUDENT_FUNCTIONS, Formula
from app.faults import did_you_mean, nearest
from app.functions.arrays import ARRAY_FUNCTIONS, POINTWISE
from app.functions.draws import DRAWING
from app.functions.elementary import ELEMENTARY
from app.nodes import Call, Name, walk
from app.runner.child.models import PARAMETERS, Model
from app.values import Value

CONSTANTS: Mapping[str, Value] = {
    "pi": math.pi,
    "e": math.e,
    "inf": math.inf,
    "True": True,
    "true": True,
    "False": False,
    "false": False,
}


@dataclass(frozen=True)
class Function:
    """Something an expression can call, and how it may be called."""

    name: str
    call: Callable[..., object]
    positional: tuple[str, ...]  # the arguments that may be given in order
    least: int  # of them that have no default
    most: int | None  # None: any number
    keywords: frozenset[str]  # the arguments that may be given by name
    pointwise: Callable[..., object] | None = None  # for complex arrays; None when entries don't stand alone
    is_guarded: bool = False  # every call ends, whatever it is given

    @classmethod
    def of(
        cls,
        name: str,
        call: Callable[..., object],
        *,
        bound: int = 0,
        pointwise: Callable[..., object] | None = None,
    ) -> Function:
        """The function `name` with the arguments that `call` declares after the first `bound` ones."""
        declared = list(inspect.signature(call).parameters.values())[bound:]
        positional = [one for one in declared if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
        return cls(
            name,
            call,
            tuple(one.name for one in positional),
            sum(one.default is one.empty for one in positional),
            None if any(one.kind is one.VAR_POSITIONAL for one in declared) else len(positional),
            frozenset(
                one.name for one in declared if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
            ),
            pointwise,
        )

    def refusal(self, count: int, keywords: Collection[str]) -> str:
        """Why it can't be called with `count` arguments in order and these by name; empty when it can."""
        if not keywords and self.least <= count and (self.most is None or count <= self.most):
            return ""
        if unknown := sorted(set(keywords) - self.keywords):
            cure = did_you_mean(unknown[0], self.keywords)
            return " ".join(filter(None, (f"{self.name} takes no argument {unknown[0]};", cure))).rstrip(";")
        if self.most is not None and count > self.most:
            return f"{self.name} takes {_arguments(self.most)}, not {count}"
        if twice := sorted(set(keywords) & set(self.positional[:count])):
            return f"the argument {twice[0]} of {self.name} is given twice"
        if missing := [name for name in self.positional[count : self.least] if name not in keywords]:
            return f"{self.name} needs {', '.join(missing)}"
        return ""


def _arguments(count: int) -> str:
    return "no argument" if count == 0 else "1 argument" if count == 1 else f"{count} arguments"


def modules_of(package: ModuleType) -> list[ModuleType]:
    """The public modules of a package, imported."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [
        importlib.import_module(f"{package.__name__}.{name}") for name in names if not name.startswith("_")
    ]


def module_functions(modules: Iterable[ModuleType]) -> dict[str, Function]:
    """Every public function that these modules define, as `module.function`."""
    return {
        name: Function.of(name, function)
        for module in modules
        for short, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not short.startswith("_")
        for name in [f"{module.__name__.rpartition('.')[2]}.{short}"]
    }


_NO_MATHEMATICS = ("checkers.compare", "checkers.domains")  # how checkers judge and take their arguments

BUILT_IN: Mapping[str, Function] = {
    **{name: Function.of(name, one, pointwise=one.of_array) for name, one in ELEMENTARY.items()},
    **{
        name: Function.of(name, call, pointwise=POINTWISE.get(name)) for name, call in ARRAY_FUNCTIONS.items()
    },
    **module_functions(one for one in modules_of(checkers) if one.__name__ not in _NO_MATHEMATICS),
}


_APART: ContextVar[Mapping[str, Function] | None] = ContextVar("functions that one reading has", default=None)


class FunctionTable(Mapping[str, Function]):
    """The functions that expressions may call: those that are built in, and those of the courses in use.

    A reader in another thread sees the courses' functions of before or of after a change, never a mixture.
    """

    def __init__(self) -> None:
        self.courses: Mapping[str, Function] = {}
        self._in_use: Mapping[str, Function] = BUILT_IN

    @property
    def now(self) -> Mapping[str, Function]:
        """All functions, as one table that never changes: it is another one after a change."""
        return _APART.get() or self._in_use

    def use(self, courses: Mapping[str, Function]) -> None:
        """Takes these as the courses' functions, in place of those of before."""
        self._in_use, self.courses = self._with(courses), courses

    @contextmanager
    def apart(self, courses: Mapping[str, Function]) -> Iterator[None]:
        """Within the block these are the courses' functions, while all other threads keep those in use."""
        token = _APART.set(self._with(courses))
        try:
            yield
        finally:
            _APART.reset(token)

    def _with(self, courses: Mapping[str, Function]) -> Mapping[str, Function]:
        return self._in_use if courses == self.courses else {**BUILT_IN, **courses}

    def __getitem__(self, name: str) -> Function:
        return self.now[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.now)

    def __len__(self) -> int:
        return len(self.now)


FUNCTIONS = FunctionTable()


def _model(kind: str) -> Function:
    """What makes a model of one kind; its parameters may be given in order or by name."""
    names = PARAMETERS[kind]

    def made(*values: Value, **named: Value) -> Model:
        return Model(kind, {**dict(zip(names, values, strict=False)), **named})

    return Function(f"models.{kind}", made, names, len(names), len(names), frozenset(names))


MODELS: Mapping[str, Function] = {f"models.{kind}": _model(kind) for kind in PARAMETERS}
_BOUND = {name: Function.of(name, call, bound=1) for name, call in DRAWING.items()}
DRAWS: Mapping[str, Function] = {**_BOUND, **MODELS}  # what only the inputs of a program may call
student_functions: Mapping[str, Function] = {name: BUILT_IN[name] for name in STUDENT_FUNCTIONS}


def is_model(formula: Formula) -> bool:
    """Whether a formula makes a function for a program to call."""
    return isinstance(formula.node, Call) and formula.node.function in MODELS


def drawing_functions(rng: np.random.Generator) -> Mapping[str, Function]:
    """All functions and models, with what draws drawing from `rng`."""
    bound = {
        name: Function(name, partial(one.call, rng), one.positional, one.least, one.most, one.keywords)
        for name, one in _BOUND.items()
    }
    return {**FUNCTIONS.now, **MODELS, **bound}


def functions_of_cases() -> Mapping[str, Function]:
    """All that the inputs of a program may call, to look names up; what draws has nothing to draw from."""
    return {**FUNCTIONS.now, **DRAWS}


def check_names(
    formula: Formula,
    known: Collection[str],
    functions: Mapping[str, Function] = FUNCTIONS,
    callables: Collection[str] = (),
) -> list[tuple[int, str]]:
    """What `formula` names wrongly, in words, each with its position in the text.

    That is: names neither in `known` nor constants, functions that don't exist, arguments they don't take.
    Of the known names those in `callables` stand for functions.
    """
    slips: list[tuple[int, str]] = []
    for node in walk(formula.node):
        match node:
            case Name(name=name, at=at) if name not in known and name not in CONSTANTS:
                cure = "it is a function: call it" if name in functions else ""
                cure = cure or _of_a_course(name, functions) or did_you_mean(name, known)
                slips.append((at, _with_cure(f"there is no name {name}", cure)))
            case Call(function=name) if name in callables:
                pass
            case Call(function=name, at=at) if name not in functions:
                cure = _of_a_course(name, functions) or did_you_mean(name, functions)
                slips.append((at, _with_cure(f"there is no function {name}", cure)))
            case Call(function=name, arguments=arguments, keywords=keywords, at=at):
                if refusal := functions[name].refusal(len(arguments), [key for key, _ in keywords]):
                    slips.append((at, refusal))
    return slips


def _of_a_course(name: str, functions: Mapping[str, Function]) -> str:
    """A hint when a name has a module that is neither known nor nearly so."""
    module, point, _ = name.rpartition(".")
    modules = {known.rpartition(".")[0] for known in functions} | {"parts"}
    if not point or module in modules or nearest(module, sorted(modules)):
        return ""
    return f"for a course's own module {module} give its folder with --checkers"


def _with_cure(message: str, cure: str) -> str:
    return f"{message}; {cure}" if cure else message
