from app.runner import Runner

from .sessions import Session


def test_what_ran_is_counted_by_its_end(protected: Session) -> None:
    before = protected.runner.counts
    protected.run("def f(): return 1")
    protected.run("def f(")
    after = protected.runner.counts
    assert after.runs["finished"] == before.runs.get("finished", 0) + 1
    assert after.runs["raised"] == before.runs.get("raised", 0) + 1
    assert after.turns == before.turns + 2
    assert (after.waiting, after.zygotes, after.level) == (0, 1, protected.runner.level)


def test_a_runner_that_is_not_started_has_done_nothing() -> None:
    counts = Runner().counts
    assert (counts.runs, counts.turns, counts.zygotes, counts.level) == ({}, 0, 0, "none")
