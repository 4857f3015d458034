"""A real server, a real browser: what the browser tests share."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, find_browser

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., Page]
PATIENCE = 30_000  # milliseconds: nothing takes as long, unless the machine is busy


@contextmanager
def serving(data: Path, *options: str) -> Iterator[str]:
    """The address of a server started as a user starts it, on a free port."""
    command = [sys.executable, "-c", "from app.command import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data", str(data), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200", "TERM": "dumb"},
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            address = re.search(r"http://\S+?:\d+", said)
            assert address, said + process.stdout.read()
            yield address.group()
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole book, served."""
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture(scope="session")
def types_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small book with every answer type, served."""
    book = ROOT / "tests" / "browser" / "book"
    with serving(tmp_path_factory.mktemp("data"), "--exercises", str(book)) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for these tests; it must end with them, for it keeps an event loop running."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        launched = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh learner. Parametrise indirectly with `True` or `False` for JavaScript on or off."""
    javascript = getattr(request, "param", True)
    made = browser.new_context(
        java_script_enabled=javascript, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when the console shows an error."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield opened
    expected = re.compile(r"status of (404|409|413|422|429|503)|ERR_CONNECTION_REFUSED|net::ERR_FAILED")
    assert [problem for problem in problems if not expected.search(problem)] == []


@pytest.fixture
def injectable(browser: Browser) -> Iterator[Page]:
    """A page that axe may be injected into."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
