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

__all__ = [
    "NOT_IDS",
    "Chapter",
    "NotMade",
    "book_at",
    "chapters_of",
    "exercise_text",
    "new_book",
    "new_chapter",
    "place_of",
]
