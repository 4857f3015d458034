"""What a student's program may import. All of it is loaded before the first fork: a child reads no files."""

import builtins
import importlib
import sys
import warnings
from collections.abc import Mapping, Sequence
from types import ModuleType

OFFERED = """
    numpy numpy.linalg numpy.fft numpy.random numpy.polynomial numpy.ma numpy.lib.stride_tricks
    abc array bisect cmath collections collections.abc contextlib copy dataclasses datetime decimal enum
    fractions functools heapq itertools json math numbers operator random re statistics string sys textwrap
    time types typing warnings __future__
"""
# What the offered ones reach for late; C code does it in the student's name.
UNDERNEATH = "encodings.ascii encodings.latin_1 encodings.idna _strptime traceback linecache"

PERMITTED = frozenset(name.partition(".")[0] for name in (OFFERED + UNDERNEATH).split())
_ADVICE = "an answer may use numpy, math, cmath, random, statistics, itertools, functools and their like"


def preload() -> None:
    """Load everything permitted, then forget where it came from, so that nothing else can be found."""
    for name in (OFFERED + UNDERNEATH).split():
        importlib.import_module(name)
    warnings.simplefilter("ignore")
    importlib.import_module("numpy").seterr(all="ignore")
    sys.path.clear()


def permitted_import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002  # the interpreter passes them by these names
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """`__import__` for students' modules: a kind word instead of a PermissionError.

    It is manners, not protection: a program can reach everything that is loaded.
    """
    if level == 0 and name.partition(".")[0] not in PERMITTED:
        raise _absent(name)
    try:
        return builtins.__import__(name, globals, locals, fromlist or (), level)
    except ModuleNotFoundError as error:
        raise _absent(error.name or name) from None


def _absent(name: str) -> ModuleNotFoundError:
    return ModuleNotFoundError(f"No module named '{name[:80]}' here: {_ADVICE}.", name=name)
