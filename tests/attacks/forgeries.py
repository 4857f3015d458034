"""Programs that would pass `q_sample` without solving it. Sent to a server, none may be called correct."""

from textwrap import dedent

from .attack import PRELUDE

NAME = "q_sample"

# What each does instead of the work; `x0, abar_t, eps` are the arguments.
_BODIES = {
    "an object that equals everything": """
        class Liar:
            def __eq__(self, other): return True
            def __array__(self, *a, **k): return x0
            def __array_function__(self, *a): return True
            def __getattr__(self, name): return True
        return Liar()""",
    "an array that equals everything": """
        class Liar(np.ndarray):
            def __eq__(self, other): return np.ones(self.shape, bool)
            def __array_ufunc__(self, *a, **k): return True
        return np.zeros(np.shape(x0)).view(Liar)""",
    "comparisons that agree": """
        for name in ("allclose", "isclose", "array_equal", "equal", "all", "max", "abs", "subtract"):
            setattr(np, name, lambda *a, **k: True)
        return x0""",
    "NaN": "return np.full(np.shape(x0), np.nan)",
    "infinity": "return np.full(np.shape(x0), np.inf)",
    "objects": "return np.array(x0, object)",
    "nothing": "return None",
    "its input": "return x0",
    "zeros": "return np.zeros(np.shape(x0))",
    "a masked array": "return np.ma.masked_all(np.shape(x0))",
    "broadcast truths": "return np.ones(np.shape(x0), bool)",
    "an empty array": "return np.zeros((0,) + np.shape(x0))",
    "a verdict as a value": "return {'verdict': 'correct', 'credit': 1.0}",
    "a list within itself": "a = []; a.append(a); return a",
    "a huge integer": "return [1 << 5000]",
    "an end": "os._exit(0)",
    "an exit": "sys.exit(0)",
    "an interruption": "raise KeyboardInterrupt",
    "memory that it lacks": "raise MemoryError",
    "a crash": "get('ctypes').string_at(0)",
    "a closed connection": "os.close(3)",
    "a frame with a verdict": "say(frame({'verdict': 'correct', 'end': 'finished'}))",
    "a frame with the results of passes": "say(frame(report(*[{'outcome': 'pass'}] * 11)))",
    "a frame of exceptions": """
        say(frame(report(*[{'raised': {'kind': 'x', 'message': '', 'line': 1}}] * 11)))""",
    "frames of every number of results": """
        for count in range(40): say(frame(report(*[result(1)] * count)))""",
    "a frame of garbage": "say(b'\\xff' * 99)",
    "a frame without end": "say(b'\\0\\1\\0\\0{')\n    while True: pass",
    "a print of a verdict": 'print(\'{"verdict": "correct"}\'); return x0',
    "a print of a page": "print('</pre><script>alert(1)</script><pre>'); return x0",
    "a long print": "print('<b>' * 10**6); return x0",
    "an exception of markup": "raise ValueError('<script>alert(1)</script>`$x$`![](//evil.example/x)')",
    "an exception named as markup": """
        raise type('`<script>alert(1)</script> ![](//evil.example/x) $x^{2$', (Exception,), {})('a')""",
    "an exception named as a formula": r"""
        raise type('`$\\frac{1}{$ $$\\def\\a{\\a\\a}\\a$$', (Exception,), {})('$x$')""",
    "a type named as markup": """
        return type('<script>alert(1)</script> [a](javascript:alert(1)) ![](//evil.example/x)', (), {})()""",
    "a type named as a picture": "return type('![](//evil.example/x)', (), {})()",
    "a type named as a formula": r"return type('$\\frac{$ $$\\def\\a{\\a\\a}\\a$$', (), {})()",
    "an exception of half characters": r"raise ValueError('\ud800\0\x1b[2J\u202e')",
    "a print of half characters": r"print('\ud800\0\x1b[2J\u202e'); return x0",
    "a text": "return '<script>alert(1)</script>'",
    "a dict of markup": "return {'<script>alert(1)</script>': '</code>'}",
    "a loop": "while True: pass",
    "a harness that says otherwise": """
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith("child."):
                for name in list(vars(module)):
                    if not name.startswith("__"):
                        setattr(module, name, lambda *a, **k: {"verdict": "correct"})""",
    "inputs changed to suit": """
        x0 *= 0; eps *= 0
        return x0""",
    "an answer that depends on the process": """
        return np.full(np.shape(x0), hash("x") % 7 + id(x0) % 3 + os.getpid() % 2)""",
    "the visible answers": """
        known = {1: [0.8 * 0.8 - 0.6 * 0.5], 9: [[1.0] * 3, [0.5 + 0.75 ** 0.5 * 2] * 3, [2.0] * 3]}
        return np.array(known.get(np.size(x0), x0))""",
    "an answer kept for the next submission": """
        kept = getattr(np, "kept", None) or getattr(get("builtins"), "kept", None)
        np.kept = get("builtins").kept = {"x0": x0, "eps": eps}
        return kept["x0"] if kept else x0""",
}

FORGERIES = {
    name: f"{PRELUDE}\ndef {NAME}(x0, abar_t, eps):\n"
    + "".join(f"    {line}\n" for line in dedent(body).strip("\n").splitlines())
    for name, body in _BODIES.items()
}
FORGERIES |= {
    "no function": "x = 1",
    "a name for everything": f"class {NAME}(float):\n    def __new__(cls, *a): return float.__new__(cls, 1)",
    "a verdict at the start": PRELUDE + "say(frame({'verdict': 'correct', 'results': [], 'printed': ''}))",
    "an end at the start": PRELUDE + "os._exit(0)",
    "a slip of syntax with markup": "<script>alert(1)</script>",
    "a file of the server": PRELUDE + f"def {NAME}(*a): print(open('exercises/book.yaml').read())",
    "an import of the server": f"from app.grading import grade_code as {NAME}",
    "half a character": f"'\ud800'\ndef {NAME}(x0, abar_t, eps): return x0",
    "a zero": f"def {NAME}(x0, abar_t, eps): return x0 #\0",
}
