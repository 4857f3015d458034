"""Under Docker's default profile and capabilities the runner protects as it does outside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from .docker_default import (
    ALLOW,
    CAPABILITIES,
    CURE,
    EPERM,
    ERRNO,
    NOBODY,
    Rule,
    docker_default,
    in_force,
    verdict,
)

ROOT = Path(__file__).parents[2]
# As an ordinary user reaches it: root's own interpreter may lie in a folder of root's.
INTERPRETERS = (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
ENVIRONMENT = {
    "PYTHONPATH": f"{ROOT}:{Path(np.__file__).parents[1]}",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PATH": os.environ["PATH"],
}
USERS = [
    pytest.param(0, id="root", marks=pytest.mark.skipif(os.geteuid() != 0, reason="needs root")),
    pytest.param(NOBODY, id="nobody", marks=pytest.mark.skipif(os.geteuid() != 0, reason="needs root")),
    pytest.param(os.geteuid(), id="whoever runs the tests"),
]

PROGRAM = """
import asyncio, json, sys
from app.runner import Call, Job, Runner

ATTACKS = {
    "read a file": "def f(): return open('/etc/hostname').read()",
    "list a folder": "def f(): return os.listdir('/')",
    "fork": "def f(): return os.fork()",
    "open a socket": "def f(): return sys.modules['_socket'].socket()",
    "end its parent": "def f(): return os.kill(os.getppid(), 9)",
}
REACH = '''
import random, sys
os = random._os
'''
HONEST = Job("def f(x): return x + 1", (Call("f", (1,)),))

async def main():
    runner = Runner(spares=2)
    await runner.start()
    honest = [await runner.run(HONEST) for _ in range(36)]
    attacks = {name: await runner.run(Job(REACH + source, (Call("f"),))) for name, source in ATTACKS.items()}
    after = await runner.run(HONEST)
    await runner.close()
    print(json.dumps({
        "level": runner.level,
        "layers": dict(runner.layers),
        "honest": [report.results[0].value for report in [*honest, after]],
        "attacks": {name: getattr(one.results[0], "kind", repr(one)) for name, one in attacks.items()},
    }))

asyncio.run(main())
"""


def prefix(user: int) -> list[str]:
    before = docker_default(user)
    if before is None:
        pytest.skip(CURE)
    return before


def told(before: list[str], user: int) -> dict[str, object]:
    """What the program says, run after what comes before it, by an interpreter that the user can reach."""
    for interpreter in INTERPRETERS:
        reached = subprocess.run([*before, interpreter, "-c", "pass"], env=ENVIRONMENT, capture_output=True)
        if reached.returncode == 0:
            text = subprocess.check_output([*before, interpreter, "-c", PROGRAM], env=ENVIRONMENT, text=True)
            found = json.loads(text)
            assert isinstance(found, dict)
            return found
    pytest.skip(f"no interpreter that user {user} can reach")


@pytest.mark.parametrize("user", USERS)
def test_the_runner_protects_and_works_there_as_outside(user: int) -> None:
    outside, inside = told([], os.geteuid()), told(prefix(user), user)
    assert inside["level"] == outside["level"] != "none"
    assert inside["layers"] == outside["layers"]
    assert inside["honest"] == [2] * 37
    assert isinstance(inside["attacks"], dict)
    assert set(inside["attacks"].values()) == {"PermissionError"}, inside


@pytest.mark.parametrize("user", USERS)
def test_it_is_dockers_box(user: int) -> None:
    lines = subprocess.check_output([*prefix(user), "cat", "/proc/self/status"], text=True).splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    assert status["Seccomp"] == "2"
    assert status["Uid"].split() == [str(user)] * 4
    if os.geteuid() == 0:
        assert status["NoNewPrivs"] == "0"
        assert int(status["CapBnd"], 16) == sum(1 << number for number in CAPABILITIES.values())
        assert status["CapEff"] == (status["CapBnd"] if user == 0 else "0" * 16)


def test_what_docker_refuses_is_refused() -> None:
    unshared = subprocess.run(
        [*prefix(os.geteuid()), "unshare", "--user", "true"], capture_output=True, text=True
    )
    assert "Operation not permitted" in unshared.stderr


def test_rules_hold_by_capability_architecture_and_kernel() -> None:
    rules: list[Rule] = [
        {"names": ["always"]},
        {"names": ["ours"], "includes": {"caps": ["CAP_CHOWN"]}},
        {"names": ["not ours"], "includes": {"caps": ["CAP_CHOWN", "CAP_SYS_ADMIN"]}},
        {"names": ["spared"], "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
        {"names": ["excluded"], "excludes": {"caps": ["CAP_SYS_ADMIN", "CAP_CHOWN"]}},
        {"names": ["here"], "includes": {"arches": ["amd64", "arm64"]}},
        {"names": ["elsewhere"], "includes": {"arches": ["s390x"]}},
        {"names": ["not here"], "excludes": {"arches": ["amd64", "arm64"]}},
        {"names": ["old kernel"], "includes": {"minKernel": "4.8"}},
        {"names": ["kernel to come"], "includes": {"minKernel": "99.0"}},
    ]
    held = [rule["names"][0] for rule in in_force(rules)]
    assert held == ["always", "ours", "spared", "here", "old kernel"]


def test_a_refusal_has_its_own_error_or_not_permitted() -> None:
    assert verdict({"action": "SCMP_ACT_ALLOW"}) == ALLOW
    assert verdict({"action": "SCMP_ACT_ERRNO", "errnoRet": 38}) == ERRNO | 38
    assert verdict({"action": "SCMP_ACT_ERRNO"}) == ERRNO | EPERM
