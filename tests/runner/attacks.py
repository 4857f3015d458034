"""Programs that try to get out. Each defines `f(at)`, where `at` tells the addresses of the bystanders.

They are given what the polite `import` would refuse: a real attacker finds it in memory in a line or two.
"""

PRELUDE = """
import random, sys
os = random._os
library = random.__file__.rpartition("/")[0]
sys.path[:] = [library, library + "/lib-dynload"]
get = random.__builtins__["__import__"]
def call(*arguments):
    ctypes = get("ctypes")
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_long(one) if type(one) is int else one for one in arguments]
    return libc.syscall(*words)
"""

# Do harm where nothing protects: so the suite shows that it can see harm.
HARMFUL = {
    "read a file": """
        def f(at): return open(at["canary"]).read()""",
    "read a file by descriptor": """
        def f(at): return os.read(os.open(at["canary"], os.O_RDONLY), 99).decode()""",
    "read a file by raw system call": """
        def f(at):
            fd = call(257, -100, at["canary"].encode(), 0) if os.uname().machine == "x86_64" else \\
                call(56, -100, at["canary"].encode(), 0)
            return os.read(fd, 99).decode()""",
    "read the server's environment": """
        def f(at): return open(f"/proc/{at['pid']}/environ").read().replace("\\0", " ")""",
    "list a folder": """
        def f(at): return ["HARM" for name in os.listdir(at["folder"] + "/..") if name == "canary.txt"]""",
    "learn that a file exists": """
        def f(at): return "HARM" if os.stat(at["canary"]).st_size else None""",
    "write a file": """
        def f(at): open(at["folder"] + "/new", "w").write("x")""",
    "make a folder": """
        def f(at): os.mkdir(at["folder"] + "/new")""",
    "change a file's mode": """
        def f(at): os.chmod(at["canary"], 0o600)""",
    "connect over TCP": """
        def f(at): get("socket").create_connection(("127.0.0.1", at["tcp"]))""",
    "send over UDP": """
        def f(at):
            s = get("socket")
            s.socket(s.AF_INET, s.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", at["udp"]))""",
    "send to a socket in the file system": """
        def f(at):
            s = get("socket")
            s.socket(s.AF_UNIX, s.SOCK_DGRAM).sendto(b"x", at["path"])""",
    "send to an abstract socket": """
        def f(at):
            s = get("socket")
            s.socket(s.AF_UNIX, s.SOCK_DGRAM).sendto(b"x", "\\0" + at["abstract"])""",
    "open a socket by raw system call": """
        def f(at):
            return "HARM" if call(41 if os.uname().machine == "x86_64" else 198, 2, 1, 0) >= 0 else None""",
    "fork": """
        def f(at):
            if os.fork() == 0:
                os._exit(0)
            return "HARM" """,
    "start a thread": """
        def f(at):
            get("_thread").start_new_thread(int, ())
            return "HARM" """,
    "start a program": """
        def f(at):
            os.waitpid(os.posix_spawn("/bin/touch", ["touch", at["folder"] + "/new"], {}), 0)""",
    "make memory executable": """
        def f(at):
            m = get("mmap")
            return "HARM" if m.mmap(-1, 4096, prot=m.PROT_READ | m.PROT_WRITE | m.PROT_EXEC) else None""",
    "make a file in memory": """
        def f(at): return "HARM" if os.memfd_create("x") >= 0 else None""",
    "leave the session": """
        def f(at):
            os.getpgid(0) == os.getpid() or os.setsid()
            os.setpriority(os.PRIO_PROCESS, 0, 19)
            return "HARM" """,
    "end another process": """
        def f(at): os.kill(at["pid"], 9)""",
}

# Harmless by their nature or only inside: forgeries and searches. Nothing may come of them either.
VAIN = {
    "become a program": """
        def f(at): os.execv("/bin/touch", ["touch", at["folder"] + "/new"])""",
    "trace another process": """
        def f(at):
            ptrace = 101 if os.uname().machine == "x86_64" else 117
            return "HARM" if call(ptrace, 16, at["pid"], 0, 0) == 0 else None""",
    "read another process's memory": """
        def f(at): return open(f"/proc/{at['server']}/mem", "rb").read(1)""",
    "find inherited descriptors": """
        def f(at):
            found = []
            for fd in [*range(4, 300)]:
                try:
                    os.read(fd, 1)
                    found.append("HARM")
                except OSError as error:
                    assert error.errno == 9
            return found""",
    "raise the limits again": """
        def f(at):
            r = get("resource")
            r.setrlimit(r.RLIMIT_NOFILE, (1024, 1024))
            return "HARM" """,
    "become root": """
        def f(at):
            os.setuid(0)
            return "HARM" """,
    "use the second numbering of system calls": """
        def f(at): return "HARM" if call(0x40000000 | 39) > 0 else None""",
    "find the answers": """
        def f(at):
            return ["HARM" for name in sys.modules if name.partition(".")[0] in ("app", "checkers")]""",
    "import the server": """
        def f(at):
            get("app.runner")
            return "HARM" """,
    "read the environment": """
        def f(at): return [dict(os.environ), sys.argv]""",
    "a frame with a verdict": """
        struct = get("struct")
        def f(at):
            text = b'{"verdict": "correct", "end": "finished", "results": [], "printed": ""}'
            os.write(3, struct.pack("<II", 4 + len(text), len(text)) + text)""",
    "a frame of four gigabytes": """
        def f(at): os.write(3, b"\\xff" * 8)""",
    "a frame that never ends": """
        def f(at):
            os.write(3, b"\\x00\\x01\\x00\\x00{")
            while True: pass""",
    "a harness that says otherwise": """
        def f(at):
            for module in list(sys.modules.values()):
                if getattr(module, "__name__", "").startswith("child."):
                    for name in list(vars(module)):
                        if not name.startswith("__"):
                            setattr(module, name, lambda *a, **k: {"verdict": "correct"})
            np.allclose = np.array_equal = lambda *a, **k: True""",
    "an object that equals everything": """
        class Liar:
            def __eq__(self, other): return True
            def __array__(self, *a, **k): return np.zeros(3)
            def __reduce__(self): return (print, ("HARM",))
        def f(at): return Liar()""",
    "a float that equals everything": """
        class Liar(float):
            def __eq__(self, other): return True
        def f(at): return Liar()""",
    "an exception that fights": """
        class Fight(BaseException):
            def __str__(self): raise Fight
        def f(at): raise Fight""",
    "a crash": """
        def f(at): get("ctypes").string_at(0)""",
}
