"""What code-scanning pages read: valid by the published schema of SARIF 2.1.0."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from pydantic import JsonValue

from app.check import RULES, Report
from app.check.formats import sarif

from .reports import FAULTY, NASTY, SOUND

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "static/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@cache
def validator() -> jsonschema.protocols.Validator:
    """The published schema, which `npm ci` installs for the tests."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def run_of(report: Report) -> dict[str, JsonValue]:
    """The one run of a valid log."""
    log = json.loads(sarif(report))
    validator().validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_the_schema_refuses_what_is_no_log() -> None:
    with pytest.raises(jsonschema.ValidationError):
        validator().validate({"version": "2.1.0", "runs": [{"results": []}]})


@pytest.mark.parametrize("report", [Report(), SOUND, FAULTY], ids=["nothing", "sound", "faulty"])
def test_a_report_is_valid(report: Report) -> None:
    assert sarif(report).isascii()
    assert len(run_of(report)["results"]) == len(report.faults)  # type: ignore[arg-type]  # a list, which the schema demands


def test_a_result_says_where_what_and_by_which_rule() -> None:
    log = json.loads(sarif(FAULTY))
    (run,) = log["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    for fault, result in zip(FAULTY.faults, results, strict=True):
        assert result["message"]["text"] == fault.told
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == fault.rule
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (fault.line, fault.column)
    assert results[0]["message"]["text"] == f"{NASTY}. Mend it."
    assert [rule["id"] for rule in rules] == ["lesson", "mistake-accepted", "unused"]
    assert all(RULES[rule["id"]].why in rule["help"]["text"] for rule in rules)


def test_a_file_is_named_from_the_working_directory_and_in_full_where_it_is_not_below() -> None:
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in json.loads(sarif(FAULTY))["runs"][0]["results"]
    ]
    assert uris[0] == (Path.cwd().parent / "other" / "lesson.md").as_uri()
    assert uris[1] == "exercises/01-a/two%3A%20%C3%A4%2C%2050%25.yaml"
    assert unquote(urlsplit(uris[1]).path) == FAULTY.faults[1].path
