"""What `workbook serve --author` adds: an exercise seen from its author's side, and live reload."""

from app.author import findings, seeds, tolerances
from app.author.pages import router
from app.author.watching import follow, read_again

__all__ = ["follow", "forget", "read_again", "router"]


def forget() -> None:
    """Forgets all that was computed: the functions that formulas call are others now."""
    for one in (findings, seeds, tolerances):
        one.forget()
