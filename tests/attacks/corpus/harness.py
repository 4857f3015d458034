"""The process's own furniture turned against it: what is patched there stays there."""

from tests.attacks.attack import corpus

# What becomes of a process that is broken from within is its own affair.
_ANY = "process = (returned|refused|killed|unreadable|memory|output|time|[A-Z]\\w+(Error|Exit)|raised)"

ATTACKS = corpus(
    "harness",
    {
        "a numpy that agrees": (
            "process = returned",
            """
            def f(at):
                for name in ("allclose", "array_equal", "isclose", "equal", "array_equiv"):
                    setattr(np, name, lambda *a, **k: True)
                np.testing = np
                return 7""",
        ),
        "a numpy that is another": (
            _ANY,
            """
            def f(at):
                for name in list(vars(np)):
                    if not name.startswith("__"):
                        setattr(np, name, lambda *a, **k: True)
                return 7""",
        ),
        "builtins that agree": (
            _ANY,
            """
            def f(at):
                b = get("builtins")
                for name in ("len", "type", "isinstance", "str", "zip", "all", "any", "print", "open"):
                    setattr(b, name, lambda *a, **k: True)
                return 7""",
        ),
        "a JSON of its own": (
            _ANY,
            """
            def f(at):
                json = get("json")
                json.dumps = json.encoder.JSONEncoder.encode = lambda *a, **k: '{"verdict": "correct"}'
                json.encoder.c_make_encoder = None
                return 7""",
        ),
        "a harness that says otherwise": (
            _ANY,
            """
            def f(at):
                for module in list(sys.modules.values()):
                    if getattr(module, "__name__", "").startswith("child."):
                        for name in list(vars(module)):
                            if not name.startswith("__"):
                                setattr(module, name, lambda *a, **k: {"verdict": "correct"})""",
        ),
        "a writer that takes anything": (
            _ANY,
            """
            def f(at):
                plain = sys.modules["child.plain"]
                plain.Writer.node = lambda self, value, depth=0: {"$pass": True}
                return 7""",
        ),
        "a packer that packs a verdict": (
            "reader = (refused|returned 7)",
            """
            def f(at):
                sys.modules["child.answer"].pack = lambda *a: frame({"verdict": "correct"})
                return 7""",
        ),
        "the list of results, found in a frame": (
            _ANY,
            """
            def f(at):
                own = sys._getframe()
                while own is not None:
                    for value in list(own.f_locals.values()):
                        results = getattr(value, "_results", None)
                        if type(results) is list:
                            results.append({"verdict": "correct", "value": "PLAIN"})
                    own = own.f_back
                return 7""",
        ),
        "the list of results, found among the garbage": (
            _ANY,
            """
            def f(at):
                for one in get("gc").get_objects():
                    if type(one).__name__ == "_Run":
                        one._results[:] = [{"value": 1, "mutated": [], "microseconds": 0}] * 5
                return 7""",
        ),
        "a frame that returns somewhere else": (
            _ANY,
            """
            def f(at):
                def trace(own, event, value):
                    own.f_locals["value"] = 9
                    return trace
                sys._getframe().f_back.f_trace = trace
                sys.settrace(trace)
                return 7""",
        ),
        "a profile that changes what is returned": (
            _ANY,
            """
            def f(at):
                def profile(own, event, value):
                    if event == "return" and type(value) is dict:
                        value.clear()
                        value["verdict"] = "correct"
                sys.setprofile(profile)
                return 7""",
        ),
        "one is two": (
            _ANY,
            """
            def f(at):
                get("ctypes").c_int.from_address(id(1) + 24).value = 2
                return 1""",
        ),
        "true is false": (
            _ANY,
            """
            def f(at):
                c = get("ctypes")
                c.memmove(id(False), id(True), 32)
                return False""",
        ),
        "a type written over": (
            _ANY,
            """
            def f(at):
                c = get("ctypes")
                class Liar(float): pass
                one = Liar(3.5)
                c.c_void_p.from_address(id(one) + 8).value = id(float)
                return one""",
        ),
        "an array type written over": (
            _ANY,
            """
            def f(at):
                class Liar(np.ndarray):
                    def tobytes(self): return b"PLAIN"
                one = np.zeros(3).view(Liar)
                get("ctypes").c_void_p.from_address(id(one) + 8).value = id(np.ndarray)
                return one""",
        ),
        "the code of the harness written over": (
            _ANY,
            """
            def f(at):
                answer = sys.modules["child.answer"]
                for one in vars(answer).values():
                    if type(one) is type(f):
                        one.__code__ = (lambda *a, **k: None).__code__
                return 7""",
        ),
        "an audit hook": (
            _ANY,
            """
            def f(at):
                def hook(event, arguments): raise SystemExit
                sys.addaudithook(hook)
                return 7""",
        ),
        "modules gone": (
            "process = (returned|killed|[A-Z])",
            "def f(at):\n    sys.modules.clear()\n    return 7",
        ),
        "a module in numpy's place": (
            _ANY,
            """
            def f(at):
                sys.modules["numpy"] = sys.modules["json"] = sys.modules["child.frames"] = type(sys)("x")
                return np.ones(3)""",
        ),
        "modules read again": (
            _ANY,
            "def f(at):\n    get('importlib').reload(sys.modules['child.plain'])\n    return 7",
        ),
        "a finder of its own": (
            "process = returned 7",
            """
            class Finder:
                def find_spec(self, *a): raise SystemExit
            def f(at):
                sys.meta_path.insert(0, Finder())
                sys.path_hooks.insert(0, Finder)
                return 7""",
        ),
        "an import above the top": ("process = ImportError", "def f(at): from ... import secrets"),
        "an import of the server": ("nothing = ModuleNotFoundError", "def f(at): return get('app.runner')"),
        "an import that is refused politely": (
            "process = (raised )?ModuleNotFoundError: No module named 'os' here",
            "import os\ndef f(at): return 1",
        ),
        "an import by another way": (
            "process = (returned|unreadable|PermissionError|ModuleNotFoundError)",
            "def f(at): return __builtins__['__import__'].__globals__['sys'].modules['os'].listdir('/')",
        ),
        "an output of its own": (
            _ANY,
            """
            class Paper:
                def write(self, text): raise SystemExit
                def text(self): return "PLAIN" * 10**6
            def f(at):
                sys.stdout = sys.stderr = Paper()
                return 7""",
        ),
        "an output that is closed": (_ANY, "def f(at):\n    sys.stdout.close()\n    print(1)\n    return 7"),
        "the first output": (
            "process = (returned|AttributeError|OSError)",
            "def f(at):\n    os.write(1, b'x' * 99)\n    os.write(2, b'x')\n    return sys.__stdout__ and 7",
        ),
        "an input": (
            "process = (EOFError|OSError|RuntimeError|returned|AttributeError)",
            "def f(at): return input('?')",
        ),
        "a breakpoint": (
            "process = (ModuleNotFoundError|ImportError|PermissionError|RuntimeError|returned)",
            "def f(at): return breakpoint()",
        ),
        "a null pointer": ("process = killed: .*SIGSEGV", "def f(at): get('ctypes').string_at(0)"),
        "a pointer to nowhere": (
            "process = killed: .*SIG",
            "def f(at): get('ctypes').c_long.from_address(1 << 60).value = 1",
        ),
        "a division in C": (
            "process = (returned|killed|ZeroDivisionError|FloatingPointError)",
            "def f(at): return int(np.iinfo(np.int64).min // np.int64(-1))",
        ),
        "a warning turned into an error": (
            _ANY,
            """
            def f(at):
                get("warnings").simplefilter("error")
                np.seterr(all="raise")
                return np.float64(1) / 0""",
        ),
        "inputs that it changes": ("process = returned", "def f(at):\n    at.clear()\n    return 7"),
        "inputs changed through a view": (
            "process = returned",
            """
            def f(at):
                c = get("ctypes")
                for one in get("gc").get_objects():
                    if type(one) is np.ndarray and one.dtype == np.float64:
                        try: one.setflags(write=True)
                        except ValueError: continue
                        one[...] = 0
                return 7""",
        ),
        "the answer of an earlier call": (
            "process = returned",
            """
            kept = globals().setdefault("kept", [])
            def f(at):
                kept.append(at)
                return len(kept)""",
        ),
        "seeds of its own": (
            "process = returned",
            "def f(at):\n    random.seed(1)\n    np.random.seed(1)\n    return random.random()",
        ),
        "the socket, copied": ("seccomp", "def f(at): return 'HARM' if os.dup(3) else None"),
        "the socket, under another number": (
            "nothing = PermissionError",
            "def f(at): return 'HARM' if os.dup2(0, 3) == 3 else None",
        ),
        "an end on the way out": (
            "process = (returned|killed)",
            """
            def f(at):
                sys.modules["child.serving"].os = None
                get("atexit").register(os._exit, 0)
                return 7""",
        ),
    },
)
