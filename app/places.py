"""Where the data folders are: beside `app/` in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

APP = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `exercises`, `templates` or `static` of this installation.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for root in roots(APP):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"this installation has no {name}/ folder; install the workbook again")


def roots(app: Path) -> tuple[Path, ...]:
    """Where to look: a folder beside the package counts only in a checkout, not in site-packages."""
    checkout = app.parent
    return (checkout, app / "bundled") if (checkout / "pyproject.toml").exists() else (app / "bundled",)


def seen(path: Path) -> str:
    """How a file is named to people: from the working directory when it is below it, else in full."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would tell where a link leads
    return str(whole.relative_to(Path.cwd())) if whole.is_relative_to(Path.cwd()) else str(whole)
