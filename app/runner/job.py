"""What goes to the runner and what comes back: source and inputs in, plain data out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .child.limits import LONGEST_RUN
from .child.models import Model
from .child.plain import Value

End = Literal["finished", "raised", "time", "memory", "output", "refused", "killed", "unavailable"]


@dataclass(frozen=True)
class Call:
    """One call of a function of the student's. A model becomes a function that counts its calls."""

    function: str
    arguments: tuple[Value | Model, ...] = ()
    keywords: Mapping[str, Value | Model] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A program and the calls to make, in order, in one process; each call gets fresh copies of its inputs.

    `np` is already defined when the program starts. `seed` seeds `random` and numpy's global generator.
    """

    source: str
    calls: tuple[Call, ...] = ()
    seconds: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= LONGEST_RUN:
            raise ValueError(f"seconds must lie in (0, {LONGEST_RUN}], got {self.seconds}")


@dataclass(frozen=True)
class Returned:
    """A call came back. `mutated` holds the positions of arguments that it changed in place.

    A numpy scalar is an array of shape () with its dtype. `evaluations` is how often the models among the
    inputs were called. All of it is the word of the student's process, which can lie about itself.
    """

    value: Value
    mutated: tuple[int, ...]
    microseconds: int
    evaluations: int = 0


@dataclass(frozen=True)
class Raised:
    """An exception; `line` is the student's own innermost line."""

    kind: str
    message: str
    line: int | None


@dataclass(frozen=True)
class Unreadable:
    """A call returned what is not plain data; `why` goes on after "returned": "a value of type Liar"."""

    why: str


Result = Returned | Raised | Unreadable


@dataclass(frozen=True)
class Report:
    """How a job ended.

    finished: every call has a result. raised: the module itself raised, see `error`.
    time, memory, output: it met the limit in `detail`. `results` are those of the calls before, `during` is
    the call that was running (None: the module's body, or unknown). A limit of time or memory has an `error`
    with the student's line, unless the process could no longer be asked.
    refused: what came back is malformed, or the program is too long to be tried. killed: the process was
    stopped for what it tried, crashed or ended itself.
    unavailable: no code can be run now, never the student's fault.
    """

    end: End
    results: tuple[Result, ...] = ()
    error: Raised | None = None
    output: str = ""
    detail: str = ""
    during: int | None = None


class Busy(Exception):  # noqa: N818  # it is no error; the name is read as "the runner is busy"
    """The queue is full: come back after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"the queue is full; retry after {retry_after} s")
        self.retry_after = retry_after
