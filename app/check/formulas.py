"""Proofs of a formula: the key is right however it is written, every known mistake is known."""

from __future__ import annotations

from app.check.proving import Grader, Proofs, failure
from app.evaluation import equivalent
from app.expressions import Formula
from app.grading.formulas import undecided
from app.model_answers import formula_answer
from app.models import ExpressionQuestion


def prove_formula(question: ExpressionQuestion, grader: Grader) -> Proofs:
    """The key and its other forms are right, mistakes are told their own message, guesses are wrong."""
    variant, where = grader.variant, grader.where
    key = formula_answer(question.answer, question, variant)
    if undecided(question, key.node, variant.part_names()):
        cure = "Choose bounds of `variables` where the formula has a value."
        yield failure((*where, "variables"), "undecided", "the key has no value at most of the points", cure)
        return
    told = grader.tell(key)
    message = f"the key is told {told.words}"
    yield None if told.verdict == "correct" else failure((*where, "answer"), "key", message)
    for number, other in enumerate(question.also):
        node = formula_answer(other, question, variant).node
        same = equivalent(node, question.answer.node, question.variables, names=variant.part_names())
        message = f"`{other.text}` is not the key written otherwise"
        yield None if same else failure((*where, "also", number), "also", message)
    for number, mistake in enumerate(question.mistakes):
        told = grader.tell(formula_answer(mistake.if_, question, variant))
        message = f"the mistake {mistake.tag!r}, `{mistake.if_.text}`, is told {told.words}"
        cure = "It equals the key." if told.verdict == "correct" else "Put the more special mistake first."
        held = (told.verdict, told.tag) == ("mistake", mistake.tag)
        rule = "mistake-accepted" if told.verdict == "correct" else "mistake-hidden"
        yield None if held else failure((*where, "mistakes", number, "if"), rule, message, cure)
    for guess in ("0", "1", *question.variables):
        told = grader.tell(formula_answer(Formula.parse(guess), question, variant))
        message = f"{guess} alone is accepted as the answer"
        yield None if told.verdict != "correct" else failure((*where, "answer"), "guess", message)
