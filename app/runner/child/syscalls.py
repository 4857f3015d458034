"""System calls by name: which a student's program may make, which end it, and their numbers."""

from dataclasses import dataclass


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What computing needs, and no more. Not one of them takes a path.
ALLOWED = _names(
    """
    read write close fstat lseek munmap brk rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack mremap
    madvise getpid getppid gettid getuid getgid geteuid getegid uname getcwd getrusage times time gettimeofday
    clock_gettime clock_getres nanosleep clock_nanosleep poll ppoll futex set_robust_list rseq membarrier
    sched_yield sched_getaffinity getrandom restart_syscall exit exit_group
    """
)
# Honest programs meet these through open() and import: "permission denied", which Python reports as such.
FILES = _names(
    """
    open openat openat2 creat stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat
    getdents64 pread64
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
    "close": (3, 57),
    "stat": (4, None),
    "fstat": (5, 80),
    "lstat": (6, None),
    "poll": (7, None),
    "lseek": (8, 62),
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
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "execve": (59, 221),
    "exit": (60, 93),
    "uname": (63, 160),
    "fcntl": (72, 25),
    "getcwd": (79, 17),
    "creat": (85, None),
    "readlink": (89, None),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "times": (100, 153),
    "ptrace": (101, 117),
    "getuid": (102, 174),
    "getgid": (104, 176),
    "geteuid": (107, 175),
    "getegid": (108, 177),
    "getppid": (110, 173),
    "sigaltstack": (131, 132),
    "modify_ldt": (154, None),
    "pivot_root": (155, 41),
    "mount": (165, 40),
    "umount2": (166, 39),
    "init_module": (175, 105),
    "delete_module": (176, 106),
    "gettid": (186, 178),
    "time": (201, None),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
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
    "ppoll": (271, 73),
    "unshare": (272, 97),
    "set_robust_list": (273, 99),
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
    "membarrier": (324, 283),
    "statx": (332, 291),
    "rseq": (334, 293),
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
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
}


def number(name: str, machine: Machine) -> int | None:
    """The number of a system call, None where the machine has no such call. Raises KeyError for others."""
    return _NUMBERS[name][machine.column]
