"""Slips that people make, in one table: made on purpose by the check, recognised in students' answers."""

from app.mutations.mutation import Array, Mutation
from app.mutations.table import BY_NAME, MUTATIONS, mutation_named

__all__ = ["BY_NAME", "MUTATIONS", "Array", "Mutation", "mutation_named"]
