"""pytest collects books and tells faults as an author reads them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.check import Checker
from app.check.session import Session  # loaded before pytester looks which modules there are
from tests.check.test_book import SOUND, numeric, write_book

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[1]
PLUGIN = ("-p", "no:workbook", "-p", "app.pytest_plugin", "-p", "no:cacheprovider")
WRONG = SOUND.replace("3*a", "a*a*a")
SOMETIMES = numeric(
    "params: {a: {int: [3, 7], default: 3}}\nanswer: a**2\nmistakes: [{if: 5*a, tag: twice, say: No.}]\n"
)
PROGRAM = """\
id: one
type: code
title: Double it
difficulty: 1
tags: [program]
prompt: Double x.
function: double(x)
starter: "def double(x):\\n    return x\\n"
solution: "def double(x):\\n    return 2 * x\\n"
reference: 2*x
cases: {visible: [{x: 3.0}], hidden: [{x: 4.0}, {x: -1.5}]}
mutants:
  - {code: "def double(x):\\n    return x + x\\n", tag: added, say: No.}
"""


@pytest.fixture
def here(pytester: pytest.Pytester) -> Path:
    """An empty folder where pytest runs with warnings as errors."""
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    return pytester.path


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """pytest with the plugin alone, in this process."""
    return pytester.runpytest_inprocess(*PLUGIN, *arguments)


def test_a_book_has_an_item_for_each_exercise_and_each_file_around_them(
    here: Path, pytester: pytest.Pytester
) -> None:
    write_book(here, one=SOUND)
    result = run(pytester, "book", "-v")
    result.assert_outcomes(passed=4)
    for item in (
        "book.yaml::book",
        "01-only/chapter.yaml::chapter",
        "01-only/lesson.md::lesson",
        "01-only/one.yaml::one",
    ):
        result.stdout.fnmatch_lines([f"book/{item} PASSED*"])


def test_a_fault_is_told_by_its_place_without_a_traceback(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=WRONG, two=SOUND.replace("id: one", "id: two"))
    result = run(pytester, "book")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "book/01-only/one.yaml:9:17: the mistake 'tripled' gives 27, which is accepted*",
            "*never learn of it.",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*runtest*")


def test_a_file_that_cannot_be_read_fails_alone(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=WRONG, two="id: [")
    result = run(pytester, "book")
    result.assert_outcomes(passed=3, failed=2)
    result.stdout.fnmatch_lines(["book/01-only/one.yaml:9:17: *", "book/01-only/two.yaml:*"])


def test_what_is_missing_is_told_with_the_book(here: Path, pytester: pytest.Pytester) -> None:
    book = write_book(here, one=SOUND)
    (book / "01-only" / "lesson.md").unlink()
    result = run(pytester, "book", "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["book/book.yaml::book FAILED*", "book/01-only:1:1: *no lesson.md*"])


def test_one_file_can_be_proved_alone(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=WRONG, two=SOUND.replace("id: one", "id: two"))
    run(pytester, "book/01-only/two.yaml").assert_outcomes(passed=1)


def test_seeds_are_as_many_as_wanted(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=SOMETIMES)
    run(pytester, "book", "--workbook-seeds", "1", "-k", "one").assert_outcomes(passed=1)
    result = run(pytester, "book", "--workbook-seeds", "17", "-k", "one")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*of 17 seeds, first *"])
    assert run(pytester, "book", "--workbook-seeds", "0").ret is pytest.ExitCode.USAGE_ERROR


def test_items_are_chosen_by_name(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=WRONG, two=SOUND.replace("id: one", "id: two"))
    run(pytester, "book", "-k", "two").assert_outcomes(passed=1, deselected=4)


def test_a_report_names_each_exercise(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=WRONG)
    run(pytester, "book", "--junitxml", "report.xml")
    cases = {case.attrib["name"]: case for case in ET.parse(here / "report.xml").iter("testcase")}
    failure = cases["one"].find("failure")
    assert failure is not None
    assert (failure.text or "").startswith("book/01-only/one.yaml:9:17: ")
    assert len(cases) == 4


def test_programs_are_run(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=PROGRAM, two=PROGRAM.replace("id: one", "id: two").replace("x + x", "x * x"))
    result = run(pytester, "book", "-k", "one or two")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*one.yaml:13:*the wrong program 'added' passes every case.*"])


def test_two_workers_share_the_items(here: Path, pytester: pytest.Pytester) -> None:
    write_book(here, one=WRONG, two=SOUND.replace("id: one", "id: two"))
    result = pytester.runpytest_subprocess(*PLUGIN, "-n", "2", "book")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["book/01-only/one.yaml:9:17: *"])


def test_other_yaml_is_left_alone(here: Path, pytester: pytest.Pytester) -> None:
    for name in ("01-setup/deploy.yaml", "docs/book.yaml", "docs/01-intro/page.yaml", "docs/lesson.md"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("title: Not a workbook\n")
    book = write_book(here, one=SOUND)
    (book / "notes").mkdir()
    (book / "notes" / "todo.yaml").write_text("- later\n")
    assert run(pytester, "01-setup", "docs", "book/notes").ret is pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize("arguments", [["."], ["book", "--collect-only"]], ids=["no book", "not run"])
def test_nothing_heavy_is_imported_until_a_book_is_proved(arguments: list[str], tmp_path: Path) -> None:
    if "book" in arguments:
        write_book(tmp_path, one=SOUND)
    program = (
        "import sys, pytest\n"
        f"code = pytest.main([*{PLUGIN!r}, '-q', *sys.argv[1:]])\n"
        "heavy = {'numpy', 'pydantic', 'typer', 'yaml', 'rich'} & sys.modules.keys()\n"
        "sys.exit(f'{code} {heavy}' if heavy or code not in (0, 5) else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout


def test_a_session_reads_a_book_once_and_can_be_closed_before_anything_ran(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=SOUND)
    own = Session(Checker(None, 3))
    assert own.read(book) is own.read(book)
    own.close()


def test_an_installation_brings_the_plugin_under_its_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"workbook": "app.pytest_plugin"}
