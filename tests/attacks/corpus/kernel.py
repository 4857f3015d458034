"""Raw system calls, made so that the kernel would look at them and then find nothing to do."""

from tests.attacks.attack import Attack, corpus, native

SYSTEM_CALLS = "system calls"

# name: x86-64, arm64, arguments. -1 is no descriptor and 1 no address, so that none does anything as root.
_CALLS: dict[str, tuple[int | None, int | None, str]] = {
    "pwrite64": (18, 68, "-1, b'x', 1, 0"),
    "readv": (19, 65, "-1, 1, 1"),
    "writev": (20, 66, "3, 1, 1"),
    "select": (23, None, "-1, 0, 0, 0, 0"),
    "shmget": (29, 194, "0, 0, 0"),
    "shmat": (30, 196, "-1, 0, 0"),
    "shmctl": (31, 195, "-1, 0, 0"),
    "dup": (32, 23, "-1"),
    "dup2": (33, None, "-1, 200"),
    "dup3": (292, 24, "-1, 200, 0"),
    "getitimer": (36, 102, "0, 1"),
    "alarm": (37, None, "0"),
    "setitimer": (38, 103, "9, 0, 0"),
    "sendfile": (40, 71, "-1, -1, 0, 1"),
    "socket": (41, 198, "99, 1, 0"),
    "connect": (42, 203, "-1, 1, 16"),
    "accept4": (288, 242, "-1, 0, 0, 0"),
    "sendto": (44, 206, "-1, 1, 1, 0, 0, 0"),
    "recvfrom": (45, 207, "-1, 1, 1, 0, 0, 0"),
    "sendmsg": (46, 211, "-1, 1, 0"),
    "recvmsg": (47, 212, "-1, 1, 0"),
    "sendmmsg": (307, 269, "-1, 1, 1, 0"),
    "socketpair": (53, 199, "99, 1, 0, 1"),
    "wait4": (61, 260, "-1, 0, 1, 0"),
    "semget": (64, 190, "0, -1, 0"),
    "msgget": (68, 186, "1, 0"),
    "flock": (73, 32, "-1, 2"),
    "fsync": (74, 82, "-1"),
    "ftruncate": (77, 46, "-1, 0"),
    "fchdir": (81, 50, "-1"),
    "fchmod": (91, 52, "-1, 0"),
    "fchown": (93, 55, "-1, -1, -1"),
    "umask": (95, 166, "18"),
    "sysinfo": (99, 179, "1"),
    "syslog": (103, 116, "10, 0, 0"),
    "setuid": (105, 146, "-1"),
    "setpgid": (109, 154, "-1, -1"),
    "setreuid": (113, 145, "-1, -1"),
    "getgroups": (115, 158, "0, 0"),
    "setgroups": (116, 159, "-1, 0"),
    "setresuid": (117, 147, "-1, -1, -1"),
    "getpgid": (121, 155, "0"),
    "setfsuid": (122, 151, "-1"),
    "capset": (126, 91, "1, 1"),
    "rt_sigtimedwait": (128, 137, "1, 0, 1, 8"),
    "rt_sigsuspend": (130, 133, "1, 9"),
    "personality": (135, 92, "-1"),
    "statfs": (137, 43, "1, 1"),
    "fstatfs": (138, 44, "-1, 1"),
    "sched_setparam": (142, 118, "0, 0"),
    "mlock": (149, 228, "0, 0"),
    "mlockall": (151, 230, "0"),
    "prctl": (157, 167, "-1, 0, 0, 0, 0"),
    "arch_prctl": (158, None, "-1, 0"),
    "setrlimit": (160, 164, "999, 1"),
    "prlimit64": (302, 261, "0, 7, 0, 0"),
    "chroot": (161, 51, "1"),
    "sync": (162, 81, ""),
    "acct": (163, 89, "1"),
    "settimeofday": (164, 170, "1, 0"),
    "swapon": (167, 224, "1, 0"),
    "reboot": (169, 142, "0, 0, 0, 0"),
    "sethostname": (170, 161, "1, -1"),
    "ioperm": (173, None, "0, 0, 0"),
    "setxattr": (188, 5, "1, 1, 1, 1, 0"),
    "io_setup": (206, 0, "0, 1"),
    "epoll_create1": (291, 20, "0"),
    "remap_file_pages": (216, 234, "1, 1, 1, 1, 0"),
    "timer_create": (222, 107, "-1, 0, 1"),
    "clock_settime": (227, 112, "-1, 1"),
    "mbind": (237, 235, "1, 0, 0, 0, 0, 0"),
    "mq_open": (240, 180, "1, 0, 0, 0"),
    "waitid": (247, 95, "1, 0, 0, 4"),
    "ioprio_set": (251, 30, "0, 0, 0"),
    "inotify_init1": (294, 26, "0"),
    "signalfd4": (289, 74, "-1, 1, 8, 0"),
    "timerfd_create": (283, 85, "-1, 0"),
    "eventfd2": (290, 19, "0, 0"),
    "fallocate": (285, 47, "-1, 0, 0, 0"),
    "pipe2": (293, 59, "1, 0"),
    "fanotify_init": (300, 262, "-1, 0"),
    "name_to_handle_at": (303, 264, "-1, 1, 1, 1, 0"),
    "clone3": (435, 435, "0, 0"),
    "close_range": (436, 436, "200, 100, 0"),
    "sched_setattr": (314, 274, "0, 0, 0"),
    "seccomp": (317, 277, "9, 0, 0"),
    "copy_file_range": (326, 285, "-1, 0, -1, 0, 1, 0"),
    "pkey_alloc": (330, 289, "-1, 0"),
    "splice": (275, 76, "-1, 0, -1, 0, 1, 0"),
    "vmsplice": (278, 75, "-1, 1, 1, 0"),
    "fsconfig": (431, 431, "-1, 0, 0, 0, 0"),
    "mount_setattr": (442, 442, "-1, 1, 0, 0, 0"),
    "quotactl_fd": (443, 443, "-1, 0, 0, 0"),
    "landlock_create_ruleset": (444, 444, "0, 0, 1"),
    "memfd_secret": (447, 447, "-1"),
    "futex_waitv": (449, 449, "0, 0, 0, 0, 0"),
    "cachestat": (451, 451, "-1, 1, 1, 0"),
}
_DEADLY: dict[str, tuple[int | None, int | None, str]] = {
    "ptrace": (101, 117, "-1, 0, 0, 0"),
    "bpf": (321, 280, "-1, 0, 0"),
    "perf_event_open": (298, 241, "1, 0, -1, -1, 0"),
    "userfaultfd": (323, 282, "-1"),
    "io_uring_setup": (425, 425, "0, 1"),
    "io_uring_enter": (426, 426, "-1, 0, 0, 0, 0, 0"),
    "keyctl": (250, 219, "-1, 0, 0, 0, 0"),
    "add_key": (248, 217, "1, 1, 0, 0, 0"),
    "request_key": (249, 218, "1, 1, 0, 0"),
    "kexec_load": (246, 104, "0, -1, 0, 0"),
    "init_module": (175, 105, "1, 0, 1"),
    "delete_module": (176, 106, "1, 0"),
    "mount": (165, 40, "1, 1, 1, 0, 0"),
    "pivot_root": (155, 41, "1, 1"),
    "unshare": (272, 97, "0"),
    "setns": (308, 268, "-1, 0"),
    "execve": (59, 221, "1, 0, 0"),
    "execveat": (322, 281, "-1, 1, 0, 0, 0"),
    "pidfd_getfd": (438, 438, "-1, 0, 0"),
    "process_madvise": (440, 440, "-1, 1, 0, 0, 0"),
    "kcmp": (312, 272, "-1, -1, 0, 0, 0"),
    "open_by_handle_at": (304, 265, "-1, 1, 0"),
    "modify_ldt": (154, None, "-1, 0, 0"),
}


def _raw(calls: dict[str, tuple[int | None, int | None, str]], seen: str) -> list[Attack]:
    found = {name: (native(x86, arm), arguments) for name, (x86, arm, arguments) in calls.items()}
    return corpus(
        SYSTEM_CALLS,
        {
            name: (f"seccomp = {seen}", f"def f(at): return reach({number}, {arguments})")
            for name, (number, arguments) in found.items()
            if number is not None
        },
    )


ATTACKS = [
    *_raw(_CALLS, "returned 'refused'"),
    *_raw(_DEADLY, "killed: .*system call"),
    *corpus(
        "kernel",
        {
            "the second numbering of system calls": (
                "nothing = (killed: .*system call|returned None)",
                "def f(at): return 'HARM' if x86 and call(0x40000000 | 39) > 0 else None",
            ),
            "a system call that there is not": ("nothing", "def f(at): return call(100_000)"),
            "make memory executable": (
                "seccomp = returned 'refused'",
                "def f(at): return reach(9 if x86 else 222, 0, 4096, 7, 0x22, -1, 0)",
            ),
            "make memory executable later": (
                "seccomp = returned 'refused'",
                """
                def f(at):
                    page = call(9 if x86 else 222, 0, 4096, 3, 0x22, -1, 0)
                    c = get("ctypes")
                    libc = c.CDLL(None, use_errno=True)
                    libc.mmap.restype = c.c_void_p
                    address = libc.mmap(None, c.c_size_t(4096), 3, 0x22, -1, c.c_long(0))
                    if libc.mprotect(c.c_void_p(address), c.c_size_t(4096), 5) == 0:
                        return "HARM"
                    return "refused" """,
            ),
            "make memory executable by a module": (
                "seccomp landlock = ModuleNotFoundError",
                """
                def f(at):
                    m = get("mmap")
                    return "HARM" if m.mmap(-1, 4096, prot=7) else None""",
            ),
            "a callback made at run time": (
                "nothing = (MemoryError|memory|returned|PermissionError|killed)",
                """
                def f(at):
                    c = get("ctypes")
                    return c.CFUNCTYPE(c.c_int)(lambda: 1)()""",
            ),
            "an argument with high bits": (
                "nothing = (returned|PermissionError)",
                """
                def f(at):
                    c = get("ctypes")
                    mprotect = 10 if x86 else 226
                    page = np.zeros(9000, np.uint8)
                    address = (page.ctypes.data + 4095) & ~4095
                    done = call(mprotect, address, 4096, (1 << 32) | 7)
                    return "HARM" if done == 0 else None""",
            ),
            "look at a descriptor's flags, then change them": (
                "seccomp = returned 'refused'",
                """
                def f(at):
                    call(72 if x86 else 25, 3, 1, 0)
                    return reach(72 if x86 else 25, 3, 2, 0)""",
            ),
            "find inherited descriptors": (
                "nothing",
                """
                def f(at):
                    found = []
                    for fd in [*range(4, 300)]:
                        try:
                            os.read(fd, 1)
                            found.append("HARM")
                        except OSError as error:
                            assert error.errno == 9
                    return found""",
            ),
            "unmap everything": (
                "process",
                """
                def f(at):
                    call(11 if x86 else 215, id(at) >> 21 << 21, 1 << 30)""",
            ),
        },
    ),
]
