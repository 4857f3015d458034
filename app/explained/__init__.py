"""What a student sees of an exercise at a seed, and what its author knows besides, as plain text.

Formulas stay in TeX, as they are typed; numbers are filled in.
"""

from app.explained.asked import seen_by_student
from app.explained.keyed import known_to_author
from app.explained.sections import Section, Table
from app.explained.seeds import seed_table

__all__ = ["Section", "Table", "known_to_author", "seed_table", "seen_by_student"]
