"""Copies of the project as git has it, for tests that build and install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def clean_copy(to: Path, *, vendor: bool) -> Path:
    """The files that git knows, and static/vendor where wanted, in a folder of their own."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("git tells what belongs to the project; this is no git checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    if vendor and (ROOT / "static" / "vendor").is_dir():
        shutil.copytree(ROOT / "static" / "vendor", to / "static" / "vendor")
    return to


def fresh_environment(folder: Path) -> Path:
    """The Python of a new virtual environment that sees this one's packages behind its own."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    (Path(own) / "behind.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def environment(**more: str) -> dict[str, str]:
    """A plain environment: none of the workbook's settings, nor CI's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    proxies = {
        name: text for name, text in os.environ.items() if name.lower().startswith(("npm_config", "pip_"))
    }
    return {**kept, **proxies, **more}
