"""The front-end parts: what the build made, what serves instead when it did not, and how files are sent."""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PRELOADED = ("source-serif-4-latin-wght-normal.woff2", "KaTeX_Math-Italic.woff2", "KaTeX_Main-Regular.woff2")
PUBLIC = ("css/", "js/", "vendor/", "icon.svg")
PRIVATE = ("vendor/server/", "vendor/manifest.json")
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
ENCODINGS = ((".br", "br"), (".gz", "gzip"))


class Assets:
    """The addresses of style sheets, fonts and scripts in this installation."""

    def __init__(self, static: Path) -> None:
        self.static = static

    @cached_property
    def files(self) -> dict[str, str]:
        """Built files: plain name → hashed path under vendor/. Empty without a build."""
        manifest = self.static / "vendor" / "manifest.json"
        if not manifest.is_file():
            return {}
        listed = json.loads(manifest.read_text("utf-8"))["files"]
        return {str(name): str(path) for name, path in listed.items()}

    def refresh(self) -> None:
        """Looks at the manifest again, after another build."""
        self.__dict__.pop("files", None)

    @property
    def complete(self) -> bool:
        """Whether the build made its parts."""
        return bool(self.files)

    @property
    def missing(self) -> str:
        """What lacks without the build and how to get it; empty when nothing does."""
        if self.complete:
            return ""
        return (
            "The front-end parts are not built: formulas are plain MathML, code boxes plain text, "
            "fonts the system's. Install again with npm's registry in reach to get them."
        )

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The style sheets a page links."""
        return (self.url("page.css"),) if self.complete else ("/static/css/layers.css",)

    @property
    def restyled(self) -> tuple[str, ...]:
        """The style sheets that were changed since the build, by name; what they say now is not in it."""
        if not self.complete:
            return ()
        built = (self.static / "vendor" / "manifest.json").stat().st_mtime
        sheets = sorted((self.static / "css").glob("*.css"))
        return tuple(one.name for one in sheets if one.stat().st_mtime > built and one.name != "author.css")

    @property
    def preloads(self) -> tuple[str, ...]:
        """The fonts of the first screen."""
        return tuple(self.url(name) for name in PRELOADED) if self.complete else ()

    @property
    def editor(self) -> str | None:
        """The code editor's bundle."""
        return self.url("editor.js") if self.complete else None

    @property
    def script(self) -> str:
        """The page's script; its modules are served as written."""
        return "/static/js/app.js"

    def url(self, name: str) -> str:
        """The address of a built file. Raises KeyError for an unknown one."""
        return f"/static/vendor/{self.files[name]}"

    def katex_source(self) -> Path | None:
        """KaTeX for the server, or None without a build."""
        name = self.files.get("katex.min.js")
        return self.static / "vendor" / name if name else None


def accepted_encodings(header: str) -> frozenset[str]:
    """The encodings that an Accept-Encoding header names; those of weight zero are refused ones."""
    named = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return frozenset(name for name, _, weight in named if weight.strip("0.") or not weight)


class Static(StaticFiles):
    """The public files: compressed ones where the browser takes them, hashed ones for ever."""

    def __init__(self, static: Path) -> None:
        super().__init__(directory=static)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404 for what is no part of a page."""
        path = path.replace(os.sep, "/")  # it comes normalised, with the separator of the system
        if not path.startswith(PUBLIC) or path.startswith(PRIVATE) or path.endswith(".test.js"):
            raise HTTPException(404)
        response = await self.compressed(path, scope) or await super().get_response(path, scope)
        forever = path.startswith("vendor/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
        return response

    async def compressed(self, path: str, scope: Scope) -> Response | None:
        """The file as the build compressed it, if it did and the browser takes it."""
        suffix = Path(path).suffix
        accepted = accepted_encodings(Headers(scope=scope).get("accept-encoding", ""))
        for ending, name in ENCODINGS:
            if suffix in TYPES and name in accepted and self.lookup_path(path + ending)[1] is not None:
                response = await super().get_response(path + ending, scope)
                response.headers["Content-Encoding"] = name
                response.headers["Content-Type"] = TYPES[suffix]
                return response
        return None
