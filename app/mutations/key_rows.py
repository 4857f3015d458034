"""Slips that finished numbers and arrays show, some of them in formulas and programs too."""

from __future__ import annotations

import numpy as np

from app.mutations import formulas, keys, program_arrays, programs
from app.mutations.mutation import Mutation


def _tens(power: int) -> Mutation:
    return Mutation(
        f"ten-to-{'minus-' if power < 0 else ''}{abs(power)}",
        f"the point moved by {abs(power)}, to the {'left' if power < 0 else 'right'}",
        "The digits are familiar, the power of ten is not. Count the zeros once more, or check the units.",
        key=lambda key: key * 10.0**power,
        on_small=True,
    )


KEY_ROWS: tuple[Mutation, ...] = (
    Mutation(
        "sign",
        "the sign of the whole turned round",
        "The size looks reasonable. Which way should the sign point: what is subtracted from what?",
        key=lambda key: -key,
        on_small=True,
        whole=True,
    ),
    Mutation(
        "percent",
        "a percentage for the plain number",
        "That looks like a percentage. Give the plain number: 36 % is 0.36.",
        key=lambda key: 100 * key,
        whole=True,
    ),
    Mutation(
        "complement",
        "x for 1 - x, 1 - x for a share x; so β for α, and flow time run the other way",
        "Two shares add up to one here. Is this the one that is asked for?",
        key=keys.complement,
        formula=formulas.complement,
        program=programs.complement,
        whole=True,
    ),
    Mutation(
        "reciprocal",
        "b/a for a/b",
        "Check which quantity is divided by which.",
        key=keys.if_nonzero(lambda key: 1 / key),
        formula=formulas.swap_ratio,
        program=programs.swap_ratio,
        whole=True,
    ),
    Mutation(
        "square-root",
        "a root that does not belong there",
        "Is a root too many in it? Is a variance (a power) asked for, or a standard deviation?",
        key=keys.if_positive(np.sqrt),
        formula=formulas.add_root,
        whole=True,
    ),
    Mutation(
        "square",
        "the square of the whole",
        "Is a square too many in it, or a root missing? "
        "Is a standard deviation (an amplitude) asked for, or a variance (a power)?",
        key=np.square,
        whole=True,
    ),
    Mutation(
        "double",
        "x for x/2",
        "A factor of two is in doubt. Is anything counted twice, or is a ½ missing?",
        key=lambda key: 2 * key,
        formula=formulas.drop_half,
        program=programs.drop_half,
        on_small=True,
        whole=True,
    ),
    Mutation(
        "half",
        "x for 2x",
        "A factor of two is in doubt. Is anything counted once that is there twice, or is a ½ too many?",
        key=lambda key: key / 2,
        formula=formulas.drop_two,
        program=programs.drop_two,
        on_small=True,
        whole=True,
    ),
    *(_tens(power) for power in (-2, 1, -1, 3, -3, 6, -6, 9, -9, 2)),
    Mutation(
        "one-too-many",
        "a count with one more",
        "Count the ends: does the first one count, and the last?",
        key=keys.count(1),
        on_small=True,
    ),
    Mutation(
        "one-too-few",
        "a count with one less",
        "Count the ends: does the first one count, and the last?",
        key=keys.count(-1),
        on_small=True,
    ),
    Mutation(
        "reversed",
        "a row, or a table, read from its end: time run backwards",
        "The numbers are familiar, their order is not. Which entry comes first?",
        key=keys.for_rows(lambda key: key[::-1]),
        formula=formulas.backwards,
        program=program_arrays.backwards,
        on_small=True,
        each=False,
    ),
    Mutation(
        "transposed",
        "rows for columns",
        "Rows and columns look exchanged. Which index counts the rows?",
        key=keys.transposed,
        on_small=True,
        each=False,
        program=program_arrays.transpose,
    ),
    Mutation(
        "cumulative-sum",
        "a running total for what each step brings",
        "That looks like a running total. Is the total so far asked for, or each step?",
        key=keys.for_rows(np.cumsum),
        each=False,
    ),
    Mutation(
        "cumulative-product",
        "a running product for the factor of each step",
        "That looks like a running product. Is the product so far asked for, or each step?",
        key=keys.for_rows(np.cumprod),
        each=False,
    ),
    Mutation(
        "per-step",
        "what one step brings for the total so far: β or α for ᾱ",
        "That looks like the change at each step. Is each step asked for, or the total so far?",
        key=keys.for_rows(keys.differences),
        formula=formulas.per_step,
        program=program_arrays.per_step,
        each=False,
    ),
    Mutation(
        "per-step-factor",
        "the factor of each step for the product so far",
        "That looks like the factor of each step. Is each step asked for, or the product so far?",
        key=keys.for_rows(keys.ratios),
        each=False,
    ),
    Mutation(
        "broadcast",
        "the first entry in every place",
        "Every entry is the same. Does each one have its own input?",
        key=keys.first_everywhere,
        on_small=True,
        each=False,
    ),
)
