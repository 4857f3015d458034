"""What `workbook serve --author` adds: an exercise seen from its author's side, and live reload."""

from app.author.pages import router
from app.author.watching import follow, read_again

__all__ = ["follow", "read_again", "router"]
