"""`workbook check`: every key proved right, every known mistake understood, every program run."""

from app.check.book import Checker, NoBook, Report, check_paths

__all__ = ["Checker", "NoBook", "Report", "check_paths"]
