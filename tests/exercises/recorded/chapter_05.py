"""Chapter 5: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    samp-ddpm-step samp-ddpm-mean samp-loop-order samp-bug-ddpm samp-last-step samp-roundtrip
    samp-posterior-mean samp-posterior-var-expr samp-posterior-var samp-which-variance samp-reverse-bimodal
    samp-cost samp-ddim-step samp-ddim-coefficients samp-ddim-sigma samp-ddim-code samp-ddim-stride
    samp-timesteps samp-ddim-rotation samp-explain-ddim
"""
CARDS = 6
ANSWERS = {
    "samp-ddpm-step": 0.825502,
    "samp-ddpm-mean": [0.0949513, 0.911159, -0.509119],
    "samp-roundtrip": {"a": [0.862670, -0.395980], "b": [0.8, -0.3]},
    "samp-posterior-mean": 0.466038,
    "samp-posterior-var": {"a": 0.882, "b": 0.0169492, "c": 0.847458},
    "samp-reverse-bimodal": 0.552510,
    "samp-cost": {"a": 45, "b": 2.25, "c": 0.9, "d": 20},
    "samp-ddim-step": 1.03859,
    "samp-ddim-sigma": 0.365148,
    "samp-ddim-stride": {"a": 20, "b": [1000, 980, 960, 940], "c": [40, 20]},
    "samp-ddim-rotation": 0.844949,
}
