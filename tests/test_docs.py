"""The documentation names everything there is, and what it shows works."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from fastapi.routing import APIRoute
from pydantic import BaseModel
from typer.testing import CliRunner

from app import actions, api, author, health, models, pages, reference
from app.command import app as command
from app.metrics import Metrics
from app.models import EXERCISE_TYPES, BookFile, ChapterFile
from app.settings import Settings
from tests.check.test_book import run, write_book
from tests.shown import blocks

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {path: path.read_text(encoding="utf-8") for path in PAGES}
AUTHORING = "\n".join(text for path, text in TEXT.items() if path.parent.name == "authoring")
OPERATION = TEXT[ROOT / "docs" / "operation.md"]


def within(group: object) -> dict[str, click.Command]:
    """The commands of a group by name; none of a command that is no group."""
    return dict(getattr(group, "commands", {}))  # typer's own class of groups differs by version


def commands() -> dict[str, click.Command]:
    """The commands by name, those within a group with both names."""
    found = within(typer.main.get_command(command))
    inner = {f"{name} {sub}": one for name, group in found.items() for sub, one in within(group).items()}
    return {**found, **inner}


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
        models.VectorPart,
        models.ChoicePart,
        models.MultiChoicePart,
        models.ExpressionPart,
        models.Accepted,
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
    for block in blocks(text):
        if block.language == "yaml" and block.text.startswith("id: "):
            yield block.text


def chapters(text: str) -> Iterator[dict[str, str]]:
    """The chapters shown: the files around their exercises by name."""
    around = {"chapter.yaml", "lesson.md", "flashcards.yaml"}
    shown = {block.file: block.text for block in blocks(text) if block.file in around}
    if shown:
        yield {name: content for name, content in shown.items() if name}


WITH_EXERCISES = [page for page in PAGES if any(examples(TEXT[page])) and page.name != "tutorial.md"]
"""Not the tutorial: its exercise has a slip on purpose, and tests/test_tutorial.py does all that it says."""
FINISHED = {"cookbook.md", "README.md"}
"""Pages whose exercises are as they would be published."""


@pytest.mark.parametrize(
    "page", WITH_EXERCISES, ids=lambda page: str(page.relative_to(ROOT)).replace("/", "-")
)
def test_every_exercise_and_chapter_that_is_shown_passes_the_check(page: Path, tmp_path: Path) -> None:
    shown = {text.split()[1]: text for text in examples(TEXT[page])}
    placed: set[str] = set()
    book = tmp_path / "book"
    for number, files in enumerate(chapters(TEXT[page]), 2):
        folder = book / f"{number:02}-shown"
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        (order,) = re.findall(r"^order: \[(.*)\]$", files["chapter.yaml"], re.MULTILINE)
        for one in order.split(", "):
            (folder / f"{one}.yaml").write_text(shown[one], encoding="utf-8")
            placed.add(one)
    write_book(tmp_path, **{name: text for name, text in shown.items() if name not in placed})
    demands = ("--strict", "--seeds", "50") if page.name in FINISHED else ("--seeds", "20")
    outcome = run(str(book), *demands)
    assert outcome.code == 0, outcome.out


def test_the_cookbook_has_a_recipe_of_every_type_and_a_chapter() -> None:
    text = TEXT[ROOT / "docs" / "authoring" / "cookbook.md"]
    kinds = {
        line.split()[1]
        for shown in examples(text)
        for line in shown.splitlines()
        if line.startswith("type: ")
    }
    assert kinds == set(EXERCISE_TYPES)
    assert [sorted(files) for files in chapters(text)] == [["chapter.yaml", "flashcards.yaml", "lesson.md"]]


def test_no_exercise_of_the_cookbook_is_in_the_book() -> None:
    ids = {shown.split()[1] for shown in examples(TEXT[ROOT / "docs" / "authoring" / "cookbook.md"])}
    assert not ids & {path.stem for path in (ROOT / "exercises").rglob("*.yaml")}


def test_the_first_exercise_of_the_readme_is_written_and_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks(TEXT[ROOT / "README.md"]) for line in block.text.splitlines()]
    for name in ("new", "check"):
        (line,) = [line for line in lines if line.startswith(f".venv/bin/workbook {name} ")]
        outcome = CliRunner().invoke(command, shlex.split(line)[1:])
        assert outcome.exit_code == 0, outcome.output


def invocations(text: str) -> Iterator[list[str]]:
    """The calls of the command in blocks of code and in code within prose, word by word."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    inline = re.findall(r"`((?:\.venv/bin/)?workbook [^`]+)`", prose)
    lines = [line for block in blocks(text) for line in block.text.splitlines() if block.language != "text"]
    for line in (*inline, *lines):
        if found := re.search(r"(?:^|[\s/])workbook ([a-z].*)", line.partition(" #")[0]):
            yield re.split(r"\s(?:&&|\|)\s", found[1])[0].split()


CALLS = sorted({(str(page.relative_to(ROOT)), *words) for page in PAGES for words in invocations(TEXT[page])})


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_that_is_shown_exists_with_its_options(call: tuple[str, ...]) -> None:
    _, name, *words = call
    one = commands().get(f"{name} {words[0] if words else ''}") or commands()[name]
    known = {"--help", *(option for parameter in one.params for option in parameter.opts)}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known


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
