from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.runner import Model, Value
from app.runner.child.models import KINDS

RNG = np.random.default_rng(7)
MEAN, VARIANCE = 0.7, 2.5
ALPHA_BARS = np.array([1.0, 0.9, 0.6, 0.2, 0.01])


def built(kind: str, **parameters: Value) -> Any:
    return Model(kind, parameters).build()


def slope(rows: NDArray[Any], columns: NDArray[Any]) -> tuple[float, float]:
    """Slope and intercept of the regression of columns on rows: the conditional mean of normal pairs."""
    a = np.cov(rows, columns)[0, 1] / rows.var(ddof=1)
    return float(a), float(columns.mean() - a * rows.mean())


@pytest.mark.parametrize("t", [1, 3, 4])
def test_the_gaussian_noise_is_the_regression_of_the_noise(t: int) -> None:
    x_0, eps = MEAN + np.sqrt(VARIANCE) * RNG.standard_normal(200_000), RNG.standard_normal(200_000)
    x_t = np.sqrt(ALPHA_BARS[t]) * x_0 + np.sqrt(1 - ALPHA_BARS[t]) * eps
    a, b = slope(x_t, eps)
    noise = built("gaussian_noise", mean=MEAN, variance=VARIANCE, alpha_bars=ALPHA_BARS)
    np.testing.assert_allclose(
        noise(np.array([-2.0, 0.0, 2.0]), t), a * np.array([-2.0, 0, 2]) + b, atol=0.03
    )


@pytest.mark.parametrize("t", [0.1, 0.5, 0.9])
def test_the_gaussian_velocity_is_the_regression_of_noise_less_data(t: float) -> None:
    data, noise = MEAN + np.sqrt(VARIANCE) * RNG.standard_normal(200_000), RNG.standard_normal(200_000)
    a, b = slope((1 - t) * data + t * noise, noise - data)
    velocity = built("gaussian_velocity", mean=MEAN, variance=VARIANCE)
    np.testing.assert_allclose(
        velocity(np.array([-2.0, 0.0, 2.0]), t), a * np.array([-2.0, 0, 2]) + b, atol=0.05
    )


@pytest.mark.parametrize("sigma", [0.1, 1.0, 10.0])
def test_the_denoisers_follow_tweedies_formula(sigma: float) -> None:
    """E[x_0 | x] = x + sigma² d/dx log p(x), with the density's derivative taken numerically."""
    weights, means, variances = np.array([0.3, 0.7]), np.array([-2.0, 1.0]), np.array([0.5, 2.0])

    def log_density(x: NDArray[Any]) -> NDArray[Any]:
        spread = variances + sigma**2
        parts = weights / np.sqrt(spread) * np.exp(-((x[..., None] - means) ** 2) / (2 * spread))
        return np.asarray(np.log(parts.sum(-1)))

    x, h = np.linspace(-3, 3, 12).reshape(3, 4), 1e-5
    score = (log_density(x + h) - log_density(x - h)) / (2 * h)
    denoise = built("mixture_denoiser", weights=weights, means=means, variances=variances)
    np.testing.assert_allclose(denoise(x, sigma), x + sigma**2 * score, rtol=1e-6, atol=1e-6)


def test_a_mixture_of_one_is_the_gaussian() -> None:
    x, sigma = RNG.standard_normal((3, 4)), np.array([[0.5], [1.0], [2.0]])
    gaussian = built("gaussian_denoiser", mean=MEAN, variance=VARIANCE)
    mixture = built("mixture_denoiser", weights=[1.0], means=[MEAN], variances=[VARIANCE])
    np.testing.assert_allclose(mixture(x, sigma), gaussian(x, sigma))


def test_far_from_every_component_the_mixture_stays_finite() -> None:
    mixture = built("mixture_denoiser", weights=[0.5, 0.5], means=[-1.0, 1.0], variances=[1e-4, 1e-4])
    nearer = built("gaussian_denoiser", mean=1.0, variance=1e-4)
    np.testing.assert_allclose(mixture(np.array([1e4]), 1e-3), nearer(np.array([1e4]), 1e-3))


def test_the_linear_ones_are_what_they_say() -> None:
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(built("constant", value=4)(x, 9), np.full((2, 3), 4.0))
    np.testing.assert_array_equal(built("linear", a=2, b=1)(x, 9), 2 * x + 1)
    np.testing.assert_array_equal(built("time_linear", a=2, b=3, c=1)(x, 0.5), 2 * x + 2.5)


def test_a_batch_may_have_a_step_for_each() -> None:
    noise = built("gaussian_noise", mean=MEAN, variance=VARIANCE, alpha_bars=ALPHA_BARS)
    x, steps = RNG.standard_normal((3, 2, 5)), np.array([0, 2, 4])
    np.testing.assert_array_equal(noise(x, steps), np.stack([noise(x[k], steps[k]) for k in range(3)]))


@pytest.mark.parametrize(("t", "error"), [(5, IndexError), (-1, IndexError), (1.0, TypeError)])
def test_a_step_outside_the_table_raises(t: float, error: type[Exception]) -> None:
    noise = built("gaussian_noise", mean=MEAN, variance=VARIANCE, alpha_bars=ALPHA_BARS)
    with pytest.raises(error):
        noise(np.zeros(2), t)


@pytest.mark.parametrize(
    ("kind", "parameters"), [("cubic", {}), ("linear", {"a": 1}), ("constant", {"value": 1, "x": 2})]
)
def test_another_model_or_parameter_is_the_authors_slip(kind: str, parameters: Mapping[str, Value]) -> None:
    with pytest.raises(ValueError, match=r"there is no model|has the parameters"):
        Model(kind, parameters)


def test_each_build_counts_anew() -> None:
    model = Model("constant", {"value": 0})
    first, second = model.build(), model.build()
    first(1.0)
    first(1.0, 2.0)
    assert (first.calls, second.calls) == (2, 0)
    assert set(KINDS) == {
        "constant",
        "linear",
        "time_linear",
        "gaussian_denoiser",
        "gaussian_noise",
        "gaussian_velocity",
        "mixture_denoiser",
    }
