"""What an author starts from: a sound small exercise of every type, and the files of a book and a chapter."""

from app.skeletons.exercises import exercise_text
from app.skeletons.folders import (
    NOT_IDS,
    Chapter,
    NotMade,
    book_at,
    chapters_of,
    new_book,
    new_chapter,
    place_of,
)
from app.skeletons.placing import Unplaceable, placed_in_lesson, placed_in_order

__all__ = [
    "NOT_IDS",
    "Chapter",
    "NotMade",
    "Unplaceable",
    "book_at",
    "chapters_of",
    "exercise_text",
    "new_book",
    "new_chapter",
    "place_of",
    "placed_in_lesson",
    "placed_in_order",
]
