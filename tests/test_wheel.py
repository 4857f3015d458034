"""The wheel holds what a workbook needs and nothing else, and works far from the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.library import read_library
from app.models import Code, Numeric
from app.variants import variant_of
from tests.checkout import ROOT, clean_copy, environment, fresh_environment


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what git has."""
    source = clean_copy(tmp_path_factory.mktemp("source"), vendor=True)
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=source, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    """The paths in the wheel."""
    return zipfile.ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which the wheel is installed."""
    python = fresh_environment(tmp_path_factory.mktemp("environment"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], env=environment(), check=True)
    return python


@pytest.fixture(scope="module")
def client(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the installed workbook, served from a folder far from the repository."""
    away = tmp_path_factory.mktemp("away")
    command = [str(installed.with_name("workbook")), "serve", "--port", "0", "--data", str(away / "data")]
    with subprocess.Popen(
        command, cwd=away, env=environment(COLUMNS="200"), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+?:\d+", process.stdout.readline())
            assert address is not None
            with httpx.Client(base_url=address.group(), timeout=120) as client:
                yield client
        finally:
            process.terminate()


def test_packages_and_data_are_all_there_is(names: list[str]) -> None:
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"app", "checkers"}
    bundled = {tuple(name.split("/")[2:4]) for name in names if name.startswith("app/bundled/static/")}
    assert {first for _, first in bundled} == {"css", "js", "vendor", "icon.svg"}
    assert {name.split("/")[2] for name in names if name.startswith("app/bundled/")} == {
        "exercises",
        "templates",
        "static",
    }


@pytest.mark.parametrize("folder", ["app", "checkers", "exercises", "templates", "static/css"])
def test_nothing_is_left_behind(folder: str, names: list[str]) -> None:
    place = folder if folder in ("app", "checkers") else f"app/bundled/{folder}"
    listed = subprocess.run(
        ["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    wanted = {f"{place}{name.removeprefix(folder)}" for name in listed if (ROOT / name).is_file()}
    assert wanted
    assert wanted <= set(names)


@pytest.mark.parametrize(
    "part", ["node_modules", "package.json", ".npmrc", ".test.js", "tests/", "__pycache__"]
)
def test_what_only_developers_need_is_not_in_it(part: str, names: list[str]) -> None:
    assert not [name for name in names if part in name]


def test_the_front_end_is_in_it(names: list[str]) -> None:
    for pattern in (
        r"page-\w+\.css",
        r"page-\w+\.css\.br",
        r"editor-\w+\.js\.gz",
        r"server/katex\.min-\w+\.js",
    ):
        assert [name for name in names if re.search(f"static/vendor/{pattern}$", name)], pattern


def test_the_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    shown = subprocess.run(
        [installed, "-c", "import app, checkers; print(app.__file__, checkers.__file__)"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert all(Path(place).is_relative_to(installed.parents[1]) for place in shown)


def test_pages_styles_and_fonts_are_served(client: httpx.Client) -> None:
    home = client.get("/").raise_for_status().text
    linked = set(re.findall(r'(?:href|src)="(/[^"#?]*)"', home))
    assert any(link.startswith("/chapters/") for link in linked)
    assert any(link.startswith("/static/vendor/page-") for link in linked)
    for link in linked:
        assert client.get(link).status_code == 200, link


def test_answers_are_graded(client: httpx.Client) -> None:
    book = read_library(ROOT / "exercises", None)
    exercises = [one for chapter in book.chapters for one in chapter.exercises]
    number = next(one for one in exercises if isinstance(one, Numeric))
    program = next(one for one in exercises if isinstance(one, Code))
    for id_, answer in (
        (number.id, str(variant_of(number, 0).key(number))),
        (program.id, program.solution),
    ):
        told = client.post(f"/api/exercises/{id_}/attempts", json={"seed": 0, "answer": answer})
        assert told.json()["verdict"] == "correct", told.text


def test_the_installed_check_proves_the_bundled_book(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [installed.with_name("workbook"), "check", "--seeds", "1"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_course_is_proved_and_stands_beside_the_built_in_book(installed: Path, tmp_path: Path) -> None:
    course = Path(shutil.copytree(ROOT / "tests" / "books" / "course", tmp_path / "Mein Kurs für Übungen"))
    variables = environment(
        COLUMNS="200",
        WORKBOOK_DATA=str(tmp_path / "data"),
        WORKBOOK_EXERCISES=os.pathsep.join(["builtin", "exercises"]),
        WORKBOOK_CHECKERS="checkers",
    )
    for arguments, words in (
        (("check", "exercises", "--seeds", "1"), "all hold"),
        (("doctor",), "1 chapters, 2 exercises in exercises"),
    ):
        done = subprocess.run(
            [installed.with_name("workbook"), *arguments],
            cwd=course,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert words in done.stdout, done.stdout + done.stderr
    assert "11 chapters" in done.stdout
