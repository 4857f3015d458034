"""Options: which were chosen rightly or wrongly, and how many are missing; the missing are not named."""

from __future__ import annotations

from collections.abc import Mapping

from app.answers import ChosenAnswer
from app.grading.verdicts import Graded, OptionMark, OptionsEvidence, close, correct, wrong
from app.models import ChoiceQuestion, MultiChoiceQuestion, Option
from app.values import Value
from app.variants import Variant, text_id


def options_by_id(question: ChoiceQuestion | MultiChoiceQuestion, variant: Variant) -> dict[str, Option]:
    """The options under the ids that students see."""
    return {option.id or text_id(variant.exercise, option.text): option for option in question.options}


def grade_choice(
    question: ChoiceQuestion, variant: Variant, answer: ChosenAnswer, names: Mapping[str, Value]
) -> Graded:
    """The verdict on one option of several; `names` are those that its conditions are computed from."""
    marks = _marks(question, variant, answer, names)
    evidence = OptionsEvidence(marks)
    right = [mark.mark == "right" for mark in marks]
    return correct(evidence=evidence) if right == [True] else wrong("", evidence)


def grade_choices(
    question: MultiChoiceQuestion, variant: Variant, answer: ChosenAnswer, names: Mapping[str, Value]
) -> Graded:
    """The verdict on several options: close when all that are chosen are right and some are missing.

    Credit is (chosen rightly - chosen wrongly) / right options, from 0 to a half unless all is right.
    `names` are those that conditions are computed from.
    """
    marks = _marks(question, variant, answer, names)
    evidence = OptionsEvidence(marks)
    chosen_right = sum(mark.mark == "right" for mark in marks)
    chosen_wrong = len(marks) - chosen_right
    of = sum(variant.holds(option, names) for option in question.options)
    missing = of - chosen_right
    if not missing and not chosen_wrong:
        return correct(evidence=evidence)
    credit = min(0.5, max(0.0, (chosen_right - chosen_wrong) / max(of, 1)))
    if not chosen_wrong and chosen_right:
        return close(_missing(missing), evidence, heading="Right so far.", credit=credit)
    return wrong(
        " ".join(filter(None, (_too_many(chosen_wrong), _missing(missing)))), evidence, credit=credit
    )


def _marks(
    question: ChoiceQuestion | MultiChoiceQuestion,
    variant: Variant,
    answer: ChosenAnswer,
    names: Mapping[str, Value],
) -> tuple[OptionMark, ...]:
    """The marks of the chosen options, in words with the same numbers."""
    chosen = [(id_, options_by_id(question, variant)[id_]) for id_ in dict.fromkeys(answer.ids)]
    return tuple(
        OptionMark(
            id_, "right" if variant.holds(option, names) else "wrong", variant.say(option.say, **names)
        )
        for id_, option in chosen
    )


def _missing(count: int) -> str:
    if not count:
        return ""
    return "One more holds." if count == 1 else f"{count} more hold."


def _too_many(count: int) -> str:
    return "One that you chose does not hold." if count == 1 else f"{count} that you chose do not hold."
