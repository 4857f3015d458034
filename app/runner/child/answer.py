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

from . import frames
from .clock import Clock, TimeUp
from .faults import describe, line_of
from .frames import FrameError, Node
from .imports import permitted_import
from .inputs import Input
from .limits import INPUTS, OUTPUTS
from .plain import SizeError, UnplainError
from .printing import Paper
from .writing import Writer

SOURCE_NAME = "<answer>"
_RESERVE = 4 << 20  # bytes given back when memory runs out, so that this can still be said


def answer(body: bytes) -> bytes:
    """The one frame that answers the job in `body`. Raises FrameError when it is no job."""
    clock = Clock()
    tree, blob = frames.unpack(body, INPUTS)
    match tree:
        case {"source": str(), "seed": int(), "calls": list(), "seconds": float() | int()} if isinstance(
            tree, dict
        ):
            return _Run(tree, blob, clock).frame()
    raise FrameError("not a job")


class _Run:
    def __init__(self, job: dict[str, Any], blob: bytes, clock: Clock) -> None:
        self._job = job
        self._blob = blob
        self._clock = clock
        self._writer = Writer(OUTPUTS)
        self._results: list[str] = []
        self._kept = [0]  # how many blobs belong to the first n results
        self._calling = False
        self._last: TimeUp | None = None
        self._paper = Paper()
        self._reserve: NDArray[Any] | None = np.empty(_RESERVE, np.uint8)  # empty: never touched

    def frame(self) -> bytes:
        end = self._end()
        while True:
            text = self._text(end)
            blobs = self._writer.blobs[: self._kept[-1]]
            frame = frames.frame(text, blobs)
            excess = frames.excess_of(text, OUTPUTS)
            if not excess and len(frame) - frames.HEADER.size > OUTPUTS.frame:
                excess = f"{OUTPUTS.frame >> 20} MiB"
            if not excess:
                return frame
            self._results.pop()
            self._kept.pop()
            end = {"end": "output", "detail": excess, "during": len(self._results)}

    def _text(self, end: dict[str, Node]) -> bytes:
        told = frames.encode(end | {"printed": self._paper.text()})
        return f'{told[:-1]},"results":[{",".join(self._results)}]}}'.encode()

    def _end(self) -> dict[str, Node]:
        """How it ended. The clock has stopped then."""
        try:
            end = self._limited()
            self._clock.stop()
        except TimeUp as up:  # it comes once, so nothing here is disturbed
            self._last = up  # with all that it holds, which would take long to free before anything is said
            if self._calling and len(self._results) == len(self._job["calls"]):
                return {"end": "finished"}
            return {"end": "time", "line": line_of(up, SOURCE_NAME), "during": self._during()}
        return end

    def _limited(self) -> dict[str, Node]:
        try:
            self._clock.start(self._job["seconds"])
            return self._everything()
        except SizeError as limit:
            return {"end": "output", "detail": str(limit), "during": self._during()}
        except MemoryError as error:
            line = line_of(error, SOURCE_NAME)
            self._reserve = None
            return {"end": "memory", "line": line, "during": self._during()}

    def _during(self) -> int | None:
        return len(self._results) if self._calling else None

    def _everything(self) -> dict[str, Node]:
        seed = self._job["seed"]
        random.seed(seed)
        np.random.seed(seed % 2**32)
        sys.stdout = sys.stderr = self._paper
        module = ModuleType("answer")
        names = module.__dict__
        names.update(np=np, __builtins__=vars(builtins) | {"__import__": permitted_import})
        sys.modules["answer"] = module  # dataclasses and typing look their module up
        fault = _execute(self._job["source"], names)
        if fault is not None:
            return {"end": "raised", "error": fault}
        self._calling = True
        for call in self._job["calls"]:
            self._results.append(frames.encode(self._call(names, call)))
            self._kept.append(len(self._writer.blobs))
        return {"end": "finished"}

    def _call(self, names: dict[str, Any], call: Node) -> Node:
        match call:
            case {"function": str(name), "arguments": list(arguments), "keywords": dict(keywords)}:
                pass
            case _:
                raise FrameError("not a call")
        if name not in names:
            return {"raised": _raised("NameError", f"your program defines no function named {name}", None)}
        given = [Input(node, self._blob) for node in arguments]
        named = {key: Input(node, self._blob) for key, node in keywords.items()}
        values = [one.value for one in given]
        try:
            started = time.perf_counter_ns()
            value = names[name](*values, **{key: one.value for key, one in named.items()})
            took = (time.perf_counter_ns() - started) // 1000
        except (MemoryError, TimeUp):
            raise
        except BaseException as error:
            return {"raised": _raised(*describe(error, SOURCE_NAME))}
        try:
            node = self._writer.node(value)
        except UnplainError as why:
            return {"unreadable": str(why)}
        return {
            "value": node,
            "microseconds": took,
            "mutated": [place for place, one in enumerate(given) if one.changed()],
            "evaluations": sum(one.evaluations() for one in (*given, *named.values())),
        }


def _execute(source: str, names: dict[str, Any]) -> Node:
    """What the module's body raised, None if nothing. Raises MemoryError when it used too much."""
    try:
        code = compile(source, SOURCE_NAME, "exec", dont_inherit=True)
    except MemoryError:  # the parser's word for nesting
        return _raised("MemoryError", "too deeply nested to be read", None)
    except TimeUp:
        raise
    except BaseException as error:
        return _raised(*describe(error, SOURCE_NAME))
    try:
        exec(code, names)
    except (MemoryError, TimeUp):
        raise
    except BaseException as error:
        return _raised(*describe(error, SOURCE_NAME))
    return None


def _raised(kind: str, message: str, line: int | None) -> Node:
    return {"kind": kind, "message": message, "line": line}
