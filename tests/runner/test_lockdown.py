"""What a child has in its hands once it is locked down, looked at from outside."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.runner.child.layers import LAYERS
from app.runner.nursery import Nursery

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may look into a process that keeps others out"
)


@dataclass(frozen=True)
class Seen:
    """What /proc tells of a child."""

    status: dict[str, str]
    descriptors: dict[str, str]
    maps: list[str]
    limits: str


@pytest.fixture(scope="module")
def child() -> Seen:
    return asyncio.run(look())


async def look() -> Seen:
    nursery = await Nursery.open(frozenset(LAYERS), 1)
    try:
        nursery.top_up()
        spare = await nursery.take()
        try:
            return seen(Path(f"/proc/{spare.pid}"))
        finally:
            nursery.release(spare)
    finally:
        await nursery.close()


def seen(process: Path) -> Seen:
    lines = (process / "status").read_text().splitlines()
    return Seen(
        status=dict(line.split(":\t", 1) for line in lines if ":\t" in line),
        descriptors={one.name: str(one.readlink()) for one in (process / "fd").iterdir()},
        maps=(process / "maps").read_text().splitlines(),
        limits=(process / "limits").read_text(),
    )


def test_it_holds_its_socket_and_nothing_else(child: Seen) -> None:
    assert child.descriptors.pop("3").startswith("socket:")
    assert child.descriptors == dict.fromkeys("012", os.devnull)


def test_it_shares_no_memory_that_can_be_written(child: Seen) -> None:
    assert child.maps
    assert not [line for line in child.maps if {"w", "s"} <= set(line.split()[1])]


def test_it_is_nobody_without_a_capability(child: Seen) -> None:
    assert child.status["Uid"].split() == child.status["Gid"].split() == ["65534"] * 4
    assert child.status["Groups"].split() == []
    assert {int(child.status[name], 16) for name in ("CapEff", "CapPrm", "CapAmb", "CapInh")} == {0}


def test_it_is_filtered_for_good(child: Seen) -> None:
    assert (child.status["NoNewPrivs"], child.status["Seccomp"]) == ("1", "2")
    assert child.status["Threads"] == "1"


@pytest.mark.parametrize(
    "limit",
    ["Max file size", "Max core file size", "Max processes", "Max locked memory", "Max msgqueue size"],
)
def test_what_it_does_not_need_it_has_none_of(limit: str, child: Seen) -> None:
    (line,) = [line for line in child.limits.splitlines() if line.startswith(limit)]
    assert line.removeprefix(limit).split()[:2] == ["0", "0"]
