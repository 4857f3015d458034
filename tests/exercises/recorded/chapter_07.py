"""Chapter 7: its exercises in reading order, its cards, and its answers at the book's own numbers."""

EXERCISES = """
    lat-compression lat-values lat-shapes lat-who-runs lat-attention-ratio lat-attention-memory
    lat-attention-flops lat-sdxl lat-dit-tokens lat-scale-factor lat-bug-scale lat-vae-ceiling lat-inspect
    lat-slerp lat-slerp-code
"""
CARDS = 5
ANSWERS = {
    "lat-compression": 48,
    "lat-values": {"a": 16384, "b": 65536, "c": 262144},
    "lat-attention-ratio": 4096,
    "lat-attention-memory": {"a": 32, "b": 128, "c": 4096},
    "lat-attention-flops": {"a": 3.35544, "b": 21.4748, "c": 640, "d": 3551.14},
    "lat-sdxl": {"a": 16384, "b": 4, "c": 16},
    "lat-dit-tokens": 1024,
    "lat-scale-factor": {"a": 5.48998, "b": 1.49363, "c": 6.58798, "d": 30.1399},
    "lat-vae-ceiling": {"a": 30, "b": 8.06381, "c": 27.5696},
    "lat-slerp": {"a": 128, "b": 90.5097, "c": 0.707107, "d": 1.41421},
}
