"""The documentation names everything there is, and what it shows works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app import actions, api, author, health, models, pages, reference
from app.command import app as command
from app.metrics import Metrics
from app.models import EXERCISE_TYPES, BookFile, ChapterFile
from app.settings import Settings
from tests.check.test_book import run, write_book

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {path: path.read_text(encoding="utf-8") for path in PAGES}
AUTHORING = "\n".join(text for path, text in TEXT.items() if path.parent.name == "authoring")
OPERATION = TEXT[ROOT / "docs" / "operation.md"]


def commands() -> dict[str, click.Command]:
    """The commands by name."""
    group = typer.main.get_command(command)
    return dict(getattr(group, "commands"))  # noqa: B009  # typer's own class of groups differs by version


def code_in(text: str) -> set[str]:
    """What stands in backquotes or in blocks of code, word by word."""
    blocks, prose = re.findall(r"```.*?```", text, re.DOTALL), re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    codes = [*blocks, *re.findall(r"`([^`]+)`", prose)]
    return {
        word for code in codes for word in (*re.findall(r"[\w./{}-]+", code), *re.findall(r"[\w-]+", code))
    }


# ---- operators ---


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_table_of_settings(name: str) -> None:
    option, variable = f"--{name.replace('_', '-')}", f"WORKBOOK_{name.upper()}"
    assert f"| `{option}` | `{variable}` |" in OPERATION


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_documented(name: str) -> None:
    known = OPERATION + AUTHORING
    assert f"`workbook {name}" in known
    for parameter in commands()[name].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert option in known, option


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_an_option_of_serve(name: str) -> None:
    assert f"--{name.replace('_', '-')}" in {one for p in commands()["serve"].params for one in p.opts}


@pytest.mark.parametrize(
    "path",
    sorted(
        {
            route.path
            for module in (pages, actions, api, author, health, reference)
            for route in module.router.routes
            if isinstance(route, APIRoute)
        }
    ),
)
def test_every_address_is_documented(path: str) -> None:
    assert path == "/" or path in code_in(OPERATION), path
    assert "`GET /`" in OPERATION


def test_every_figure_for_monitoring_is_documented() -> None:
    shown = set(re.findall(r"^# HELP (workbook_\w+) ", Metrics().text().decode(), re.MULTILINE))
    assert shown
    assert shown <= code_in(OPERATION)


# ---- authors ---


def keys_of(model: type[BaseModel]) -> set[str]:
    """The keys of a model as they are written."""
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("kind", EXERCISE_TYPES)
def test_every_type_and_key_of_an_exercise_is_documented(kind: str) -> None:
    known = code_in(AUTHORING)
    assert kind in known
    assert keys_of(EXERCISE_TYPES[kind]) <= known, keys_of(EXERCISE_TYPES[kind]) - known


@pytest.mark.parametrize(
    "model",
    [
        models.Tolerance,
        models.IntegerParameter,
        models.RealParameter,
        models.ChoiceParameter,
        models.VectorParameter,
        models.Source,
        models.Mistake,
        models.Option,
        models.Pair,
        models.Distractor,
        models.Mutant,
        models.Property,
        models.Case,
        models.Cases,
        models.NumericPart,
        models.ExpressionPart,
        BookFile,
        ChapterFile,
        models.Flashcard,
        models.Symbol,
    ],
)
def test_every_key_within_is_documented(model: type[BaseModel]) -> None:
    known = code_in(AUTHORING) | set(re.findall(r"[\w-]+(?=:)", AUTHORING))
    assert keys_of(model) <= known, keys_of(model) - known


def examples(text: str) -> Iterator[str]:
    """The exercises shown as YAML."""
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        if block.startswith("id: "):
            yield block


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(examples(TEXT[page]))],
    ids=lambda page: page.parent.name + "/" + page.name,
)
def test_every_exercise_that_is_shown_passes_the_check(page: Path, tmp_path: Path) -> None:
    shown = {text.split()[1]: text for text in examples(TEXT[page])}
    assert shown
    outcome = run(str(write_book(tmp_path, **shown)), "--seeds", "20")
    assert outcome.code == 0, outcome.out


# ---- readers ---


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXT[page]):
        if "://" not in link:
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path) -> None:
    folders = "app|checkers|docs|tests|templates|static"
    for name in re.findall(rf"`((?:{folders})/[\w./-]+)`", TEXT[page]):
        if "vendor" not in name:
            assert (ROOT / name).exists(), name


def test_every_decision_is_short_and_has_a_number() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    for number, path in enumerate(decisions, 1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        assert "**Decided**" in text
        assert "**Why**" in text
        assert len(text.splitlines()) <= 20
