"""Anonymous learners: a signed cookie carries a learner's identifier, nothing else does."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from app.identifiers import uuid7

SECRET_BYTES = 32
COOKIE_VERSION = 1
COOKIE_LIMIT = 200


class Learners:
    """Signs and reads the cookie `learner`."""

    def __init__(self, secret: bytes) -> None:
        self._cookies = URLSafeSerializer(
            secret,
            salt="workbook.learner",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )

    def new_learner(self) -> UUID:
        """The identifier of somebody who was never here; nothing is stored before their first answer."""
        return uuid7()

    def cookie(self, learner: UUID) -> str:
        """The signed cookie of a learner."""
        return str(self._cookies.dumps([COOKIE_VERSION, learner.hex]))

    def learner_of(self, cookie: str | None) -> UUID | None:
        """The learner a cookie was signed for, or None when it is missing, foreign, altered or outdated."""
        if not cookie or len(cookie) > COOKIE_LIMIT:
            return None
        try:
            payload: object = self._cookies.loads(cookie)
        except BadData:
            return None
        match payload:
            case [int(version), str(digits)] if version == COOKIE_VERSION:
                return UUID(hex=digits)
            case _:
                return None


def read_secret(folder: Path) -> bytes:
    """The secret of this installation, made on first use in the file `secret` of the data folder.

    Raises OSError when the folder cannot be used and ValueError when the file is not a secret.
    """
    path = folder / "secret"
    if not path.exists():
        make_secret(path)
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"{path} is too short to be a secret; delete it (every cookie becomes invalid)")
    return secret


def make_secret(path: Path) -> None:
    """Nothing; the file then holds a whole secret, the one it held before if there was one.

    It is written beside and linked, so that programs which start at once end up with the same.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # the other program was first; its secret is as good
    finally:
        draft.unlink(missing_ok=True)
