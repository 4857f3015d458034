"""Identifiers that nobody can guess or get twice, in the order of their making."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from app.identifiers import uuid7


def test_an_identifier_is_a_uuid_of_version_7_of_now() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, uuid4().variant)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_none_is_given_twice_also_by_many_threads() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = [
            one for some in threads.map(lambda _: [uuid7() for _ in range(500)], range(16)) for one in some
        ]
    assert len(set(made)) == len(made)


def test_every_random_bit_takes_both_values() -> None:
    made = [uuid7().int for _ in range(200)]
    random = [bit for bit in range(80) if bit not in range(62, 64) and bit < 76]
    assert all({one >> bit & 1 for one in made} == {0, 1} for bit in random)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system knows no fork")
def test_a_forked_process_gives_others() -> None:
    uuid7()
    source, target = os.pipe()
    if (child := os.fork()) == 0:
        os.write(target, uuid7().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    theirs, ours = UUID(bytes=os.read(source, 16)), uuid7()
    assert theirs.int & (1 << 62) - 1 != ours.int & (1 << 62) - 1
    for end in (source, target):
        os.close(end)
