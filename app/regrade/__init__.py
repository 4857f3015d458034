"""Stored answers graded again with an exercise as it is now: what changes, for whom, what is left alone."""

from app.regrade.grader import graded_again
from app.regrade.outcomes import Change, Found, Left, Rules
from app.regrade.work import NoSuchExercise, apply, attempts_to_grade, exercises_of, look_through

__all__ = [
    "Change",
    "Found",
    "Left",
    "NoSuchExercise",
    "Rules",
    "apply",
    "attempts_to_grade",
    "exercises_of",
    "graded_again",
    "look_through",
]
