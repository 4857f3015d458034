"""Chapter 8: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    flow-interp flow-velocity flow-convention flow-train-order flow-crossing flow-marginal-velocity
    flow-euler-step flow-sampler flow-bug-sampler flow-straightness flow-readouts flow-score-from-velocity
    flow-snr flow-vs-ddpm flow-general-velocity flow-shift flow-logit-normal
"""
CARDS = 6
ANSWERS = {
    "flow-interp": [2.2, 3.8],
    "flow-velocity": [4, 6],
    "flow-convention": {"a": 0.7, "b": 2, "c": 1.2},
    "flow-crossing": 1.5,
    "flow-marginal-velocity": -0.528074,
    "flow-readouts": {"a": 0.2, "b": 1.7, "c": -4.25},
    "flow-snr": {"a": 5.44444, "b": 0.844828, "c": 0.761577},
    "flow-shift": 0.75,
    "flow-logit-normal": 1.59577,
}
