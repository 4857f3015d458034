"""Values and calls as a student reads them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np

from app.runner import Model

LONGEST = 400  # characters of a value that are shown
_FEW = 24  # entries of an array that are all shown


def written(function: str, inputs: Mapping[str, object]) -> str:
    """A call as Python, shortened."""
    return f"{function}({', '.join(f'{name}={shown(value)}' for name, value in inputs.items())})"


def shown(value: object) -> str:
    """A value as a reader wants to see it: arrays to six digits, long ones shortened."""
    text = _written(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _written(value: object) -> str:
    match value:
        case np.ndarray() if value.ndim == 0:
            return _written(value.item())
        case np.ndarray() if value.size <= _FEW:
            return _array(value)
        case np.ndarray():
            text = np.array2string(
                value, precision=6, threshold=_FEW, edgeitems=3, separator=", ", suppress_small=False
            )
            return " ".join(text.split())
        case float():
            return f"{value:.10g}"
        case tuple():
            return f"({_entries(value)}{',' if len(value) == 1 else ''})"
        case list():
            return f"[{_entries(value)}]"
        case dict():
            pairs = (f"{key!r}: {shown(item)}" for key, item in islice(value.items(), 24))
            return f"{{{', '.join(pairs)}{', …' if len(value) > 24 else ''}}}"
        case Model():
            return written(value.kind, value.parameters)
        case str():
            return repr(value[:LONGEST])
        case int() if value.bit_length() > 128:
            return f"a whole number of {value.bit_length()} bits"
    return repr(value)


def _array(array: np.ndarray) -> str:
    """All entries, as numpy writes them but ten times as fast."""
    if array.ndim == 0:
        return _entry(array.item())
    return f"[{', '.join(map(_array, array))}]"


def _entry(number: object) -> str:
    if isinstance(number, float):
        text = f"{number:.8g}"
        return text + "." if text.lstrip("-").isdigit() else text
    return f"{number:.8g}" if isinstance(number, complex) else str(number)


def _entries(value: tuple[object, ...] | list[object]) -> str:
    return ", ".join(map(shown, value[:24])) + (", …" if len(value) > 24 else "")
