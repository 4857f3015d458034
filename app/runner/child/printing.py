"""Where a student's `print` goes: the beginning is kept, the rest is dropped."""

import io

from .limits import LONGEST_PRINT

CUT = "\n… (the rest of the output was cut)"


class Paper(io.TextIOBase):
    """A text stream that holds the first 16 KiB."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = LONGEST_PRINT
        self._cut = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        kept = text[: self._left]
        if kept:
            self._parts.append(kept)
        self._left -= len(kept)
        self._cut = self._cut or len(kept) < len(text)
        return len(text)

    def text(self) -> str:
        """What was printed, with a word at the end when some was cut."""
        return "".join(self._parts) + (CUT if self._cut else "")
