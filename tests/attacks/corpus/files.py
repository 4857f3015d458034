"""Files: to read, to write, to learn that they exist."""

from tests.attacks.attack import corpus

ATTACKS = corpus(
    "files",
    {
        "read a file": ("seccomp landlock", "def f(at): return open(at['canary']).read()"),
        "read a file by descriptor": (
            "seccomp landlock",
            "def f(at): return os.read(os.open(at['canary'], os.O_RDONLY), 99).decode()",
        ),
        "read a file by raw system call": (
            "seccomp landlock = OSError",
            """
            def f(at):
                fd = call(257 if x86 else 56, -100, at["canary"].encode(), 0)
                return os.read(fd, 99).decode()""",
        ),
        "read a file by the newest call": (
            "seccomp landlock = OSError",
            """
            def f(at):
                how = (0).to_bytes(24, "little")
                return os.read(call(437, -100, at["canary"].encode(), how, 24), 99).decode()""",
        ),
        "read a file through C": (
            "seccomp landlock = returned None",
            """
            def f(at):
                c = get("ctypes")
                libc, text = c.CDLL(None), c.create_string_buffer(99)
                libc.fopen.restype = c.c_void_p
                stream = libc.fopen(at["canary"].encode(), b"r")
                if stream:
                    libc.fgets(text, 99, c.c_void_p(stream))
                    return text.value.decode()""",
        ),
        "read a file with numpy": (
            "seccomp landlock",
            "def f(at): return real('np.fromfile(p, np.uint8).tobytes().decode()', p=at['canary'])",
        ),
        "read a text with numpy": (
            "seccomp landlock = (ModuleNotFoundError|PermissionError)",
            "def f(at): return real(\"str(np.genfromtxt(p, dtype=str, delimiter='no'))\", p=at['canary'])",
        ),
        "map a file with numpy": (
            "seccomp landlock = (ModuleNotFoundError|PermissionError)",
            "def f(at): return real(\"np.memmap(p, np.uint8, 'r').tobytes().decode()\", p=at['canary'])",
        ),
        "read a file as if it were a program": (
            "seccomp landlock",
            "def f(at): return random.__loader__.get_data(at['canary']).decode()",
        ),
        "read a file as a line of a traceback": (
            "seccomp landlock = returned ''",
            "def f(at): return get('linecache').getline(at['canary'], 1)",
        ),
        "read a file as code to open": (
            "seccomp landlock",
            "def f(at): return real('open.__self__.open_code(p).read().decode()', p=at['canary'])",
        ),
        "read the server's environment": (
            "seccomp landlock",
            "def f(at): return open(f\"/proc/{at['pid']}/environ\").read().replace('\\0', ' ')",
        ),
        "list a folder": (
            "seccomp landlock",
            "def f(at): return ['HARM' for name in os.listdir(at['folder'] + '/..') if name == 'canary.txt']",
        ),
        "walk the tree": (
            "seccomp landlock = returned",
            "def f(at):\n    for found in os.walk('/'): return 'HARM'",
        ),
        "list the descriptors": (
            "seccomp landlock",
            "def f(at): return 'HARM' if os.listdir('/proc/self/fd') else None",
        ),
        "list the connections": (
            "seccomp landlock",
            "def f(at): return 'HARM' if open('/proc/net/tcp').read() else None",
        ),
        "map the memory": (
            "seccomp landlock",
            "def f(at): return 'HARM' if open('/proc/self/maps').read() else None",
        ),
        "open the socket again": (
            "seccomp landlock",
            "def f(at): return 'HARM' if os.open('/dev/null', os.O_RDWR) else None",
        ),
        "learn that a file exists": (
            "seccomp",
            "def f(at): return 'HARM' if os.stat(at['canary']).st_size else None",
        ),
        "ask whether a file may be read": (
            "seccomp = returned",
            "def f(at): return 'HARM' if os.access(at['canary'], os.R_OK) else None",
        ),
        "ask where a link leads": (
            "seccomp",
            "def f(at): return 'HARM' if os.readlink('/proc/self/exe') else None",
        ),
        "go to another folder": (
            "seccomp",
            """
            def f(at):
                os.chdir(at["folder"])
                return "HARM" """,
        ),
        "write a file": ("seccomp landlock", "def f(at): open(at['folder'] + '/new', 'w').write('x')"),
        "write a file with numpy": (
            "seccomp landlock",
            "def f(at): np.save(at['folder'] + '/new', np.ones(9))",
        ),
        "write a text with numpy": (
            "seccomp landlock",
            "def f(at): np.savetxt(at['folder'] + '/new', np.ones(9))",
        ),
        "add to a file": (
            "seccomp landlock rlimits",
            "def f(at): os.write(os.open(at['canary'], os.O_WRONLY | os.O_APPEND), b'x')",
        ),
        "empty a file": ("seccomp landlock", "def f(at): os.truncate(at['canary'], 0)"),
        "delete a file": ("seccomp landlock", "def f(at): os.unlink(at['canary'])"),
        "move a file": ("seccomp landlock", "def f(at): os.rename(at['canary'], at['folder'] + '/mine')"),
        "link a file": ("seccomp landlock", "def f(at): os.link(at['canary'], at['folder'] + '/mine')"),
        "make a symbolic link": ("seccomp landlock", "def f(at): os.symlink('/', at['folder'] + '/root')"),
        "make a folder": ("seccomp landlock", "def f(at): os.mkdir(at['folder'] + '/new')"),
        "make a pipe in the file system": ("seccomp landlock", "def f(at): os.mkfifo(at['folder'] + '/new')"),
        "change a file's mode": ("seccomp", "def f(at): os.chmod(at['canary'], 0o600)"),
        "change a file's times": ("seccomp", "def f(at): os.utime(at['canary'], (1, 1))"),
        "make a file without a name": (
            "seccomp landlock",
            "def f(at): return 'HARM' if os.open(at['folder'], os.O_TMPFILE | os.O_RDWR) else None",
        ),
        "make a file in memory": (
            "seccomp",
            "def f(at): return 'HARM' if os.memfd_create('x') >= 0 else None",
        ),
        "fill the shared memory": (
            "seccomp landlock",
            """
            def f(at):
                fd = os.open("/dev/shm/attack", os.O_CREAT | os.O_RDWR, 0o600)
                os.unlink("/dev/shm/attack")
                return "HARM" """,
        ),
        "load a library": (
            "seccomp landlock = OSError",
            "def f(at): return 'HARM' if get('ctypes').CDLL('libutil.so.1') else None",
        ),
        "import what was not loaded": (
            "seccomp landlock = ModuleNotFoundError",
            "def f(at): return 'HARM' if get('wave') else None",
        ),
        "find files by pattern": (
            "seccomp landlock = ModuleNotFoundError",
            "def f(at): return ['HARM' for one in get('glob').glob('/*')][:1]",
        ),
    },
)
