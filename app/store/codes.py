"""Resume codes: typed on another device to find one's work again, such as `7QK4-M2XD-90RB-TC5H`.

A code is 75 bits of HMAC(secret, learner) in Crockford's base32 with a check character, so it can be shown
again at any time; the database keeps only its hash, so a stolen backup opens nobody's work.
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
TYPED = str.maketrans("OIL", "011", " -_.\t\n")


def code_for(learner: UUID, secret: bytes) -> str:
    """The code of a learner, 16 characters without hyphens."""
    digest = hmac.digest(secret, b"workbook.resume-code.1" + learner.bytes, "sha256")
    number = int.from_bytes(digest[:10], "big")
    body = "".join(ALPHABET[number >> 5 * i & 31] for i in range(LENGTH - 1))
    return body + check_character(body)


def grouped(code: str) -> str:
    """The code as it is shown, in groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def read_code(text: str) -> str | None:
    """The code somebody typed, in any case, with or without hyphens, O for 0, I or L for 1; else None."""
    code = text[:100].upper().translate(TYPED)
    well_formed = len(code) == LENGTH and set(code) <= set(ALPHABET)
    return code if well_formed and code[-1] == check_character(code[:-1]) else None


def check_character(body: str) -> str:
    """Luhn's check modulo 32: finds every single wrong character and nearly every swap of neighbours."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 - place % 2)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def hashed(code: str) -> str:
    """What the database keeps of a code; 75 random bits need no slow hash."""
    return hashlib.sha256(code.encode()).hexdigest()
