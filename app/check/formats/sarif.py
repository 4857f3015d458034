"""A report as SARIF 2.1.0, which code-scanning pages and editors read."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from pydantic import JsonValue

from app import __version__
from app.check.report import Report
from app.check.rules import RULES
from app.faults import Fault

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report) -> str:
    """One result for each fault, and the rules that they break; ASCII, so safe anywhere."""
    rules = sorted({fault.rule for fault in report.faults})
    run: dict[str, JsonValue] = {
        "tool": {
            "driver": {
                "name": "workbook check",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, rules) for fault in report.faults],
    }
    return f"{json.dumps({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n"


def _rule(id_: str) -> JsonValue:
    rule = RULES[id_]
    help_ = f"{rule.why} Each result says the smallest cure."
    return {
        "id": id_,
        "name": "".join(word.capitalize() for word in id_.split("-")),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": "error"},
    }


def _result(fault: Fault, rules: Sequence[str]) -> JsonValue:
    return {
        "ruleId": fault.rule,
        "ruleIndex": rules.index(fault.rule),
        "level": "error",
        "message": {"text": fault.told},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(fault.path)},
                    "region": {"startLine": fault.line, "startColumn": fault.column},
                }
            }
        ],
    }


def _uri(path: str) -> str:
    """The path relative to the working directory, or in full where it is not below it."""
    parts = Path(path).parts
    if Path(path).is_absolute() or ".." in parts:
        return Path(os.path.abspath(path)).as_uri()  # noqa: PTH100  # resolve() would follow links
    return quote("/".join(parts), errors="replace")
