"""What the models know: the keys that may stand at a place, and between which bounds a number must lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel

from app.composer import PathTuple, Value
from app.models import DRAWN


def keys_at(model: type[BaseModel], where: PathTuple, value: Value) -> frozenset[str]:
    """The keys the model knows for the mapping at a path of `value`; empty when it may have any."""
    models: list[Any] = [model]
    for step in where:
        value = value[step] if isinstance(value, dict | list) else None  # type: ignore[index]  # a path of the value
        models = [inner for one in models for inner in _below(one, step)]
        models = [one for one in models if _fits(one, value)]
    return frozenset(name for one in models if _is_model(one) for name in names_of(one))


@lru_cache
def names_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model as they are written in YAML."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def bounds_of(model: type[BaseModel], where: PathTuple, broken: Mapping[str, Any], value: Value) -> str:
    """`between 1 and 5` for a number at a path of `value`, by the model, or by the bound that was broken."""
    found = _bounds(model, where, value)
    low, high = found.get("ge", broken.get("ge")), found.get("le", broken.get("le"))
    if low is not None and high is not None:
        return f"between {low:g} and {high:g}"
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    both = {**broken, **found}
    return " and ".join(f"{words[name]} {both[name]:g}" for name in words if name in both)


def _bounds(model: type[BaseModel], where: PathTuple, value: Value) -> dict[str, float]:
    """The bounds of a field of the model itself, or of the model at its parent."""
    types: list[Any] = [model]
    for step in where[:-1]:
        value = value[step] if isinstance(value, dict | list) else None  # type: ignore[index]  # a path of the value
        types = [inner for one in types for inner in _below(one, step) if _fits(inner, value)]
    for one in types:
        for name, field in one.model_fields.items() if _is_model(one) else ():
            if where and (field.alias or name) == where[-1]:
                return _limits(
                    [*field.metadata, *(m for arg in _parts(field.annotation) for m in _marks(arg))]
                )
    return {}


def _limits(marks: list[Any]) -> dict[str, float]:
    names = {Ge: "ge", Gt: "gt", Le: "le", Lt: "lt"}
    return {names[type(mark)]: getattr(mark, names[type(mark)]) for mark in marks if type(mark) in names}


def _marks(annotation: Any) -> list[Any]:
    return [
        mark for mark in getattr(annotation, "__metadata__", ()) for mark in getattr(mark, "metadata", [mark])
    ]


def _parts(annotation: Any) -> Iterator[Any]:
    """The members of a union; anything else is its own only member."""
    origin = get_origin(annotation)
    if origin is None or hasattr(annotation, "__metadata__"):
        yield annotation
    else:
        yield from get_args(annotation)


def _below(annotation: Any, step: str | int) -> Iterator[Any]:
    """The types one step below a type: a field, a mapping's value or an item."""
    if hasattr(annotation, "__metadata__"):
        yield from _below(annotation.__origin__, step)
    elif _is_model(annotation):
        for name, field in annotation.model_fields.items():
            if (field.alias or name) == step:
                yield from _flat(field.annotation)
    elif get_origin(annotation) is dict:
        yield from _flat(get_args(annotation)[1])
    elif get_origin(annotation) in (tuple, list):
        yield from (one for arg in get_args(annotation) if arg is not ... for one in _flat(arg))


def _flat(annotation: Any) -> Iterator[Any]:
    """The members of nested unions, without their annotations."""
    if hasattr(annotation, "__metadata__"):
        yield from _flat(annotation.__origin__)
    elif get_origin(annotation) in (dict, tuple, list, Literal, None):
        yield annotation
    else:
        for arg in get_args(annotation):
            yield from _flat(arg)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _fits(annotation: Any, value: Value) -> bool:
    """Whether a model is the one meant by a mapping: one whose `type` is written, or whose marking key is."""
    if not _is_model(annotation) or not isinstance(value, dict):
        return True
    kind = annotation.model_fields.get("type")
    if kind is not None and "type" in value:
        return value["type"] in get_args(kind.annotation)
    marking, written = set(DRAWN) & set(names_of(annotation)), set(DRAWN) & value.keys()
    return not marking or not written or bool(marking & written)
