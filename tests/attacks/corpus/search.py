"""Searches for keys, for the server, for other students: there is nothing to be found."""

from tests.attacks.attack import corpus

# Reads its own memory page by page: a call that fails with EFAULT tells what may be read. It plants a word of
# its own first, to show that it can find one. The mark is put together late, or the search would find itself.
_SCAN = """
def readable(page):
    return call(14 if x86 else 135, 99, page, 0, 8) < 0 and c.get_errno() != 14
def stretch(address):
    low = high = address & ~4095
    while readable(low - 4096) and high - low < limit:
        low -= 4096
    while readable(high) and high - low < limit:
        high += 4096
    return low, high
def words(prefix, address):
    low, high = stretch(address)
    text = c.string_at(low, high - low)
    found, start = [], 0
    while (start := text.find(prefix, start) + 1) > 0:
        word = text[start - 1 : start + 41]
        if len(word) == 42 and all(48 <= one < 103 for one in word[10:]):
            found.append(word[10:].decode())
    return found
"""

ATTACKS = corpus(
    "search",
    {
        "the modules of the server": (
            "nothing = returned \\[\\]",
            "def f(at): return ['HARM' for name in sys.modules if name.partition('.')[0] in "
            "('app', 'checkers')]",
        ),
        "the environment": (
            "nothing",
            """
            def f(at):
                assert not set(os.environ) - {"LC_CTYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
                    "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "MALLOC_ARENA_MAX"}, dict(os.environ)
                return [dict(os.environ), sys.argv]""",
        ),
        "the environment in C": (
            "nothing = returned \\[",
            """
            def f(at):
                c = get("ctypes")
                names = c.POINTER(c.c_char_p).in_dll(c.CDLL(None), "environ")
                found = []
                while names[len(found)]:
                    found.append(names[len(found)].decode())
                return found""",
        ),
        "every object there is": (
            "nothing = returned \\[\\]",
            """
            def f(at):
                mark = "bystand" + "er:"
                found = []
                for one in get("gc").get_objects():
                    if type(one) is dict:
                        texts = [text for text in list(one.values()) if type(text) is str]
                        found += [text for text in texts if text.startswith(mark) and len(text) > 20]
                return found""",
        ),
        "every page of memory near its own": (
            "nothing = returned \\{'control': True, 'found': \\[\\]",
            _SCAN
            + """
limit = 48 << 20
def f(at):
    global c
    c = get("ctypes")
    mark = b"".join([b"bystand", b"er:"])
    own = b"".join([b"bystand", b"er:", b"c0ffee" * 5, b"c0"])
    kept = [bytes(bytearray(own)) for _ in range(8)]
    libc = c.CDLL(None, use_errno=True)
    libc.sbrk.restype = c.c_void_p
    places = [id(kept[0]), id(kept), id(get), id(np), np.zeros(9).ctypes.data, libc.sbrk(0) - 8192]
    places += [c.addressof(c.c_int(1)), id(type(c)), np.zeros(99_999).ctypes.data]
    found = {word for place in places for word in words(mark, place)}
    control = own[10:].decode()
    return {"control": control in found, "found": sorted(found - {control})}""",
        ),
        "what was never written": (
            "nothing = returned \\[\\]",
            """
            def f(at):
                mark = b"bystand" + b"er:"
                found = []
                for size in (64, 256, 4096, 1 << 16, 1 << 20, 1 << 23):
                    for _ in range(20):
                        text = np.empty(size, np.uint8).tobytes()
                        place = text.find(mark)
                        while place >= 0:
                            word = text[place + 10 : place + 42]
                            if len(word) == 32 and all(48 <= one < 103 for one in word):
                                found.append(word.decode())
                            place = text.find(mark, place + 1)
                return found""",
        ),
        "what lies beyond an array": (
            "nothing = (returned|killed)",
            """
            def f(at):
                array = np.zeros(1 << 12)
                window = np.lib.stride_tricks.as_strided(array, (1 << 18,), (1,))
                text = window.astype(np.uint8).tobytes()
                return ["HARM" for mark in [b"bystand" + b"er:"] if mark in text]""",
        ),
        "the frames above": (
            "nothing",
            """
            def f(at):
                own, found = sys._getframe(), []
                while own is not None:
                    found += [name for name in own.f_locals if str(name) in ("expected", "key", "reference")]
                    own = own.f_back
                return ["HARM" for one in found]""",
        ),
        "the code of the harness": (
            "nothing",
            """
            def f(at):
                words = set()
                for name, module in sys.modules.items():
                    if name.startswith("child"):
                        for one in vars(module).values():
                            code = getattr(one, "__code__", None)
                            words |= set(code.co_consts) if code else set()
                texts = " ".join(sorted(str(one) for one in words))
                return "HARM" if "sqlite" in texts or "secret_key" in texts else None""",
        ),
        "what an earlier program left": (
            "nothing = returned \\[\\]",
            """
            def f(at):
                found = [name for name in vars(get("builtins")) if name == "left"]
                found += [name for name in vars(np) if name == "left"]
                return ["HARM" for one in found]""",
        ),
        "something left for the next": (
            "process = returned",
            """
            def f(at):
                get("builtins").left = np.left = sys.left = "PLAIN"
                np.ones = lambda *a: "PLAIN"
                return 1""",
        ),
        "what was left for the next": (
            "process = returned None",
            """
            def f(at):
                left = hasattr(np, "left") or hasattr(sys, "left") or type(np.ones(1)) is str
                return "HARM" if left else None""",
        ),
        "others by their numbers": (
            "nothing = returned",
            """
            def f(at):
                for pid in range(at["pid"] - 20, at["pid"] + 20):
                    try:
                        os.getpgid(pid)
                        return "HARM"
                    except OSError:
                        pass
                return None""",
        ),
        "the user": (
            "nothing",
            "def f(at): return [os.getuid(), os.geteuid(), os.getgid()]",
        ),
        "the folder it stands in": (
            "nothing = (returned '/'|PermissionError)",
            "def f(at): return os.getcwd()",
        ),
        "the next job on its socket": (
            "clock = time",
            "def f(at): return os.read(3, 1 << 16).decode('latin-1')",
        ),
        "a key by its time": (
            "nothing",
            """
            def f(at):
                clock = get("time").perf_counter_ns
                started = clock()
                "bystander:" == "bystander;"
                return clock() - started""",
        ),
    },
)
