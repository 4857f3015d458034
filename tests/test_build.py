"""Installing from the repository: with npm, without it, and the second time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import hatch_build
from tests.checkout import clean_copy, environment, fresh_environment

MISSING = "The front-end parts are not built"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as git has it, nothing built."""
    return clean_copy(tmp_path_factory.mktemp("source"), vendor=False)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment."""
    return fresh_environment(tmp_path_factory.mktemp("environment"))


def without_npm(folder: Path, **more: str) -> dict[str, str]:
    """An environment whose npm registry cannot be reached."""
    return environment(
        npm_config_registry="http://127.0.0.1:9",
        npm_config_fetch_retries="0",
        npm_config_cache=str(folder / "npm"),
        **more,
    )


def install(source: Path, python: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """An editable install, without its dependencies."""
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-v", "--no-deps"]
    command = [*pip, "--no-build-isolation", "--no-index", "-e", str(source)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


def workbook(python: Path, *arguments: str, data: Path) -> str:
    """What the installed command says."""
    command = [str(python.with_name("workbook")), *arguments]
    variables = environment(WORKBOOK_DATA=str(data), COLUMNS="300")
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_an_editable_install_goes_on_without_npm_and_doctor_says_what_lacks(
    source: Path, python: Path, tmp_path: Path
) -> None:
    done = install(source, python, without_npm(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "The workbook runs without them" in done.stdout + done.stderr
    assert not (source / "static" / "vendor").exists()
    assert MISSING in workbook(python, "doctor", data=tmp_path)


def test_the_footer_says_what_lacks(source: Path, python: Path, tmp_path: Path) -> None:
    assert install(source, python, without_npm(tmp_path, WORKBOOK_SKIP_FRONTEND="1")).returncode == 0
    page = """
from starlette.testclient import TestClient
from app.main import create_app
from app.settings import Settings
with TestClient(create_app(Settings())) as client:
    print(client.get('/').text)
"""
    variables = environment(WORKBOOK_DATA=str(tmp_path))
    done = subprocess.run(
        [python, "-c", page], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert MISSING in done.stdout, done.stderr
    assert "/static/css/layers.css" in done.stdout


def test_in_ci_an_install_without_npm_fails(source: Path, python: Path, tmp_path: Path) -> None:
    done = install(source, python, without_npm(tmp_path, CI="true"))
    assert done.returncode != 0
    assert "The front-end parts could not be built" in done.stdout + done.stderr


def test_it_can_be_left_out_on_purpose_even_in_ci(source: Path, python: Path, tmp_path: Path) -> None:
    done = install(source, python, without_npm(tmp_path, CI="true", WORKBOOK_SKIP_FRONTEND="1"))
    assert done.returncode == 0, done.stderr


def test_a_wheel_is_never_built_without_it(source: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(
        build, cwd=source, env=without_npm(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "The front-end parts could not be built" in done.stderr


def test_what_is_built_from_the_same_inputs_is_not_built_again(python: Path, tmp_path: Path) -> None:
    source = clean_copy(tmp_path / "source", vendor=False)
    static = source / "static"
    (static / "vendor").mkdir()
    (static / "vendor" / "manifest.json").write_text(json.dumps({"key": hatch_build.key_of(static)}))
    assert install(source, python, without_npm(tmp_path, CI="true")).returncode == 0


@pytest.mark.parametrize("name", ["package-lock.json", "build.mjs", "css/layers.css", "entries/editor.js"])
def test_every_input_counts(name: str, source: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    for path in [one for pattern in hatch_build.INPUTS for one in (source / "static").glob(pattern)]:
        copy = static / path.relative_to(source / "static")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    before = hatch_build.key_of(static)
    assert before == hatch_build.key_of(source / "static")
    (static / name).write_text((static / name).read_text() + "\n")
    assert hatch_build.key_of(static) != before
