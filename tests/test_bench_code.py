"""The bench of students' code, run for real and short: its figures agree. No speed is asserted."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from app.bench.classroom import CLASSES
from app.bench.code import Plan, chosen, measure
from app.bench.figures import Bar, Figure, Subject, percentile
from app.bench.peers import Ours, peers
from app.bench.pool import CLIENTS, QUEUED
from app.bench.programs import PATCH, WRONG, frame_here, small_work, work_of
from app.bench.server import environment
from app.command import app
from app.library import read_library
from app.models import Code
from app.places import folder
from app.runner import Job, run_jobs
from app.runner.exchange import frame_of, report_of
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
BOOK = folder("exercises")
PROGRAMS = {
    one.id: one
    for chapter in read_library(BOOK, None).chapters
    for one in chapter.exercises
    if isinstance(one, Code)
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, dict[str, float]]]:
    """What a quick run prints, and its figures by table and name."""
    empty = tmp_path_factory.mktemp("bin")
    file = empty.parent / "figures.json"
    done = CliRunner().invoke(
        app, ["bench", "code", "--quick", "--peers", str(empty), "--json", str(file)], env={"COLUMNS": "200"}
    )
    assert done.exit_code == 0, done.output
    subjects = json.loads(file.read_text())["subjects"]
    return done.output, {
        subject["title"]: {figure["what"]: figure["value"] for figure in subject["figures"]}
        for subject in subjects
    }


def table(told: tuple[str, dict[str, dict[str, float]]], start: str) -> dict[str, float]:
    """The figures of the table whose title starts so."""
    return next(figures for title, figures in told[1].items() if title.startswith(start))


# ---- a quick run ---


def test_every_table_is_printed_and_every_figure_is_a_number(
    told: tuple[str, dict[str, dict[str, float]]],
) -> None:
    output, subjects = told
    for title, figures in subjects.items():
        assert title[:60] in output
        assert all(math.isfinite(value) for value in figures.values())
    assert "Machines are noisy" in output


def test_what_takes_time_takes_some_and_percentiles_rise(
    told: tuple[str, dict[str, dict[str, float]]],
) -> None:
    for start, what in (
        ("A grade in the runner", "a grade, 30 a second"),
        ("Over HTTP", "an answer, 30 a second"),
        ("Honest students", "an honest answer"),
    ):
        figures = table(told, start)
        assert 0 < figures[f"{what}, p50"] <= figures[f"{what}, p95"] <= figures[f"{what}, p99"]
    for students in CLASSES:
        figures = table(told, f"{students} students")
        assert 0 < figures["an answer, p50"] <= figures["an answer, p95"] <= figures["an answer, the slowest"]
        assert 0 <= figures["refused"] < students


def test_no_verdict_is_wrong(told: tuple[str, dict[str, dict[str, float]]]) -> None:
    counts = [figures["wrong verdicts"] for figures in told[1].values() if "wrong verdicts" in figures]
    assert len(counts) == 4 + len(CLASSES)
    assert not any(counts)
    assert table(told, "Endless loops")["not told as a matter of time"] == 0


def test_ratios_are_those_of_their_figures(told: tuple[str, dict[str, dict[str, float]]]) -> None:
    idle = table(told, "A grade in the runner")
    base = idle["the same in process without isolation: the reference, p50"]
    assert idle["p50 over the reference"] == pytest.approx(idle["a grade, 30 a second, p50"] / base)
    sustained = table(told, f"Sustained, {CLIENTS} clients")
    share = (
        100 * sustained["its pool of children alone, all layers"] / sustained["the same pool, lock-down off"]
    )
    assert sustained["all layers over lock-down off"] == pytest.approx(share)
    assert sustained["the runner, all layers"] > 0


def test_a_killed_zygote_and_memory_are_measured(told: tuple[str, dict[str, dict[str, float]]]) -> None:
    killed = table(told, f"The zygote killed with {QUEUED} queued")
    assert killed["until all are served"] > 0
    assert killed["refused"] == 0
    memory = table(told, "Memory")
    if memory:  # none where an ordinary user may not look into locked-down processes
        private, together = memory.values()
        assert 0 < private < together


def test_a_grader_that_is_not_there_is_said_to_be_missing(
    told: tuple[str, dict[str, dict[str, float]]],
) -> None:
    output, _ = told
    assert "otter not found, so not measured" in output
    assert "nbgrader not found, so not measured" in output
    assert table(told, "Other graders") == {
        "here over HTTP, a grade, p50": pytest.approx(
            table(told, "Over HTTP")["an answer, 30 a second, p50"] / 1000
        ),
        "here over HTTP, a wrong program with np.allclose patched earns": 0,
    }


# ---- what is measured ---


def test_five_small_cases_are_right_in_the_sandbox_and_a_wrong_program_is_not() -> None:
    work = small_work()
    jobs = [work.job, *(Job(source, work.job.calls) for source in (WRONG, PATCH + WRONG, "1/0"))]
    assert [work.is_right(report) for report in run_jobs(jobs)] == [True, False, False, False]


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_solution_of_any_exercise_can_be_the_work(name: str) -> None:
    work = work_of(PROGRAMS[name])
    assert name in work.name
    assert work.is_right(report_of(frame_here(frame_of(work.job)), work.job))


def test_an_unknown_exercise_is_told_with_those_there_are() -> None:
    done = CliRunner().invoke(app, ["bench", "code", "--exercise", "no-such"])
    assert done.exit_code == 2
    assert "no-such" in done.output
    assert "fwd-q-sample" in done.output.replace("\n", "")


def test_without_protection_nothing_is_measured_and_nothing_made_up() -> None:
    plan = Plan(Settings(exercises=(BOOK,)), None, 1.0, True, None)
    (subject,) = measure(plan, chosen(plan), "none")
    assert subject.figures == ()
    assert subject.note.startswith("Not measured")


def test_the_server_that_is_measured_keeps_away_from_a_real_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_DATABASE", "postgresql://somebody@example.org/workbook")
    assert not [name for name in environment() if name.startswith("WORKBOOK_")]


# ---- other graders ---


def peer(tmp_path: Path, script: str) -> Subject:
    """The table when `otter` is that shell script."""
    program = tmp_path / "otter"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return peers(tmp_path, Ours(4.0, 0.0), 1)


def test_a_grader_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    subject = peer(tmp_path, "echo no such license; exit 3")
    assert "no such license" in subject.note
    assert len(subject.figures) == 2


def test_a_grader_that_praises_everything_is_not_measured(tmp_path: Path) -> None:
    subject = peer(tmp_path, "echo 'All tests passed!'")
    assert "does not tell a right program from a wrong one" in subject.note
    assert len(subject.figures) == 2


# ---- figures ---


def test_a_bar_is_a_most_or_a_least() -> None:
    assert [Figure("", value, "", Bar(5)).reached for value in (4.9, 5, 5.1)] == [True, True, False]
    assert [Figure("", value, "", Bar(5, at_least=True)).reached for value in (4.9, 5)] == [False, True]
    assert Figure("", 1, "").reached is None


def test_a_percentile_is_one_of_the_samples() -> None:
    samples = list(np.random.default_rng(0).permutation(100))
    assert [percentile(samples, share) for share in (0, 0.5, 0.99, 1)] == [0, 50, 99, 99]


@pytest.mark.parametrize("option", ["--quick", "--seconds", "--exercise", "--peers", "--json"])
def test_every_option_is_documented(option: str) -> None:
    assert option in (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    assert option in CliRunner().invoke(app, ["bench", "code", "--help"], env={"COLUMNS": "200"}).output
