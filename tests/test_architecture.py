"""The one-way flow: who may import whom. A new module fails here until it has a row."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP, CHECKERS = ROOT / "app", ROOT / "checkers"

# Each module of app/ and the modules of this project it may import. A package is one row.
MAY_IMPORT: dict[str, str] = {}


def modules(folder: Path) -> dict[str, list[Path]]:
    """The modules of a folder by name; a package has all of its files."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).parts[0].removesuffix(".py")
        found.setdefault(name, []).append(path)
    return found


def imports(path: Path) -> set[str]:
    """The dotted names a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def project_imports(paths: list[Path], own: str) -> set[str]:
    """The modules of app/ and the package checkers that the files import, besides their own."""
    known = set(modules(APP))
    found = set()
    for name in set().union(*map(imports, paths)):
        first, _, rest = name.partition(".")
        if first == "checkers":
            found.add("checkers")
        elif first == "app" and (module := rest.split(".")[0]) in known and module != own:
            found.add(module)
    return found
