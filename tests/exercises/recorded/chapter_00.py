"""Chapter 0: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    map-pixel-count map-opening-failure map-many-easy-steps map-families map-method-choice map-gauss-sum
    map-kl-equal-var map-noise-shell map-range-roundtrip map-analogy-limits
"""
CARDS = 5
ANSWERS = {
    "map-pixel-count": 786432,
    "map-gauss-sum": 2.08,
    "map-kl-equal-var": 3.125,
    "map-noise-shell": 128,
}
