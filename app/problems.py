"""What programs are told when something goes wrong: one shape for every status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel


class Slip(BaseModel):
    """One place of a request that does not fit."""

    where: tuple[str | int, ...]
    message: str


class Problem(BaseModel):
    """What went wrong, in words."""

    detail: str
    slips: tuple[Slip, ...] = ()


WORDS: Mapping[int, str] = {
    400: "The body is not JSON.",
    403: "Another site's page sent the request.",
    404: "No such exercise.",
    405: "The address cannot be used with that method; `Allow` names those it can.",
    409: "The key was used before, by another learner or for another exercise.",
    413: "The body is too long.",
    422: "The request does not fit: a field of the wrong kind, or a seed without numbers.",
    429: "Too many programs of one learner within a minute; try again after `Retry-After` seconds.",
    503: "Busy, or the store or the sandbox does not answer; try again after `Retry-After` seconds.",
}


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """How OpenAPI describes these statuses."""
    return {status: {"model": Problem, "description": WORDS[status]} for status in statuses}


def problem_of(errors: Iterable[Mapping[str, object]]) -> Problem:
    """A validation error in words, without echoing the input, which may hold what JSON cannot."""
    slips = tuple(Slip(where=where_of(error["loc"]), message=str(error["msg"])) for error in errors)
    return Problem(detail="; ".join(map(in_words, slips)) + ".", slips=slips)


def where_of(place: object) -> tuple[str | int, ...]:
    """Where a slip stands; texts as JSON can hold them."""
    steps = place if isinstance(place, Sequence) and not isinstance(place, str) else ()
    return tuple(step if isinstance(step, int) else printable(str(step)) for step in steps)


def in_words(slip: Slip) -> str:
    """`seed: it should be at most 2147483647`."""
    name = ".".join(map(str, slip.where[1:]))
    return f"{name}: {slip.message}" if name else slip.message


def printable(text: str) -> str:
    """The text, short, and without the halves of characters that no encoding can carry."""
    return text[:80].encode("utf-8", "replace").decode("utf-8")
