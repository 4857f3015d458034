"""Books read again as their files change: only what changed, and as far as it is good."""

from app.rereading.errata import Errata
from app.rereading.shelves import Rereader

__all__ = ["Errata", "Rereader"]
