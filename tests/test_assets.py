"""Tests of the front-end parts: their addresses, and how the files are sent."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.assets import Assets, Static, accepted_encodings

FILES = {
    "css/layers.css": "@layer base",
    "js/app.js": "export {}",
    "js/lib/lists.test.js": "import 'node:test'",
    "icon.svg": "<svg/>",
    "package.json": "{}",
    "package-lock.json": "{}",
    "build.mjs": "build",
    "tsconfig.json": "{}",
    ".npmrc": "x=true",
    "node_modules/axe-core/axe.min.js": "axe",
    "entries/editor.js": "export {}",
    "vendor/page-1.css": "a{}" * 100,
    "vendor/server/katex.min-2.js": "katex",
    "vendor/fonts/KaTeX_Main-Regular-3.woff2": "font",
    "vendor/manifest.json": json.dumps(
        {
            "key": "k",
            "files": {
                "page.css": "page-1.css",
                "editor.js": "editor-4.js",
                "katex.min.js": "server/katex.min-2.js",
                "KaTeX_Main-Regular.woff2": "fonts/KaTeX_Main-Regular-3.woff2",
                "KaTeX_Math-Italic.woff2": "fonts/KaTeX_Math-Italic-5.woff2",
                "source-serif-4-latin-wght-normal.woff2": "fonts/serif-6.woff2",
            },
        }
    ),
}
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder static/ as the build leaves it."""
    for name, text in FILES.items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sheet = tmp_path / "static" / "vendor" / "page-1.css"
    sheet.with_suffix(".css.gz").write_bytes(gzip.compress(sheet.read_bytes()))
    sheet.with_suffix(".css.br").write_bytes(b"brotli")
    return tmp_path / "static"


@pytest.fixture
def client(static: Path) -> TestClient:
    app = Starlette(routes=[Mount("/", Static(static))])
    return TestClient(app, headers={"Accept-Encoding": "identity"})


def test_a_complete_installation_names_the_hashed_files(static: Path) -> None:
    assets = Assets(static)
    assert assets.complete
    assert assets.missing == ""
    assert assets.stylesheets == ("/static/vendor/page-1.css",)
    assert assets.editor == "/static/vendor/editor-4.js"
    assert assets.katex_source() == static / "vendor/server/katex.min-2.js"
    assert assets.url("KaTeX_Main-Regular.woff2") == "/static/vendor/fonts/KaTeX_Main-Regular-3.woff2"
    assert "/static/vendor/fonts/serif-6.woff2" in assets.preloads


def test_an_unknown_name_raises(static: Path) -> None:
    with pytest.raises(KeyError):
        Assets(static).url("jquery.js")


def test_without_a_build_the_sheets_as_written_serve_and_the_page_says_what_lacks(static: Path) -> None:
    (static / "vendor/manifest.json").unlink()
    assets = Assets(static)
    assert not assets.complete
    assert "not built" in assets.missing
    assert assets.stylesheets == ("/static/css/layers.css",)
    assert assets.preloads == ()
    assert assets.editor is None
    assert assets.katex_source() is None


@pytest.mark.parametrize(
    ("header", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"brotli"),
        ("gzip", "gzip", FILES["vendor/page-1.css"].encode()),  # the client unpacks it
        ("br;q=0, gzip;q=0.5", "gzip", FILES["vendor/page-1.css"].encode()),
        ("identity", None, FILES["vendor/page-1.css"].encode()),
    ],
)
def test_a_built_file_is_sent_as_the_browser_takes_it(
    client: TestClient, header: str, encoding: str | None, body: bytes
) -> None:
    with client.stream("GET", "/vendor/page-1.css", headers={"Accept-Encoding": header}) as answer:
        received = b"".join(answer.iter_raw())
    assert answer.headers.get("Content-Encoding") == encoding
    assert (gzip.decompress(received) if encoding == "gzip" else received) == body
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_refused_encodings_are_not_accepted() -> None:
    assert accepted_encodings("br;q=0, gzip; q=0.5, zstd;q=0.0, Deflate") == {"gzip", "deflate"}


@pytest.mark.parametrize("path", ["/vendor/page-1.css", "/vendor/fonts/KaTeX_Main-Regular-3.woff2"])
def test_hashed_files_are_kept_for_ever(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == FOREVER


@pytest.mark.parametrize("path", ["/css/layers.css", "/js/app.js", "/icon.svg"])
def test_own_files_are_asked_for_again_and_sent_only_when_changed(
    client: TestClient, static: Path, path: str
) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=again).status_code == 304
    (static / path[1:]).write_text("changed", encoding="utf-8")
    os.utime(static / path[1:], (1, 1))
    assert client.get(path, headers=again).text == "changed"


@pytest.mark.parametrize(
    "path",
    [
        "/package.json",
        "/package-lock.json",
        "/build.mjs",
        "/tsconfig.json",
        "/.npmrc",
        "/node_modules/axe-core/axe.min.js",
        "/entries/editor.js",
        "/js/lib/lists.test.js",
        "/vendor/manifest.json",
        "/vendor/server/katex.min-2.js",
        "/css/../package.json",
        "/css/%2e%2e/package.json",
        "/css/..%2fpackage.json",
        "/vendor/fonts/../manifest.json",
        "/css/..\\package.json",
        "/css",
        "/vendor/",
        "/../../etc/passwd",
        "/js/nothing.js",
    ],
)
def test_what_is_no_part_of_a_page_is_not_sent(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_style_sheet_is_one_of_the_layers_but_those_of_single_pages() -> None:
    css = Path(__file__).resolve().parent.parent / "static" / "css"
    layers = (css / "layers.css").read_text(encoding="utf-8")
    names = {sheet.name for sheet in css.glob("*.css")} - {"layers.css", "author.css", "worksheet.css"}
    assert all(layers.count(f'@import url("{name}");') == 1 for name in names)
    assert layers.count("@import") == len(names)


def test_a_style_sheet_that_was_changed_since_the_build_is_known(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "vendor").mkdir()
    manifest = tmp_path / "vendor" / "manifest.json"
    manifest.write_text('{"files": {"page.css": "page-1.css"}}', "utf-8")
    for name, age in (("code.css", -10), ("verdict.css", 10)):
        (tmp_path / "css" / name).write_text("", "utf-8")
        moment = manifest.stat().st_mtime + age
        os.utime(tmp_path / "css" / name, (moment, moment))
    assert Assets(tmp_path).restyled == ("verdict.css",)
