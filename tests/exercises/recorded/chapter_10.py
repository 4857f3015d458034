"""Chapter 10: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    cap-space cap-pipeline cap-resnet-params cap-reuse cap-flops cap-tokens cap-time cap-max-steps cap-options
    cap-memory cap-money cap-worksheet cap-latency-plan cap-design-doc
"""
CARDS = 4
ANSWERS = {
    "cap-resnet-params": {"a": 1843200, "b": 744.653, "c": 79.2079},
    "cap-reuse": 1316.71,
    "cap-flops": {"a": 100, "b": 676},
    "cap-tokens": 4828.57,
    "cap-time": {"a": 5.41667, "b": 664.615},
    "cap-max-steps": 33,
    "cap-memory": {"a": 6.936, "b": 17.064, "c": 1.634},
    "cap-money": {"a": 0.301205, "b": 0.860585},
    "cap-worksheet": {
        "a": 262144,
        "b": 4096,
        "c": 792.723456,
        "d": 9.38020857,
        "e": 525.291680,
        "f": 4.70906795,
        "g": 764.482492,
        "h": 15.1854469,
    },
}
