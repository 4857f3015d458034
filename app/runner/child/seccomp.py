"""The allow-list of system calls, as a classic BPF program assembled by hand. It carries the protection.

Refused calls return an error, so that students see a PermissionError and not a dead process.
"""

import ctypes
import errno
import struct
from collections.abc import Iterable, Iterator
from typing import assert_never

from . import kernel
from .syscalls import (
    ALLOWED,
    DEADLY,
    FILES,
    MACHINES,
    RESTRICTED,
    UNKNOWN,
    Below,
    Machine,
    NoBitBeyond,
    OneOf,
    Rule,
    number,
)

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
X32 = 0x40000000
_REFUSE = ERRNO | errno.EPERM
_ALL_BITS = 0xFFFFFFFF
_SET_MODE_FILTER = 1

Instruction = tuple[int, int, int, int]  # operation, jump when true, jump when false, constant


def program(machine: Machine) -> bytes:
    """The filter for one architecture: anything not named is refused."""
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in _instructions(machine))


def _instructions(machine: Machine) -> Iterator[Instruction]:
    yield from _only_native(machine)
    yield from _answer(ALLOWED, ALLOW, machine)
    for name, (_, rules) in RESTRICTED.items():
        yield from _allow_if(name, rules, machine)
    yield from _answer(["ioctl"], ERRNO | errno.ENOTTY, machine)  # "not a terminal" is what isatty() asks
    yield from _answer(FILES, ERRNO | errno.EACCES, machine)
    yield from _answer(DEADLY, KILL, machine)
    yield AT_LEAST, 0, 1, UNKNOWN
    yield RETURN, 0, 0, ERRNO | errno.ENOSYS
    yield RETURN, 0, 0, _REFUSE


def _only_native(machine: Machine) -> Iterator[Instruction]:
    yield LOAD, 0, 0, ARCHITECTURE
    yield EQUAL, 1, 0, machine.audit
    yield RETURN, 0, 0, KILL
    yield LOAD, 0, 0, NUMBER
    if machine.x32:
        yield AT_LEAST, 0, 1, X32
        yield RETURN, 0, 0, KILL


def _answer(names: Iterable[str], verdict: int, machine: Machine) -> Iterator[Instruction]:
    for name in names:
        nr = number(name, machine)
        if nr is not None:
            yield EQUAL, 0, 1, nr
            yield RETURN, 0, 0, verdict


def _allow_if(name: str, rules: Iterable[Rule], machine: Machine) -> Iterator[Instruction]:
    nr = number(name, machine)
    if nr is not None:
        checks = [instruction for rule in rules for instruction in _refuse_unless(rule)]
        yield EQUAL, 0, len(checks) + 1, nr
        yield from checks
        yield RETURN, 0, 0, ALLOW


def _refuse_unless(rule: Rule) -> Iterator[Instruction]:
    """Only the low word of an argument is looked at: the kernel reads no more of any that has a rule."""
    yield LOAD, 0, 0, ARGUMENTS + 8 * rule.argument  # both machines are little-endian
    match rule:
        case NoBitBeyond(mask=mask):
            yield ANY_BIT, 0, 1, _ALL_BITS ^ mask
        case Below(bound=bound):
            yield AT_LEAST, 0, 1, bound
        case OneOf(values=values):
            for left, value in zip(reversed(range(len(values))), values, strict=True):
                yield EQUAL, left + 1, 0, value
        case _:
            assert_never(rule)
    yield RETURN, 0, 0, _REFUSE


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


class Filter:
    """The filter for this machine, assembled once and put on by every child."""

    def __init__(self, machine_name: str) -> None:
        """Raises KeyError for a machine without a table."""
        machine = MACHINES[machine_name]
        code = program(machine)
        self._call = number("seccomp", machine)
        self._code = ctypes.create_string_buffer(code, len(code))
        self._program = _Program(len(code) // 8, ctypes.addressof(self._code))

    def enforce(self) -> None:
        """Put it on, for good. Needs no_new_privs. Raises OSError."""
        assert self._call is not None
        kernel.syscall(self._call, _SET_MODE_FILTER, 0, ctypes.byref(self._program))
