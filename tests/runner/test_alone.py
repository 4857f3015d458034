import pytest

from app.runner import Job, Returned, run_jobs

from .sessions import Session


def test_an_honest_job_is_answered_and_no_level_is_claimed(unprotected: Session) -> None:
    report = unprotected.run("def f(x):\n    print(x)\n    return x * 2", 2)
    assert unprotected.runner.level == "none"
    assert report.output == "2\n"
    (result,) = report.results
    assert isinstance(result, Returned)
    assert result.value == 4


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("while True: pass", "time"),
        ("def f(): return np.ones(10**9)", "memory"),
        ("import random\nrandom._os._exit(3)", "killed"),
        ("def f(", "raised"),
        ("import os", "raised"),
        ("input()", "raised"),
    ],
)
def test_ends_are_named_as_under_protection(source: str, end: str, unprotected: Session) -> None:
    assert unprotected.run(source, seconds=0.5).end == end


def test_what_protects_is_used_although_it_need_not() -> None:
    (report,) = run_jobs([Job("open('/etc/hostname')")], unprotected=True)
    assert report.error is not None
    assert report.error.kind == "PermissionError"
