"""Sockets of every family, and the one that the process has."""

from tests.attacks.attack import corpus

ATTACKS = corpus(
    "network",
    {
        "connect over TCP": (
            "seccomp landlock",
            "def f(at): get('socket').create_connection(('127.0.0.1', at['tcp']))",
        ),
        "listen on a port": (
            "seccomp landlock",
            """
            def f(at):
                get("socket").create_server(("127.0.0.1", 0))
                return "HARM" """,
        ),
        "send over UDP": (
            "seccomp",
            """
            def f(at):
                s = get("socket")
                s.socket(s.AF_INET, s.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", at["udp"]))""",
        ),
        "send to a socket in the file system": (
            "seccomp",
            """
            def f(at):
                s = get("socket")
                s.socket(s.AF_UNIX, s.SOCK_DGRAM).sendto(b"x", at["path"])""",
        ),
        "send to an abstract socket": (
            "seccomp landlock",
            """
            def f(at):
                s = get("socket")
                s.socket(s.AF_UNIX, s.SOCK_DGRAM).sendto(b"x", "\\0" + at["abstract"])""",
        ),
        "open a socket by raw system call": (
            "seccomp = returned",
            "def f(at): return 'HARM' if call(41 if x86 else 198, 2, 1, 0) >= 0 else None",
        ),
        "talk to the kernel over netlink": (
            "seccomp",
            """
            def f(at):
                s = get("socket")
                s.socket(s.AF_NETLINK, s.SOCK_RAW, 0).bind((0, 0))
                return "HARM" """,
        ),
        "a pair of sockets": ("seccomp", "def f(at): return 'HARM' if get('socket').socketpair() else None"),
        "a pipe": ("seccomp", "def f(at): return 'HARM' if os.pipe() else None"),
        "look a name up": (
            "nothing = (gaierror|PermissionError|OSError|UnicodeError|LookupError)",
            "def f(at): return get('socket').getaddrinfo('example.invalid', 80)",
        ),
        "fetch a page": (
            "seccomp landlock = ModuleNotFoundError",
            """
            def f(at):
                urllib = get("importlib").import_module("urllib.request")
                urllib.urlopen(f"http://127.0.0.1:{at['tcp']}", timeout=0.1)""",
        ),
        "shut its own connection down": (
            "nothing = PermissionError",
            """
            def f(at):
                s = get("socket")
                s.socket(fileno=3).shutdown(s.SHUT_WR)
                return "HARM" """,
        ),
        "give the server a descriptor": (
            "nothing = PermissionError",
            """
            def f(at):
                s = get("socket")
                return "HARM" if s.send_fds(s.socket(fileno=3), [b"x"], [0]) else None""",
        ),
        "ask who is at the other end": (
            "seccomp",
            """
            def f(at):
                global kept
                s = get("socket")
                kept = s.socket(fileno=3)
                return "HARM" if kept.getsockopt(s.SOL_SOCKET, s.SO_PEERCRED, 12) else None""",
        ),
        "ask for a larger buffer": (
            "seccomp",
            """
            def f(at):
                global kept
                s = get("socket")
                kept = s.socket(fileno=3)
                kept.setsockopt(s.SOL_SOCKET, s.SO_SNDBUF, 1 << 30)
                return "HARM" """,
        ),
        "make the connection wait": (
            "seccomp = OSError",
            """
            def f(at):
                os.set_blocking(3, False)
                return "HARM" """,
        ),
        "close its own connection": ("process = (killed|PermissionError)", "def f(at): os.close(3)"),
    },
)
