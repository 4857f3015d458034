"""A report as GitHub Actions reads it in a log: one annotation for each fault."""

from __future__ import annotations

from app.check.report import Report
from app.check.rules import RULES
from app.faults import Fault


def github(report: Report) -> str:
    """A line `::error file=…,line=…,col=…,title=…::what is wrong` for each fault; empty without any."""
    return "".join(f"{_annotation(fault)}\n" for fault in report.faults)


def _annotation(fault: Fault) -> str:
    given = {
        "file": fault.path,
        "line": str(fault.line),
        "col": str(fault.column),
        "title": RULES[fault.rule].title,
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in given.items())
    return f"::error {properties}::{_data(fault.told)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
