"""The one-way flow: who may import whom. A new module fails here until it has a row."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP, CHECKERS = ROOT / "app", ROOT / "checkers"
PAGE = ROOT / "docs" / "architecture.md"

# Each module of app/ (a package is one row) and what of this project it imports. A module imports only what
# stands above it, so that the table reads as the flow does, and no circle is possible.
SECTIONS: dict[str, dict[str, str]] = {
    "Foundations": {
        "faults": "",
        "identifiers": "",
        "places": "",
        "runner": "",
        "settings": "places",
        "values": "",
    },
    "YAML": {
        "scalars": "",
        "lookalikes": "",
        "yaml_slips": "lookalikes",
        "composer": "faults scalars yaml_slips",
        "documents": "composer faults lookalikes scalars yaml_slips",
        "slips": "composer documents faults",
        "layout": "composer documents faults",
    },
    "Expressions": {
        "nodes": "",
        "expressions": "nodes",
        "functions": "checkers expressions faults nodes runner values",
        "evaluation": "functions nodes values",
        "numerals": "values",
        "typeset": "nodes numerals",
        "written": "nodes",
        "inlining": "functions nodes",
        "mutations": "evaluation faults functions nodes values",
    },
    "Prose and formulas": {
        "prose": "evaluation expressions faults numerals values",
        "formulas": "",
        "code_blocks": "",
        "typography": "code_blocks faults formulas prose",
        "markup": "code_blocks prose typography",
        "plain_scalars": "composer documents faults numerals scalars",
        "highlighting": "",
        "markdown": "formulas highlighting",
    },
    "Figures": {
        "plots": "",
        "clouds": "checkers",
        "figures": "checkers clouds plots",
    },
    "Exercises and their numbers": {
        "models": "expressions mutations prose",
        "grids": "models values",
        "keys": "models values",
        "basis": "functions models",
        "variants": "basis evaluation expressions grids keys models prose values",
        "mutated_keys": (
            "basis evaluation functions inlining keys models mutations nodes values variants written"
        ),
        "mutated_programs": "mutations",
        "solutions": "models numerals variants",
    },
    "The book": {
        "vocabulary": "composer models",
        "examples": "",
        "complaints": "composer documents models",
        "wordings": "complaints composer documents examples faults lookalikes scalars vocabulary",
        "validation": (
            "complaints composer documents examples expressions faults lookalikes models vocabulary wordings"
        ),
        "programs": "composer expressions faults functions models nodes slips",
        "texts": "composer expressions functions models programs prose",
        "plain_texts": "composer models prose slips texts",
        "reserved": "functions slips",
        "orders": "composer faults models slips",
        "consistency": "composer grids models orders plain_texts prose reserved slips",
        "ranges": "expressions models nodes texts",
        "rehearsal": (
            "composer evaluation expressions formulas functions grids markup models nodes prose ranges slips "
            "texts typography values variants"
        ),
        "exercise_files": (
            "consistency documents faults formulas models plain_scalars programs prose rehearsal slips texts "
            "validation"
        ),
        "single_files": "documents exercise_files faults formulas models places validation",
        "lessons": "composer documents expressions faults prose scalars yaml_slips",
        "links": "faults markup",
        "placements": (
            "composer documents evaluation faults formulas lessons links markdown markup models plain_texts "
            "prose rehearsal reserved slips texts typography validation values"
        ),
        "additions": "composer documents faults lessons",
        "book": "documents lessons models values",
        "strays": "",
        "chapter_files": (
            "book documents exercise_files faults formulas lessons links models placements plain_scalars "
            "plain_texts prose slips strays texts validation"
        ),
        "workbook": (
            "book chapter_files documents exercise_files faults formulas models placements plain_scalars "
            "slips validation"
        ),
        "course_threads": "",
        "course_modules": "course_threads",
        "course_calls": "course_modules course_threads evaluation places values",
        "courses": "checkers course_calls course_modules course_threads faults functions places",
        "library": "chapter_files courses faults figures formulas functions places workbook",
    },
    "Answers": {
        "answers": "evaluation expressions functions models numerals typeset variants",
    },
    "Grading": {
        "grading": (
            "answers basis checkers composer evaluation expressions faults functions models mutated_keys "
            "mutations nodes runner values variants"
        ),
    },
    "The check": {
        "model_answers": "answers expressions models nodes solutions values variants",
        "check": (
            "answers chapter_files composer courses documents evaluation exercise_files expressions "
            "faults formulas functions grading keys library model_answers models mutated_keys "
            "mutated_programs numerals programs prose ranges rehearsal runner single_files slips texts "
            "validation values variants written"
        ),
    },
    "Other systems": {
        "exchange": (
            "additions book chapter_files check composer documents evaluation exercise_files expressions "
            "faults formulas functions grading layout lessons markdown models placements prose slips "
            "solutions validation values variants"
        ),
    },
    "The store": {
        "store": "",
    },
    "Pages and the interface for programs": {
        "assets": "",
        "learners": "identifiers",
        "metrics": "runner",
        "middleware": "",
        "problems": "",
        "asked": "grading markdown models variants",
        "field_types": "grading",
        "fields": "answers field_types grading markdown models variants",
        "lesson_views": "book figures lessons markdown",
        "glossary": "models",
        "editions": "formulas glossary lesson_views markdown models store workbook",
        "rereading": (
            "book chapter_files courses editions exercise_files faults figures formulas functions lessons "
            "library models placements places rehearsal workbook"
        ),
        "news": "",
        "services": (
            "assets editions formulas learners metrics models news rereading runner settings store workbook"
        ),
        "versions": "basis course_modules expressions functions models nodes texts",
        "submissions": "answers grading models runner services store variants versions",
        "health": "runner services store",
        "requests": "identifiers models services variants workbook",
        "contexts": (
            "answers editions field_types fields grading identifiers markdown models requests services "
            "solutions store submissions values variants workbook"
        ),
        "trials": "answers grading models requests variants",
        "api": (
            "answers asked contexts grading identifiers models problems requests services submissions "
            "trials variants"
        ),
        "curves": "grading plots",
        "rendering": "answers clouds contexts curves grading models places requests services store workbook",
        "pages": "answers contexts grading models rendering requests services store",
        "worksheets": (
            "assets contexts field_types fields grading markdown model_answers models numerals rendering "
            "requests services solutions values variants workbook"
        ),
        "reference": "contexts rendering requests",
        "errors": "grading middleware problems rendering requests runner services store submissions",
        "actions": (
            "answers editions field_types fields grading models pages rendering requests runner store "
            "submissions trials variants"
        ),
        "author": (
            "actions answers basis check composer contexts documents evaluation exercise_files "
            "expressions faults formulas grading models nodes numerals places rendering requests runner "
            "services store submissions values variants"
        ),
        "main": (
            "actions api assets author editions errors faults formulas health learners library metrics "
            "middleware pages places reference rendering requests rereading runner services "
            "settings store worksheets"
        ),
    },
    "What authors start from": {
        "descriptions": "",
        "json_schema": "descriptions models",
        "skeletons": "chapter_files json_schema layout",
        "explained": "evaluation grading models numerals solutions values variants",
        "manual": "checkers figures functions json_schema models prose runner skeletons vocabulary",
    },
    "Regrading": {
        "regrade": (
            "answers evaluation grading identifiers keys models prose runner store submissions values "
            "variants versions workbook"
        ),
    },
    "The command": {
        "doctor": "assets formulas library places runner settings store",
        "bench": "answers faults grading learners library models runner settings variants",
        "server": "runner",
        "commands": (
            "additions assets chapter_files check courses doctor documents exchange explained faults "
            "formulas grading json_schema layout library main markdown models places regrade "
            "rendering runner server services settings single_files skeletons store "
            "validation values variants workbook worksheets"
        ),
        "pytest_plugin": "assets check courses faults places settings",
        "command": "bench commands",
    },
}

MAY_IMPORT = {name: set(row.split()) for rows in SECTIONS.values() for name, row in rows.items()}

# The checkers in the order of their chapters: each imports numpy and those before it.
CHECKER_ORDER = (
    "compare",
    "domains",
    "gaussians",
    "schedules",
    "forward",
    "images",
    "predictions",
    "objectives",
    "mixtures",
    "reverse",
    "guidance",
    "latents",
    "flows",
    "sdes",
    "solvers",
    "karras",
    "networks",
    "unets",
    "budgets",
)

# What only some may import: who starts processes, who speaks SQL or HTTP, who reads YAML.
CONFINED = {
    "subprocess": {"bench", "check", "runner"},
    "multiprocessing": {"check"},
    "concurrent": {"check", "store"},
    "ctypes": {"course_threads", "runner"},
    "pickle": set(),
    "marshal": set(),
    "shelve": set(),
    "importlib": {"course_modules", "courses", "functions", "runner"},
    "sqlalchemy": {"store"},
    "sqlite3": {"store"},
    "alembic": {"store"},
    "yaml": {"composer", "layout", "yaml_slips"},
    "xml": {"check", "exchange"},
    "quickjs": {"formulas"},
    "math_core": {"formulas"},
    "markdown_it": {"markdown"},
    "jinja2": {"rendering", "services", "worksheets"},
    "pytest": {"pytest_plugin"},
    "typer": {"bench", "command", "commands"},
    "rich": {"bench", "commands", "doctor", "regrade"},
    "uvicorn": {"server"},
    "watchfiles": {"author"},
    "pydantic_settings": {"settings"},
    "prometheus_client": {"metrics", "health"},
}
WEB = {"fastapi", "starlette"}  # only below "Pages and the interface for programs"


def modules(folder: Path) -> dict[str, list[Path]]:
    """The modules of a folder by name; a package has all of its files."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).parts[0].removesuffix(".py")
        found.setdefault(name, []).append(path)
    return found


@cache
def imports(path: Path) -> frozenset[str]:
    """The dotted names a file imports, wherever in the file; relative ones made absolute."""
    package = path.relative_to(ROOT).parent.parts
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def project_imports(paths: list[Path], own: str) -> set[str]:
    """The modules of app/, and checkers as one, that the files import besides their own."""
    known = set(modules(APP))
    found = set()
    for name in set().union(*map(imports, paths)):
        first, _, rest = name.partition(".")
        if first == "checkers":
            found.add("checkers")
        elif first == "app" and (module := rest.split(".")[0]) in known and module != own:
            found.add(module)
    return found


NAMES = sorted(name for name in modules(APP) if name != "__init__")


# ---- app ---


def test_every_module_has_a_row_and_every_row_a_module() -> None:
    assert sorted(MAY_IMPORT) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_just_what_its_row_says(name: str) -> None:
    assert project_imports(modules(APP)[name], name) == MAY_IMPORT.get(name)


def test_a_module_imports_only_what_stands_above_it() -> None:
    above = {"checkers"}
    for name, row in MAY_IMPORT.items():
        assert row <= above, f"{name} imports {sorted(row - above)}, which stand below it"
        above.add(name)


def test_only_the_command_imports_main_and_only_when_it_serves() -> None:
    assert [name for name, row in MAY_IMPORT.items() if "main" in row] == ["commands"]
    tree = ast.parse((APP / "commands" / "serve.py").read_text(encoding="utf-8"))
    at_top = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert "app.main" not in at_top


@pytest.mark.parametrize("library", CONFINED)
def test_a_library_stays_where_it_belongs(library: str) -> None:
    users = {
        name
        for name, paths in modules(APP).items()
        if any(one.split(".")[0] == library for path in paths for one in imports(path))
    }
    assert users <= CONFINED[library]


def test_only_pages_know_of_http() -> None:
    pages = SECTIONS["Pages and the interface for programs"]
    for name, paths in modules(APP).items():
        used = {one.split(".")[0] for path in paths for one in imports(path)} & WEB
        assert not used or name in pages, f"{name} imports {used}"


@pytest.mark.parametrize("name", [*NAMES, "checkers"])
def test_nothing_is_evaluated_or_executed_but_in_the_child(name: str) -> None:
    paths = list(CHECKERS.glob("*.py")) if name == "checkers" else modules(APP)[name]
    for path in paths:
        if "child" not in path.parts:
            called = {
                node.func.id
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert not called & {"eval", "exec", "__import__"}, path


# ---- the child that runs students' code, and the checkers ---


def outside(path: Path, own: str) -> Iterator[str]:
    """The imports of a file that are neither the standard library's nor of its own package."""
    for name in imports(path):
        first = name.split(".")[0]
        is_own = name == own or name.startswith(f"{own}.")
        if first not in sys.stdlib_module_names and not is_own:
            yield name


@pytest.mark.parametrize("path", sorted((APP / "runner" / "child").glob("*.py")), ids=lambda path: path.stem)
def test_the_child_knows_nothing_of_the_book(path: Path) -> None:
    assert {name.split(".")[0] for name in outside(path, "app.runner.child")} <= {"numpy"}


def test_every_checker_has_its_place() -> None:
    assert sorted(CHECKER_ORDER) == sorted(set(modules(CHECKERS)) - {"__init__"})


@pytest.mark.parametrize("name", CHECKER_ORDER)
def test_a_checker_imports_numpy_and_earlier_checkers_only(name: str) -> None:
    path = CHECKERS / f"{name}.py"
    earlier = CHECKER_ORDER[: CHECKER_ORDER.index(name)]
    used = {one.split(".")[1] for one in imports(path) if one.startswith("checkers.")}
    assert used <= set(earlier)
    assert {one.split(".")[0] for one in outside(path, "checkers")} <= {"numpy"}


# ---- importing does nothing ---

PROBE = """
import importlib, logging, os, signal, sys, threading
def state():
    files = sorted(os.listdir('/proc/self/fd')) if os.path.isdir('/proc/self/fd') else []
    handlers = [str(signal.getsignal(one)) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]
    return threading.active_count(), files, handlers, list(logging.root.handlers), os.listdir('.')
import numpy, fastapi, sqlalchemy, typer
before = state()
for name in sys.argv[1:]:
    importlib.import_module(name)
    assert state() == before, (name, before, state())
"""


def test_importing_a_module_starts_nothing(tmp_path: Path) -> None:
    files = [path.relative_to(ROOT) for folder in (APP, CHECKERS) for path in sorted(folder.rglob("*.py"))]
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in files]
    wanted = [name for name in names if ".migrations" not in name]  # Alembic runs those
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE, *wanted],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


# ---- docs/architecture.md ---

START, END = "<!-- modules -->", "<!-- end of modules -->"


def first_sentence(path: Path) -> str:
    """The first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return re.sub(r"[|]", r"\\|", text.split("\n")[0])


def tables() -> str:
    """The table as people read it."""
    lines = [START, ""]
    for title, rows in SECTIONS.items():
        lines += [f"### {title}", "", "| module | what it is | imports |", "|---|---|---|"]
        for name, row in rows.items():
            path = APP / f"{name}.py" if (APP / f"{name}.py").is_file() else APP / name / "__init__.py"
            lines.append(f"| `{name}` | {first_sentence(path)} | {' '.join(row.split())} |")
        lines.append("")
    lines += ["### Checkers", "", "| module | what it is |", "|---|---|"]
    lines += [f"| `{name}` | {first_sentence(CHECKERS / f'{name}.py')} |" for name in CHECKER_ORDER]
    return "\n".join([*lines, "", END])


def page_with_tables() -> str:
    """docs/architecture.md with the tables of this file in it."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    return f"{before}{tables()}{after}"


def test_the_page_for_people_shows_these_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with_tables(), "run: python -m tests.test_architecture"


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(), encoding="utf-8")
