"""What every key means, as the models say it below each field; read from their source when it is wanted.

pydantic could read it too, but does so at every import: a tenth of a second for each start of the command.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel


def meaning_of(model: type[BaseModel], field: str) -> str:
    """What a field of a model means; empty when nothing is said."""
    return next((said for said in _said(model, field) if said), "")


def _said(model: type[BaseModel], field: str) -> Iterator[str]:
    for one in model.__mro__[: model.__mro__.index(BaseModel)]:
        yield _texts(one.__module__).get((one.__name__, field), "")
    yield model.model_fields[field].description or ""


@cache
def _texts(module: str) -> Mapping[tuple[str, str], str]:
    """The text below each field of a module's models, by the names of class and field."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return {
        (one.name, field.target.id): inspect.cleandoc(text.value.value)
        for one in classes
        for field, text in zip(one.body, one.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(text.value.value, str)
    }
