"""Books read again as their files change: only what changed, and as far as it is good."""

from app.rereading.errata import Errata, Erratum
from app.rereading.shelves import Rereader

__all__ = ["Errata", "Erratum", "Rereader"]
