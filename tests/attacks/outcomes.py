"""What came of an attack, as a worker tells it."""

from dataclasses import dataclass

from app.runner import Raised, Report, Returned, Unreadable


@dataclass(frozen=True)
class Outcome:
    """How the program ended, what harm was done, whether an honest program still gets its answer."""

    name: str
    how: str
    harm: list[str]
    honest: bool
    untouched: bool  # the worker's own modules are as they were


def how(report: Report) -> str:
    """The end of one call of `f` in a line."""
    match report.results:
        case (Returned(value=value),) if report.end == "finished":
            return f"returned {value!r:.3000}"
        case (Raised(kind=kind, message=message),) if report.end == "finished":
            return f"{kind}: {message}"
        case (Unreadable(why=why),) if report.end == "finished":
            return f"unreadable: {why}"
    if report.end == "raised" and report.error:
        return f"raised {report.error.kind}: {report.error.message}"
    return f"{report.end}: {report.detail}"
