import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.runner.child import probe
from app.runner.child.layers import LAYERS

from .lacking import LANDLOCK, SECCOMP, lacking


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer != "landlock"])
def test_the_layers_every_kernel_has_hold_here(layer: str) -> None:
    assert probe.working({layer}) == {layer}


def test_only_what_is_wanted_is_tried() -> None:
    assert probe.working(frozenset()) == frozenset()


@pytest.mark.parametrize("trial", [lambda: 1 / 0, lambda: os._exit(2), lambda: signal.raise_signal(9)])
def test_a_trial_that_fails_in_any_way_does_not_hold(trial: object) -> None:
    assert callable(trial)
    assert not probe.holds(trial)


def test_a_trial_leaves_this_process_as_it_was() -> None:
    before = os.getuid()
    probe.working(frozenset(LAYERS))
    assert os.getuid() == before
    assert os.listdir("/")  # noqa: PTH208  # still permitted


AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes nobody")
PROGRAM = """
import asyncio, json
from app.runner import Call, Job, Runner

async def main():
    runner = Runner(spares=1)
    await runner.start()
    report = await runner.run(Job("def f(): return 1", (Call("f"),)))
    await runner.close()
    lacking = [name for name, there in runner.layers.items() if not there]
    print(json.dumps([runner.level, lacking, report.end]))

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("calls", "level", "missing", "end"),
    [
        (LANDLOCK, "seccomp", ["landlock"], "finished"),
        (SECCOMP, "none", ["seccomp"], "unavailable"),
        (("prlimit64", "setrlimit"), "none", None, "unavailable"),
        pytest.param(("setresuid",), "full", ["unprivileged"], "finished", marks=AS_ROOT),
    ],
    ids=["Landlock", "seccomp", "limits", "becoming nobody"],
)
def test_what_a_kernel_lacks_is_found_by_trying(
    calls: tuple[str, ...], level: str, missing: list[str] | None, end: str
) -> None:
    command = [*lacking(calls), sys.executable, "-c", PROGRAM]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    found, lacked, ended = json.loads(subprocess.check_output(command, env=environment, text=True))
    assert (found, ended) == (level, end)
    if missing is not None:
        assert lacked == missing
