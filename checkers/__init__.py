"""Reference mathematics: one module per topic, each importing numpy and earlier ones only.

Steps are t = 1..T. Tables have T + 1 entries, `beta[0] = 0` and `alpha_bar[0] = 1`, so no index is ever
shifted. `x_0` is data. Second arguments of Gaussians are variances. Logarithms are natural.
"""
