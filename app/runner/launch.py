"""How a child-side process is started: isolated, with its own package and numpy alone on the path."""

import importlib.util
import os
import sys
from pathlib import Path

# -I would still read site-packages' .pth files, which put `app` on the path of an editable install: hence -S.
_FLAGS = ("-I", "-S", "-X", "utf8")
_BOOT = """
import importlib, importlib.util, sys
package, library, entry = sys.argv[1:4]
sys.path.append(library)
spec = importlib.util.spec_from_file_location(
    "child", package + "/__init__.py", submodule_search_locations=[package])
child = sys.modules["child"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
importlib.import_module("child." + entry).main(sys.argv[4:])
"""
# With threads a large matrix product hangs under the lock-down, so one thread is a need, not a wish.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


def command(entry: str, *arguments: str) -> list[str]:
    """The command that runs `main(arguments)` of the child-side module `entry`."""
    package = str(Path(__file__).with_name("child"))
    return [sys.executable, *_FLAGS, "-c", _BOOT, package, _numpy_library(), entry, *arguments]


def environment() -> dict[str, str]:
    """All that a child-side process knows of its surroundings."""
    needed_by_windows = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return _ENVIRONMENT | needed_by_windows


def _numpy_library() -> str:
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise RuntimeError("numpy is not installed")
    return str(Path(spec.origin).parent.parent)
