"""Chapter 2: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    sch-linear-abar sch-approx-error sch-first-below sch-cosine-abar sch-cosine-code sch-cosine-beta
    sch-bug-ratio sch-scaled-linear sch-make-betas sch-fingerprints sch-why-cosine sch-terminal-snr
    sch-zero-terminal sch-resolution-shift
"""
CARDS = 6
ANSWERS = {
    "sch-linear-abar": 0.524659,
    "sch-approx-error": {"a": 0.00344784, "b": 2.90367, "c": 0.971992},
    "sch-first-below": 674,
    "sch-cosine-abar": 0.847012,
    "sch-cosine-beta": {"a": 0.00314589, "b": 0.999},
    "sch-scaled-linear": 0.00480379,
    "sch-terminal-snr": {"a": 0.0682642, "b": 0.00468182, "c": 0.102396},
    "sch-resolution-shift": 0.0588235,
}
