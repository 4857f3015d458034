"""The rules that a book is held to: what each is called, and why it matters that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule in a few words, and what would happen to students or authors without it."""

    title: str
    why: str


# By the `rule` of a fault. A new one fails in tests/check/test_rules.py until it has a row, and a place in
# docs/authoring/checking.md.
RULES: Mapping[str, Rule] = {
    # ---- files ---
    "file": Rule(
        "A file is plain UTF-8 text of a sensible size",
        "What cannot be read cannot be proved, and other editors would show something else than you see.",
    ),
    "yaml": Rule(
        "A file is YAML",
        "A slip of the notation can change what the rest of the file means, so nothing after it is read.",
    ),
    "schema": Rule(
        "Keys hold what they are meant to hold",
        "A value of another kind would be shown or graded as something that you did not mean.",
    ),
    "unknown-key": Rule(
        "Every key is known",
        "A misspelt key is a setting that is silently not there.",
    ),
    "id": Rule(
        "An exercise has one id, the name of its file",
        "Students' answers are filed under the id: two exercises with one would mix their results.",
    ),
    "book": Rule(
        "A book has book.yaml and chapters",
        "What stands in no chapter is never shown to anybody.",
    ),
    "chapter": Rule(
        "A chapter has its files",
        "A chapter without its lesson, its order or its exercises has nothing to show.",
    ),
    "order": Rule(
        "A chapter lists each of its exercises once",
        "An exercise that is missing from the order is never shown; one that is twice counts twice.",
    ),
    "lesson": Rule(
        "What a lesson places is there",
        "Readers would meet a gap where the exercise, the figure or the note should be.",
    ),
    "checkers": Rule(
        "A course's checkers can be loaded",
        "The keys that they compute have no value, so nothing that uses them can be proved.",
    ),
    # ---- formulas, names and programs as they are written ---
    "expression": Rule(
        "A formula can be read",
        "A key that cannot be read grades nobody.",
    ),
    "name": Rule(
        "Names and functions exist",
        "A key that names what is not there has no value for any student.",
    ),
    "meaning": Rule(
        "What an exercise says fits together",
        "Where two statements contradict each other, students are shown the one and graded by the other.",
    ),
    "code": Rule(
        "Programs and their cases fit the signature",
        "A case that cannot be called, or a program that is no Python, fails every student.",
    ),
    "formula": Rule(
        "Every formula can be typeset",
        "Readers would see raw TeX in red in place of the mathematics.",
    ),
    "markup": Rule(
        "Texts are written in the markdown that pages show",
        "Readers would see signs that were meant for another program, or nothing where a picture should be.",
    ),
    "link": Rule(
        "Links lead to pages that there are",
        "Readers who follow it would find nothing.",
    ),
    "unused": Rule(
        "Every parameter and every `let` is used",
        "A number that nothing uses is often the sign of a formula that forgot it.",
    ),
    # ---- numbers at every seed ---
    "require": Rule(
        "A condition of `require` can be met, and is needed",
        "What no numbers meet leaves students without an exercise; what all meet guards nothing.",
    ),
    "no-variant": Rule(
        "There are numbers for every seed",
        "A student who gets such a seed has no exercise to solve.",
    ),
    "value": Rule(
        "Every formula has a value",
        "A student with these numbers would see an error in place of a number, or could not be graded.",
    ),
    "near-zero": Rule(
        "A key near 0 has an absolute tolerance",
        "A share of nothing is nothing: no rounded answer would ever be accepted.",
    ),
    "undecided": Rule(
        "A formula can be compared at its points",
        "Where the key has no value, no answer can be told right or wrong.",
    ),
    # ---- what is accepted ---
    "key": Rule(
        "The right answer is accepted",
        "A student who solved the exercise would be told that it is wrong.",
    ),
    "also": Rule(
        "Other ways to write the key equal it",
        "One of the two formulas is wrong, and students see both.",
    ),
    "tolerance": Rule(
        "A tolerance accepts just what it says",
        "Answers at its edge would be judged otherwise than the page tells students.",
    ),
    "reckoning": Rule(
        "What a solution works out comes to what it says",
        "The key, or the way to it, is wrong: students are graded by the one and shown the other.",
    ),
    "guess": Rule(
        "No guess is right",
        "0, 1 or a number copied from the prompt would earn the points without any work.",
    ),
    "wrong-accepted": Rule(
        "A wrong choice is not accepted",
        "A student who chose wrongly would be told that it is right.",
    ),
    "same-text": Rule(
        "No two items read the same",
        "Students cannot tell which of them is meant, and half of them would be marked wrong for it.",
    ),
    # ---- known mistakes ---
    "mistake-accepted": Rule(
        "A known mistake is not accepted",
        "A student who makes just this mistake would be told that it is right, and never learn of it.",
    ),
    "mistake-hidden": Rule(
        "A known mistake is told its own message",
        "A student who makes it is told about another mistake, and looks for the fault in the wrong place.",
    ),
    "mistake-shape": Rule(
        "A known mistake has the shape of the key",
        "No answer of the right shape can ever match it, so its message is never told.",
    ),
    "mutation-accepted": Rule(
        "A likely slip in the key's formula is not accepted",
        "A student who drops a root or shifts an index would be told that it is right.",
    ),
    "accepts": Rule(
        "What is acknowledged as accepted is",
        "A slip that is acknowledged in vain hides the next one of its kind, which nobody has looked at.",
    ),
    # ---- programs that are run ---
    "solution": Rule(
        "The solution passes, well within its time",
        "A student who writes the very same program would fail, or fail on a busy day.",
    ),
    "starter": Rule(
        "The starter does not pass",
        "The points would be given for handing in what was there.",
    ),
    "property": Rule(
        "The reference fulfils every property",
        "A right program would be told that it breaks a rule which the reference itself breaks.",
    ),
    "mutant-survives": Rule(
        "A known wrong program fails",
        "A student who makes just this mistake passes, because no case tells the two programs apart.",
    ),
    "survivor": Rule(
        "A likely slip in the solution's program fails",
        "A student who makes it passes, because no case tells the two programs apart.",
    ),
    "mutant-hidden": Rule(
        "A known wrong program is told its own message",
        "A student who writes it is told about another mistake, or only that it is wrong.",
    ),
    "bug-hidden": Rule(
        "The bug shows",
        "The assertion that shall expose the bug holds with it, so nothing is shown to be wrong.",
    ),
    "fix": Rule(
        "The fix heals",
        "Students are shown a fix that does not work.",
    ),
    "not-proved": Rule(
        "The check comes to its end",
        "Nothing is known about an exercise that was not proved.",
    ),
    "not-run": Rule(
        "Programs can be run here",
        "Nothing is known about programs that were not run.",
    ),
    # ---- for publishing: see STRICT_ONLY ---
    "no-solution": Rule(
        "A calculation has a worked solution",
        "A student who gives up sees the result alone, and does not learn how it comes about.",
    ),
    "no-hints": Rule(
        "An exercise has hints",
        "A student who is stuck has nothing between trying once more and giving up.",
    ),
    "no-mistakes": Rule(
        "A calculation knows its typical mistakes",
        "Every wrong answer is told just that it is wrong, whatever went wrong.",
    ),
    "no-mutants": Rule(
        "A program is asked for with known wrong ones",
        "Nobody has tried whether the cases tell a wrong program from a right one.",
    ),
    "unfinished": Rule(
        "No TODO is left",
        "Students would read your note to yourself.",
    ),
    "free-item": Rule(
        "Every item of an order has its place",
        "It is right wherever a student puts it, so nothing is asked of it; often a pair was forgotten.",
    ),
    "few-variants": Rule(
        "Other seeds bring other numbers",
        "Neighbours get the same numbers, and asking for new ones brings the old ones back.",
    ),
    "constant-range": Rule(
        "A range is written as one",
        "A list of two numbers is the same for every seed, and is calculated with entry by entry.",
    ),
    "typed-number": Rule(
        "Numbers in prose are computed",
        "The number is right for one set of numbers only: most students read a solution that is not theirs.",
    ),
    "undetermined": Rule(
        "What is shown determines the key",
        "A student who reads just these words can only guess which of the keys is meant.",
    ),
}

# What may stand while an exercise is being written, and is told by `workbook check --strict` alone.
STRICT_ONLY = frozenset(
    {
        "no-solution",
        "no-hints",
        "no-mistakes",
        "no-mutants",
        "unfinished",
        "free-item",
        "few-variants",
        "constant-range",
        "typed-number",
        "undetermined",
    }
)
