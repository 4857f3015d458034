"""A report as other programs read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.check.formats.github import github
from app.check.formats.junit import junit
from app.check.formats.sarif import sarif
from app.check.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {"github": github, "junit": junit, "sarif": sarif}

__all__ = ["FORMATS", "github", "junit", "sarif"]
