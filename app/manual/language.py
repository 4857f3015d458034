"""What an author may write in expressions and texts, and the figures of lessons."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

import checkers
from app.figures import FIGURES
from app.functions import CONSTANTS, DRAWS, ELEMENTARY, FUNCTIONS, MODELS, Function, modules_of
from app.manual.words import Schema, default, kind, table
from app.prose import FILTERS, Template
from app.runner.child.models import KINDS

# What the names of plain functions leave open.
MEANINGS: Mapping[str, str] = {
    "sqrt": "Square root.",
    "cbrt": "Cube root.",
    "exp": "e to the power x.",
    "expm1": "exp(x) - 1, exact for small x.",
    "log": "Natural logarithm.",
    "ln": "Natural logarithm.",
    "log1p": "log(1 + x), exact for small x.",
    "log10": "Logarithm to the base 10.",
    "log2": "Logarithm to the base 2.",
    **dict.fromkeys(("sin", "cos", "tan"), "Of an angle in radians."),
    **dict.fromkeys(("arcsin", "arccos", "arctan"), "An angle in radians."),
    **dict.fromkeys(("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"), "Hyperbolic."),
    "sigmoid": "1/(1 + exp(-x)).",
    "softplus": "log(1 + exp(x)).",
    "logit": "log(x/(1 - x)).",
    "erf": "The error function.",
    "abs": "Absolute value.",
    "sign": "-1, 0 or 1.",
    "floor": "The next whole number below.",
    "ceil": "The next whole number above.",
    "factorial": "x! of a whole number up to 170.",
    "sum": "The sum of all entries, or along one axis.",
    "mean": "The mean of all entries, or along one axis.",
    "prod": "The product of all entries, or along one axis.",
    "var": "The variance of all entries, or along one axis; divided by their number.",
    "std": "The standard deviation of all entries, or along one axis.",
    "median": "The middle entry of all, or along one axis.",
}
FILTER_MEANINGS: Mapping[str, str] = {
    "sig": "so many significant digits",
    "fixed": "so many decimals",
    "percent": "in percent, with so many decimals",
    "sci": "with a power of ten, to so many significant digits",
    "int": "the nearest whole number",
    "raw": "as Python writes it, whatever stands around it",
}
SHOWN = 0.0361234


def functions() -> str:
    """The functions of every expression: the plain ones, then the checkers by module."""
    plain = [one for name, one in FUNCTIONS.items() if "." not in name]
    pointwise = [one for one in plain if one.name in ELEMENTARY]
    arrays = [one for one in plain if one.name not in ELEMENTARY]
    pieces = [
        "### Functions of a number\n\nOf an array they are taken entry by entry.\n",
        table(("function", "value"), rows(pointwise)),
        "### Functions of arrays\n\nA list of numbers counts as an array.\n",
        table(("function", "value"), rows(arrays)),
        "### Checkers\n\nThe book's own mathematics, by module.\n",
    ]
    for module in modules_of(checkers):
        short = module.__name__.rpartition(".")[2]
        own = [one for name, one in FUNCTIONS.items() if name.startswith(f"{short}.")]
        if own:
            said = first_line(inspect.getdoc(module))
            pieces += [f"#### `{short}`\n\n{said}\n", table(("function", "value"), rows(own))]
    return "\n".join(pieces)


def rows(found: list[Function]) -> Iterator[tuple[str, str]]:
    """A row for each function: how it is called, and what comes of it."""
    for one in found:
        yield f"`{one.name}{signature(one)}`", meaning(one)


def meaning(function: Function) -> str:
    """What a function returns, in a line."""
    return MEANINGS.get(function.name) or first_line(inspect.getdoc(function.call))


def signature(function: Function) -> str:
    """The arguments of a function, with their defaults."""
    if function.name in ELEMENTARY:
        return "(x)"
    declared = list(inspect.signature(function.call).parameters.values())
    given = declared[1:] if function.name in DRAWS else declared
    return f"({', '.join(map(argument, given))})"


def argument(one: inspect.Parameter) -> str:
    """An argument as it is given."""
    star = "*" if one.kind is one.VAR_POSITIONAL else ""
    return f"{star}{one.name}" + ("" if one.default is one.empty else f"={one.default!r}")


def first_line(text: str | None) -> str:
    """The first line of a docstring."""
    return (text or "").partition("\n")[0].strip()


def constants() -> str:
    return ", ".join(f"`{name}`" for name in CONSTANTS)


def draws() -> str:
    """What only a case's inputs may call."""
    drawn = [one for name, one in DRAWS.items() if name not in MODELS]
    models = (
        (
            f"`models.{name}({', '.join(MODELS[f'models.{name}'].positional)})`",
            called(name),
            first_line(inspect.getdoc(one)),
        )
        for name, one in KINDS.items()
    )
    return "\n".join((
        table(("draw", "value"), rows(drawn)),
        "### Functions as inputs\n\nA draw may also be a function, which the student's program calls.\n",
        table(("model", "called with", "returns"), models),
    ))  # fmt: skip


def called(name: str) -> str:
    """What a model is called with."""
    given = inspect.signature(KINDS[name]).parameters.values()
    return f"`({', '.join(one.name for one in given if one.kind is one.POSITIONAL_OR_KEYWORD)})`"


def filters() -> str:
    """The filters of numbers in texts, each with what it makes of a number."""

    def shown(filter_: str) -> str:
        return Template.parse(f"{{{{ x{filter_} }}}}").render({"x": SHOWN})

    made = [("", "none", "up to 8 significant digits as they are, more rounded to 6")]
    for name, (digits, _) in FILTERS.items():
        written = name if digits is None else f"{name}({digits or 1})"
        made.append((f" | {written}", f"`{written}`", FILTER_MEANINGS[name]))
    return table(
        ("filter", "writes", f"{SHOWN} becomes"),
        ((name, said, shown(filter_)) for filter_, name, said in made),
    )


def figures() -> str:
    """The figures that a lesson may place, with their options."""
    pieces = []
    for name, figure in sorted(FIGURES.items()):
        pieces.append(f"### `{name}`\n\n{first_line(figure.__doc__)}\n")
        made: Schema = figure.model_json_schema()
        options = (
            (f"`{option}`", kind(one), default(one))
            for option, one in made["properties"].items()
            if option != "caption"
        )
        pieces.append(table(("option", "value", "default"), options))
    return "\n".join(filter(None, pieces))
