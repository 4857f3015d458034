"""Values that fight back, and exceptions that do."""

from tests.attacks.attack import corpus

ATTACKS = [
    *corpus(
        "values",
        {
            "an object that equals everything": (
                "writer",
                """
                class Liar:
                    def __eq__(self, other): return True
                    def __array__(self, *a, **k): return np.zeros(3)
                    def __array_function__(self, *a): return True
                    def __array_ufunc__(self, *a, **k): return True
                    def __reduce__(self): return (print, ("HARM",))
                    def __getattr__(self, name): return self
                    def __call__(self, *a, **k): return True
                def f(at): return Liar()""",
            ),
            "an object that says it is a float": (
                "writer",
                """
                class Liar:
                    __class__ = property(lambda self: float)
                    def __float__(self): return 1.0
                def f(at): return Liar()""",
            ),
            "a float that equals everything": (
                "writer",
                """
                class Liar(float):
                    def __eq__(self, other): return True
                def f(at): return Liar()""",
            ),
            "an int of its own": ("writer", "class Liar(int): pass\ndef f(at): return Liar(3)"),
            "a text of its own": (
                "writer",
                "class Liar(str):\n    def encode(self, *a): return b'HARM'\ndef f(at): return Liar('x')",
            ),
            "a list of its own": (
                "writer",
                """
                class Liar(list):
                    def __len__(self): return 0
                    def __iter__(self):
                        while True: yield 1
                def f(at): return Liar([1])""",
            ),
            "a dict of its own": (
                "writer",
                "class Liar(dict):\n    def items(self): return [('HARM', 1)]\ndef f(at): return Liar(a=1)",
            ),
            "an array of its own": (
                "writer",
                """
                class Liar(np.ndarray):
                    def __array_finalize__(self, obj): pass
                    def tobytes(self, *a): return b"HARM"
                    def __eq__(self, other): return True
                def f(at): return np.zeros(3).view(Liar)""",
            ),
            "a list with a liar deep inside": (
                "writer",
                "class Liar(float): pass\ndef f(at): return [1, (2, {'a': [Liar(1)]})]",
            ),
            "a named tuple": (
                "writer",
                "def f(at): return get('collections').namedtuple('Liar', 'a')(1)",
            ),
            "a data class": (
                "writer",
                """
                from dataclasses import dataclass
                @dataclass
                class Liar:
                    a: int = 1
                def f(at): return Liar()""",
            ),
            "a masked array": ("writer", "def f(at): return np.ma.array([1.0, 2.0], mask=[0, 1])"),
            "a matrix": ("writer", "def f(at): return np.matrix([[1.0]])"),
            "an array of records": ("writer", "def f(at): return np.zeros(2, [('a', 'f8'), ('b', 'O')])"),
            "a record": ("writer", "def f(at): return np.zeros(2, [('a', 'f8')])[0]"),
            "an array of records of its own kind": (
                "writer",
                "def f(at): return np.zeros(2, np.dtype((np.record, [('a', 'f8')])))",
            ),
            "an array of objects": (
                "writer",
                """
                class Liar:
                    def __reduce__(self): return (print, ("HARM",))
                def f(at): return np.array([Liar(), None], object)""",
            ),
            "an array of objects that are floats": ("writer", "def f(at): return np.array([1.0, 2], object)"),
            "an array of texts": ("writer", "def f(at): return np.array(['a', 'bc'])"),
            "an array of bytes": ("writer", "def f(at): return np.array([b'a\\0'])"),
            "an array of dates": ("writer", "def f(at): return np.array(['2020-01-01'], 'M8[D]')"),
            "an array of nothings": ("writer", "def f(at): return np.zeros(3, 'V8')"),
            "an array of wide floats": ("writer", "def f(at): return np.zeros(3, np.longdouble)"),
            "an array with marks on its type": (
                "writer = (unreadable|returned array\\(\\[0\\., 0\\., 0\\.\\]\\))",
                "def f(at): return np.zeros(3, np.dtype('f8', metadata={'PLAIN': print}))",
            ),
            "an array in another order": (
                "writer = (unreadable|returned array\\(\\[1\\., 2\\.\\]\\))",
                "def f(at): return np.array([1.0, 2.0], '>f8')",
            ),
            "an array backwards": (
                "writer = returned array\\(\\[2, 1, 0\\]\\)",
                "def f(at): return np.arange(3)[::-1]",
            ),
            "an array of many axes": ("writer", "def f(at): return np.zeros([1] * 20)"),
            "an array of shape zero, enormous": (
                "writer = (refused|unreadable|returned|output)",
                "def f(at): return np.zeros((1 << 40, 0))",
            ),
            "an array that overlaps itself": (
                "writer = (output|unreadable)",
                "def f(at): return np.lib.stride_tricks.as_strided(np.zeros(1), (10**5, 10**5), (0, 0))",
            ),
            "an array beyond its memory": (
                "process = (killed|output)",
                "def f(at): return np.lib.stride_tricks.as_strided(np.zeros(1), (9000,), (1 << 40,))",
            ),
            "an array without memory": (
                "process = killed",
                """
                def f(at):
                    array = np.zeros(1000)
                    get("ctypes").c_void_p.from_address(id(array) + 16).value = 8
                    return array""",
            ),
            "an array of a false shape": (
                "process = (killed|returned|output|memory|unreadable)",
                """
                def f(at):
                    array = np.zeros(10)
                    shape = get("ctypes").c_void_p.from_address(id(array) + 32).value
                    get("ctypes").c_long.from_address(shape).value = 1 << 30
                    return array""",
            ),
            "a float16 of a NaN with a message": (
                "writer = returned array\\(",
                "def f(at): return np.array([0x7e01], np.uint16).view(np.float16)",
            ),
            "a generator": ("writer", "def f(at): return (x for x in [1])"),
            "a coroutine": ("writer", "async def g(): pass\ndef f(at): return g()"),
            "a function": ("writer", "def f(at): return f"),
            "a module": ("writer", "def f(at): return np"),
            "a class": ("writer", "def f(at): return float"),
            "bytes": ("writer", "def f(at): return b'x'"),
            "a view of memory": ("writer", "def f(at): return memoryview(b'x')"),
            "a set": ("writer", "def f(at): return {1}"),
            "a range": ("writer", "def f(at): return range(3)"),
            "a fraction": ("writer", "def f(at): return get('fractions').Fraction(1, 3)"),
            "a decimal": ("writer", "def f(at): return get('decimal').Decimal(1)"),
            "an ellipsis": ("writer", "def f(at): return ..."),
            "a list within itself": ("writer", "def f(at):\n    a = []\n    a.append(a)\n    return a"),
            "a dict within itself": ("writer", "def f(at):\n    a = {}\n    a['a'] = a\n    return a"),
            "a dict with keys of its own": (
                "writer",
                """
                class Key(str):
                    def __eq__(self, other): return True
                    __hash__ = str.__hash__
                def f(at): return {Key("a"): 1}""",
            ),
            "a dict of tuples": ("writer", "def f(at): return {(1, 2): 3}"),
            "a dict of floats": ("writer", "def f(at): return {float('nan'): 3}"),
            "a dict that looks like a tag": (
                "writer = returned \\{'\\$a': 1\\}",
                "def f(at): return {'$a': 1}",
            ),
            "an integer without end": ("writer", "def f(at): return 1 << 5000"),
            "half a character": ("writer", "def f(at): return '\\ud800'"),
            "a text with a zero": ("writer", "def f(at): return 'a\\0b'"),
            "infinities": (
                "writer = returned \\(",
                "def f(at): return (float('inf'), np.nan, -np.inf, 1e-320)",
            ),
            "a list that grows while it is written": (
                "clock = (output|time|returned|unreadable)",
                """
                def f(at):
                    grown = [1]
                    def more(*_): grown.append(1)
                    sys.setprofile(more)
                    return grown""",
            ),
            "a type whose name fights": (
                "writer = (unreadable|TypeError|killed)",
                """
                class Meta(type):
                    @property
                    def __name__(cls): raise SystemExit
                class Liar(metaclass=Meta): pass
                def f(at): return Liar()""",
            ),
            "a type with a name of markup": (
                "writer",
                "def f(at): return type('<script>alert(1)</script>`$x$' * 9, (), {})()",
            ),
            "a dtype with a name of markup": (
                "writer",
                "def f(at): return np.zeros(1, [('<img src=x onerror=alert(1)>', 'f8')])",
            ),
            "a scalar of numpy of its own": (
                "writer",
                "class Liar(np.float64): pass\ndef f(at): return Liar(1)",
            ),
            "no value at all": ("writer = returned None", "def f(at): pass"),
            "what it was given": ("writer = returned \\{", "def f(at): return at"),
        },
    ),
    *corpus(
        "exceptions",
        {
            "an end of the program": ("process = SystemExit", "def f(at): sys.exit(0)"),
            "an end at the start": ("process = raised SystemExit", "raise SystemExit(0)"),
            "an interruption": ("process = KeyboardInterrupt", "def f(at): raise KeyboardInterrupt"),
            "an end of a generator": ("process = GeneratorExit", "def f(at): raise GeneratorExit"),
            "an end of an iteration": ("process = StopIteration", "def f(at): raise StopIteration(1)"),
            "a lack of memory that there is not": ("clock = memory", "def f(at): raise MemoryError"),
            "a lack of memory at the start": ("clock = memory", "raise MemoryError"),
            "an exception of its own kind": (
                "process = Mine",
                "class Mine(BaseException): pass\ndef f(at): raise Mine",
            ),
            "an exception that fights": (
                "process = Fight",
                """
                class Fight(BaseException):
                    def __str__(self): raise Fight
                def f(at): raise Fight""",
            ),
            "an exception whose words are no text": (
                "process = Odd",
                "class Odd(Exception):\n    def __str__(self): return 7\ndef f(at): raise Odd",
            ),
            "an exception whose words are a liar": (
                "process = Odd",
                """
                class Text(str):
                    def __getitem__(self, key): raise SystemExit
                class Odd(Exception):
                    def __str__(self): return Text("x")
                def f(at): raise Odd""",
            ),
            "an exception with long words": (
                "process = ValueError: x",
                "def f(at): raise ValueError('x' * 10**7)",
            ),
            "an exception with endless words": (
                "clock = time",
                """
                class Odd(Exception):
                    def __str__(self):
                        while True: pass
                def f(at): raise Odd""",
            ),
            "an exception with half a character": (
                "process = ValueError: \ufffd",
                "def f(at): raise ValueError('\\ud800\\0\\x1b[31m\\u202e<script>')",
            ),
            "an exception with a long name": (
                "process = x",
                "def f(at): raise type('x' * 10**6, (Exception,), {})",
            ),
            "an exception with a name of markup": (
                "process = <script>",
                "def f(at): raise type('<script>alert(1)</script>`', (Exception,), {})",
            ),
            "an exception within itself": (
                "process = ValueError",
                """
                def f(at):
                    error = ValueError()
                    error.__cause__ = error.__context__ = error
                    raise error""",
            ),
            "a group of exceptions": (
                "process = ExceptionGroup",
                "def f(at): raise ExceptionGroup('x', [ValueError()] * 10_000)",
            ),
            "a slip of syntax of its own": (
                "reader",
                """
                def f(at):
                    error = SyntaxError("x")
                    error.filename, error.lineno, error.msg = "<answer>", "PLAIN", ["m"]
                    raise error""",
            ),
            "a slip of syntax on a line that there is not": (
                "process = SyntaxError",
                "def f(at): raise SyntaxError('x', ('<answer>', -5, 10**99, 'y'))",
            ),
            "an exception that is a class of a function": (
                "process = TypeError",
                "def f(at): raise f",
            ),
            "the name of the exception that is expected": (
                "process = ValueError",
                "def f(at): raise type('ValueError', (BaseException,), {})('right')",
            ),
            "a frame that lies about its file": (
                "process = ZeroDivisionError",
                "def f(at): exec(compile('\\n' * 10**6 + '1/0', '<answer>', 'exec'))",
            ),
            "an error of the harness": (
                "process = (killed|FrameError|UnplainError|output|refused|memory|SizeError|time)",
                """
                def f(at):
                    for name, module in list(sys.modules.items()):
                        for kind in ("SizeError", "FrameError", "UnplainError"):
                            if hasattr(module, kind):
                                raise getattr(module, kind)("PLAIN")""",
            ),
        },
    ),
]
