"""Chapter 6: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    cfg-vector cfg-special-w cfg-conventions cfg-bug-chunk cfg-bayes cfg-gaussian-tilt cfg-where-it-lands
    cfg-code cfg-drop-prob cfg-cost cfg-negative cfg-autoguidance cfg-symptoms cfg-which-scale cfg-explain
"""
CARDS = 6
ANSWERS = {
    "cfg-vector": [1.6, 4.6],
    "cfg-conventions": 3,
    "cfg-gaussian-tilt": {"a": 0.4, "b": 1.2},
    "cfg-where-it-lands": {"a": 0.0625, "b": 6.4},
    "cfg-drop-prob": {"a": 25.6, "b": 4.8, "c": 0.185302},
    "cfg-cost": {"a": 100, "b": 4.5, "c": 70, "d": 40},
    "cfg-negative": [1.3, -1.4],
}
