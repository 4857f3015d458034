import errno
import struct

import pytest

from app.runner.child.seccomp import (
    ALLOW,
    ANY_BIT,
    AT_LEAST,
    EQUAL,
    ERRNO,
    KILL,
    LOAD,
    PROT_EXEC,
    RETURN,
    X32,
    program,
)
from app.runner.child.syscalls import ALLOWED, DEADLY, FILES, MACHINES, Machine, number

LAST = 1024  # beyond every number in use
CONDITIONAL = ("mmap", "mprotect", "fcntl")


def verdict(machine: Machine, nr: int, *arguments: int, audit: int | None = None) -> int:
    """What the kernel would do: the filter interpreted, instruction by instruction."""
    words = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("<IIQ6Q", nr, machine.audit if audit is None else audit, 0, *words)
    code = list(struct.iter_unpack("<HBBI", program(machine)))
    at, accumulator = 0, 0
    while True:
        operation, if_true, if_false, constant = code[at]
        at += 1
        if operation == LOAD:
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif operation == RETURN:
            return int(constant)
        else:
            holds = {
                EQUAL: accumulator == constant,
                AT_LEAST: accumulator >= constant,
                ANY_BIT: bool(accumulator & constant),
            }[operation]
            at += if_true if holds else if_false


def numbers(names: tuple[str, ...], machine: Machine) -> set[int]:
    return {nr for name in names if (nr := number(name, machine)) is not None}


@pytest.fixture(params=list(MACHINES.values()), ids=list(MACHINES))
def machine(request: pytest.FixtureRequest) -> Machine:
    assert isinstance(request.param, Machine)
    return request.param


def test_exactly_the_named_calls_are_allowed(machine: Machine) -> None:
    conditional = numbers(CONDITIONAL, machine)
    allowed = {nr for nr in range(LAST) if verdict(machine, nr) == ALLOW}
    assert allowed - conditional == numbers(ALLOWED, machine)


def test_exactly_the_deadly_calls_kill(machine: Machine) -> None:
    assert {nr for nr in range(LAST) if verdict(machine, nr) == KILL} == numbers(DEADLY, machine)


def test_file_calls_are_denied_and_the_rest_not_permitted(machine: Machine) -> None:
    files = numbers(FILES, machine)
    known = numbers(ALLOWED + DEADLY + CONDITIONAL + ("ioctl",), machine)
    for nr in set(range(LAST)) - known:
        assert verdict(machine, nr) == ERRNO | (errno.EACCES if nr in files else errno.EPERM), nr


def test_no_list_shares_a_call_with_another() -> None:
    names = ALLOWED + FILES + DEADLY + CONDITIONAL + ("ioctl",)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["mmap", "mprotect"])
def test_memory_is_never_executable(name: str, machine: Machine) -> None:
    nr = number(name, machine)
    assert nr is not None
    assert verdict(machine, nr, 0, 4096, 3) == ALLOW
    for protection in (PROT_EXEC, 7, 5, PROT_EXEC | 0x01000000):
        assert verdict(machine, nr, 0, 4096, protection) == ERRNO | errno.EPERM


def test_fcntl_may_look_and_not_touch(machine: Machine) -> None:
    nr = number("fcntl", machine)
    assert nr is not None
    assert [command for command in range(2048) if verdict(machine, nr, 3, command) == ALLOW] == [1, 3]


def test_foreign_architectures_kill(machine: Machine) -> None:
    read = number("read", machine)
    assert read is not None
    assert verdict(machine, read) == ALLOW
    assert verdict(machine, read, audit=0x40000003) == KILL  # 32-bit x86
    assert verdict(machine, read, audit=0x40000028) == KILL  # 32-bit Arm


def test_the_second_numbering_of_x86_kills() -> None:
    assert verdict(MACHINES["x86_64"], X32 | 1) == KILL
