"""The tutorial for authors is done as it says, and what it shows is what was seen.

Every line of a `sh` block is run, in order, in one folder that goes along with `cd`. A `yaml` block becomes
the file that the paragraph above it names, a `diff` block is applied to it. A `text` block is what the
commands above it print, word for word, except for blanks at the ends of lines, the number of proofs, and the
port, for which a free one is taken.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.shown import Block, blocks, patched

PAGE = Path(__file__).resolve().parents[1] / "docs" / "authoring" / "tutorial.md"
TEXT = PAGE.read_text(encoding="utf-8")
WORKBOOK = [sys.executable, "-P", "-m", "app.command"]
GIT = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
PATIENCE = 120.0
"""Seconds after which a page that does not change is told to be wrong."""
EXERCISE = "signal-half-life"
PROMPT = "After what time is a share"
TYPED = re.search(r"Type `([^`]+)` as your answer, and the page says: (.*)", TEXT) or ["", "", ""]


def comparable(text: str) -> str:
    """A text without what differs from machine to machine."""
    lines = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
    return re.sub(r"\d+ proofs", "… proofs", re.sub(r"(?<=127\.0\.0\.1:)\d+", "…", lines))


@dataclass
class Reader:
    """Somebody who does what the page says."""

    folder: Path
    stack: ExitStack
    printed: str = ""
    address: str = ""
    compared: list[tuple[str, str]] = field(default_factory=list)  # as shown, as printed
    codes: dict[str, int] = field(default_factory=dict)  # by command
    first: str = ""  # the page that was opened
    changed: str = ""  # and after the exercise was saved
    told: str = ""  # what an answer got

    def do(self, block: Block) -> None:
        """Does a block."""
        match block.language:
            case "sh":
                self.printed = ""
                for line in block.text.splitlines():
                    self.run(line)
            case "text":
                self.compared.append((comparable(block.text), comparable(self.printed)))
            case "yaml" | "diff":
                assert block.file is not None, block.text
                path = self.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                old = path.read_text("utf-8") if path.exists() else ""
                path.write_text(patched(old, block.text) if block.language == "diff" else block.text, "utf-8")
                if self.address and PROMPT in block.text:
                    self.changed = self.page_with(PROMPT)
            case other:
                pytest.fail(f"nobody knows what to do with a block of {other!r}")

    def run(self, line: str) -> None:
        """Runs a command, in the background if it serves."""
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder = self.folder / words[1]
        elif words[:2] == ["workbook", "serve"]:
            self.serve(words[1:])
        else:
            command = [*WORKBOOK, *words[1:]] if words[0] == "workbook" else words
            done = subprocess.run(
                command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
            self.printed += done.stdout + done.stderr
            self.codes[line] = done.returncode

    def serve(self, words: list[str]) -> None:
        """Starts a server, which is stopped with the stack."""
        process = self.stack.enter_context(
            subprocess.Popen([*WORKBOOK, *words], cwd=self.folder, stdout=subprocess.PIPE, text=True)
        )
        self.stack.callback(process.kill)
        assert process.stdout is not None
        self.printed = process.stdout.readline()
        found = re.search(r"http://\S+:\d+", self.printed)
        assert found is not None, self.printed
        self.address = found.group()
        self.first = self.page_with("")

    def page_with(self, words: str) -> str:
        """The exercise's page once it has these words, or as it is when that takes too long."""
        end = time.monotonic() + PATIENCE
        while True:
            page = httpx.get(f"{self.address}/exercises/{EXERCISE}", timeout=PATIENCE).raise_for_status()
            if words in page.text or time.monotonic() > end:
                return page.text
            time.sleep(0.1)

    def answer(self, text: str) -> None:
        """Hands in an answer to the numbers that are shown first."""
        address = f"{self.address}/api/exercises/{EXERCISE}/attempts"
        verdict = httpx.post(address, json={"seed": 0, "answer": text}, timeout=PATIENCE).json()
        self.told = f"{verdict['verdict']}: {verdict['message']}"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Somebody who has done all of it."""
    folder = tmp_path_factory.mktemp("tutorial")
    variables = {
        "WORKBOOK_PORT": "0",
        "WORKBOOK_DATA": str(tmp_path_factory.mktemp("data")),
        "COLUMNS": "80",
        **{
            f"GIT_{who}_{what}": "a@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for name in [one for one in os.environ if one.startswith("WORKBOOK_")]:
            patch.delenv(name)
        for name, value in variables.items():
            patch.setenv(name, value)
        one = Reader(folder, stack)
        for block in blocks(TEXT):
            one.do(block)
            if one.changed and not one.told:
                one.answer(TYPED[1])
        yield one


def test_every_output_that_is_shown_is_printed(reader: Reader) -> None:
    assert [shown for shown, _ in reader.compared] == [printed for _, printed in reader.compared]
    assert len(reader.compared) == TEXT.count("```text")


def test_the_check_finds_the_slip_and_all_else_succeeds(reader: Reader) -> None:
    assert {line for line, code in reader.codes.items() if code} == {"workbook check ."}
    assert reader.codes["workbook check ."] == 1


def test_the_open_page_shows_the_exercise_that_was_saved(reader: Reader) -> None:
    assert PROMPT not in reader.first
    assert PROMPT in reader.changed


def test_the_mistake_is_told_as_the_page_says(reader: Reader) -> None:
    assert reader.told == f"mistake: {TYPED[2]}"


def test_the_address_to_open_is_the_one_that_is_served() -> None:
    assert f"<http://127.0.0.1:8000/exercises/{EXERCISE}>" in TEXT
    assert "http://127.0.0.1:8000 " in TEXT


def test_the_recipe_for_ci_runs_the_check_that_was_run(reader: Reader) -> None:
    (recipe,) = (block.text for block in blocks(TEXT) if block.file and block.file.endswith(".yml"))
    (command,) = re.findall(r"- run: (workbook .*)", recipe)
    assert command.removesuffix(" --format github") in reader.codes
    assert command.endswith(" --format github")
