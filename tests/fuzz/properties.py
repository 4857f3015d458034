"""What holds of the report in any frame, said without the reader's own code."""

import json
import math
from typing import Any

import numpy as np

from app.runner import Job, Raised, Report, Returned, Unreadable

# The ends that a child may tell; all others are the server's word.
ENDS = {"finished", "raised", "time", "memory", "output", "refused"}
_DTYPES = {np.dtype(name) for name in "?bhilBHILefdFD"}
_LONGEST = 20_000


def check(report: Report, frame: bytes, job: Job) -> None:
    """Raises AssertionError when a property fails."""
    assert report.end in ENDS, report
    assert not report.detail.startswith("unexpected"), report
    _check_bounds(report, job)
    for result in report.results:
        assert type(result) in (Returned, Raised, Unreadable)
        if isinstance(result, Returned):
            _check_counts(result)
            check_value(result.value)
    if report.end == "finished":
        assert len(report.results) == len(job.calls)
        assert is_well_formed(frame, job)


def _check_bounds(report: Report, job: Job) -> None:
    assert len(report.results) <= len(job.calls)
    assert report.during in (None, len(report.results))
    assert len(report.output) < 17_000
    texts = [report.output, report.detail]
    for one in (report.error, *report.results):
        if isinstance(one, Raised):
            assert one.line is None or (type(one.line) is int and one.line > 0)
            assert len(one.message) <= 500
            texts += [one.kind, one.message]
        if isinstance(one, Unreadable):
            texts.append(one.why)
    for text in texts:
        assert type(text) is str
        assert all(letter.isprintable() or letter in "\n\t" for letter in text)


def _check_counts(result: Returned) -> None:
    assert all(
        type(count) is int and 0 <= count < 1 << 53 for count in (result.microseconds, result.evaluations)
    )
    assert all(type(place) is int for place in result.mutated)


def check_value(value: Any, depth: int = 0) -> None:
    """Exact plain types within their limits; arrays that own their data, or are a view of one that does."""
    assert depth <= 20
    if type(value) in (list, tuple):
        for item in value:
            check_value(item, depth + 1)
    elif type(value) is dict:
        for key, item in value.items():
            assert type(key) in (str, int)
            check_value(item, depth + 1)
    elif type(value) is np.ndarray:
        _check_array(value)
    else:
        _check_scalar(value)


def _check_array(array: np.ndarray[Any, Any]) -> None:
    assert array.dtype in _DTYPES
    assert array.ndim <= 8
    assert array.flags.owndata
    assert array.flags.writeable
    assert array.flags.aligned
    assert array.nbytes <= 1 << 20
    if array.dtype == np.bool_:
        assert set(array.tobytes()) <= {0, 1}


def _check_scalar(value: Any) -> None:
    assert value is None or type(value) in (bool, int, float, complex, str), type(value)
    if type(value) is int:
        assert value.bit_length() <= 1024
    if type(value) is str:
        assert len(value) <= _LONGEST
        assert "\0" not in value
        value.encode()


def is_well_formed(frame: bytes, job: Job) -> bool:
    """Whether it is a frame of a finished report at all, by the description of the protocol and no more."""
    total, length = (int.from_bytes(frame[at : at + 4], "little") for at in (0, 4))
    text = frame[8 : 8 + length]
    if not (len(frame) >= 4 + total and 4 + length <= total <= 1 << 20 and len(text) == length):
        return False
    tree = json.loads(text.decode())
    return (
        isinstance(tree, dict)
        and tree["end"] == "finished"
        and isinstance(tree["printed"], str)
        and len(tree["results"]) == len(job.calls)
        and all(_is_result(one, total - 4 - length) for one in tree["results"])
    )


def _is_result(result: Any, blob: int) -> bool:
    if "value" in result:
        return _is_node(result["value"], blob) and isinstance(result["mutated"], list)
    return "raised" in result or isinstance(result["unreadable"], str)


def _is_node(node: Any, blob: int) -> bool:
    if isinstance(node, list):
        return all(_is_node(one, blob) for one in node)
    if isinstance(node, float):
        return math.isfinite(node)
    if not isinstance(node, dict):
        return True
    ((tag, body),) = node.items()
    match tag:
        case "$t" | "$d":
            return all(_is_node(one, blob) for one in body) and (tag == "$t" or len(body) % 2 == 0)
        case "$f":
            return body in ("nan", "inf", "-inf")
        case "$c":
            return len(body) == 2
        case "$a":
            dtype, shape, offset = body
            return bool(0 <= offset <= offset + math.prod(shape) * np.dtype(dtype).itemsize <= blob)
        case "$l":
            dtype, count, offset = body
            return bool(0 <= offset <= offset + count * np.dtype(dtype).itemsize <= blob)
    return False
