"""What is chosen, paired, ordered and pointed at: where the proofs must fail."""

from __future__ import annotations

from pathlib import Path

from app.check.choices import distinct, enough_hold, must_be_right, must_be_wrong, prove_order, prove_pairs
from app.check.exercises import prove_parts
from app.check.proving import Grader, Proofs
from app.library import read_library
from app.model_answers import right_order, right_pairs
from app.models import ChoiceQuestion, Match, MultiChoiceQuestion, Multipart, Ordering
from app.variants import variant_of
from tests.grading.examples import DESIGN, variant

BOOK = read_library(Path(__file__).parents[1] / "browser" / "book", None)


def test_pairs_are_proved_one_by_one() -> None:
    one = BOOK.exercise("matched-pairs")
    assert isinstance(one, Match)
    proofs = list(prove_pairs(one, variant_of(one, 0)))
    assert proofs == [None] * (3 + len(one.pairs))


def test_each_distractor_and_each_exchange_is_tried() -> None:
    one = BOOK.exercise("sorted-steps")
    assert isinstance(one, Ordering)
    proofs = list(prove_order(one, variant_of(one, 0)))
    assert proofs.count(None) == len(proofs) >= 3 + len(one.distractors)


def test_a_right_answer_that_is_refused_and_a_wrong_one_that_is_taken_are_failures() -> None:
    one = BOOK.exercise("matched-pairs")
    assert isinstance(one, Match)
    variant = variant_of(one, 0)
    right = right_pairs(one, variant)
    wrong = type(right)(((right.pairs[0][0], right.pairs[1][1]), *right.pairs[1:]))
    told = must_be_right(Grader(variant), wrong, ("pairs",))
    assert told is not None
    assert told.slip.message == "the right answer is told wrong"
    told = must_be_wrong(Grader(variant), right, ("pairs",), "it")
    assert told is not None
    assert told.slip.message == "it is told correct"


def test_texts_that_read_the_same_are_told() -> None:
    assert distinct(["a", "b"], "options", ()) is None
    told = distinct(["a", "b", "a"], "options", ("options",))
    assert told is not None
    assert told.slip.message == "two options read 'a'"


def test_a_right_order_leaves_every_distractor_out() -> None:
    one = BOOK.exercise("sorted-steps")
    assert isinstance(one, Ordering)
    answer = right_order(one, variant_of(one, 0))
    assert (len(answer.items), len(answer.left_out)) == (len(one.items), len(one.distractors))


def test_of_a_choice_exactly_one_option_holds_and_of_several_choices_at_least_one() -> None:
    design = variant(DESIGN).exercise
    assert isinstance(design, Multipart)
    _, _, one, several = design.parts
    assert isinstance(one, ChoiceQuestion)
    assert isinstance(several, MultiChoiceQuestion)
    assert [enough_hold(one, count, ()) is None for count in (0, 1, 2)] == [False, True, False]
    assert [enough_hold(several, count, ()) is None for count in (0, 1, 2)] == [False, True, True]


def test_conditions_that_leave_a_case_out_or_none_true_are_found() -> None:
    sound = list(prove_parts_of(DESIGN))
    assert sound == [None] * len(sound)
    for old, new, told in [
        ("correct: not parts.s <= limit", "correct: parts.s > 9", None),
        (
            'correct: parts.s <= limit, say: "It takes',
            'correct: parts.s < 0, say: "It takes',
            "0 options are",
        ),
        ("correct: not parts.s <= limit", "correct: parts.s > 0", "2 options are right"),
        ("correct: not parts.s <= limit", "correct: 1/(parts.s - 4) > 0", "this has no value"),
    ]:
        messages = [one.slip.message for one in prove_parts_of(DESIGN.replace(old, new)) if one is not None]
        assert any(message.startswith(told) for message in messages) if told else not messages


def prove_parts_of(text: str) -> Proofs:
    design = variant(text)
    assert isinstance(design.exercise, Multipart)
    return prove_parts(design.exercise, design)
