import pytest

from app.runner.child.layers import LAYERS, level


@pytest.mark.parametrize("layer", ["rlimits", "no-new-privileges", "seccomp"])
def test_nothing_stands_without_the_layers_that_carry(layer: str) -> None:
    assert level(set(LAYERS) - {layer}) == "none"


def test_landlock_makes_it_full_and_alone_makes_nothing() -> None:
    assert level(set(LAYERS)) == "full"
    assert level(set(LAYERS) - {"landlock"}) == "seccomp"
    assert level({"landlock"}) == "none"
