"""Where the data folders are: beside `app/` in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

APP = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `exercises`, `templates` or `static` of this installation.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for candidate in (APP.parent / name, APP / "bundled" / name):
        if candidate.is_dir() and (candidate.parent != APP.parent or (APP.parent / "pyproject.toml").exists()):
            return candidate
    raise FileNotFoundError(f"this installation has no {name}/ folder; install the workbook again")
