"""Answers one job: runs the student's module, calls its functions, writes what came back.

Nothing here is trusted once the module has run. It holds no expected value: it can lie about itself only.
"""

import builtins
import random
import sys
import time
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .faults import describe
from .frames import FrameError, Node, pack, unpack
from .imports import permitted_import
from .limits import INPUTS, OUTPUTS
from .plain import Reader, SizeError, UnplainError, Writer
from .printing import Paper

SOURCE_NAME = "<answer>"
_RESERVE = 4 << 20  # given back when memory runs out, so that this can still be said


def answer(body: bytes) -> bytes:
    """The one frame that answers the job in `body`. Raises FrameError when it is no job."""
    tree, blob = unpack(body)
    match tree:
        case {"source": str(source), "seed": int(seed), "calls": list(calls)}:
            return _Run(blob).frame(source, seed, calls)
    raise FrameError("not a job")


class _Run:
    def __init__(self, blob: bytes) -> None:
        self._blob = blob
        self._writer = Writer(OUTPUTS)
        self._results: list[Node] = []
        self._paper = Paper()
        self._reserve: NDArray[Any] | None = np.empty(_RESERVE, np.uint8)  # empty: never touched

    def frame(self, source: str, seed: int, calls: list[Node]) -> bytes:
        end = self._end(source, seed, calls)
        frame = self._pack(end)
        if len(frame) > OUTPUTS.frame:
            self._results.clear()
            self._writer.blobs.clear()
            frame = self._pack({"end": "output", "detail": f"{OUTPUTS.frame >> 20} MiB"})
        return frame

    def _pack(self, end: dict[str, Node]) -> bytes:
        return pack({**end, "results": self._results, "printed": self._paper.text()}, self._writer.blobs)

    def _end(self, source: str, seed: int, calls: list[Node]) -> dict[str, Node]:
        try:
            return self._everything(source, seed, calls)
        except SizeError as limit:
            self._results.clear()
            self._writer.blobs.clear()
            return {"end": "output", "detail": str(limit)}
        except MemoryError:
            self._reserve = None
            return {"end": "memory"}

    def _everything(self, source: str, seed: int, calls: list[Node]) -> dict[str, Node]:
        random.seed(seed)
        np.random.seed(seed % 2**32)
        sys.stdout = sys.stderr = self._paper
        module = ModuleType("answer")
        module.__dict__.update(np=np, __builtins__=vars(builtins) | {"__import__": permitted_import})
        sys.modules["answer"] = module  # dataclasses and typing look their module up
        fault = _execute(source, module.__dict__)
        if fault is not None:
            return {"end": "raised", "error": fault}
        for call in calls:
            self._results.append(self._call(module.__dict__, call))
        return {"end": "finished"}

    def _call(self, names: dict[str, Any], call: Node) -> Node:
        match call:
            case {"function": str(name), "arguments": list(arguments), "keywords": dict(keywords)}:
                pass
            case _:
                raise FrameError("not a call")
        if name not in names:
            return {"raised": _raised("NameError", f"your program defines no function named {name}", None)}
        given = [self._fresh(node) for node in arguments]
        named = {key: self._fresh(node) for key, node in keywords.items()}
        try:
            started = time.perf_counter_ns()
            value = names[name](*given, **named)
            took = (time.perf_counter_ns() - started) // 1000
        except MemoryError:
            raise
        except BaseException as error:
            return {"raised": _raised(*describe(error, SOURCE_NAME))}
        result = self._returned(value)
        if "value" in result:
            result |= {"microseconds": took, "mutated": self._mutated(given, arguments)}
        return result

    def _fresh(self, node: Node) -> Any:
        return Reader(self._blob, INPUTS).value(node)

    def _returned(self, value: object) -> dict[str, Node]:
        try:
            return {"value": self._writer.node(value)}
        except UnplainError as why:
            return {"unreadable": str(why)}

    def _mutated(self, given: list[Any], arguments: list[Node]) -> list[Node]:
        changed = [not _same(value, self._fresh(node)) for value, node in zip(given, arguments, strict=True)]
        return [position for position, was in enumerate(changed) if was]


def _execute(source: str, names: dict[str, Any]) -> Node:
    """What the module's body raised, None if nothing. Raises MemoryError when it used too much."""
    try:
        code = compile(source, SOURCE_NAME, "exec", dont_inherit=True)
    except MemoryError:  # the parser's word for nesting
        return _raised("MemoryError", "too deeply nested to be read", None)
    except BaseException as error:
        return _raised(*describe(error, SOURCE_NAME))
    try:
        exec(code, names)
    except MemoryError:
        raise
    except BaseException as error:
        return _raised(*describe(error, SOURCE_NAME))
    return None


def _same(value: object, original: object) -> bool:
    if isinstance(original, np.ndarray):
        return _same_array(value, original)
    if not isinstance(original, list | tuple | dict):
        return True
    try:
        return _written(value) == _written(original)
    except (UnplainError, SizeError):
        return False


def _same_array(value: Any, original: Any) -> bool:
    """To the bit: `==` would call a NaN changed."""
    alike = value.shape == original.shape and value.dtype == original.dtype
    return bool(alike and value.tobytes() == original.tobytes())


def _written(value: object) -> tuple[Node, list[bytes]]:
    writer = Writer(INPUTS)
    return writer.node(value), writer.blobs


def _raised(kind: str, message: str, line: int | None) -> Node:
    return {"kind": kind, "message": message, "line": line}
