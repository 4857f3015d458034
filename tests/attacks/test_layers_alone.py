"""Each layer of the kernel stops alone what it is said to stop; without any, harm is done.

So the suite can see harm, and no layer stands there for nothing. Tried as an ordinary user, for the programs
then have his rights; each is bounded by itself.
"""

import os
from functools import cache

import pytest

from app.runner.child import kernel
from app.runner.child.layers import LANDLOCK, NO_NEW_PRIVILEGES, PARENT_DEATH, UNPRIVILEGED

from .attack import KERNEL, Attack
from .corpus import ATTACKS
from .corpus.kernel import SYSTEM_CALLS
from .outcomes import Outcome
from .places import Place, interpreter, tried

SINGLE = [one for one in ATTACKS if one.needs_kernel and one.aim != SYSTEM_CALLS]
RAW = [one for one in ATTACKS if one.aim == SYSTEM_CALLS]
_VERSION_WITH_SCOPES = 6

if os.geteuid() == 0 and not interpreter(nobody=True):
    pytest.skip("no interpreter that an ordinary user can reach", allow_module_level=True)


@cache
def under(layer: str) -> dict[str, Outcome]:
    """What came of the attacks with that layer alone, or with none."""
    layers = frozenset({NO_NEW_PRIVILEGES, PARENT_DEATH, *layer.split()})
    return tried(Place(layer, layers, nobody=os.geteuid() == 0), [*SINGLE, *RAW])[1]


@pytest.mark.parametrize("attack", SINGLE, ids=lambda attack: attack.id)
def test_an_attack_does_harm_where_nothing_protects(attack: Attack) -> None:
    assert under("")[attack.id].harm, under("")[attack.id]


@pytest.mark.parametrize("layer", sorted(KERNEL))
@pytest.mark.parametrize("attack", SINGLE, ids=lambda attack: attack.id)
def test_a_layer_alone_stops_what_it_is_said_to_stop_and_no_more(attack: Attack, layer: str) -> None:
    if layer == LANDLOCK and not _knows_scopes():
        pytest.skip("this kernel's Landlock is old or missing")
    outcome = under(layer)[attack.id]
    assert (not outcome.harm) == (layer in attack.layers), outcome


def test_system_calls_reach_the_kernel_unless_they_are_filtered() -> None:
    assert sum(bool(under("")[one.id].harm) for one in RAW) >= 60
    assert [one.id for one in RAW if under("seccomp")[one.id].harm] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_another_user_alone_stops_what_needs_the_servers_rights() -> None:
    names = {"end another process", "signal the server", "change a file's mode"}
    attacks = [one for one in SINGLE if one.name in names]
    layers = frozenset({NO_NEW_PRIVILEGES, PARENT_DEATH})
    assert all(one.harm for one in tried(Place("root, nothing", layers), attacks)[1].values())
    another = tried(Place("another user", layers | {UNPRIVILEGED}), attacks)[1]
    assert [one.harm for one in another.values()] == [[]] * len(names)


def _knows_scopes() -> bool:
    try:
        return kernel.syscall(444, None, 0, 1) >= _VERSION_WITH_SCOPES
    except OSError:
        return False
