"""Runs a command as a container of Docker's runs it: its default seccomp profile, its fourteen capabilities.

As a script: `docker_default.py PROFILE UID COMMAND…`. The profile is loaded as Docker does it, through
libseccomp. An ordinary user must give up new privileges to be allowed that; Docker, being root, does not.
Docker's namespaces and masked folders are not made: they only take more away.
"""

import ctypes
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

NOBODY = 65534
PROFILE = Path(__file__).parents[2] / "build" / "docker-default.json"
CURE = "Docker's seccomp profile is not here: run .ci/docker-profile (on Debian or Ubuntu)"

CAPABILITIES = {
    "CAP_CHOWN": 0,
    "CAP_DAC_OVERRIDE": 1,
    "CAP_FOWNER": 3,
    "CAP_FSETID": 4,
    "CAP_KILL": 5,
    "CAP_SETGID": 6,
    "CAP_SETUID": 7,
    "CAP_SETPCAP": 8,
    "CAP_NET_BIND_SERVICE": 10,
    "CAP_NET_RAW": 13,
    "CAP_SYS_CHROOT": 18,
    "CAP_MKNOD": 27,
    "CAP_AUDIT_WRITE": 29,
    "CAP_SETFCAP": 31,
}
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}
# beside the native one: 32-bit x86 and x32; 32-bit Arm
OTHER_ARCHITECTURES = {"x86_64": (0x40000003, 0x4000003E), "aarch64": (0x40000028,)}
ALLOW, ERRNO, EPERM = 0x7FFF0000, 0x00050000, 1
COMPARISONS = {"SCMP_CMP_NE": 1, "SCMP_CMP_EQ": 4, "SCMP_CMP_MASKED_EQ": 7}
_NO_NEW_PRIVILEGES = 3  # a filter's attribute: whether loading it sets that
_PR_CAPBSET_DROP = 24


def docker_default(user: int | None = None) -> list[str] | None:
    """What to put before a command to run it so; None where the profile is missing, under CI a fault.

    Root can name another user to run it as.
    """
    if not PROFILE.exists():
        assert not os.environ.get("CI"), CURE
        return None
    return [sys.executable, __file__, str(PROFILE), str(os.geteuid() if user is None else user)]


class Condition(TypedDict, total=False):
    """When a rule holds, or does not."""

    caps: list[str]
    arches: list[str]
    minKernel: str


class Argument(TypedDict):
    """What an argument of a system call is compared with."""

    index: int
    value: int
    valueTwo: int
    op: str


class Rule(TypedDict, total=False):
    """What becomes of some system calls."""

    names: list[str]
    action: str
    errnoRet: int
    args: list[Argument] | None
    includes: Condition
    excludes: Condition


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operation", ctypes.c_int),
        ("one", ctypes.c_uint64),
        ("two", ctypes.c_uint64),
    )


def main(arguments: list[str]) -> None:
    """Become the command."""
    profile, user, *command = arguments
    load(in_force(json.loads(Path(profile).read_text())["syscalls"]))
    if os.geteuid() == 0:
        drop_capabilities()
    if int(user) != os.geteuid():
        os.setgroups([])
        os.setresgid(int(user), int(user), int(user))
        os.setresuid(int(user), int(user), int(user))
    os.execvp(command[0], command)


def in_force(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that hold on this machine, with Docker's capabilities."""
    for rule in rules:
        included, excluded = rule.get("includes", {}), rule.get("excludes", {})
        if (
            CAPABILITIES.keys() >= set(included.get("caps", []))
            and _here() in included.get("arches", [_here()])
            and _kernel(platform.release()) >= _kernel(included.get("minKernel", "0.0"))
            and CAPABILITIES.keys().isdisjoint(excluded.get("caps", []))
            and _here() not in excluded.get("arches", [])
        ):
            yield rule


def load(rules: Iterable[Rule], otherwise: int = ERRNO | EPERM) -> None:
    """Put the rules on this process, for good; what they do not name is not permitted. Raises OSError."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    filter_ = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(otherwise)))
    if os.geteuid() == 0:
        _done(library.seccomp_attr_set(filter_, _NO_NEW_PRIVILEGES, 0))
    for architecture in OTHER_ARCHITECTURES[platform.machine()]:
        _done(library.seccomp_arch_add(filter_, architecture))
    for rule in rules:
        comparisons = [
            _Comparison(one["index"], COMPARISONS[one["op"]], one["value"], one.get("valueTwo", 0))
            for one in rule.get("args") or []
        ]
        for name in rule["names"]:
            number = library.seccomp_syscall_resolve_name(name.encode())
            if number != -1:  # a call that this libseccomp does not know stays refused, as with Docker
                listed = (_Comparison * len(comparisons))(*comparisons)
                answer = ctypes.c_uint32(verdict(rule))
                _done(library.seccomp_rule_add_array(filter_, answer, number, len(comparisons), listed))
    _done(library.seccomp_load(filter_))


def drop_capabilities() -> None:
    """Leave none but Docker's to whatever root executes from here on. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    for number in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
        if number not in CAPABILITIES.values() and libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def verdict(rule: Rule) -> int:
    """What the kernel answers where the rule holds."""
    if rule["action"] == "SCMP_ACT_ALLOW":
        return ALLOW
    return ERRNO | rule.get("errnoRet", EPERM)


def _here() -> str:
    return ARCHITECTURE[platform.machine()]


def _kernel(release: str) -> tuple[int, int]:
    major, minor = release.split(".")[:2]
    return int(major), int("".join(filter(str.isdigit, minor)))


def _done(result: int) -> None:
    if result < 0:
        raise OSError(-result, os.strerror(-result))


if __name__ == "__main__":
    main(sys.argv[1:])
