"""Chapter 4: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    score-gaussian score-gaussian-code score-no-normaliser score-mixture score-saddle score-gmm-code
    score-from-eps score-dsm-target score-tweedie score-costumes score-gaussian-denoiser score-two-point
    score-fisher score-langevin-step score-annealing score-bug-langevin
"""
CARDS = 6
ANSWERS = {
    "score-gaussian": -0.5,
    "score-mixture": 1.98516,
    "score-from-eps": -1.5,
    "score-dsm-target": {"a": -2.5, "b": 0.75, "c": 4},
    "score-tweedie": 0.765,
    "score-two-point": 0.635149,
    "score-fisher": 9,
    "score-langevin-step": [2.02361, 1.37403],
}
