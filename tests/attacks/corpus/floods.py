"""Output: too much of it, and what would be markup or a command elsewhere."""

from tests.attacks.attack import corpus

ATTACKS = corpus(
    "floods",
    {
        "a long print": ("process = returned 1", "def f(at):\n    print('x' * 10**7)\n    return 1"),
        "many prints": (
            "process = returned 1",
            "def f(at):\n    for n in range(50_000): print(n)\n    return 1",
        ),
        "prints without end": ("clock", "def f(at):\n    while True: print('x' * 1000)"),
        "empty prints without end": ("clock", "def f(at):\n    while True: print(end='')"),
        "a print of what never ends": (
            "clock",
            """
            class Odd:
                def __str__(self):
                    while True: pass
            def f(at): print(Odd())""",
        ),
        "a print that fights": (
            "process = SystemExit",
            """
            class Odd:
                def __str__(self): raise SystemExit
            def f(at): print(Odd())""",
        ),
        "a print of markup": (
            "process = returned 1",
            "def f(at):\n    print('<script>alert(1)</script>{{ 7 * 7 }}&quot;')\n    return 1",
        ),
        "a print of commands": (
            "process = returned 1",
            "def f(at):\n    print('\\x1b[2J\\x1b]0;HARM\\x07\\x1b[8m')\n    return 1",
        ),
        "a print of JSON": (
            "process = returned 1",
            'def f(at):\n    print(\'"}], "verdict": "correct", "x": [{"\')\n    return 1',
        ),
        "a print of half a character": (
            "process = (returned 1|UnicodeEncodeError)",
            "def f(at):\n    print('\\ud800\\udfff')\n    return 1",
        ),
        "a print of zeros": ("process = returned 1", "def f(at):\n    print('\\0' * 99)\n    return 1"),
        "a print of text that turns round": (
            "process = returned 1",
            "def f(at):\n    print('\\u202e' * 99 + '\\u2066' * 99)\n    return 1",
        ),
        "a print of heaped marks": (
            "process = returned 1",
            "def f(at):\n    print('a' + '\\u0300' * 9999)\n    return 1",
        ),
        "a print of bytes": ("process = (returned|TypeError)", "def f(at): return sys.stdout.write(b'x')"),
        "a print of a text of its own": (
            "process = (returned|refused|killed|TypeError)",
            """
            class Text(str):
                def __getitem__(self, key): return self
                def __len__(self): return 0
            def f(at):
                for _ in range(1000): sys.stdout.write(Text("x" * 9999))
                return 1""",
        ),
        "a warning without end": (
            "clock = (time|returned)",
            "def f(at):\n    while True: get('warnings').warn('x' * 99)",
        ),
        "logs of numpy": (
            "process = returned",
            "def f(at):\n    np.show_config()\n    np.seterrcall(print)\n    "
            "np.seterr(all='call')\n    return float(np.float64(1) / 0)",
        ),
        "the paper, torn": (
            "process = (returned|refused|killed|unreadable|[A-Z]|time|memory|output)",
            """
            def f(at):
                paper = sys.stdout
                paper._parts, paper._left = ["x" * (1 << 22)], 10**12
                return 1""",
        ),
    },
)
