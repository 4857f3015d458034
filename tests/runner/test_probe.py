import os
import signal

import pytest

from app.runner.child import probe
from app.runner.child.layers import LAYERS


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer != "landlock"])
def test_the_layers_every_kernel_has_hold_here(layer: str) -> None:
    assert probe.working({layer}) == {layer}


def test_only_what_is_wanted_is_tried() -> None:
    assert probe.working(frozenset()) == frozenset()


@pytest.mark.parametrize("trial", [lambda: 1 / 0, lambda: os._exit(2), lambda: signal.raise_signal(9)])
def test_a_trial_that_fails_in_any_way_does_not_hold(trial: object) -> None:
    assert callable(trial)
    assert not probe.holds(trial)


def test_a_trial_leaves_this_process_as_it_was() -> None:
    before = os.getuid()
    probe.working(frozenset(LAYERS))
    assert os.getuid() == before
    assert os.listdir("/")  # noqa: PTH208  # still permitted
