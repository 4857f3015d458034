"""`workbook check`: every key proved right, every known mistake understood, every program run."""

from app.check.book import Checker, NoBook, check_changed, check_paths
from app.check.changed import NotCompared
from app.check.jobs import WorkerDied, processors
from app.check.report import Checked, Report
from app.check.rules import RULES, Rule

__all__ = [
    "RULES",
    "Checked",
    "Checker",
    "NoBook",
    "NotCompared",
    "Report",
    "Rule",
    "WorkerDied",
    "check_changed",
    "check_paths",
    "processors",
]
