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
    WIDEST_KEY,
)
from .child.models import Model
from .child.plain import SizeError, Value
from .child.printing import CUT
from .child.reading import Reader
from .child.writing import Writer
from .job import Call, Job, Raised, Report, Result, Returned, Unreadable

_LONGEST_DETAIL = 60


def frame_of(job: Job) -> bytes:
    """The bytes to send.

    Raises UnplainError or SizeError for inputs that cannot be sent: the author's slip.
    """
    writer = Writer(INPUTS)
    calls: list[Node] = [_call(call, writer) for call in job.calls]
    tree: Node = {"source": job.source, "seed": job.seed, "seconds": job.seconds, "calls": calls}
    sent = pack(tree, writer.blobs)
    if len(sent) > JOB_FRAME:
        raise SizeError(f"{JOB_FRAME >> 20} MiB")
    return sent


def _call(call: Call, writer: Writer) -> Node:
    arguments: list[Node] = [_input(value, writer) for value in call.arguments]
    keywords: dict[str, Node] = {name: _input(value, writer) for name, value in call.keywords.items()}
    return {"function": call.function, "arguments": arguments, "keywords": keywords}


def _input(value: Value | Model, writer: Writer) -> Node:
    if isinstance(value, Model):
        return {"$m": [value.kind, {name: writer.node(one) for name, one in value.parameters.items()}]}
    return writer.node(value)


def is_complete(received: bytes | bytearray) -> bool:
    """Whether a whole frame, or as much of an oversized one as is needed to refuse it, has come."""
    if len(received) < HEADER.size:
        return False
    length = int(HEADER.unpack_from(received)[0])
    return length > OUTPUTS.frame or len(received) >= HEADER.size + length


def report_of(received: bytes | bytearray, job: Job) -> Report:
    """The report in a frame; "refused" whatever is wrong with it. What follows the frame is ignored."""
    try:
        if not is_complete(received):
            raise FrameError("a frame cut short")
        (length,) = HEADER.unpack_from(received)
        if length > OUTPUTS.frame:
            raise FrameError("a frame too large")
        tree, blob = unpack(bytes(memoryview(received)[HEADER.size : HEADER.size + length]), OUTPUTS)
        return _report(tree, blob, job)
    except FrameError as error:
        return Report("refused", detail=str(error))
    except Exception as error:  # a hostile value must become neither a 500 nor a pass
        return Report("refused", detail=f"unexpected {type(error).__name__}")


def _report(tree: Node, blob: bytes, job: Job) -> Report:
    if not isinstance(tree, dict):
        raise FrameError("not a report")
    match tree:
        case {"end": str(end), "results": list(nodes), "printed": str(printed)}:
            if len(nodes) > len(job.calls):
                raise FrameError("more results than calls")
            reader = Reader(blob, OUTPUTS)
            results = tuple([_result(*pair, reader) for pair in zip(nodes, job.calls, strict=False)])
            return _ended(end, tree, results, clean(printed, LONGEST_PRINT + len(CUT)), job)
    raise FrameError("not a report")


def _ended(end: str, tree: dict[str, Node], results: tuple[Result, ...], output: str, job: Job) -> Report:
    """The report of an end that a child may tell of itself."""
    match end:
        case "finished" if len(results) == len(job.calls):
            return Report("finished", results, output=output)
        case "raised" if not results:
            return Report("raised", error=_raised(tree.get("error")), output=output)
        case "time":
            where, during = _where("TimeLimit", tree), _during(tree, results, job)
            return Report("time", results, where, output, f"{job.seconds:g} s", during)
        case "memory":
            where, during = _where("MemoryError", tree), _during(tree, results, job)
            return Report("memory", results, where, output, f"{MEMORY >> 20} MiB", during)
        case "output":
            detail, during = _text(tree.get("detail"), _LONGEST_DETAIL), _during(tree, results, job)
            return Report("output", results, None, output, detail, during)
    raise FrameError("not an end")


def _during(tree: dict[str, Node], results: tuple[Result, ...], job: Job) -> int | None:
    """The call that was running: the next one, or none was."""
    during = tree.get("during")
    if during is None and not results:
        return None
    if type(during) is int and during == len(results) < len(job.calls):
        return during
    raise FrameError("not the call that was running")


def _where(kind: str, tree: dict[str, Node]) -> Raised | None:
    line = _line(tree.get("line"))
    return None if line is None else Raised(kind, "", line)


def _result(node: Node, call: Call, reader: Reader) -> Result:
    match node:
        case {"value": value, "mutated": list(places), "microseconds": took, "evaluations": evaluations}:
            mutated = _positions(places, len(call.arguments))
            return Returned(reader.value(value), mutated, _count(took), _count(evaluations))
        case {"raised": raised}:
            return _raised(raised)
        case {"unreadable": why}:
            return Unreadable(_text(why, LONGEST_MESSAGE))
    raise FrameError("not a result")


def _positions(nodes: list[Node], count: int) -> tuple[int, ...]:
    if len(nodes) > count or not all(type(node) is int and 0 <= node < count for node in nodes):
        raise FrameError("not positions of arguments")
    return tuple(sorted(set(cast("list[int]", nodes))))


def _count(node: Node) -> int:
    if type(node) is not int or not 0 <= node < 1 << WIDEST_KEY:
        raise FrameError("not a count")
    return node


def _raised(node: Node) -> Raised:
    match node:
        case {"kind": kind, "message": message, "line": line}:
            return Raised(_text(kind, LONGEST_KIND), _text(message, LONGEST_MESSAGE), _line(line))
    raise FrameError("not an exception")


def _line(node: Node) -> int | None:
    if node is not None and type(node) is not int:
        raise FrameError("not a line")
    return node if node is not None and 0 < node <= LONGEST_SOURCE else None


def _text(node: Node, longest: int) -> str:
    if type(node) is not str:
        raise FrameError("not a text")
    return clean(node, longest)


def clean(text: str, longest: int) -> str:
    """The text, bounded and printable but for line ends and tabs. Escaping is left to the template."""
    text = text[:longest]
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join([one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text])
