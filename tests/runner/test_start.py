import asyncio
import os
import sys

import pytest

from app.runner import launch, start
from app.runner.child.layers import LAYERS

from .processes import children, descriptors


def test_a_started_zygote_tells_its_layers_and_ends_when_it_is_buried() -> None:
    async def play() -> set[str]:
        started = await start.start(frozenset(LAYERS))
        await start.bury(started.process)
        started.control.close()
        assert started.process.returncode is not None
        return set(started.layers)

    assert asyncio.run(play()) >= {"seccomp", "rlimits"}


@pytest.mark.parametrize("program", ["", "import time; time.sleep(60)", "raise SystemExit(1)"])
def test_what_does_not_greet_is_lost_and_leaves_nothing(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "command", lambda *_: [sys.executable, "-c", program])
    monkeypatch.setattr(start, "_LONGEST_START", 0.5)
    before = descriptors(), len(children(os.getpid()))

    async def play() -> None:
        inside = descriptors()
        with pytest.raises(start.LostError):
            await start.start(frozenset(LAYERS))
        assert descriptors() == inside

    asyncio.run(play())
    assert (descriptors(), len(children(os.getpid()))) == before
