"""Sources that hurt whoever parses them. They are sent as they stand."""

from tests.attacks.attack import corpus

_BROKEN = "(raised (SyntaxError|MemoryError|RecursionError|IndentationError|ValueError)|memory|time|killed)"

ATTACKS = [
    *corpus(
        "parsing",
        {
            "parentheses": ("process = " + _BROKEN, "x = " + "(" * 5000 + ")" * 5000),
            "brackets": ("process = " + _BROKEN, "x = " + "[" * 90 + "]" * 90 + "[" * 5000),
            "signs": ("process = " + _BROKEN, "x = " + "-" * 90_000 + "1"),
            "attributes": ("process = " + _BROKEN, "x = a" + ".b" * 40_000),
            "a sum": ("process = " + _BROKEN, "x = " + "1+" * 45_000 + "1"),
            "powers": ("process = " + _BROKEN, "x = " + "2**" * 25_000 + "1"),
            "lambdas": ("process = " + _BROKEN, "x = " + "lambda: " * 10_000 + "1"),
            "conditions": ("process = " + _BROKEN, "x = " + "1 if 1 else " * 8000 + "1"),
            "blocks": ("process = " + _BROKEN, "".join(" " * n + "if 1:\n" for n in range(300))),
            "functions in functions": (
                "process = " + _BROKEN,
                "".join(" " * n + f"def f{n}():\n" for n in range(99)) + " " * 99 + "pass\n" + "(" * 300,
            ),
            "comprehensions": ("process = " + _BROKEN, "x = " + "[0 for a in " * 3000 + "b" + "]" * 3000),
            "f-strings": ("process = " + _BROKEN, "x = " + 'f"{' * 200 + "1"),
            "a constant to be folded": (
                "process = (time|raised|memory|NameError)",
                "x = " + "**".join(["9"] * 4) + "\nwhile True: pass",
            ),
            "a text to be folded": (
                "process = (time|memory|finished|returned|raised)",
                "def f(at): return len(('x' * 4000) * 4000 * 10)",
            ),
            "an integer of many digits": ("process = raised SyntaxError", "x = " + "9" * 90_000),
            "many names": ("process = NameError", "\n".join(f"a{n} = {n}" for n in range(6000))),
            "many constants": ("process = NameError", "x = [" + "1.5," * 24_000 + "]"),
            "many arguments": (
                "process = (NameError|raised SyntaxError)",
                "def g(" + ",".join(f"a{n}" for n in range(12_000)) + "): pass",
            ),
            "a zero": ("process = raised (ValueError|SyntaxError)", "x = 1\0\ndef f(at): return 1"),
            "half a character": (
                "process = raised (UnicodeEncodeError|SyntaxError)",
                "x = '\ud800'\ndef f(at): return 1",
            ),
            "another encoding": (
                "process = (returned|raised)",
                "# coding: utf-7\ndef f(at): return '+AFwAXA-'",
            ),
            "an encoding that there is not": (
                "process = (returned|raised)",
                "# -*- coding: bomb -*-\ndef f(at): return 1",
            ),
            "text that turns round": (
                "process = returned 1",
                "def f(at):\n    '\u202e\u2066 return HARM \u2069'\n    return 1  # \u202e HARM",
            ),
            "a name in other letters": ("process = returned 1", "def \U0001d41f(at): return 1"),
            "a name of 90,000 letters": ("process = NameError", "a" * 90_000 + " = 1"),
            "line ends of every kind": (
                "process = (returned|raised)",
                "x = 1\r\r\n\x0c\x0b\ndef f(at): return 1",
            ),
            "nothing": ("process = NameError", ""),
            "a program that is too long": ("clock = refused: .*longer", "#" * 100_001),
            "a million characters": ("clock = refused: .*longer", "1+" * 500_000),
            "lines without end": ("process = (NameError|raised|time)", "\n" * 99_000 + "("),
            "backslashes": ("process = (NameError|raised|time)", "x = 1 + \\\n" * 9000 + "1"),
            "decorators": ("process = (NameError|raised|time)", "@a\n" * 20_000 + "def f(at): pass"),
            "assignments": ("process = (NameError|raised|time|killed|memory)", "a=" * 40_000 + "1"),
            "a pattern of patterns": (
                "process = " + _BROKEN,
                "match 1:\n    case " + "[" * 190 + "]" * 190 + ": pass\n" + "(" * 300,
            ),
            "stars": ("process = (NameError|raised|time|killed|memory)", "x = [" + "*[" * 5000 + "]" * 5001),
            "a warning that raises": (
                "process = (returned|raised)",
                "import warnings\nwarnings.simplefilter('error')\ndef f(at): return '\\d' is '\\d'",
            ),
        },
        bare=True,
    ),
    *corpus(
        "parsing",
        {
            "the compiler, called again": (
                "process = (SyntaxError|MemoryError|memory|RecursionError|killed|time)",
                "def f(at): return compile('(' * 10**6, 'x', 'eval')",
            ),
            "the compiler of trees": (
                "process = (ModuleNotFoundError|RecursionError|memory|MemoryError|killed|time|returned)",
                """
                def f(at):
                    ast = get("_ast")
                    tree = ast.Constant(1, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
                    for _ in range(200_000):
                        tree = ast.UnaryOp(ast.USub(), tree, lineno=1, col_offset=0)
                    return eval(compile(ast.Expression(tree), "x", "eval"))""",
            ),
            "bytecode of its own": (
                "process = (killed|SystemError|TypeError|returned|ValueError|time|memory)",
                """
                def f(at):
                    code = f.__code__.replace(co_code=bytes([100, 250] * 50), co_consts=(), co_stacksize=1)
                    return type(f)(code, {})(1)""",
            ),
            "marshalled garbage": (
                "process = (killed|ValueError|EOFError|TypeError|returned|memory|MemoryError)",
                "def f(at): return get('marshal').loads(b'[\\xff\\xff\\xff\\x0f' + b'r\\0\\0\\0\\0' * 99)",
            ),
            "deep JSON": (
                "process = RecursionError",
                "def f(at): return get('json').loads('[' * 10**6)",
            ),
            "a pattern that is a bomb": (
                "clock = (time|memory|returned|OverflowError|error|RecursionError)",
                "def f(at): return get('re').compile('(?:' * 500 + 'x' + '{9}){9}' * 500)",
            ),
            "a dtype that is a bomb": (
                "process = ([A-Z]\\w+Error|memory|returned|killed)",
                "def f(at): return np.dtype(','.join(['(99999,99999)f8'] * 999)).itemsize",
            ),
        },
    ),
]
