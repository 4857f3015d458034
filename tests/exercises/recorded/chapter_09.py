"""Chapter 9: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    ode-euler-three ode-relative-error ode-order ode-heun ode-heun-factor ode-few-steps ode-em-step ode-bug-em
    ode-ou ode-reverse-drift ode-ddim-inversion ode-ve-gaussian ode-adaptive ode-karras ode-heun-code ode-nfe
    ode-ancestral ode-vs-sde
"""
CARDS = 6
ANSWERS = {
    "ode-euler-three": [2.7, 2.43, 2.187],
    "ode-relative-error": 1.59529,
    "ode-order": {"a": 1.59529, "b": 0.150894, "c": 1.02417},
    "ode-heun": {"a": 2.1, "b": 2.235, "c": 0.102449},
    "ode-em-step": 0.818579,
    "ode-ou": {"a": 0.909796, "b": 0.72409, "c": 0.367879},
    "ode-reverse-drift": {"a": -0.2, "b": -0.6},
    "ode-ddim-inversion": 0.183694,
    "ode-ve-gaussian": {"a": 0.176471, "b": 1.58824, "c": 1.62698},
    "ode-karras": [80, 17.5278, 2.51522, 0.169753, 0.002],
    "ode-ancestral": {"a": 0.866025, "b": 0.5, "c": 0.75},
}
