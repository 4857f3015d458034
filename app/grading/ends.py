"""What is said of a program that did not come to its end: the limit, call and line, and what went before."""

from __future__ import annotations

from collections.abc import Sequence

from app.grading.calls import Judged
from app.grading.exceptions import exception_text, place_text
from app.grading.verdicts import CodeEvidence, Graded, wrong
from app.models import CodeQuestion
from app.runner import Raised, Report

REFUSED = "What the program returned could not be judged. Return plain numbers or numpy arrays."
_UNREADABLE = ("SyntaxError", "IndentationError", "TabError")


def ended(
    question: CodeQuestion, report: Report, source: str, judged: Sequence[Judged], evidence: CodeEvidence
) -> Graded:
    """The verdict on a program that did not come to its end."""
    match report.end:
        case "raised":
            return _broken(report.error, source, evidence)
        case "time":
            what = f"it ran longer than {question.seconds:g} s"
            advice = "Is there a loop that never ends, or one over entries that numpy does at once?"
        case "memory":
            what = f"it wanted more memory than the {report.detail or 'limit'} for one program"
            advice = "How large are the arrays it makes?"
        case "output":
            what = f"it returned more than the {report.detail or 'limit'} that can be looked at"
            advice = "How large should the result be?"
        case "killed":
            what = "it did what programs here may not do"
            advice = "There are no files, no network and no other processes."
        case _:
            return wrong(REFUSED, evidence)
    where = place_text(report.error, source) if report.error else ""
    place = ", ".join(filter(None, (where.strip(), _during(report, judged))))
    fact = f"It was stopped {place}: {what}." if place else f"I{what[1:]}."
    message = " ".join(filter(None, (fact, advice, _before(report, judged))))
    return Graded("wrong", 0.0, f"auto-{report.end}", "It was stopped.", message, evidence)


def _broken(error: Raised | None, source: str, evidence: CodeEvidence) -> Graded:
    """The verdict on a program that failed before any function was called."""
    if error is None:
        return wrong(REFUSED, evidence)
    heading, tag = "It fails to start.", "auto-exception"
    if error.kind in _UNREADABLE:
        heading, tag = "Python can't read it.", "auto-syntax"
    return Graded("wrong", 0.0, tag, heading, f"{exception_text(error, source)}.", evidence)


def _during(report: Report, judged: Sequence[Judged]) -> str:
    """The call that was running, as far as it is known; hidden ones by their label."""
    if report.during is None or not 0 <= report.during < len(judged):
        return "before any function was called" if report.error else ""
    call = judged[report.during].call
    again = ", made once more" if call.again else ""
    named = f"`{call.text}`" if call.visible else f"the hidden case “{call.label}”"
    return f"during {named}{again}"


def _before(report: Report, judged: Sequence[Judged]) -> str:
    """How the calls went that came back before the one that was stopped."""
    back = judged[: len(report.results)]
    if not back or report.during is None:
        return ""
    passed = sum(one.fault is None for one in back)
    if passed == len(back):
        return "The call before it was right." if passed == 1 else f"All {passed} calls before it were right."
    return f"Of the calls before it, {passed} of {len(back)} {'was' if passed == 1 else 'were'} right."
