"""Frames of its own making on the socket: the reader takes plain data or nothing, and there is no verdict."""

from tests.attacks.attack import corpus

_LIES = "reader = returned"

ATTACKS = corpus(
    "protocol",
    {
        "a verdict": ("reader", "def f(at): say(frame({'verdict': 'correct', 'credit': 1}))"),
        "a verdict beside a report": (
            _LIES,
            "def f(at): say(frame(report(result(1), verdict='correct', credit=1.0)))",
        ),
        "a lie about its own output": ("reader = returned 42", "def f(at): say(frame(report(result(42))))"),
        "two frames": (
            "reader = returned 1$",
            "def f(at): say(frame(report(result(1))) + frame(report(result(2))))",
        ),
        "no results": ("reader", "def f(at): say(frame(report()))"),
        "more results than calls": ("reader", "def f(at): say(frame(report(*[result(1)] * 9)))"),
        "results that are none": ("reader", "def f(at): say(frame(report(True, None)))"),
        "an end that there is not": ("reader", "def f(at): say(frame(report(result(1), end='correct')))"),
        "an end that is a list": ("reader", "def f(at): say(frame(report(result(1), end=['finished'])))"),
        "a result that is right": ("reader", "def f(at): say(frame(report({'right': True})))"),
        "a result with everything": (
            "reader = (refused|returned|x)",
            "def f(at): say(frame(report({**result(1), 'raised': {'kind': 'x', 'message': '', 'line': 1}})))",
        ),
        "an exception without a line": ("reader", "def f(at): say(frame(report({'raised': {'kind': 'x'}})))"),
        "an exception on a line that there is not": (
            "reader = x: y",
            "def f(at): say(frame(report({'raised': {'kind': 'x', 'message': 'y', 'line': -10**30}})))",
        ),
        "prints that are a number": ("reader", "def f(at): say(frame(report(result(1), printed=7)))"),
        "prints without end": (
            "reader = returned",
            "def f(at): say(frame(report(result(1), printed='x' * 90_000)))",
        ),
        "a position that there is not": (
            "reader",
            "def f(at): say(frame(report({**result(1), 'mutated': [99]})))",
        ),
        "a position that is true": (
            "reader",
            "def f(at): say(frame(report({**result(1), 'mutated': [True]})))",
        ),
        "a time that is a list": (
            "reader",
            "def f(at): say(frame(report({**result(1), 'microseconds': [1]})))",
        ),
        "a time before the beginning": (
            "reader = (returned|refused)",
            "def f(at): say(frame(report({**result(1), 'microseconds': -10**300})))",
        ),
        "a number of calls that is a text": (
            "reader = (returned|refused)",
            "def f(at): say(frame(report({**result(1), 'evaluations': 'x'})))",
        ),
        "a model as an answer": (
            "reader",
            "def f(at): say(frame(report(result({'$m': ['constant', {'value': 1}]}))))",
        ),
        "memory with a verdict": (
            "reader = (memory|refused)",
            "def f(at): say(frame(report(result(1), end='memory', verdict='correct')))",
        ),
        "a time limit that it did not meet": (
            "reader = (refused|time)",
            "def f(at): say(frame(report(result(1), end='time', during=0)))",
        ),
        "a length of four gigabytes": ("reader", "def f(at): os.write(3, b'\\xff' * 8)"),
        "a length of nothing": ("reader", "def f(at): os.write(3, bytes(4))"),
        "JSON longer than its frame": (
            "reader",
            "def f(at): os.write(3, b'\\x08\\0\\0\\0\\xff\\xff\\0\\0{}{}')",
        ),
        "half a frame, then nothing": (
            "clock = (time|killed|refused)",
            "def f(at):\n    os.write(3, b'\\0\\x01\\0\\0{')\n    while 1: 1",
        ),
        "a frame, byte by byte": (
            "clock = (time|killed|refused)",
            """
            def f(at):
                for byte in frame(report(result(1), printed="x" * 99_000)):
                    os.write(3, bytes([byte]))
                    get("time").sleep(0.01)""",
        ),
        "half a frame, then an end": (
            "process",
            "def f(at):\n    os.write(3, b'\\0\\x01\\0\\0{')\n    os._exit(0)",
        ),
        "garbage": ("reader", "def f(at): os.write(3, bytes(range(256)) * 64)"),
        "a flood": ("reader", "def f(at):\n    while True: os.write(3, b'\\x7f' * 65536)"),
        "brackets": ("reader", "def f(at): say(frame(b'[' * 900_000))"),
        "brackets in a value": (
            "reader",
            "def f(at): say(frame(get('json').dumps(report(result(7))).replace('7', '[' * 400 + "
            "']' * 400).encode()))",
        ),
        "an infinite number": (
            "reader",
            'def f(at): say(frame(b\'{"end": "finished", "printed": "", "results": '
            '[{"value": 1e999, "mutated": [], "microseconds": 0}]}\'))',
        ),
        "a bare NaN": ("reader", "def f(at): say(frame(report(result(float('nan')))))"),
        "an integer of a million digits": (
            "reader",
            "def f(at): say(frame(get('json').dumps(report(result('7'))).replace('\"7\"', '7' * "
            "900_000).encode()))",
        ),
        "an integer of two thousand bits": ("reader", "def f(at): say(frame(report(result(1 << 2000))))"),
        "text that is not UTF-8": ("reader", "def f(at): say(frame(b'\"\\xff\\xfe\"'))"),
        "a text of half a character": ("reader", "def f(at): say(frame(report(result('\\ud800'))))"),
        "a text with a zero": ("reader", "def f(at): say(frame(report(result('\\0'))))"),
        "a key of half a character": (
            "reader",
            "def f(at): say(frame(report(result({'$d': [['\\udfff', 1]]}))))",
        ),
        "prints of half characters": (
            "reader = returned",
            "def f(at): say(frame(report(result(1), printed='\\ud800\\0\\x1b[2J\\u202e')))",
        ),
        "a key twice": (
            "reader",
            "def f(at): say(frame(report(result({'$d': [['a', 1], ['a', 2]]}))))",
        ),
        "a key that is a list": ("reader", "def f(at): say(frame(report(result({'$d': [[[], 1]]}))))"),
        "a key that is true": ("reader", "def f(at): say(frame(report(result({'$d': [[True, 1]]}))))"),
        "a key of a thousand bits": (
            "reader",
            "def f(at): say(frame(report(result({'$d': [[1 << 999, 1]]}))))",
        ),
        "an object of Python's": (
            "reader",
            "def f(at): say(frame(report(result({'__class__': 'x', '__reduce__': 1}))))",
        ),
        "a tag that there is not": ("reader", "def f(at): say(frame(report(result({'$x': 1}))))"),
        "two tags": ("reader", "def f(at): say(frame(report(result({'$t': [], '$d': []}))))"),
        "a million values": ("reader", "def f(at): say(frame(report(result([0] * 300_000))))"),
        "many arrays of nothing": (
            "reader",
            "def f(at): say(frame(report(result([{'$a': ['<f8', [0], 0, 0]}] * 20_000))))",
        ),
        "an array beyond its bytes": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['<f8', [4], 0, 32]})), b'12345678'))",
        ),
        "an array before its bytes": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['<f8', [1], -8, 8]})), b'12345678'))",
        ),
        "an array of another size": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['<f8', [2], 0, 8]})), b'12345678'))",
        ),
        "an array of negative shape": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['<f8', [-1, -1], 0, 8]})), b'12345678'))",
        ),
        "an array of nothing, enormous": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['|u1', [4194304, 4194304, 4194304, 0], 0, 0]}))))",
        ),
        "an array whose size wraps": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['<f8', [1 << 61, 8], 0, 0]}))))",
        ),
        "an array of too many axes": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['|u1', [1] * 60, 0, 1]})), b'1'))",
        ),
        "an array with a shape of floats": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['|u1', [1.0], 0, 1]})), b'1'))",
        ),
        "an array of objects": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['|O', [1], 0, 8]})), b'12345678'))",
        ),
        "an array of fields": (
            "reader",
            "def f(at): say(frame(report(result({'$a': [[['x', '<f8']], [1], 0, 8]})), b'12345678'))",
        ),
        "an array in another order": (
            "reader",
            "def f(at): say(frame(report(result({'$a': ['>f8', [1], 0, 8]})), b'12345678'))",
        ),
        "truths of undefined bits": (
            "reader = (refused|returned array\\(\\[ True)",
            "def f(at): say(frame(report(result({'$a': ['|b1', [8], 0, 8]})), b'\\xff' * 8))",
        ),
        "a pickle": (
            "reader",
            "def f(at): say(frame(b'cos\\nsystem\\n(S\"touch HARM\"\\ntR.'))",
        ),
        "ready once more": ("reader", "def f(at): say(b'R' * 8)"),
        "a frame at the start": ("reader = returned 3", "say(frame(report(result(3))))\ndef f(at): return 4"),
        "a frame in the argument's place": (
            "reader",
            "def f(at): say(frame({'source': 'x', 'seed': 0, 'calls': []}))",
        ),
    },
)
