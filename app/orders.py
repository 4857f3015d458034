"""What the pairs of an ordering say fits together, and names its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.composer import PathTuple
from app.faults import with_guess
from app.models import Ordering
from app.slips import Slip


def slips_in_order(exercise: Ordering) -> Iterator[Slip]:
    """Pairs that are there twice, name nothing or run in a circle; items that read the same."""
    for number, pair in enumerate(exercise.before):
        if pair in exercise.before[:number]:
            yield _slip(("before", number), "this pair is there already", "Take it out.")
        for place, name in enumerate(pair):
            if name not in exercise.items:
                yield _slip(
                    ("before", number, place), with_guess(f"there is no item {name!r}", name, exercise.items)
                )
    texts = [*exercise.items.values(), *(one.text for one in exercise.distractors)]
    places: list[PathTuple] = [("items", name) for name in exercise.items]
    places += [("distractors", number, "text") for number in range(len(exercise.distractors))]
    for number, (where, item) in enumerate(zip(places, texts, strict=True)):
        if item.text in [other.text for other in texts[:number]]:
            yield _slip(where, "two items have the same text", "Change one of them.")
    if circle := _circle(exercise.before):
        message = f"these run in a circle: {' before '.join(circle)}"
        yield _slip(("before",), message, "Take one of the pairs out.")
    for reason in exercise.reasons:
        first, _, then = reason.partition(" before ")
        if (first.strip(), then.strip()) not in exercise.before:
            cure = "Write a pair of `before` as 'first before then'."
            yield _slip(("reasons", reason), f"{reason!r} is no pair of `before`", cure, key=True)


def _circle(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The names of one circle, the first repeated at the end; empty when there is none."""
    after: dict[str, list[str]] = {}
    for first, then in pairs:
        after.setdefault(first, []).append(then)
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for then in after.get(name, ()):
            if circle := visit(then, [*path, name]):
                return circle
        done.add(name)
        return []

    return next((circle for name in after if (circle := visit(name, []))), [])


def _slip(where: PathTuple, message: str, cure: str = "", *, key: bool = False) -> Slip:
    return Slip(where, message, cure, key=key, rule="meaning")
