"""Time and memory: loops, bombs, and ways to swallow the limits."""

from tests.attacks.attack import corpus

_MEMORY = "(memory|MemoryError)"

ATTACKS = [
    *corpus(
        "memory",
        {
            "a large array": ("rlimits", "def f(at): return 'HARM' if len(np.zeros(45_000_000)) else None"),
            "many small arrays": (
                "rlimits",
                """
                def f(at):
                    kept = [np.zeros(500_000) for _ in range(90)]
                    return "HARM" """,
            ),
            "memory by raw system call": (
                "rlimits = returned None",
                """
                def f(at):
                    c = get("ctypes")
                    libc = c.CDLL(None)
                    libc.mmap.restype = c.c_void_p
                    got = libc.mmap(None, c.c_size_t(400 << 20), 3, 0x22, -1, c.c_long(0))
                    return None if got == 2**64 - 1 else "HARM" """,
            ),
            "a large stretch of bytes": (
                "rlimits",
                "def f(at): return 'HARM' if bytearray(400 << 20) else 0",
            ),
            "a long text": ("rlimits", "def f(at): return 'HARM' if 'x' * (400 << 20) else None"),
            "a wide format": ("rlimits", "def f(at): return 'HARM' if f'{1:{400 << 20}}' else None"),
            "a text joined": (
                "rlimits",
                "def f(at): return 'HARM' if ','.join(['x' * (8 << 20)] * 50) else 0",
            ),
            "an array of more than there is": ("nothing = " + _MEMORY, "def f(at): return np.ones(10**12)"),
            "a list that grows": (
                "rlimits = " + _MEMORY,
                """
                def f(at):
                    kept = []
                    for _ in range(90_000):
                        kept.append([bytes(4096)])
                    return "HARM" """,
            ),
            "out of memory, again and again": (
                "clock = (time|memory|output)",
                """
                def f(at):
                    kept = []
                    while True:
                        try:
                            kept.append(bytearray(1 << 20))
                        except MemoryError:
                            pass""",
            ),
            "out of memory while it is told": (
                "process = (memory|killed|MemoryError|time)",
                """
                kept = []
                def f(at):
                    try:
                        while True:
                            kept.append(bytearray(1 << 12))
                    except MemoryError:
                        return "x" * 10_000""",
            ),
            "a text of escapes": (
                "writer = (output|unreadable|memory)",
                "def f(at): return ['\\\\x01' * 19_000] * 1000",
            ),
            "a view stretched over a byte": (
                "writer = output",
                "def f(at): return np.broadcast_to(np.uint8(1), (1 << 20, 1 << 20))",
            ),
            "recursion": ("nothing = RecursionError", "def f(at): return f(at)"),
            "recursion without a limit": (
                "process = (killed|memory|MemoryError|time)",
                """
                def f(at):
                    sys.setrecursionlimit(10**9)
                    def deeper(x): return [*map(deeper, [x])]
                    return deeper(1)""",
            ),
            "recursion in C": (
                "process = (killed|RecursionError|memory|time)",
                """
                def f(at):
                    sys.setrecursionlimit(10**9)
                    one = ()
                    for _ in range(1_000_000):
                        one = (one,)
                    return repr(one)[:10]""",
            ),
            "too many numbers for the answer": ("writer = output", "def f(at): return [0] * 100_000"),
            "too large an array for the answer": ("writer = output", "def f(at): return np.zeros(300_000)"),
            "too long a text for the answer": ("writer = output", "def f(at): return 'x' * 30_000"),
            "a matrix product that wants threads": (
                "nothing = (returned|time)",
                "def f(at): return float((np.ones((600, 600)) @ np.ones((600, 600)))[0, 0])",
            ),
        },
    ),
    *corpus(
        "time",
        {
            "an endless loop": ("clock", "def f(at):\n    while True: pass"),
            "an endless loop at the start": ("clock", "while True: pass"),
            "a long sleep": ("clock", "def f(at): get('time').sleep(60)"),
            "a sleep by raw system call": (
                "clock = time",
                """
                def f(at):
                    while True: call(35 if x86 else 101, (60).to_bytes(8, "little") + bytes(8), 0)""",
            ),
            "a wait for more input": ("clock", "def f(at): return os.read(3, 1)"),
            "a lock that is never let go": (
                "clock",
                """
                def f(at):
                    lock = get("_thread").allocate_lock()
                    lock.acquire()
                    lock.acquire()""",
            ),
            "a loop in C": ("clock", "def f(at): return sum(get('itertools').repeat(1))"),
            "a loop in C that keeps nothing": (
                "clock",
                "def f(at): get('collections').deque(get('itertools').repeat(1), maxlen=0)",
            ),
            "a regular expression": ("clock", "def f(at): return get('re').match('(a+)+$', 'a' * 99 + 'b')"),
            "a power tower": ("clock = (time|memory)", "def f(at): return 9 ** 9 ** 9"),
            "a factorial": ("clock", "def f(at): return get('math').factorial(10**7)"),
            "a decimal power": (
                "clock = (time|memory|returned|DecimalException|Overflow)",
                "def f(at): return str(get('decimal').Decimal(7) ** 10**9)[:9]",
            ),
            "a decimal with many digits": (
                "clock = (time|memory)",
                """
                def f(at):
                    decimal = get("decimal")
                    decimal.getcontext().prec = 10**8
                    return str(decimal.Decimal(1) / 7)[:9]""",
            ),
            "a fraction that grows": (
                "clock = (time|memory)",
                """
                def f(at):
                    one = get("fractions").Fraction(1, 3)
                    while True: one = one * one + 1""",
            ),
            "an integer as text": (
                "clock = (time|ValueError)",
                """
                def f(at):
                    sys.set_int_max_str_digits(0)
                    return str(1 << 10**8)[:9]""",
            ),
            "a loop in numpy": (
                "clock",
                "def f(at):\n    while True: np.linalg.svd(np.random.rand(150, 150))",
            ),
            "one long call of numpy": (
                "clock",
                "def f(at): return float(np.linalg.eigvals(np.random.rand(1500, 1500))[0].real)",
            ),
            "a sort that never agrees": (
                "clock",
                """
                class Odd:
                    def __lt__(self, other):
                        while True: pass
                def f(at): return sorted([Odd(), Odd()])""",
            ),
            "every exception swallowed": (
                "clock",
                """
                def f(at):
                    while True:
                        try:
                            while True: pass
                        except BaseException:
                            pass""",
            ),
            "every signal ignored": (
                "clock",
                """
                def f(at):
                    s = get("signal")
                    for number in s.valid_signals():
                        try:
                            s.signal(number, s.SIG_IGN)
                        except (OSError, ValueError):
                            pass
                    s.pthread_sigmask(s.SIG_BLOCK, s.valid_signals())
                    while True: pass""",
            ),
            "every signal blocked in C": (
                "clock",
                """
                def f(at):
                    call(14 if x86 else 135, 0, b"\\xff" * 8, 0, 8)
                    while True: pass""",
            ),
            "a handler that loops": (
                "clock",
                """
                def f(at):
                    s = get("signal")
                    def again(*_):
                        while True: pass
                    for number in (s.SIGALRM, s.SIGVTALRM, s.SIGPROF, s.SIGXCPU, s.SIGTERM):
                        s.signal(number, again)
                    while True: pass""",
            ),
            "a trace function that loops": (
                "clock",
                """
                def f(at):
                    def again(*_):
                        while True: pass
                    sys.settrace(again)
                    int("1")
                    (lambda: 1)()
                    return 1""",
            ),
            "a trace left behind": (
                "clock = (time|returned 1)",
                """
                def again(frame, *_):
                    if frame.f_code.co_filename != "<answer>":
                        while True: pass
                def f(at):
                    sys.setprofile(again)
                    return 1""",
            ),
            "an end that never ends": (
                "process = (returned 1|time|killed)",
                """
                class Last:
                    def __del__(self):
                        while True: pass
                def f(at):
                    global last
                    last = Last()
                    get("atexit").register(Last().__del__)
                    return 1""",
            ),
            "a value that never ends": (
                "clock = (time|returned)",
                """
                class Last:
                    def __del__(self):
                        while True: pass
                def f(at):
                    Last()
                    return 1""",
            ),
            "a generator that will not close": (
                "clock = (time|returned)",
                """
                def held():
                    while True:
                        try:
                            yield 1
                        finally:
                            while True: pass
                def f(at):
                    one = held()
                    next(one)
                    del one
                    return 1""",
            ),
            "garbage collected without end": (
                "clock = (time|returned)",
                """
                def f(at):
                    def again(*_):
                        while True: pass
                    get("gc").callbacks.append(again)
                    get("gc").collect()
                    return 1""",
            ),
            "keys that all collide": (
                "clock",
                """
                class Key:
                    def __hash__(self): return 1
                    def __eq__(self, other): return False
                def f(at): return len({Key(): 1 for _ in range(20_000)})""",
            ),
            "an answer, then a loop": (
                "reader = (returned 5|time)",
                """
                def f(at):
                    say(frame(report(result(5))))
                    while True: pass""",
            ),
        },
    ),
]
