"""Ids and tags made of the names that a bank gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST_ID = 60


def slug(text: str, longest: int = LONGEST_ID) -> str:
    """The text as an id or a tag; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"<[^<>]*>", " ", plain)))
    return words[:longest].strip("-")


def free_id(name: str, taken: Collection[str]) -> str:
    """An id from a name that nothing has yet."""
    base = slug(name) or "question"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)
