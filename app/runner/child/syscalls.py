"""System calls by name: which a student's program may make and why, which end it, and their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class NoBitBeyond:
    """The argument has no bit that is not in `mask`."""

    argument: int
    mask: int


@dataclass(frozen=True)
class OneOf:
    """The argument is one of the values."""

    argument: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class Below:
    """The argument, taken without a sign, is less than `bound`."""

    argument: int
    bound: int


Rule = NoBitBeyond | OneOf | Below

_READ_WRITE = 0b11
_PRIVATE, _FIXED, _ANONYMOUS, _NORESERVE, _STACK = 0x02, 0x10, 0x20, 0x4000, 0x20000
_DONTNEED, _FREE, _HUGEPAGE = 4, 8, 14
_WAIT, _WAKE, _WAIT_BITSET, _WAKE_BITSET, _OF_THIS_PROCESS, _REALTIME = 0, 1, 9, 10, 128, 256
_CLOCKS = 16  # those of other processes and of devices have negative numbers
_ITIMER_REAL = 0

# What computing needs, found by watching honest programs, and no more. None takes a path or names a process.
ALLOWED: Mapping[str, str] = MappingProxyType(
    {
        "read": "the job comes in; nothing but that socket and /dev/null is open",
        "write": "the answer goes out",
        "munmap": "memory is given back",
        "mremap": "a large list grows",
        "brk": "the heap grows",
        "getrandom": "random.seed() and numpy.random.default_rng() without a seed",
        "rt_sigaction": "the time limit's signal is handled",
        "rt_sigprocmask": "and held off while an answer is written",
        "rt_sigreturn": "and returned from",
        "restart_syscall": "a sleep goes on after a signal",
        "exit_group": "the process ends",
    }
)
RESTRICTED: Mapping[str, tuple[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        "mmap": (
            "memory of its own: not executable, shared, locked, of huge pages or from a file",
            (
                NoBitBeyond(2, _READ_WRITE),
                NoBitBeyond(3, _PRIVATE | _ANONYMOUS | _FIXED | _NORESERVE | _STACK),
            ),
        ),
        "mprotect": ("musl's malloc; never executable", (NoBitBeyond(2, _READ_WRITE),)),
        "madvise": (
            "malloc and numpy; not the merging of equal pages, which tells what others hold",
            (OneOf(2, (_DONTNEED, _FREE, _HUGEPAGE)),),
        ),
        "futex": (
            "Python's locks; no priorities, nothing shared with other processes",
            (
                OneOf(
                    1,
                    (
                        _WAIT | _OF_THIS_PROCESS,
                        _WAKE | _OF_THIS_PROCESS,
                        _WAIT_BITSET | _OF_THIS_PROCESS,
                        _WAIT_BITSET | _OF_THIS_PROCESS | _REALTIME,
                        _WAKE_BITSET | _OF_THIS_PROCESS,
                    ),
                ),
            ),
        ),
        "clock_gettime": ("time.process_time(); no clock of another process", (Below(0, _CLOCKS),)),
        "clock_getres": ("time.get_clock_info()", (Below(0, _CLOCKS),)),
        "clock_nanosleep": ("time.sleep()", (Below(0, _CLOCKS),)),
        "select": ("time.sleep(0) from Python 3.14 on; it may watch nothing", (OneOf(0, (0,)),)),
        "pselect6": ("the same with another libc", (OneOf(0, (0,)),)),
        "setitimer": ("the time limit", (OneOf(0, (_ITIMER_REAL,)),)),
    }
)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Honest programs meet these through open() and import: "permission denied", which Python reports as such.
FILES = _names(
    """
    open openat openat2 creat stat fstat lstat newfstatat statx access faccessat faccessat2 readlink
    readlinkat getdents64 getcwd pread64
    """
)
# Honest programs never make these: the process is ended at once.
DEADLY = _names(
    """
    ptrace process_vm_readv process_vm_writev process_madvise kcmp bpf perf_event_open userfaultfd
    io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key kexec_load kexec_file_load
    init_module finit_module delete_module mount umount2 pivot_root move_mount open_tree fsopen fsmount
    unshare setns
    execve execveat pidfd_open pidfd_getfd pidfd_send_signal open_by_handle_at modify_ldt
    """
)
# From here on "not implemented" is the answer, so that a libc to come falls back on what it used before.
UNKNOWN = 448


@dataclass(frozen=True)
class Machine:
    """An architecture: its audit number and its column in the table."""

    audit: int
    column: int
    x32: bool  # knows a second set of numbers, to be refused as a whole


MACHINES = {
    "x86_64": Machine(audit=0xC000003E, column=0, x32=True),
    "aarch64": Machine(audit=0xC00000B7, column=1, x32=False),
}

# name: (x86-64, arm64); None where there is no such call
_NUMBERS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "open": (2, None),
    "stat": (4, None),
    "fstat": (5, 80),
    "lstat": (6, None),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "ioctl": (16, 29),
    "pread64": (17, 67),
    "access": (21, None),
    "select": (23, None),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "setitimer": (38, 103),
    "execve": (59, 221),
    "getcwd": (79, 17),
    "creat": (85, None),
    "readlink": (89, None),
    "ptrace": (101, 117),
    "modify_ldt": (154, None),
    "pivot_root": (155, 41),
    "mount": (165, 40),
    "umount2": (166, 39),
    "init_module": (175, 105),
    "delete_module": (176, 106),
    "futex": (202, 98),
    "getdents64": (217, 61),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "openat": (257, 56),
    "newfstatat": (262, 79),
    "readlinkat": (267, 78),
    "faccessat": (269, 48),
    "pselect6": (270, 72),
    "unshare": (272, 97),
    "perf_event_open": (298, 241),
    "open_by_handle_at": (304, 265),
    "setns": (308, 268),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "finit_module": (313, 273),
    "seccomp": (317, 277),
    "getrandom": (318, 278),
    "kexec_file_load": (320, 294),
    "bpf": (321, 280),
    "execveat": (322, 281),
    "userfaultfd": (323, 282),
    "statx": (332, 291),
    "pidfd_send_signal": (424, 424),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "pidfd_open": (434, 434),
    "openat2": (437, 437),
    "pidfd_getfd": (438, 438),
    "faccessat2": (439, 439),
    "process_madvise": (440, 440),
}


def number(name: str, machine: Machine) -> int | None:
    """The number of a system call, None where the machine has no such call. Raises KeyError for others."""
    return _NUMBERS[name][machine.column]
