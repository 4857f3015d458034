"""Tests of the build: when the front-end is made, when it may lack, what a wheel carries, our own scripts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from hatch_build import FrontendHook, bundled, is_built, key_of, node_and_npm

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
PARTS = ("app", "checkers", "exercises", "templates", "static", "pyproject.toml", "hatch_build.py")
PAPERS = ("README.md", "LICENSE", ".gitignore")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose front-end cannot be built: its lock file does not name what it needs."""
    for name, text in {
        "static/package.json": '{"dependencies": {"katex": "0.19.1"}}',
        "static/package-lock.json": '{"lockfileVersion": 3, "packages": {"": {}}}',
        "static/build.mjs": "",
        "static/css/base.css": "a {}",
        "static/entries/editor.js": "export {}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.delenv("WORKBOOK_SKIP_FRONTEND", raising=False)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def run_hook(root: Path, version: str, target: str = "wheel") -> dict[str, Any]:
    """What the hook adds to a build of that kind."""
    metadata = ProjectMetadata(str(root), PluginManager(), {})
    hook = FrontendHook(str(root), {}, None, metadata, str(root / "dist"), target)
    build_data: dict[str, Any] = {"force_include": {}}
    hook.initialize(version, build_data)
    return build_data


def mark_as_built(root: Path) -> None:
    vendor = root / "static" / "vendor"
    vendor.mkdir()
    manifest = {"key": key_of(root / "static"), "files": {}}
    (vendor / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["package.json", "package-lock.json", "build.mjs", "css/base.css", "entries/editor.js"]
)
def test_a_bundle_serves_until_something_it_is_made_of_changes(project: Path, name: str) -> None:
    assert not is_built(project / "static")
    mark_as_built(project)
    assert is_built(project / "static")
    with (project / "static" / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert not is_built(project / "static")


def test_an_editable_install_goes_on_without_the_bundle_and_says_so(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_hook(project, "editable") == {"force_include": {}}
    assert "could not be built" in capfd.readouterr().err


def test_a_wheel_fails_without_the_bundle(project: Path) -> None:
    with pytest.raises(RuntimeError, match="could not be built"):
        run_hook(project, "standard")


def test_ci_fails_without_the_bundle(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(RuntimeError, match="could not be built"):
        run_hook(project, "editable")


def test_the_bundle_is_left_out_on_purpose(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_SKIP_FRONTEND", "1")
    monkeypatch.setenv("CI", "true")
    run_hook(project, "editable")
    assert not (project / "static" / "vendor").exists()


def test_a_bundle_that_is_there_is_not_built_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    mark_as_built(project)
    carried = run_hook(project, "standard")["force_include"]
    assert carried[str(project / "static/vendor/manifest.json")] == "app/bundled/static/vendor/manifest.json"


def test_a_source_distribution_builds_nothing(project: Path) -> None:
    assert run_hook(project, "standard", target="sdist") == {"force_include": {}}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this very tree, unpacked. The front-end is built before, as an install does."""
    assert is_built(STATIC), "static/vendor/ is out of date: .venv/bin/python hatch_build.py"
    copy = tmp_path_factory.mktemp("wheel")
    for name in (*PARTS, *PAPERS):
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, copy / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__")
            )
        else:
            shutil.copy2(ROOT / name, copy / name)
    (copy / "static/node_modules/axe-core").mkdir(parents=True)
    (copy / "static/node_modules/axe-core/axe.min.js").write_text("axe", encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "dist")]
    subprocess.run(build, cwd=copy, check=True, capture_output=True)
    (made,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(copy / "unpacked")
    return copy / "unpacked"


def test_a_wheel_carries_what_the_pages_need_and_nothing_else(wheel: Path) -> None:
    static = wheel / "app" / "bundled" / "static"
    assert {path.name for path in static.iterdir()} == {"css", "js", "vendor", "icon.svg"}
    assert {path.name for path in (wheel / "app" / "bundled").iterdir()} == {
        "exercises",
        "templates",
        "static",
    }
    files = json.loads((static / "vendor/manifest.json").read_text(encoding="utf-8"))["files"]
    assert all((static / "vendor" / path).is_file() for path in files.values())
    assert not list(wheel.rglob("*.test.js"))
    assert {path.name for path in wheel.iterdir() if path.suffix != ".dist-info"} == {"app", "checkers"}


def test_an_unpacked_wheel_serves_a_chapter_with_its_assets(wheel: Path, tmp_path: Path) -> None:
    program = """
import re, sys
from pathlib import Path
from starlette.testclient import TestClient
import app
from app.main import create_app
from app.settings import Settings
assert Path(app.__file__).is_relative_to(sys.argv[1]), app.__file__
with TestClient(create_app(Settings(data=Path(sys.argv[2])))) as client:
    page = client.get("/chapters/1")
    assert page.status_code == 200, page.text
    for address in re.findall(r'(?:href|src|content)="(/static/[^"]+)"', page.text):
        assert client.get(address).status_code == 200, address
"""
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    command = [sys.executable, "-P", "-c", program, str(wheel), str(tmp_path / "data")]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_lock_file_names_no_host_and_everything_carried_stands_in_the_repository() -> None:
    lock = json.loads((STATIC / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
    assert f"{STATIC / 'css' / 'layers.css'}" in bundled(ROOT)


@pytest.mark.parametrize("script", ["check", "test"])
def test_our_scripts_are_typed_and_their_own_tests_hold(script: str) -> None:
    node, npm = node_and_npm()
    assert (STATIC / "node_modules").is_dir(), "static/node_modules/ lacks: .venv/bin/python hatch_build.py"
    path = os.pathsep.join((str(Path(node[0]).parent), os.environ.get("PATH", "")))
    ran = subprocess.run(
        [*npm, "run", script],
        cwd=STATIC,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
