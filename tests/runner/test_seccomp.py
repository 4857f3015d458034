import ctypes
import ctypes.util
import errno
import mmap
import os
import struct
from collections.abc import Iterable

import pytest

from app.runner import Raised, Returned
from app.runner.child.seccomp import (
    ALLOW,
    ANY_BIT,
    AT_LEAST,
    EQUAL,
    ERRNO,
    KILL,
    LOAD,
    RETURN,
    X32,
    program,
)
from app.runner.child.syscalls import (
    ALLOWED,
    DEADLY,
    FILES,
    MACHINES,
    RESTRICTED,
    UNKNOWN,
    Machine,
    number,
)

from .sessions import Session

LAST = 1024  # beyond every number in use
REFUSED = ERRNO | errno.EPERM
PRIVATE, ANONYMOUS = 0x02, 0x20


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


def numbers(names: Iterable[str], machine: Machine) -> set[int]:
    return {nr for name in names if (nr := number(name, machine)) is not None}


@pytest.fixture(params=list(MACHINES.values()), ids=list(MACHINES))
def machine(request: pytest.FixtureRequest) -> Machine:
    assert isinstance(request.param, Machine)
    return request.param


def answer(name: str, machine: Machine, *arguments: int) -> int:
    nr = number(name, machine)
    assert nr is not None
    return verdict(machine, nr, *arguments)


def test_exactly_the_named_calls_are_allowed(machine: Machine) -> None:
    restricted = numbers(RESTRICTED, machine)
    allowed = {nr for nr in range(LAST) if verdict(machine, nr) == ALLOW}
    assert allowed - restricted == numbers(ALLOWED, machine)


def test_exactly_the_deadly_calls_kill(machine: Machine) -> None:
    assert {nr for nr in range(LAST) if verdict(machine, nr) == KILL} == numbers(DEADLY, machine)


def test_file_calls_are_denied_the_rest_not_permitted_and_the_unheard_of_missing(machine: Machine) -> None:
    files = numbers(FILES, machine)
    known = numbers((*ALLOWED, *RESTRICTED, *DEADLY, "ioctl"), machine)
    for nr in set(range(LAST)) - known:
        code = errno.EACCES if nr in files else errno.EPERM if nr < UNKNOWN else errno.ENOSYS
        assert verdict(machine, nr) == ERRNO | code, nr


def test_no_list_shares_a_call_with_another() -> None:
    names = (*ALLOWED, *RESTRICTED, *FILES, *DEADLY, "ioctl")
    assert len(names) == len(set(names))


def test_every_permission_has_a_reason() -> None:
    assert all([*ALLOWED.values(), *(reason for reason, _ in RESTRICTED.values())])


@pytest.mark.parametrize("name", ["mmap", "mprotect"])
def test_memory_is_read_and_written_never_executed(name: str, machine: Machine) -> None:
    for protection in (0, 1, 2, 3):
        assert answer(name, machine, 0, 4096, protection, PRIVATE | ANONYMOUS) == ALLOW
    for protection in (4, 5, 7, 4 | 0x01000000, 0x01000003):
        assert answer(name, machine, 0, 4096, protection, PRIVATE | ANONYMOUS) == REFUSED


def test_memory_is_not_shared_locked_huge_or_growing(machine: Machine) -> None:
    shared, hugetlb, locked, grows, populate = 0x01, 0x40000, 0x2000, 0x0100, 0x8000
    for extra in (0, 0x10, 0x4000, 0x20000):
        assert answer("mmap", machine, 0, 4096, 3, PRIVATE | ANONYMOUS | extra) == ALLOW
    for extra in (shared, hugetlb, locked, grows, populate, 1 << 31):
        assert answer("mmap", machine, 0, 4096, 3, PRIVATE | ANONYMOUS | extra) == REFUSED


def test_advice_on_memory_never_merges_or_poisons_it(machine: Machine) -> None:
    assert [advice for advice in range(200) if answer("madvise", machine, 0, 4096, advice) == ALLOW] == [
        4,
        8,
        14,
    ]


def test_futexes_wait_and_wake_in_one_process(machine: Machine) -> None:
    private = 128
    allowed = [operation for operation in range(1024) if answer("futex", machine, 0, operation) == ALLOW]
    assert allowed == [private, private | 1, private | 9, private | 10, private | 256 | 9]


@pytest.mark.parametrize("name", ["clock_gettime", "clock_getres", "clock_nanosleep"])
def test_clocks_are_ones_own(name: str, machine: Machine) -> None:
    for clock in range(12):
        assert answer(name, machine, clock) == ALLOW
    others = [
        (~pid << 3 | kind) & (1 << bits) - 1 for pid in (1, 4242) for kind in (2, 6, 3) for bits in (32, 64)
    ]
    for clock in others:
        assert answer(name, machine, clock) == REFUSED


def test_the_one_timer_is_that_of_the_time_limit(machine: Machine) -> None:
    assert [which for which in range(8) if answer("setitimer", machine, which) == ALLOW] == [0]


def test_a_select_watches_nothing(machine: Machine) -> None:
    assert [count for count in range(64) if answer("pselect6", machine, count) == ALLOW] == [0]


def test_foreign_architectures_kill(machine: Machine) -> None:
    read = number("read", machine)
    assert read is not None
    assert verdict(machine, read) == ALLOW
    assert verdict(machine, read, audit=0x40000003) == KILL  # 32-bit x86
    assert verdict(machine, read, audit=0x40000028) == KILL  # 32-bit Arm


def test_the_second_numbering_of_x86_kills() -> None:
    assert verdict(MACHINES["x86_64"], X32 | 1) == KILL


def test_the_numbers_are_those_that_libseccomp_knows() -> None:
    found = ctypes.util.find_library("seccomp")
    if found is None:
        assert not os.environ.get("CI"), "libseccomp2 is part of every Debian"
        pytest.skip("no libseccomp to compare with")
    resolve = ctypes.CDLL(found).seccomp_syscall_resolve_name_arch
    names = (*ALLOWED, *RESTRICTED, *FILES, *DEADLY, "ioctl", "seccomp")
    for machine in MACHINES.values():
        theirs = {name: resolve(ctypes.c_uint32(machine.audit), name.encode()) for name in names}
        assert all(nr != -1 for nr in theirs.values())  # below it: a call of other machines only
        assert {name: number(name, machine) for name in names} == {
            name: nr if nr >= 0 else None for name, nr in theirs.items()
        }


def test_the_constants_are_this_systems() -> None:
    assert (mmap.MAP_PRIVATE, mmap.MAP_ANONYMOUS) == (PRIVATE, ANONYMOUS)
    assert (mmap.MADV_DONTNEED, mmap.MADV_FREE, mmap.MADV_HUGEPAGE) == (4, 8, 14)
    assert mmap.MADV_MERGEABLE not in {4, 8, 14}


WIDE = """
import decimal, fractions, itertools, json, random, re, statistics, sys, time, warnings
from dataclasses import dataclass
from datetime import datetime, timezone

@dataclass
class Point:
    x: float = 1.0

def f():
    a = np.random.default_rng().standard_normal((120, 120))
    for solve in (np.linalg.svd, np.linalg.inv, np.linalg.qr, np.linalg.eigvals, np.linalg.det):
        solve(a)
    np.linalg.lstsq(a, a, rcond=None), np.einsum("ij,jk", a, a), np.fft.fft2(a), np.sort(a), np.histogram(a)
    np.polynomial.Polynomial([1, 2]).roots(), np.array2string(a), np.concatenate([np.ones(3_000_000)] * 2)
    random.seed(), random.random(), np.random.seed(), np.random.rand(2)
    for clock in (time.time, time.perf_counter, time.process_time, time.thread_time, time.localtime):
        clock()
    time.sleep(0), time.sleep(0.001), time.get_clock_info("monotonic"), time.strftime("%c")
    datetime.now(timezone.utc).astimezone(), datetime.strptime("2020", "%Y"), json.dumps({"a": [1]})
    decimal.Decimal(2).sqrt(), fractions.Fraction(1, 3), statistics.stdev([1, 2, 4]), re.findall("a+", "aab")
    warnings.warn("quietly"), print("aloud", file=sys.stderr), Point()
    grown = []
    for number in range(200_000):
        grown.append([number])
    longer = bytearray()
    for _ in range(50):
        longer += bytes(100_000)
    return len(list(itertools.permutations(range(6))))
"""


def test_honest_programs_meet_no_refusal(locked: Session) -> None:
    (result,) = locked.run(WIDE, seconds=10).results
    assert isinstance(result, Returned), result
    assert result.value == 720


def test_the_processor_time_of_another_process_cannot_be_read(locked: Session, unprotected: Session) -> None:
    source = "import time\ndef f(pid): return time.clock_gettime(~pid << 3 | 2)"
    (refused,) = locked.run(source, os.getpid()).results
    (told,) = unprotected.run(source, os.getpid()).results
    assert isinstance(refused, Raised)
    assert refused.kind == "PermissionError"
    assert isinstance(told, Returned)
