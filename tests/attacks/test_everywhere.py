"""No attack does harm wherever code is run, and each ends as it should."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from app.runner.child.layers import LANDLOCK, SECCOMP, UNPRIVILEGED
from tests.runner.docker_default import docker_default

from .attack import LAYERS, Attack
from .corpus import ATTACKS
from .outcomes import Outcome
from .places import ALL, Place, interpreter, tried

_AS_ROOT = (
    Place("root"),
    Place("root without Landlock", ALL - {LANDLOCK}),
    Place("root that can be nobody else", ALL - {UNPRIVILEGED}),
    Place("an ordinary user", nobody=True),
    Place("an ordinary user without Landlock", ALL - {LANDLOCK}, nobody=True),
    Place("Docker, root", docker=True),
    Place("Docker Desktop, root", ALL - {LANDLOCK}, docker=True),
    Place("Docker, an ordinary user", nobody=True, docker=True),
)
_AS_OTHERS = (
    Place("an ordinary user"),
    Place("an ordinary user without Landlock", ALL - {LANDLOCK}),
    Place("Docker, an ordinary user", docker=True),
    Place("Docker Desktop, an ordinary user", ALL - {LANDLOCK}, docker=True),
)
PLACES = [
    place
    for place in (_AS_ROOT if os.geteuid() == 0 else _AS_OTHERS)
    if (docker_default() or not place.docker) and (interpreter(nobody=True) or not place.nobody)
]


@cache
def everywhere() -> dict[Place, tuple[frozenset[str], dict[str, Outcome]]]:
    """The layers in force in each place, and what came of every attack there; two places at a time."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(PLACES, pool.map(lambda place: tried(place, ATTACKS), PLACES), strict=True))


def amiss(attack: Attack, outcome: Outcome) -> list[str]:
    """What is not as it should be after the attack."""
    return [
        *outcome.harm,
        *([] if re.match(attack.seen, outcome.how) else [f"{outcome.how!r} is no {attack.seen!r}"]),
        *([] if outcome.honest else ["honest code is not answered any more"]),
        *([] if outcome.untouched else ["the server's own modules are changed"]),
    ]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_nothing_comes_of_an_attack(attack: Attack) -> None:
    found = {place.name: amiss(attack, outcomes[attack.id]) for place, (_, outcomes) in everywhere().items()}
    assert not any(found.values()), {name: words for name, words in found.items() if words}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_place_has_the_layers_that_are_wanted_there(place: Place) -> None:
    layers, _ = everywhere()[place]
    assert SECCOMP in layers
    assert place.layers - layers <= {LANDLOCK}  # which some kernels lack


def test_there_are_hundreds_of_attacks_against_every_layer() -> None:
    assert len(ATTACKS) >= 500
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS)
    assert frozenset().union(*(attack.layers for attack in ATTACKS)) == LAYERS
