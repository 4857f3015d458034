"""Processes, threads, signals, and what a process may change about itself."""

from tests.attacks.attack import corpus

ATTACKS = corpus(
    "processes",
    {
        "fork": (
            "seccomp rlimits",
            """
            def f(at):
                if os.fork() == 0:
                    os._exit(0)
                return "HARM" """,
        ),
        "leave a process behind": (
            "seccomp rlimits",
            """
            def f(at):
                if os.fork() == 0:
                    os.setsid()
                    get("time").sleep(20)
                    os._exit(0)
                get("time").sleep(0.05)""",
        ),
        "leave a process behind that answers later": (
            "seccomp rlimits",
            """
            def f(at):
                if os.fork() == 0:
                    get("time").sleep(0.1)
                    say(frame(report(result("HARM"))))
                    get("time").sleep(20)
                return 1""",
        ),
        "a few forks in a loop that swallows": (
            "seccomp rlimits = returned 0",
            """
            def f(at):
                made = 0
                for _ in range(5):
                    try:
                        if os.fork() == 0:
                            get("time").sleep(20)
                            os._exit(0)
                        made += 1
                    except OSError:
                        pass
                return made""",
        ),
        "clone by raw system call": (
            "seccomp rlimits = returned -1",
            """
            def f(at):
                pid = call(56 if x86 else 220, 17, 0, 0, 0, 0)
                if pid == 0:
                    get("time").sleep(20)
                    os._exit(0)
                return pid if pid < 0 else "HARM" """,
        ),
        "start a thread": (
            "seccomp rlimits = RuntimeError",
            """
            def f(at):
                get("_thread").start_new_thread(int, ())
                return "HARM" """,
        ),
        "a pool of threads": (
            "seccomp rlimits = (RuntimeError|ModuleNotFoundError|ImportError)",
            """
            def f(at):
                get("threading").Thread(target=int, daemon=True).start()
                return "HARM" """,
        ),
        "start a program": (
            "seccomp landlock rlimits",
            "def f(at): os.waitpid(os.posix_spawn('/bin/touch', ['touch', at['folder'] + '/new'], {}), 0)",
        ),
        "become a program": (
            "seccomp landlock = killed: .*system call",
            "def f(at): os.execv('/bin/touch', ['touch', at['folder'] + '/new'])",
        ),
        "a shell": (
            "seccomp landlock rlimits = (returned|PermissionError)",
            "def f(at): return os.system('touch ' + at['folder'] + '/new')",
        ),
        "end another process": ("seccomp landlock", "def f(at): os.kill(at['pid'], 9)"),
        "end another process by raw system call": (
            "seccomp landlock = returned -1",
            "def f(at): return call(62 if x86 else 129, at['pid'], 9)",
        ),
        "end another process by its thread": (
            "seccomp landlock = returned -1",
            "def f(at): return call(200 if x86 else 130, at['pid'], 9)",
        ),
        "queue a signal for another process": (
            "seccomp landlock = returned -1",
            """
            def f(at):
                information = (9).to_bytes(4, "little") + bytes(4) + (-1).to_bytes(4, "little", signed=True)
                return call(129 if x86 else 138, at["pid"], 9, information + bytes(116))""",
        ),
        "signal everything there is": (
            "seccomp",
            """
            def f(at):
                os.kill(-1, 0)
                return "HARM" """,
        ),
        "signal the parent": (
            "seccomp landlock",
            """
            def f(at):
                os.kill(os.getppid(), 0)
                return "HARM" """,
        ),
        "signal the server": (
            "seccomp landlock",
            """
            def f(at):
                os.kill(at["server"], 0)
                return "HARM" """,
        ),
        "hold another process by a descriptor": (
            "seccomp = killed: .*system call",
            "def f(at): return 'HARM' if call(434, at['pid'], 0) >= 0 else None",
        ),
        "trace another process": (
            "seccomp landlock = killed: .*system call",
            "def f(at): return 'HARM' if call(101 if x86 else 117, 16, at['pid'], 0, 0) == 0 else None",
        ),
        "read another process's memory": (
            "seccomp landlock",
            "def f(at): return 'HARM' if open(f\"/proc/{at['pid']}/mem\", 'rb') else None",
        ),
        "copy another process's memory": (
            "nothing = killed: .*system call",
            """
            def f(at):
                buffer = get("ctypes").create_string_buffer(16)
                copied = call(310 if x86 else 270, at["pid"], buffer, 1, buffer, 1, 0)
                return "HARM" if copied > 0 else None""",
        ),
        "leave the session": (
            "seccomp",
            """
            def f(at):
                if os.getpgid(0) != os.getpid():
                    os.setsid()
                os.setpriority(os.PRIO_PROCESS, 0, 19)
                return "HARM" """,
        ),
        "lower its own priority": ("seccomp", "def f(at): return 'HARM' if os.nice(1) else None"),
        "raise the limits again": (
            "nothing = (PermissionError|ValueError)",
            """
            def f(at):
                r = get("resource")
                r.setrlimit(r.RLIMIT_NOFILE, (1 << 30, 1 << 30))
                return "HARM" """,
        ),
        "change another process's limits": (
            "seccomp",
            """
            def f(at):
                r = get("resource")
                r.prlimit(at["pid"], r.RLIMIT_CPU, (1, 1))
                return "HARM" """,
        ),
        "become root": (
            "nothing = PermissionError",
            """
            def f(at):
                os.setuid(0) if os.getuid() else os.setuid(1)
                return "HARM" if os.getuid() == 0 else None""",
        ),
        "run on one processor": (
            "seccomp",
            """
            def f(at):
                os.sched_setaffinity(0, os.sched_getaffinity(0))
                return "HARM" """,
        ),
        "run as a batch": (
            "seccomp",
            """
            def f(at):
                os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
                return "HARM" """,
        ),
        "outlive its parent": (
            "seccomp = returned -1",
            "def f(at): return 'HARM' if call(157 if x86 else 167, 1, 0, 0, 0, 0) == 0 else -1",
        ),
        "be dumpable again": (
            "seccomp = returned -1",
            "def f(at): return 'HARM' if call(157 if x86 else 167, 4, 1, 0, 0, 0) == 0 else -1",
        ),
        "set an alarm": (
            "seccomp = (itimer_error|PermissionError)",
            """
            def f(at):
                s = get("signal")
                s.signal(s.SIGALRM, s.SIG_IGN)
                s.setitimer(s.ITIMER_REAL, 5)
                return "HARM" if s.getitimer(s.ITIMER_REAL)[0] else None""",
        ),
        "end at once": ("process = killed: .*exit code 0", "def f(at): os._exit(0)"),
        "end with a code of the harness": ("process = (killed|memory)", "def f(at): os._exit(71)"),
        "abort": ("process", "def f(at): os.abort()"),
        "end through the interpreter": (
            "process",
            "def f(at): get('ctypes').pythonapi.Py_Exit(0)",
        ),
        "kill itself": ("nothing = PermissionError", "def f(at): os.kill(os.getpid(), 9)"),
    },
)
