"""A job as a frame, and the frame that comes back as a report. The reader trusts nothing."""

from typing import cast

from .child.frames import HEADER, FrameError, Node, pack, unpack
from .child.limits import (
    INPUTS,
    JOB_FRAME,
    LONGEST_KIND,
    LONGEST_MESSAGE,
    LONGEST_PRINT,
    LONGEST_SOURCE,
    MEMORY,
    OUTPUTS,
)
from .child.plain import Reader, SizeError, Writer
from .child.printing import CUT
from .job import Call, Job, Raised, Report, Result, Returned, Unreadable

_LONGEST_DETAIL = 60


def frame_of(job: Job) -> bytes:
    """The bytes to send.

    Raises UnplainError or SizeError for inputs that cannot be sent: the author's slip.
    """
    writer = Writer(INPUTS)
    calls: list[Node] = [_call(call, writer) for call in job.calls]
    frame = pack({"source": job.source, "seed": job.seed, "calls": calls}, writer.blobs)
    if len(frame) > JOB_FRAME:
        raise SizeError(f"{JOB_FRAME >> 20} MiB")
    return frame


def _call(call: Call, writer: Writer) -> Node:
    arguments: list[Node] = [writer.node(value) for value in call.arguments]
    keywords: dict[str, Node] = {name: writer.node(value) for name, value in call.keywords.items()}
    return {"function": call.function, "arguments": arguments, "keywords": keywords}


def is_complete(received: bytes | bytearray) -> bool:
    """Whether a whole frame, or as much of an oversized one as is needed to refuse it, has come."""
    if len(received) < HEADER.size:
        return False
    length = int(HEADER.unpack_from(received)[0])
    return length > OUTPUTS.frame or len(received) >= HEADER.size + length


def report_of(received: bytes | bytearray, job: Job) -> Report:
    """The report in a complete frame; "refused" whatever is wrong with it. What follows is ignored."""
    try:
        (length,) = HEADER.unpack_from(received)
        if length > OUTPUTS.frame:
            raise FrameError("a frame too large")
        tree, blob = unpack(bytes(received[HEADER.size : HEADER.size + length]))
        return _report(tree, blob, job)
    except FrameError as error:
        return Report("refused", detail=str(error))
    except Exception as error:  # a hostile value must become neither a 500 nor a pass
        return Report("refused", detail=f"unexpected {type(error).__name__}")


def _report(tree: Node, blob: bytes, job: Job) -> Report:
    match tree:
        case {"results": list(nodes), "printed": str(printed)} if len(nodes) <= len(job.calls):
            reader, output = Reader(blob, OUTPUTS), clean(printed, LONGEST_PRINT + len(CUT))
            results = tuple(_result(*pair, reader) for pair in zip(nodes, job.calls, strict=False))
        case _:
            raise FrameError("not a report")
    match tree:
        case {"end": "finished"} if len(results) == len(job.calls):
            return Report("finished", results, output=output)
        case {"end": "raised", "error": error} if not results:
            return Report("raised", error=_raised(error), output=output)
        case {"end": "memory"}:
            return Report("memory", results, output=output, detail=f"{MEMORY >> 20} MiB")
        case {"end": "output", "detail": str(detail)} if not results:
            return Report("output", output=output, detail=clean(detail, _LONGEST_DETAIL))
    raise FrameError("not an end")


def _result(node: Node, call: Call, reader: Reader) -> Result:
    match node:
        case {"value": value, "mutated": list(positions), "microseconds": int(took)}:
            return Returned(reader.value(value), _positions(positions, len(call.arguments)), max(0, took))
        case {"raised": raised}:
            return _raised(raised)
        case {"unreadable": str(why)}:
            return Unreadable(clean(why, LONGEST_MESSAGE))
    raise FrameError("not a result")


def _positions(nodes: list[Node], count: int) -> tuple[int, ...]:
    if not all(type(node) is int and 0 <= node < count for node in nodes):
        raise FrameError("not positions of arguments")
    return tuple(sorted(set(cast("list[int]", nodes))))


def _raised(node: Node) -> Raised:
    match node:
        case {"kind": str(kind), "message": str(message), "line": int() | None as line}:
            return Raised(clean(kind, LONGEST_KIND), clean(message, LONGEST_MESSAGE), _line(line))
    raise FrameError("not an exception")


def _line(line: int | None) -> int | None:
    return line if type(line) is int and 0 < line <= LONGEST_SOURCE else None


def clean(text: str, longest: int) -> str:
    """The text, bounded and printable but for line ends and tabs. Escaping is left to the template."""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text[:longest])
