import os
import subprocess
import sys

import pytest

_OPENED_AT = """
import asyncio, os, sys
from pathlib import Path
from app.runner.child.layers import LAYERS
from app.runner.nursery import Nursery

async def main(number):
    filling = []
    while not filling or filling[-1] < number - 2:
        filling.append(os.open(os.devnull, os.O_RDONLY))
    nursery = await Nursery.open(frozenset(LAYERS), 1)
    nursery.top_up()
    spare = await nursery.take()
    given = Path(f"/proc/{nursery.pid}/cmdline").read_text().split("\\0")[-3]
    nursery.release(spare)
    await nursery.close()
    return given, nursery.layers >= {"seccomp", "rlimits"}

print(*asyncio.run(main(int(sys.argv[1]))))
"""


@pytest.mark.parametrize("number", [19, 20, 21, 22, 63, 64, 100])
def test_a_zygote_starts_whatever_number_its_descriptor_has(number: int) -> None:
    """The number is the server's next free one: an unlucky one once kept every zygote from starting."""
    started = subprocess.run(
        [sys.executable, "-c", _OPENED_AT, str(number)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert started.stdout.split() == [str(number), "True"], started.stderr
