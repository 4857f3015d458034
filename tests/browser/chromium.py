"""Finds a browser for the tests, installs one where it can, or says the one line that does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # Chromium's own sandbox refuses root, and CI is root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]


def find_browser() -> str:
    """The path of a Chromium. Raises RuntimeError with the line that installs one."""
    named = os.environ.get("WORKBOOK_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None) or downloaded()
    if found is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        found = downloaded()
    if found is None:
        raise RuntimeError("There is no Chromium for the browser tests: sudo apt-get install chromium")
    return found


def downloaded() -> str | None:
    """The Chromium that Playwright has installed, if it has."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return next((str(path) for path in sorted(folder.glob("chromium-*/chrome-linux*/chrome"))), None)
