"""A course's files as modules: found by name, imported afresh and in time, or put back."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.course_modules import imported, put_back, steps, take_place
from app.course_threads import TooSlow
from tests.runner.processes import eventually

BRIEF = 0.02  # seconds to compute: a second to wait is many times as long, on a busy machine too


def written(folder: Path, **sources: str) -> dict[str, Path]:
    """Modules written to a folder, by name."""
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, "utf-8")
    return {name: folder / f"{name}.py" for name in sources}


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leaves nothing importable that was not before."""
    before = take_place({})
    yield
    put_back(before)


def test_modules_import_each_other_by_name(tmp_path: Path) -> None:
    files = written(tmp_path, first="import second\nVALUE = second.VALUE + 1\n", second="VALUE = 1\n")
    take_place(files)
    found = imported(files, 10)
    assert not found.errors
    assert vars(found.modules["first"])["VALUE"] == 2
    assert found.modules["second"] is sys.modules["second"]


def test_nothing_is_written_beside_the_files(tmp_path: Path) -> None:
    files = written(tmp_path, first="import second\n", second="VALUE = 1\n")
    take_place(files)
    imported(files, 10)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.py", "second.py"]


def test_a_changed_file_is_read_again_whatever_its_time_and_size(tmp_path: Path) -> None:
    files = written(tmp_path, first="VALUE = 1\n")
    take_place(files)
    imported(files, 10)
    written(tmp_path, first="VALUE = 2\n")
    take_place(files)
    assert vars(imported(files, 10).modules["first"])["VALUE"] == 2


def test_modules_put_back_are_those_of_before(tmp_path: Path) -> None:
    files = written(tmp_path, first="VALUE = 1\n")
    take_place(files)
    module = imported(files, 10).modules["first"]
    before = take_place(written(tmp_path, first="VALUE = 1/0\n", second=""))
    assert isinstance(
        imported({**files, "second": tmp_path / "second.py"}, 10).errors["first"], ArithmeticError
    )
    put_back(before)
    assert importlib.import_module("first") is module
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("second")


@pytest.mark.parametrize(
    "source",
    [
        "while True:\n    pass\n",
        "while True:\n    try:\n        x = 1\n    except Exception:\n        pass\n",
        "import json\nwhile True:\n    json.loads('[1]')\n",
    ],
)
def test_what_computes_for_ever_is_ended(tmp_path: Path, source: str) -> None:
    files = written(tmp_path, first=source, second="")
    take_place(files)
    threads = threading.active_count()
    found = imported(files, BRIEF)
    assert isinstance(found.errors["first"], TooSlow)
    assert "second" not in found.modules
    assert eventually(lambda: threading.active_count() <= threads)
    assert [line for name, line, _ in steps(found.errors["first"]) if name == str(files["first"])]


def test_what_waits_for_ever_is_given_up(tmp_path: Path) -> None:
    wait = "import builtins\nbuiltins.let_go.wait()\n"
    files = written(tmp_path, first=wait, second="")
    let_go = threading.Event()
    take_place(files)
    vars(importlib.import_module("builtins"))["let_go"] = let_go
    try:
        found = imported(files, BRIEF)
    finally:
        let_go.set()
        del vars(importlib.import_module("builtins"))["let_go"]
    assert list(found.errors) == ["first"]
    assert isinstance(found.errors["first"], TooSlow)


def test_the_steps_to_an_error_tell_line_and_column(tmp_path: Path) -> None:
    files = written(tmp_path, first="import second\n", second="A = 1\nB = A / (A - A)\n")
    take_place(files)
    error = imported(files, 10).errors["first"]
    own = [step for step in steps(error) if step[0] in map(str, files.values())]
    assert own == [(str(files["first"]), 1, 1), (str(files["second"]), 2, 5)]
