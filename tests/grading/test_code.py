from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from app.answers import CodeAnswer
from app.grading import CodeEvidence, Graded, RunnerUnavailable, grade_code
from app.runner import Busy, Job, Report, Returned, Runner
from tests.grading.conftest import Grading
from tests.grading.examples import CODE, NUMBER, exercise, variant

HEAD = "def alphas_bar(betas):\n    "
RIGHT = HEAD + "return np.cumprod(1.0 - np.asarray(betas, float))"


def cases(graded: Graded) -> list[str]:
    assert isinstance(graded.evidence, CodeEvidence)
    return [case.outcome for case in graded.evidence.cases]


def test_the_authors_solution_passes(told: Grading) -> None:
    graded = told(exercise(CODE).solution)
    assert (graded.verdict, graded.credit) == ("correct", 1)
    assert cases(graded) == ["pass"] * 3


@pytest.mark.parametrize(
    ("body", "tag", "words"),
    [
        (
            "return np.cumprod(betas)",
            "auto-value",
            ": 2 of 2 entries differ, by up to 0.8; the first is 0.1 at index [0], expected 0.9.",
        ),
        ("np.cumprod(1 - betas)", "auto-none", "did you forget `return`?"),
        (
            "return np.cumprod(1 - betas)[:-1]",
            "auto-shape",
            "one entry too few along the first axis; the shape is (1,), expected (2,)",
        ),
        (
            "return np.cumprod(1 - betas)[:, None]",
            "auto-shape",
            "an axis of length 1 too many; the shape is (2, 1)",
        ),
        ("return 'text'", "auto-type", "a text where an array is expected."),
        ("return np.cumprod(1 - betas) * 1j", "auto-dtype", "complex128"),
        ("return np.log(-betas)", "auto-nan", "NaN"),
        ("return np.cumprod(1 - betas).astype(int)", "auto-integers", "decimals are cut off"),
        ("return np.inf * betas", "auto-inf", "a division by 0, or an overflow"),
        ("return -np.cumprod(1 - betas)", "auto-sign", "the sign is reversed"),
        ("return np.cumprod(1 - betas)[::-1]", "auto-reversed", "in the reverse order"),
        ("return np.cumprod(1 - betas).astype('f4')", "auto-precision", "of float32 only: use float64"),
        ("return np.cumprod(1 - betas) * np.ones((2, 1))", "auto-shape", "every pair of entries"),
        ("return 1", "auto-shape", "a single number where an array is expected"),
        ("return '0.5'", "auto-type", "a number written as a text"),
        ("return [0.9, [0.72]]", "auto-type", "a list whose rows differ in length"),
        ("return 2**200", "auto-type", "a whole number too large for numpy"),
        ("print(np.cumprod(1 - betas))", "auto-none", "`return` the result instead of printing it"),
        ("return object()", "auto-unreadable", "it returned a value of type object: return numbers or"),
        ("yield betas", "auto-unreadable", "a generator: make an array of what it yields"),
        ("return alphas_bar", "auto-unreadable", "is there a call without its parentheses?"),
        (
            "return 1 / 0",
            "auto-exception",
            "it raised `ZeroDivisionError: division by zero` in line 2, `return 1 / 0`.",
        ),
        ("return alphas_bar(betas)", "auto-exception", "calls itself without end"),
        ("return open('/etc/passwd')", "auto-exception", "no files and no network"),
        ("betas[:] = 1 - betas\n    return np.cumprod(betas)", "auto-changes-input", "`betas` in place"),
    ],
)
def test_what_is_wrong_is_said_in_words(told: Grading, body: str, tag: str, words: str) -> None:
    graded = told(HEAD + body)
    assert (graded.tag, graded.credit) == (tag, 0)
    assert words in graded.message


@pytest.mark.parametrize(
    ("source", "tag", "words"),
    [
        (
            "def alphas_bar(",
            "auto-syntax",
            "`SyntaxError: '(' was never closed` in line 1, `def alphas_bar(`.",
        ),
        ("\nimport torch", "auto-exception", "in line 2, `import torch`"),
        ("x = 1", "auto-no-function", "Your program defines no function `alphas_bar`."),
        (
            "def alpha_bar(betas): ...",
            "auto-no-function",
            "You defined `alpha_bar`; `alphas_bar` is asked for.",
        ),
        ("if True:\n    def alpha(): ...\n", "auto-no-function", "defines no function `alphas_bar`"),
        ("class A:\n    def alphas_bar(x): ...\n", "auto-no-function", "inside another block"),
        (
            "def alphas_bar(): ...",
            "auto-signature",
            "it can't be called as `alphas_bar(betas)`: `TypeError: alphas_bar() takes 0 positional",
        ),
        (
            HEAD + "while True: pass",
            "auto-time",
            "It was stopped in line 2, `while True: pass`, during `alphas_bar(betas=[0.1, 0.2])`: "
            "it ran longer than 1 s. Is there a loop",
        ),
        (
            HEAD + "while len(betas) > 2: pass\n    return np.cumprod(1 - betas)",
            "auto-time",
            "during the hidden case “random betas”: it ran longer than 1 s. Is there a loop "
            "that never ends, or one over entries that numpy does at once? The call before it was right.",
        ),
        (
            "while True: pass",
            "auto-time",
            "ran longer than 1 s",
        ),
        (HEAD + "return np.ones((3000, 3000))", "auto-output", "it returned more than the 1 MiB that can"),
        (
            HEAD + "return np.ones((60000, 60000))",
            "auto-memory",
            "It was stopped in line 2, `return np.ones((60000, 60000))`, during `alphas_bar(betas=[0.1, "
            "0.2])`: it wanted more memory than the 256 MiB for one program.",
        ),
        ("raise SystemExit", "auto-exception", "SystemExit"),
    ],
)
def test_every_end_of_a_program_is_named(told: Grading, source: str, tag: str, words: str) -> None:
    graded = told(source)
    assert (graded.verdict, graded.tag) == ("wrong", tag)
    assert words in graded.message


def test_a_known_wrong_program_is_recognised_by_what_it_returns(told: Grading) -> None:
    graded = told(HEAD + "return np.array([1 - sum(betas[: end + 1]) for end in range(len(betas))])")
    assert (graded.verdict, graded.tag, graded.message) == ("mistake", "summed", "They multiply.")


def test_hidden_cases_tell_a_label_and_a_hint_and_no_values(told: Grading) -> None:
    graded = told(HEAD + "return np.cumprod(1 - betas) * (1 if len(betas) == 2 else -1)")
    assert cases(graded) == ["pass", "wrong", "wrong"]
    assert graded.message == "The hidden case “random betas”: the sign is reversed. Try it by hand."
    assert isinstance(graded.evidence, CodeEvidence)
    visible, *hidden = graded.evidence.cases
    assert (visible.input, visible.expected) == ("alphas_bar(betas=[0.1, 0.2])", "[0.9, 0.72]")
    assert all((case.input, case.expected, case.got) == ("", "", "") for case in hidden)


def test_inputs_are_drawn_anew_unless_a_seed_is_given(told: Grading) -> None:
    source = HEAD + "print(betas[0])\n    return np.cumprod(1.0 - betas)"
    outputs = [told(source, seed=seed).evidence.output for seed in (None, None, 7, 7)]  # type: ignore[union-attr]
    assert outputs[0] != outputs[1]
    assert outputs[2] == outputs[3]


RAISES = """
id: raises
type: code
function: ["check(t, T=10)", "twice(t)"]
starter: "x"
solution: "x"
reference: {check: "t / T", twice: "2*t"}
tolerance: {rel: 1.0e-9}
cases:
  visible: [{t: 5}, {t: 5, T: 20}, {t: -1, raises: ValueError}, {call: twice, t: 4}]
"""


def test_exceptions_defaults_and_several_functions(told: Grading) -> None:
    twice = "\ndef twice(t): return 2 * t"
    body = "def check(t, T=10):\n    if t < 0: raise ValueError('below')\n    return t / T"
    assert told(body + twice, RAISES).verdict == "correct"
    graded = told("def check(t, T=10):\n    return t / T" + twice, RAISES)
    assert (graded.tag, cases(graded)) == ("auto-no-exception", ["pass", "pass", "wrong", "pass"])
    graded = told(body.replace("ValueError", "KeyError") + twice, RAISES)
    assert graded.tag == "auto-exception"


def test_without_a_runner_there_is_no_attempt() -> None:
    with pytest.raises(RunnerUnavailable):
        asyncio.run(grade_code(variant(CODE), CodeAnswer(RIGHT), Runner()))
    with pytest.raises(Busy):
        asyncio.run(grade_code(variant(CODE), CodeAnswer(RIGHT), Runner(queue_limit=0)))


def test_a_fault_of_the_authors_is_no_attempt() -> None:
    broken = CODE.replace("cumprod(1 - betas)", "cumprod(1 - betas) / 0")
    with pytest.raises(RunnerUnavailable):
        asyncio.run(grade_code(variant(broken), CodeAnswer(RIGHT), Runner()))


@dataclass
class Lying:
    """A runner that a hostile program has talked into some report."""

    report: Report

    async def run(self, job: Job) -> Report:  # noqa: ARG002  # the same whatever is run
        return self.report


@pytest.mark.parametrize(
    "report",
    [
        Report("finished"),
        Report("finished", (Returned([0.9, 0.72], (), 1),)),
        Report("finished", tuple(Returned([0.9, 0.72], (99,), 1) for _ in range(8))),
        Report("finished", tuple(Returned({"a": {}}, (), 1) for _ in range(8))),
        Report("finished", tuple(Returned([[], [[]]], (), 1) for _ in range(8))),
        Report("refused", (), None, "", "malformed"),
        Report("raised"),
        Report("killed", tuple(Returned([0.9, 0.72], (), 1) for _ in range(8))),
    ],
)
def test_no_report_is_a_pass_by_accident(report: Report) -> None:
    graded = asyncio.run(grade_code(variant(CODE), CodeAnswer("x"), Lying(report)))
    assert graded.verdict != "correct"
    assert graded.credit == 0


def test_other_exercises_take_no_program() -> None:
    with pytest.raises(TypeError):
        asyncio.run(grade_code(variant(NUMBER), CodeAnswer("x"), Runner()))


def test_changing_the_input_comes_before_a_known_wrong_result(told: Grading) -> None:
    graded = told(HEAD + "betas[:] = 1 - np.cumsum(betas)\n    return betas")
    assert graded.tag == "auto-changes-input"


def test_what_is_kept_between_calls_is_named_before_its_consequences(told: Grading) -> None:
    graded = told(
        "kept = []\ndef alphas_bar(betas):\n    kept.append(1)\n    return np.cumprod(1 - betas) * len(kept)"
    )
    assert (graded.verdict, graded.tag) == ("mistake", "auto-state")
    assert graded.message.startswith("`alphas_bar(betas=[0.1, 0.2])`: the same call was right before")
    assert cases(graded)[0] == "wrong"


def test_a_call_made_once_more_is_no_case_of_its_own(told: Grading) -> None:
    graded = told(HEAD + "print('called')\n    return np.cumprod(1 - betas)")
    assert graded.message == "All 7 calls return what they should."
    assert isinstance(graded.evidence, CodeEvidence)
    assert graded.evidence.output.count("called") == 8


def test_hidden_cases_tell_the_programs_own_words(told: Grading) -> None:
    graded = told(
        HEAD + "if len(betas) > 2: raise ValueError(f'of {len(betas)}')\n    return np.cumprod(1 - betas)"
    )
    assert graded.message == (
        "The hidden case “random betas”: it raised `ValueError: of 20` in line 2, "
        "`if len(betas) > 2: raise ValueError(f'of {len(betas)}')`. Try it by hand."
    )
    assert isinstance(graded.evidence, CodeEvidence)
    assert (graded.evidence.error_line, graded.evidence.error_text[:9]) == (2, "if len(be")


LISTS = """
id: lists
type: code
function: firsts(rows)
starter: "x"
solution: "x"
reference: "rows[0]"
tolerance: {rel: 1.0e-9}
cases:
  visible: [{draw: {rows: "[[1, 2], [3, 4]]"}}]
"""


def test_a_change_deep_inside_an_input_is_seen(told: Grading) -> None:
    assert told("def firsts(rows): return rows[0]", LISTS).verdict == "correct"
    graded = told("def firsts(rows):\n    rows[1].append(5)\n    return rows[0]", LISTS)
    assert (graded.tag, "`rows` in place" in graded.message) == ("auto-changes-input", True)
