"""Annotations are lines that GitHub Actions reads back as they were meant."""

from __future__ import annotations

import re

from app.check.formats import github

from .reports import FAULTY, NASTY, SOUND

COMMAND = re.compile(r"::error (?P<properties>[^\n]*?)::(?P<data>[^\r\n]*)")


def read(line: str) -> dict[str, str]:
    """A command as GitHub's own reader takes it apart."""
    found = COMMAND.fullmatch(line)
    assert found, line
    given = dict(one.split("=", 1) for one in found["properties"].split(","))
    back = (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
    for sign, meant in back:
        given = {name: value.replace(sign, meant) for name, value in given.items()}
    data = found["data"]
    for sign, meant in back[2:]:
        data = data.replace(sign, meant)
    return {**given, "message": data}


def test_a_fault_is_one_line_that_reads_back_as_it_was() -> None:
    other, two, unused = (read(line) for line in github(FAULTY).removesuffix("\n").split("\n"))
    assert two == {
        "file": "exercises/01-a/two: ä, 50%.yaml",
        "line": "4",
        "col": "2",
        "title": "A known mistake is not accepted",
        "message": "the mistake is right. Drop it.",
    }
    assert other["message"] == f"{NASTY}. Mend it."
    assert unused["message"] == "'a' is used nowhere."


def test_without_faults_there_is_nothing_to_annotate() -> None:
    assert github(SOUND) == ""
