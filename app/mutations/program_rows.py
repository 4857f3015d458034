"""Slips that only programs have room for."""

from __future__ import annotations

from app.mutations import program_arrays, program_flow
from app.mutations.mutation import Mutation

PROGRAM_ROWS: tuple[Mutation, ...] = (
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
