import pytest

from app.runner.child.layers import LACKING, LAYERS, level


@pytest.mark.parametrize("layer", ["rlimits", "no-new-privileges", "seccomp"])
def test_nothing_stands_without_the_layers_that_carry(layer: str) -> None:
    assert level(set(LAYERS) - {layer}) == "none"


def test_landlock_makes_it_full_and_alone_makes_nothing() -> None:
    assert level(set(LAYERS)) == "full"
    assert level(set(LAYERS) - {"landlock"}) == "seccomp"
    assert level({"landlock"}) == "none"


def test_what_lacks_is_told_with_its_meaning_and_cure() -> None:
    assert list(LACKING) == list(LAYERS)
    assert all(len(words.split("; ")) == 2 for words in LACKING.values())


@pytest.mark.parametrize("layer", LAYERS)
def test_it_says_that_no_program_is_run_exactly_where_that_is_so(layer: str) -> None:
    says = "so no" in LACKING[layer]
    assert says == (level(set(LAYERS) - {layer}) == "none")
