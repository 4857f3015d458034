"""Guidance: exaggerating what the condition changes.

The scale is `w` with w = 1 for the plain conditional prediction; that of Ho & Salimans is `w_prime` = w - 1.
Predictions are of one kind, all noise, all x_0, all v, all scores or all velocities, and of one shape.
A scale is one number, or a (B,) array with one per item of a (B, ...) batch. Every function raises ValueError
where shapes differ or an argument is outside its range. Variances are variances, never standard deviations.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from checkers import domains, gaussians
from checkers.domains import Array, Numbers

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)  # on -1..1


def guide(uncond: Numbers, cond: Numbers, w: Numbers) -> Array:
    """ε_u + w (ε_c - ε_u): 0 unconditional, 1 conditional, above 1 extrapolated. Any shape; `w` any real."""
    uncond, difference, w = _guided(uncond, cond, w, "w")
    return uncond + w * difference


def guide_paper(cond: Numbers, uncond: Numbers, w_prime: Numbers) -> Array:
    """(1 + w') ε_c - w' ε_u, the same with the condition named first. Ho & Salimans 2022, eq. 6."""
    uncond, difference, w_prime = _guided(uncond, cond, w_prime, "w_prime")
    return uncond + difference + w_prime * difference


def scale_from_paper(w_prime: Numbers) -> Array:
    """w = 1 + w', the scale of `guide` that does what w' does in `guide_paper`."""
    return 1 + _finite(w_prime, "w_prime")


def paper_from_scale(w: Numbers) -> Array:
    """w' = w - 1, the inverse of `scale_from_paper`; 0 is no guidance."""
    return _finite(w, "w") - 1


def swapped_scale(w: Numbers) -> Array:
    """1 - w, the scale that is really in force when the two predictions are swapped."""
    return 1 - _finite(w, "w")


def coefficients(w: float) -> Array:
    """(1 - w, w), the factors of the unconditional and the conditional prediction; they add to 1."""
    scale = float(_finite(w, "w"))
    return np.array([1 - scale, scale])


def negative_prompt(negative: Numbers, cond: Numbers, w: Numbers) -> Array:
    """ε_n + w (ε_c - ε_n): the prediction for the unwanted text takes the place of the null prompt's."""
    return guide(negative, cond, w)


def autoguide(weak: Numbers, strong: Numbers, w: Numbers) -> Array:
    """D_weak + w (D_strong - D_weak), both conditional: away from a worse version of the same model.

    Karras et al. 2024 (Guiding a diffusion model with a bad version of itself).
    """
    return guide(weak, strong, w)


def compose(uncond: Numbers, conds: Numbers, ws: Numbers) -> Array:
    """ε_u + Σ_i w_i (ε_i - ε_u) for several conditions; a negative w_i keeps away from condition i.

    Liu et al. 2022 (composable diffusion). `uncond` has any shape S, `conds` (n, *S), `ws` (n,).
    """
    u, c, w = domains.real(uncond, "uncond"), domains.real(conds, "conds"), _finite(ws, "ws")
    if w.ndim != 1 or c.shape != (len(w), *u.shape):
        raise ValueError(
            f"conds has shape {c.shape}, which is not one prediction like uncond per entry of ws"
        )
    return u + np.tensordot(w, c - u, 1)


def guide_two(uncond: Numbers, first: Numbers, both: Numbers, w_first: Numbers, w_second: Numbers) -> Array:
    """ε(∅,∅) + w_1 (ε(c_1,∅) - ε(∅,∅)) + w_2 (ε(c_1,c_2) - ε(c_1,∅)), say an image, then a text.

    Brooks et al. 2023 (InstructPix2Pix), section 3.2. With equal scales it is `guide(uncond, both, w)`.
    """
    with_first = guide(uncond, first, w_first)
    first, difference, w_second = _guided(first, both, w_second, "w_second")
    return with_first + w_second * difference


# ---- the spread of a guided prediction ---


def guided_variance(
    uncond_variance: Numbers, cond_variance: Numbers, correlation: Numbers, w: Numbers
) -> Array:
    """Var(ε_u + w (ε_c - ε_u)) = (1-w)² v_u + w² v_c + 2 w (1-w) ρ √(v_u v_c).

    For predictions correlated by ρ; arguments broadcast. With v_u = v_c = 1 it is 1 + 2 w (w - 1)(1 - ρ).
    Raises ValueError unless variances >= 0 and ρ lies in [-1, 1].
    """
    v_u = domains.non_negative(uncond_variance, "uncond_variance")
    v_c = domains.non_negative(cond_variance, "cond_variance")
    rho, w = domains.real(correlation, "correlation"), _finite(w, "w")
    if np.any(np.abs(rho) > 1):
        raise ValueError("correlation must lie between -1 and 1")
    return (1 - w) ** 2 * v_u + w**2 * v_c + 2 * w * (1 - w) * rho * np.sqrt(v_u * v_c)


def rescale_factor(guided: Numbers, cond: Numbers) -> Array:
    """std(ε_c) / std(ε_guided) per item: (B,) for a batch (B, ...), one number for one item (d,).

    Lin et al. 2023 (Common diffusion noise schedules…), section 3.4. Raises ValueError where a guided item
    is constant, and for single numbers, which have no spread.
    """
    guided, cond = _items(guided, cond)
    axes = tuple(range(1, guided.ndim)) or None
    spread = guided.std(axis=axes)
    if np.any(spread == 0):
        raise ValueError("guided must not be constant: it has no spread to rescale")
    factor: Array = cond.std(axis=axes) / spread
    return factor


def rescale(guided: Numbers, cond: Numbers, phi: Numbers) -> Array:
    """φ · ε_guided std(ε_c)/std(ε_guided) + (1 - φ) · ε_guided, one standard deviation per item.

    Lin et al. 2023, section 3.4. (B, ...) is a batch, (d,) one item; φ in [0, 1], a number or (B,).
    φ = 0 changes nothing, also where a guided item is constant; otherwise raises as `rescale_factor`.
    """
    guided, cond = _items(guided, cond)
    strength = domains.unit(phi, "phi")
    if not np.any(strength):
        return guided
    factor = domains.batch(guided, rescale_factor(guided, cond))[1]
    strength = _per_item(guided, strength, "phi")
    return strength * factor * guided + (1 - strength) * guided


def guide_rescaled(uncond: Numbers, cond: Numbers, w: Numbers, phi: Numbers = 0.0) -> Array:
    """`guide`, then `rescale`. Shapes and errors as there; φ = 0 is plain guidance of any shape."""
    guided = guide(uncond, cond, w)
    return rescale(guided, cond, phi) if np.any(domains.unit(phi, "phi")) else guided


def dynamic_threshold(x_0: Numbers, percentile: float = 99.5) -> Array:
    """x_0 clipped to [-s, s] and divided by s, where s >= 1 is that percentile of |x_0| in each item.

    Saharia et al. 2022 (Imagen), section 2.3. (B, ...) is a batch, (d,) one item; percentile in 0..100.
    """
    x_0, _ = _items(x_0, x_0)
    share = domains.unit(np.divide(percentile, 100), "percentile / 100")
    s = np.maximum(1, np.quantile(np.abs(x_0), share, axis=tuple(range(1, x_0.ndim)) or None))
    s = domains.batch(x_0, s)[1]
    return np.clip(x_0, -s, s) / s


# ---- Bayes' rule ---


def classifier_score(uncond: Numbers, cond: Numbers) -> Array:
    """∇log p(c|x) = ∇log p(x|c) - ∇log p(x), the gradient of the implied classifier, of two scores."""
    return _guided(uncond, cond, 1, "w")[1]


def classifier_score_from_eps(uncond: Numbers, cond: Numbers, alpha_bar_t: Numbers) -> Array:
    """∇log p(c|x_t) = -(ε_c - ε_u)/√(1 - ᾱ_t), of noise predictions. Raises ValueError at ᾱ = 1."""
    difference, noise = domains.batch(classifier_score(uncond, cond), _noise(alpha_bar_t))
    domains.positive(noise, "1 - alpha_bar_t")
    return -difference / noise


def classifier_guided_score(score: Numbers, gradient: Numbers, w: Numbers) -> Array:
    """∇log p(x) + w ∇log p(c|x), the score of p(x) p(c|x)^w up to its constant. Dhariwal & Nichol 2021."""
    score = domains.real(score, "score")
    gradient = domains.like(gradient, score, "gradient")
    return score + _per_item(gradient if gradient.ndim else score, _finite(w, "w"), "w") * gradient


def classifier_guided_eps(eps: Numbers, gradient: Numbers, alpha_bar_t: Numbers, w: Numbers) -> Array:
    """ε - w √(1 - ᾱ_t) ∇log p(c|x_t). Dhariwal & Nichol 2021, algorithm 2 (with their scale as w)."""
    eps = domains.real(eps, "eps")
    gradient, noise = domains.batch(domains.like(gradient, eps, "gradient"), _noise(alpha_bar_t))
    return eps - _per_item(gradient if gradient.ndim else eps, _finite(w, "w"), "w") * noise * gradient


def tilted_probabilities(uncond: Numbers, cond: Numbers, w: Numbers) -> Array:
    """p^(1-w) p_c^w over a finite set, normalised: tables (n,) of probabilities or counts. Sums to 1.

    An outcome without conditional probability has none for w > 0. Raises ValueError for negative entries,
    and where an outcome that must be divided by has probability 0.
    """
    p, p_c = domains.non_negative(uncond, "uncond"), domains.non_negative(cond, "cond")
    if p.ndim != 1 or p.shape != p_c.shape or not p.any() or not p_c.any():
        raise ValueError("uncond and cond must be tables of one length, not all 0")
    scale, shared = float(_finite(w, "w")), (p > 0) | (p_c > 0)
    logs = _log_power(p[shared], 1 - scale) + _log_power(p_c[shared], scale)
    if not np.isfinite(logs.max()):
        raise ValueError("uncond and cond must not be 0 where they are divided by, nor everywhere in turn")
    weights = np.zeros_like(p)
    weights[shared] = np.exp(logs - logs.max())
    tilted: Array = weights / weights.sum()
    return tilted


# ---- two Gaussians ---


def tilted_variance(uncond_variance: Numbers, cond_variance: Numbers, w: Numbers) -> Array:
    """Variance of p^(1-w) p_c^w for Gaussians: precisions combine, 1/((1-w)/v_u + w/v_c).

    Variances > 0; arguments broadcast. Raises ValueError where the precision is not positive: no density.
    """
    v_u = domains.positive(uncond_variance, "uncond_variance")
    v_c = domains.positive(cond_variance, "cond_variance")
    w = _finite(w, "w")
    precision = (1 - w) / v_u + w / v_c
    if np.any(precision <= 0):
        raise ValueError("w must leave a positive precision (1-w)/uncond_variance + w/cond_variance")
    return 1 / precision


def tilted_mean(
    uncond_mean: Numbers, uncond_variance: Numbers, cond_mean: Numbers, cond_variance: Numbers, w: Numbers
) -> Array:
    """Mean of p^(1-w) p_c^w for Gaussians: the means weighted by their precisions. Raises as that variance.

    (w m_c/v_c + (1-w) m_u/v_u) / ((1-w)/v_u + w/v_c): beyond m_c for w > 1.
    """
    m_u, m_c = domains.real(uncond_mean, "uncond_mean"), domains.real(cond_mean, "cond_mean")
    variance = tilted_variance(uncond_variance, cond_variance, w)
    v_u, v_c, w = domains.real(uncond_variance, "v_u"), domains.real(cond_variance, "v_c"), _finite(w, "w")
    return variance * ((1 - w) * m_u / v_u + w * m_c / v_c)


def tilted_logpdf(
    x: Numbers,
    uncond_mean: Numbers,
    uncond_variance: Numbers,
    cond_mean: Numbers,
    cond_variance: Numbers,
    w: Numbers,
) -> Array:
    """log of p(x)^(1-w) p_c(x)^w for Gaussians, normalised, in nats. Raises as `tilted_variance`."""
    variance = tilted_variance(uncond_variance, cond_variance, w)
    mean = tilted_mean(uncond_mean, uncond_variance, cond_mean, cond_variance, w)
    return gaussians.logpdf(x, mean, variance)


def scale_limit(uncond_variance: Numbers, cond_variance: Numbers) -> Array:
    """The w at which the tilted precision vanishes, v_c/(v_c - v_u); inf for equal variances.

    Positive where the condition is wider (w must stay below), negative where it is narrower (above).
    """
    v_u = domains.positive(uncond_variance, "uncond_variance")
    v_c = domains.positive(cond_variance, "cond_variance")
    with np.errstate(divide="ignore"):
        return v_c / np.where(v_c == v_u, 0.0, v_c - v_u)


def gaussian_guided_score(
    x: Numbers,
    uncond_mean: Numbers,
    uncond_variance: Numbers,
    cond_mean: Numbers,
    cond_variance: Numbers,
    w: Numbers,
    sigma: Numbers = 0.0,
) -> Array:
    """s_u + w (s_c - s_u) of two Gaussians seen through noise of level σ (x + σε): their variances plus σ².

    At σ = 0 the score of the tilted density; above, not that of its noised version. Arguments broadcast.
    """
    x, noise = domains.real(x, "x"), domains.non_negative(sigma, "sigma") ** 2
    m_u, m_c = domains.real(uncond_mean, "uncond_mean"), domains.real(cond_mean, "cond_mean")
    s_u = (m_u - x) / (domains.positive(uncond_variance, "uncond_variance") + noise)
    s_c = (m_c - x) / (domains.positive(cond_variance, "cond_variance") + noise)
    return s_u + _finite(w, "w") * (s_c - s_u)


def sampled_variance(uncond_variance: Numbers, cond_variance: Numbers, w: Numbers) -> Array:
    """Variance of what guided sampling of two Gaussians yields: v_u^(1-w) v_c^w, not `tilted_variance`.

    The probability-flow ODE with the guided score, solved exactly from pure noise (σ from ∞ to 0). Its slope
    in σ² is ½((1-w)/(v_u+σ²) + w/(v_c+σ²)), so lengths scale as (v_u+σ²)^((1-w)/2) (v_c+σ²)^(w/2).
    That the result is not the tilted density: Bradley & Nakkiran 2024. Arguments broadcast.
    """
    v_u = domains.positive(uncond_variance, "uncond_variance")
    v_c = domains.positive(cond_variance, "cond_variance")
    return v_u * (v_c / v_u) ** _finite(w, "w")


def sampled_mean(
    uncond_mean: Numbers, uncond_variance: Numbers, cond_mean: Numbers, cond_variance: Numbers, w: Numbers
) -> Array:
    """Mean of what guided sampling of two Gaussians yields (see `sampled_variance`), to about 12 digits.

    m_u + w (m_c - m_u) (v_c/v_u)^((w-1)/2) ∫₀¹ (1 + (v_u/v_c - 1) τ²)^((w-1)/2) dτ, by Gauss-Legendre.
    """
    m_u, m_c = domains.real(uncond_mean, "uncond_mean"), domains.real(cond_mean, "cond_mean")
    v_u = domains.positive(uncond_variance, "uncond_variance")
    ratio = v_u / domains.positive(cond_variance, "cond_variance")
    w = _finite(w, "w")
    tau = (_NODES + 1) / 2
    base, power = np.asarray(ratio)[..., None], np.asarray((w - 1) / 2)[..., None]
    values = ((1 + (base - 1) * tau**2) / base) ** power
    return m_u + w * (m_c - m_u) * (values @ (_WEIGHTS / 2))


# ---- training, cost and the interval ---


def expected_dropped(batch: int, p: Numbers) -> Array:
    """Expected number of examples per batch that lose their condition, B p. Raises unless p is in [0, 1]."""
    return domains.count(batch, "batch") * domains.unit(p, "p")


def dropped_variance(batch: int, p: Numbers) -> Array:
    """Variance of that number, B p (1 - p)."""
    return expected_dropped(batch, p) * (1 - domains.unit(p, "p"))


def dropped_std(batch: int, p: Numbers) -> Array:
    """Standard deviation of that number, √(B p (1 - p))."""
    return np.sqrt(dropped_variance(batch, p))


def none_dropped(batch: int, p: Numbers) -> Array:
    """Probability that a batch has no unconditional example at all, (1 - p)^B."""
    return (1 - domains.unit(p, "p")) ** domains.count(batch, "batch")


def evaluations(steps: int, share: Numbers = 1.0) -> Array:
    """Network evaluations of `steps` solver steps when a share of them is guided: N (1 + share).

    A step outside the interval still needs one. share 1 is guidance throughout, 0 none (or distilled).
    One evaluation per step and prediction, as in DDIM; a second-order solver needs twice as many.
    """
    return domains.count(steps, "steps") * (1 + domains.unit(share, "share"))


def seconds(
    steps: int, seconds_per_evaluation: Numbers, share: Numbers = 1.0, pair_cost: Numbers = 2.0
) -> Array:
    """Time of the network when a share of the steps is guided, each at the cost of `pair_cost` evaluations.

    pair_cost is 2 for two calls in turn, and between 1 and 2 for one call on a batch of two: nearer 1 the
    less busy the hardware is with a single one. In seconds; raises ValueError for pair_cost < 1.
    """
    once = domains.non_negative(seconds_per_evaluation, "seconds_per_evaluation")
    pair = domains.real(pair_cost, "pair_cost")
    if np.any(pair < 1):
        raise ValueError("pair_cost must be at least 1")
    return domains.count(steps, "steps") * once * (1 + domains.unit(share, "share") * (pair - 1))


def interval_scale(sigma: Numbers, w: Numbers, low: float, high: float) -> Array:
    """w where low < σ <= high and 1 elsewhere: guidance in an interval of noise levels.

    Kynkäänniemi et al. 2024. `sigma` of any shape, σ = √((1-ᾱ)/ᾱ). Raises ValueError unless 0 <= low <= high.
    """
    levels, inside = _inside(sigma, low, high)
    return np.where(inside, _finite(w, "w"), np.ones_like(levels))[()]


def guided_steps(sigmas: Numbers, low: float, high: float) -> int:
    """How many of the noise levels lie in (low, high]. Raises as `interval_scale`."""
    return int(np.count_nonzero(_inside(sigmas, low, high)[1]))


def _inside(sigma: Numbers, low: float, high: float) -> tuple[Array, npt.NDArray[np.bool_]]:
    levels = domains.non_negative(sigma, "sigma")
    bottom, top = domains.non_negative(low, "low"), domains.non_negative(high, "high")
    if np.any(bottom > top):
        raise ValueError("low must not lie above high")
    return levels, (levels > bottom) & (levels <= top)


def _guided(uncond: Numbers, cond: Numbers, w: Numbers, name: str) -> tuple[Array, Array, Array]:
    """The unconditional prediction, the difference that the condition makes, and the scale shaped for it."""
    u = domains.real(uncond, "uncond")
    difference = domains.like(cond, u, "cond") - u
    return u, difference, _per_item(difference, _finite(w, name), name)


def _per_item(x: Array, values: Array, name: str) -> Array:
    if values.ndim and x.ndim and values.shape != x.shape[:1]:
        raise ValueError(f"{name} must be one number or one per item: {x.shape[0]} items, not {values.shape}")
    return domains.batch(x, values)[1]


def _items(guided: Numbers, cond: Numbers) -> tuple[Array, Array]:
    given = domains.real(guided, "guided")
    if given.ndim == 0:
        raise ValueError("guided must be an array: one number has no spread")
    return given, np.broadcast_to(domains.like(cond, given, "cond"), given.shape)


def _finite(x: Numbers, name: str) -> Array:
    numbers = domains.real(x, name)
    if not np.all(np.isfinite(numbers)):
        raise ValueError(f"{name} must be finite")
    return numbers


def _noise(alpha_bar_t: Numbers) -> Array:
    return np.sqrt(1 - domains.unit(alpha_bar_t, "alpha_bar_t"))


def _log_power(p: Array, power: float) -> Array:
    """power · log p, with p^0 = 1 also for p = 0."""
    with np.errstate(divide="ignore"):
        return power * np.log(p) if power else np.zeros_like(p)
