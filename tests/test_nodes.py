from __future__ import annotations

import pytest

from app.expressions import parse
from app.nodes import Name, children, rewritten, walk, with_children

EVERY_KIND = "not (x < [x, -x][0] + f(x, k=x)) or a[x:] == a[:x:2] and a[x] != 'x'"


def test_every_kind_of_node_is_rewritten() -> None:
    changed = rewritten(parse(EVERY_KIND), lambda node: Name("y") if node == Name("x") else node)
    assert changed == parse(EVERY_KIND.replace("x", "y").replace("'y'", "'x'"))


@pytest.mark.parametrize("text", [EVERY_KIND, "1 < x <= 2", "f()", "[[1], []]", "a[::-1]"])
def test_a_node_with_its_own_children_is_itself(text: str) -> None:
    assert all(with_children(node, children(node)) == node for node in walk(parse(text)))
