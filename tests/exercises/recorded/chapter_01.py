"""Chapter 1: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    fwd-alpha-first fwd-one-step fwd-one-step-vector fwd-compose fwd-closed-form fwd-which-noise
    fwd-rand-not-randn fwd-abar-sum fwd-abar-code fwd-terminal fwd-q-sample fwd-variance-preserving
    fwd-signal-share fwd-snr fwd-vp-to-ve fwd-write-closed-form
"""
CARDS = 6
ANSWERS = {
    "fwd-alpha-first": 0.9999,
    "fwd-one-step": 0.789898,
    "fwd-one-step-vector": [0.862670, -0.395980],
    "fwd-closed-form": -0.5,
    "fwd-abar-sum": {"a": 2.53501, "b": 0.0792609, "c": 0.281533},
    "fwd-terminal": {"a": 4.31857e-5, "b": 0.00635281},
    "fwd-signal-share": {"a": 0.0793, "b": 0.0210787},
    "fwd-snr": {"a": 0.0861301, "b": -2.45190, "c": 11.6103},
    "fwd-rand-not-randn": 0.45,
    "fwd-vp-to-ve": {"a": 0.75, "b": 0.425},
}
