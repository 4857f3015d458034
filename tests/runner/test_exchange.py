import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runner import Call, Job, Raised, Report, Returned, Unreadable
from app.runner.child.frames import HEADER, Node, pack
from app.runner.child.limits import LONGEST_MESSAGE, OUTPUTS
from app.runner.child.plain import SizeError, UnplainError
from app.runner.exchange import clean, frame_of, is_complete, report_of

JOB = Job("", (Call("f", (1, 2)), Call("g", (np.zeros(3),))))
ARRAY = np.arange(3.0)
HONEST: dict[str, Node] = {
    "end": "finished",
    "results": [
        {"value": {"$a": ["<f8", [3], 0]}, "mutated": [1], "microseconds": 5, "evaluations": 2},
        {"raised": {"kind": "ValueError", "message": "no", "line": 3}},
    ],
    "printed": "hello\n",
}


def received(tree: Node, blob: bytes = b"") -> Report:
    return report_of(pack(tree, [blob]), JOB)


def test_an_honest_frame_is_a_report() -> None:
    report = received(HONEST, ARRAY.tobytes())
    assert (report.end, report.output) == ("finished", "hello\n")
    first, second = report.results
    assert isinstance(first, Returned)
    assert (first.mutated, first.microseconds) == ((1,), 5)
    np.testing.assert_array_equal(np.asarray(first.value), ARRAY)
    assert second == Raised("ValueError", "no", 3)


LIED: dict[str, Node] = {"value": 1, "mutated": [], "microseconds": 0, "evaluations": 0}
WRONG: dict[str, Node] = {
    "a verdict": {"verdict": "correct"},
    "an unknown end": HONEST | {"end": "correct"},
    "too few results": HONEST | {"results": []},
    "too many results": HONEST | {"results": [{"unreadable": "x"}] * 3},
    "results in an object": HONEST | {"results": {}},
    "a result without a value": HONEST | {"results": [{}, {}]},
    "a position out of range": HONEST
    | {"results": [{"value": 1, "mutated": [2], "microseconds": 0, "evaluations": 0}, {"unreadable": ""}]},
    "a position that is a bool": HONEST
    | {"results": [{"value": 1, "mutated": [True], "microseconds": 0, "evaluations": 0}, {"unreadable": ""}]},
    "an exception without a kind": HONEST | {"end": "raised", "results": [], "error": {"message": "x"}},
    "an exception that is a list": HONEST | {"end": "raised", "results": [], "error": []},
    "an end only the server may give": HONEST | {"end": "unavailable"},
    "a time-out after everything": HONEST | {"end": "time", "line": 1, "during": None},
    "a time-out in a call that came back": HONEST | {"end": "time", "line": 1, "during": 0},
    "a limit of memory in a call that was not asked for": HONEST | {"end": "memory", "during": 2},
    "a limit without a name": HONEST | {"end": "output", "results": [], "detail": None},
    "a count that is negative": HONEST | {"results": [LIED | {"evaluations": -1}, {"unreadable": ""}]},
    "a count that is huge": HONEST | {"results": [LIED | {"microseconds": 10**400}, {"unreadable": ""}]},
    "a model": HONEST | {"results": [LIED | {"value": {"$m": ["constant", {"value": 1}]}}] * 2},
    "a list": [],
    "nothing": None,
}


@pytest.mark.parametrize("tree", WRONG.values(), ids=WRONG.keys())
def test_a_malformed_frame_is_refused(tree: Node) -> None:
    assert received(tree, ARRAY.tobytes()).end == "refused"


@given(st.data())
def test_a_frame_with_bytes_changed_is_refused_or_plain(data: st.DataObject) -> None:
    frame = bytearray(pack(HONEST, [ARRAY.tobytes()]))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    report = report_of(frame, JOB)
    assert report.end in {"finished", "memory", "output", "raised", "refused", "time"}
    assert not report.detail.startswith("unexpected")
    for result in report.results:
        assert isinstance(result, Returned | Raised | Unreadable)


WORDS = """
    end results printed value mutated microseconds evaluations raised kind message line error detail during $a
    $t $d $f $c $l $m
"""
nodes = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["finished", "raised", "<f8", "nan"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(WORDS.split()), inner),
)


@given(st.fixed_dictionaries({"end": nodes, "results": nodes, "printed": nodes | st.just("x")}))
def test_any_tree_in_our_words_is_refused_or_plain(tree: dict[str, Node]) -> None:
    report = received(tree, bytes(64))
    assert not report.detail.startswith("unexpected")


def test_results_are_not_read_for_an_end_that_has_none() -> None:
    error: Node = {"kind": "ValueError", "message": "", "line": 1}
    assert received(HONEST | {"end": "raised", "error": error}, ARRAY.tobytes()).end == "refused"


@pytest.mark.parametrize(
    ("end", "error", "detail"),
    [
        ("time", Raised("TimeLimit", "", 3), "1 s"),
        ("memory", Raised("MemoryError", "", 3), "256 MiB"),
        ("output", None, "1 MiB"),
    ],
)
def test_a_limit_tells_what_came_before_and_where(end: str, error: Raised | None, detail: str) -> None:
    tree: dict[str, Node] = {"end": end, "line": 3, "during": 1, "detail": "1 MiB"}
    report = received(HONEST | tree | {"results": [LIED]})
    assert report == Report(end, (Returned(1, (), 0, 0),), error, "hello\n", detail, 1)  # type: ignore[arg-type]  # the table's


def test_a_limit_in_the_module_has_no_call() -> None:
    report = received(HONEST | {"end": "time", "line": None, "during": None, "results": []})
    assert (report.end, report.results, report.error, report.during) == ("time", (), None, None)


def test_what_follows_the_frame_is_ignored() -> None:
    frame = pack(HONEST, [ARRAY.tobytes()])
    second = pack(HONEST | {"printed": "forged"}, [ARRAY.tobytes()])
    assert report_of(frame + second, JOB).output == "hello\n"


def test_a_frame_is_complete_with_its_last_byte_and_when_it_is_too_large() -> None:
    frame = pack(HONEST, [])
    assert not any(is_complete(frame[:length]) for length in range(len(frame)))
    assert is_complete(frame)
    assert is_complete(HEADER.pack(OUTPUTS.frame + 1))
    assert report_of(HEADER.pack(2**32 - 1), JOB).end == "refused"


def test_a_frame_that_lacks_bytes_nobody_needs_is_refused_all_the_same() -> None:
    frame = pack(HONEST, [ARRAY.tobytes(), b"x"])
    assert report_of(frame, JOB).end == "finished"
    assert report_of(frame[:-1], JOB).end == "refused"
    assert {report_of(frame[:length], JOB).detail for length in range(9)} == {"a frame cut short"}


def test_texts_are_bounded_and_printable() -> None:
    raised: Node = {"kind": "\ud800" * 99, "message": "\x1b[2J<b>\0" * 999, "line": 10**30}
    error = received({"end": "raised", "results": [], "printed": "\x07", "error": raised}).error
    assert error is not None
    assert error.line is None
    assert len(error.message) == LONGEST_MESSAGE
    assert error.message.startswith("\ufffd[2J<b>\ufffd")
    json.dumps([error.kind, error.message], ensure_ascii=False).encode()


def test_clean_keeps_lines_and_tabs() -> None:
    assert clean("a\n\tb\r\u202e", 99) == "a\n\tb\ufffd\ufffd"


def test_inputs_that_cannot_cross_are_the_authors_slip() -> None:
    with pytest.raises(UnplainError):
        frame_of(Job("", (Call("f", ([object()],)),)))
    with pytest.raises(SizeError):
        frame_of(Job("", (Call("f", (np.zeros(1 << 20),)),)))
    with pytest.raises(SizeError, match="8 MiB"):
        frame_of(Job("", (Call("f", (np.zeros(1 << 18), ["é" * 19_000] * 70)),)))
