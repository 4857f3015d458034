"""A report as JUnit's XML, which every CI server reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from app.check.report import Report
from app.check.rules import RULES
from app.faults import Fault

# What XML cannot hold, not even as a reference.
IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """A test case for each exercise, and for each other file that has faults; ASCII, so safe anywhere."""
    by_path: dict[str, list[Fault]] = {}
    for fault in report.faults:
        by_path.setdefault(fault.path, []).append(fault)
    cases = [_case(one.path, one.id, one.seconds, by_path.pop(one.path, [])) for one in report.exercises]
    cases += [_case(path, path.rpartition("/")[2], 0.0, faults) for path, faults in sorted(by_path.items())]
    failures = sum(case.find("failure") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    seconds = f"{sum(one.seconds for one in report.exercises):.3f}"
    suites = ET.Element("testsuites", {"name": "workbook check", **counts, "time": seconds})
    suite = {"name": "workbook", **counts, "skipped": "0", "time": seconds}
    ET.SubElement(suites, "testsuite", suite).extend(cases)
    ET.indent(suites)
    return f"{ET.tostring(suites, encoding='us-ascii', xml_declaration=True).decode('ascii')}\n"


def _case(path: str, name: str, seconds: float, faults: Sequence[Fault]) -> ET.Element:
    """A file; it passes without faults."""
    given = {"classname": _words(path.rpartition("/")[0]), "name": _words(name), "time": f"{seconds:.3f}"}
    case = ET.Element("testcase", given)
    if faults:
        told = {"message": _words(faults[0].told), "type": faults[0].rule}
        lines = [f"{fault}\n  {RULES[fault.rule].why}" for fault in faults]
        ET.SubElement(case, "failure", told).text = _words("\n".join(lines))
    return case


def _words(text: str) -> str:
    """The text with a mark in place of what XML cannot hold."""
    return IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
