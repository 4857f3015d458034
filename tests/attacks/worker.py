"""Starts a runner where it is, tries attacks on it that come as lines, and tells what came of each.

    python -m tests.attacks.worker FOLDER LAYERS

With layers missing that a runner insists on, it runs programs all the same: so the others are tried alone.
"""

import asyncio
import builtins
import contextlib
import json
import os
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from app.runner import Call, Job, Report, Returned, Runner, succession
from app.runner import runner as runner_module
from app.runner.child import kernel
from tests.attacks.bystanders import Bystanders
from tests.attacks.outcomes import Outcome, how
from tests.runner.processes import children, parents_of_all

_PR_SET_CHILD_SUBREAPER = 36
_MODULES = (np, json, builtins)


async def main(folder: Path, layers: frozenset[str]) -> None:
    """Answer each line of standard input."""
    kernel.prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what an attack leaves behind becomes a child of ours
    if not layers >= {"seccomp", "rlimits"}:
        for module in (runner_module, succession):
            vars(module)["level"] = lambda _: "full"  # content with whatever layers there are
    runner = Runner(layers=layers, spares=2)
    standing = Bystanders(folder)
    await runner.start()
    try:
        print(json.dumps(sorted(name for name, on in runner.layers.items() if on)), flush=True)
        known = children(os.getpid())
        before = [dict(vars(module)) for module in _MODULES]
        for line in sys.stdin:
            outcome = await _outcome(runner, standing, before, known, **json.loads(line))
            print(json.dumps(asdict(outcome)), flush=True)
            if outcome.harm:
                standing.leave()
                standing = Bystanders(folder)
    finally:
        standing.leave()
        await runner.close()


async def _outcome(
    runner: Runner,
    standing: Bystanders,
    before: list[dict[str, object]],
    known: set[int],
    *,
    name: str,
    source: str,
    seconds: float,
) -> Outcome:
    report = await _run(runner, source, standing.addresses(), seconds)
    honest = await _run(
        runner, f"secret = {standing.secret!r}\ndef f(x): return x['one'] + 1", {"one": 1}, 10.0
    )
    (result,) = honest.results or (None,)
    harm, left = standing.harm(report), _orphans(known | {standing.pid})
    return Outcome(
        name=name,
        how=how(report),
        harm=harm + (["left a process"] if left else []),
        honest=isinstance(result, Returned) and result.value == 2,
        untouched=all(
            vars(module).get(key) is value
            for module, names in zip(_MODULES, before, strict=True)
            for key, value in names.items()
        ),
    )


async def _run(runner: Runner, source: str, argument: dict[str, int | str], seconds: float) -> Report:
    return await runner.run(Job(source, (Call("f", (argument,)),), seconds=seconds))


def _orphans(known: set[int]) -> int:
    """How many processes an attack left behind, under its own that may be dying still; they are ended."""
    parents, own = parents_of_all(), os.getpid()
    mine = {
        pid for pid, parent in parents.items() if own in (parent, parents.get(parents.get(parent, 0)))
    } - known
    for pid in mine:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    left = set(mine)
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if not _buried(pid)}
    return len(mine)


def _buried(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:  # not ours yet, or no more
        return not Path(f"/proc/{pid}").exists()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), frozenset(sys.argv[2].split(","))))
