"""Chapter 3: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    loss-pixel loss-sum-mean loss-train-order loss-ddpm-loss loss-bug-train-step loss-bug-broadcast
    loss-x0-from-eps loss-eps-from-x0 loss-error-amplify loss-v-target loss-v-recover loss-v-limits
    loss-vlb-weight loss-min-snr loss-importance loss-floor loss-perfect-denoiser loss-why-noise
"""
CARDS = 7
ANSWERS = {
    "loss-pixel": 0.04,
    "loss-sum-mean": {"a": 122.88, "b": 491.52, "c": 0.0122070},
    "loss-x0-from-eps": 1.61436,
    "loss-eps-from-x0": 0.833333,
    "loss-error-amplify": 1.98,
    "loss-v-target": [0.2, 0.95],
    "loss-v-recover": {"a": 0.84, "b": 0.38},
    "loss-vlb-weight": {"a": 0.500050, "b": 0.00550343, "c": 90.8615},
    "loss-importance": 0.25,
    "loss-floor": 0.2,
}
