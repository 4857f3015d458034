"""What an attack is, and what each is given that a real attacker finds in a line or two."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

KERNEL = frozenset({"seccomp", "landlock", "rlimits"})
LAYERS = KERNEL | {
    "clock",  # the server's, or its limit on memory and output
    "reader",  # takes one frame of plain data, in which there is no verdict
    "writer",  # turns what was returned into plain data, by exact type
    "process",  # one for each submission: what breaks is the submission's own
    "nothing",  # nothing to find, or nothing that would be harm
}
# How each usually shows; an attack may say it more precisely.
_SEEN = {
    "seccomp": "PermissionError",
    "rlimits": "memory",
    "clock": "time",
    "reader": "refused",
    "writer": "unreadable",
    "process": "killed",
    "nothing": "returned",
}

PRELUDE = """
import random, sys
os = random._os
library = random.__file__.rpartition("/")[0]
sys.path[:] = [library, library + "/lib-dynload"]
get = random.__builtins__["__import__"]
x86 = sys.implementation._multiarch.startswith("x86_64")
def real(text, **names): return eval(text, {"__builtins__": random.__builtins__, "np": np, **names})
def call(*arguments):
    ctypes = get("ctypes")
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_long(one) if type(one) is int else one for one in arguments]
    return libc.syscall(*words)
def reach(*arguments):
    result = call(*arguments)
    error = get("ctypes").get_errno() if result < 0 else 0
    return "refused" if error in (1, 13, 25, 38) else f"HARM: errno {error}"
def frame(text, blob=b""):
    text = text if type(text) is bytes else get("json").dumps(text).encode()
    pack = lambda number: number.to_bytes(4, "little")
    return pack(4 + len(text) + len(blob)) + pack(len(text)) + text + blob
def say(data):
    while data:
        data = data[os.write(3, data):]
def result(value): return {"value": value, "mutated": [], "microseconds": 0, "evaluations": 0}
def report(*results, **more): return {"end": "finished", "printed": "", "results": list(results), **more}
"""


@dataclass(frozen=True)
class Attack:
    """A hostile program that defines `f(at)`, where `at` tells the addresses of the bystanders.

    `layers`: what stops it; for those of the kernel each does so alone, and without all of them it does harm.
    `seen`: how it ends where every layer is in force, as a pattern for `Outcome.how`.
    """

    aim: str
    name: str
    source: str
    layers: frozenset[str]
    seen: str

    @property
    def id(self) -> str:
        """Aim and name."""
        return f"{self.aim}: {self.name}"

    @property
    def needs_kernel(self) -> bool:
        """Whether a layer of the kernel has to stop it."""
        return self.layers <= KERNEL


def corpus(aim: str, attacks: Mapping[str, tuple[str, str]], bare: bool = False) -> list[Attack]:
    """Attacks by name: the layers, with "= pattern" where it shows otherwise, and the source.

    A bare one is sent as it stands.
    """
    return [_attack(aim, name, *told, bare) for name, told in attacks.items()]


def _attack(aim: str, name: str, told: str, source: str, bare: bool) -> Attack:
    names, _, seen = told.partition("=")
    layers = names.split()
    assert LAYERS.issuperset(layers), name
    body = source if bare else PRELUDE + dedent(source)
    return Attack(aim, name, body, frozenset(layers), seen.strip() or _SEEN[layers[0]])


def native(x86: int | None, arm: int | None) -> int | None:
    """The number of a system call here."""
    return {"x86_64": x86, "aarch64": arm}.get(platform.machine())
