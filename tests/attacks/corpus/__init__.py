"""Hostile programs, by aim."""

from tests.attacks.attack import Attack

from . import files, floods, harness, kernel, network, parsing, processes, protocol, resources, search, values

ATTACKS: tuple[Attack, ...] = (
    *files.ATTACKS,
    *network.ATTACKS,
    *processes.ATTACKS,
    *kernel.ATTACKS,
    *resources.ATTACKS,
    *protocol.ATTACKS,
    *parsing.ATTACKS,
    *values.ATTACKS,
    *harness.ATTACKS,
    *search.ATTACKS,
    *floods.ATTACKS,
)
