"""The table of slips, in order of plausibility: where two give the same number, the first is told.

One row serves three ends: the check proves that cases and tolerances notice the slip, students who made it
are asked the row's question, and `workbook mutants` lists what was tried.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.faults import did_you_mean
from app.mutations import formulas, keys, program_arrays, program_flow, programs
from app.mutations.mutation import Mutation


def _tens(power: int) -> Mutation:
    return Mutation(
        f"ten-to-{'minus-' if power < 0 else ''}{abs(power)}",
        f"the point moved by {abs(power)}, to the {'left' if power < 0 else 'right'}",
        "The digits are familiar, the power of ten is not. Count the zeros once more, or check the units.",
        key=lambda key: key * 10.0**power,
        on_small=True,
    )


MUTATIONS: tuple[Mutation, ...] = (
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
    Mutation(
        "off-by-one",
        "a step, an index, a small whole number that is added, or the end of a range, beside the right one",
        "You are one step beside it. Does counting start at 0 or at 1 here, and is the last step included?",
        formula=formulas.beside,
        program=program_arrays.beside,
    ),
    Mutation(
        "degrees",
        "an angle taken for one in degrees",
        "Is the calculator set to degrees? Angles in this book are in radians.",
        formula=formulas.in_degrees,
        program=programs.in_degrees,
        everywhere=True,
    ),
    Mutation(
        "log10",
        "a logarithm to base 10",
        "That looks like a logarithm to base 10. Which logarithm does this book use?",
        formula=formulas.logarithm("log10"),
        program=programs.logarithm("log10"),
        everywhere=True,
    ),
    Mutation(
        "log2",
        "a logarithm to base 2",
        "That looks like a logarithm to base 2. Which logarithm does this book use?",
        formula=formulas.logarithm("log2"),
        program=programs.logarithm("log2"),
        everywhere=True,
    ),
    Mutation(
        "dropped-root",
        "x for √x",
        "One root seems to be missing. Which of the numbers is an amplitude, and which is a power?",
        formula=formulas.drop_root,
        program=programs.drop_root,
    ),
    Mutation(
        "dropped-square",
        "x for x²",
        "One square seems to be missing. Which of the numbers is an amplitude, and which is a power?",
        formula=formulas.drop_square,
        program=programs.drop_square,
    ),
    Mutation(
        "deviation-for-variance",
        "σ for σ², and σ² for σ",
        "Is each spread what the formula wants: a standard deviation σ, or a variance σ²?",
        formula=formulas.deviation_for_variance,
        program=programs.deviation_for_variance,
    ),
    Mutation(
        "plus-for-minus",
        "+ for -, and - for +",
        "One term seems to have the other sign. Go through the formula term by term.",
        formula=formulas.other_sign,
        program=programs.other_sign,
    ),
    Mutation(
        "swapped-difference",
        "b - a for a - b",
        "In one difference, check what is subtracted from what.",
        formula=formulas.swap_difference,
        program=programs.swap_difference,
    ),
    Mutation(
        "swapped-arguments",
        "two inputs in each other's place",
        "Two of the numbers seem to have changed places. Which one belongs where?",
        formula=formulas.swap_arguments,
        program=program_arrays.swap_arguments,
    ),
    Mutation(
        "dropped-term",
        "a term of a sum that is missing",
        "A term seems to be missing. Write the whole formula down before you put numbers in.",
        formula=formulas.drop_term,
        program=programs.drop_term,
    ),
    Mutation(
        "dropped-factor",
        "a factor of a product that is missing, or what it is divided by",
        "A factor seems to be missing. Write the whole formula down before you put numbers in.",
        formula=formulas.drop_factor,
        program=programs.drop_factor,
    ),
    Mutation(
        "times-for-divided",
        "* for /, and / for *",
        "Is one factor multiplied with that should be divided by, or the other way round?",
        formula=formulas.times_for_divided,
        program=programs.times_for_divided,
    ),
    Mutation(
        "mean-for-sum",
        "the mean for the sum, and the sum for the mean",
        "Is the sum wanted, or the mean?",
        formula=formulas.mean_for_sum,
        program=programs.mean_for_sum,
    ),
    Mutation(
        "smallest-for-largest",
        "min for max, and max for min",
        "Is the smaller one wanted, or the larger one?",
        formula=formulas.smallest_for_largest,
        program=programs.smallest_for_largest,
    ),
    Mutation(
        "dropped-bound",
        "a value that is not kept within its bounds",
        "Some values have to be kept within bounds. Which?",
        formula=formulas.drop_bound,
        program=programs.drop_bound,
    ),
    Mutation(
        "dropped-absolute",
        "x for |x|",
        "Is it the size that counts, whatever the sign?",
        formula=formulas.drop_absolute,
        program=programs.drop_absolute,
    ),
    Mutation(
        "dropped-rounding",
        "a number that is not rounded, and / for //",
        "Does a number have to be whole here?",
        formula=formulas.drop_rounding,
        program=programs.drop_rounding,
    ),
    Mutation(
        "other-rounding",
        "down for to the nearest, up for down",
        "Is that to be rounded down, up, or to the nearest?",
        formula=formulas.exchange("floor", "ceil"),
        program=programs.other_rounding,
    ),
    Mutation(
        "sine-for-cosine",
        "sin for cos, and cos for sin",
        "Is the sine wanted, or the cosine? Try the angle 0.",
        formula=formulas.exchange("sin", "cos"),
        program=programs.exchange("sin", "cos"),
    ),
    Mutation(
        "other-axis",
        "a sum over the wrong axis, over all of them, or over one where all are meant",
        "Over which axis?",
        program=program_arrays.other_axis,
    ),
    Mutation(
        "dropped-axis",
        "a new axis, a reshape or `keepdims` that is missing, or a new axis at the other end",
        "Which axes have to line up?",
        program=program_arrays.drop_axis,
    ),
    Mutation(
        "ddof",
        "a spread divided by n - 1 for n, and back",
        "Is the spread divided by n, or by n - 1?",
        program=program_arrays.other_ddof,
    ),
    Mutation(
        "dropped-pad",
        "a table without the entry before its first step",
        "How many entries must the table have?",
        program=program_arrays.drop_pad,
    ),
    Mutation(
        "dropped-copy",
        "an array changed in place, or handed on, where a copy is needed",
        "Whose array is it? Whoever called still needs it.",
        program=program_arrays.drop_copy,
    ),
    Mutation(
        "dropped-kind",
        "an input taken as it comes, not made an array or a float; a result not made an integer",
        "Of which kind may the inputs be, and of which kind is the result?",
        program=program_arrays.drop_kind,
    ),
    Mutation(
        "other-comparison",
        "< for <=, > for >=, and back",
        "What happens when both are equal?",
        program=program_flow.other_comparison,
    ),
    Mutation(
        "dropped-condition",
        "a decision that always, or never, goes one way, or forgets one of its conditions",
        "In which cases does it go the other way?",
        program=program_flow.drop_condition,
    ),
    Mutation(
        "dropped-line",
        "a line that is missing",
        "Is a step missing?",
        program=program_flow.drop_line,
    ),
    Mutation(
        "fixed-input",
        "an input not heeded: its default, its value in the first case, or its first entry stands for any",
        "Does each input have its say?",
        program=program_flow.drop_default,
    ),
    Mutation(
        "kept-kind",
        "a result of the kind of an input: its decimals are cut off where the input holds whole numbers",
        "What if the input holds whole numbers: of which kind is the array that you write into?",
        program=program_arrays.keep_kind,
    ),
    Mutation(
        "fixed-size",
        "the size that an input has in the first case for the size of any; rows counted for entries",
        "What if there are more entries, or fewer?",
        program=program_arrays.other_count,
    ),
    Mutation(
        "other-limit",
        "a limit with another power of ten: 1e-5 for 1e-6, 0.99 for 0.999, 0 for infinity",
        "Where exactly is the limit?",
        program=program_flow.other_constant,
    ),
    Mutation(
        "dropped-order",
        "a row that is not sorted, or keeps what comes twice",
        "In which order, and how often, may an entry come?",
        program=program_flow.drop_order,
    ),
)
BY_NAME: Mapping[str, Mutation] = {one.name: one for one in MUTATIONS}


def mutation_named(name: str) -> str:
    """The name, if there is such a mutation. Raises ValueError, with the nearest name, if there is none."""
    if name in BY_NAME:
        return name
    near = did_you_mean(name, BY_NAME)
    raise ValueError(f"no mutation is called {name!r}{'; ' if near else ''}{near}")
