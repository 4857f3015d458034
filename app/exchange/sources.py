"""A file from somewhere as a question bank: its size, its encoding and its format are looked at first."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from app.exchange.bank import Bank, NoBank
from app.exchange.gift import read_gift
from app.exchange.moodle import read_moodle

Format = Literal["moodle", "gift"]
LARGEST = 32 * 1024 * 1024  # bytes
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_bank(path: Path, given: Format | None = None) -> Bank:
    """The bank in a file; without a format given, by what the file begins with. Raises NoBank, OSError."""
    if path.is_dir():
        raise NoBank("this is a folder: give the file of the question bank")
    size = path.stat().st_size
    if size > LARGEST:
        raise NoBank(
            f"the file is larger than the {LARGEST // 2**20} MiB that are read at most: export less at a time"
        )
    source = path.read_bytes()
    bank = _read(source, given or guessed(source))
    if not bank.questions:
        raise NoBank("there is no question in it")
    return bank


def _read(source: bytes, format_: Format) -> Bank:
    if not source.strip():
        raise NoBank("the file is empty")
    return read_moodle(source) if format_ == "moodle" else read_gift(text_of(source))


def guessed(source: bytes) -> Format:
    """The format, by the first sign: XML begins with <."""
    head = source[:400]
    encoding = next((name for bom, name in BOMS.items() if head.startswith(bom)), "utf-8")
    text = head.decode(encoding, errors="replace").replace("\0", "").lstrip()
    return "moodle" if text.startswith("<") and not text.startswith(("<p", "<b", "<i", "<s")) else "gift"


def text_of(source: bytes) -> str:
    """The text of a file. Raises NoBank for what is none."""
    encoding = next((name for bom, name in BOMS.items() if source.startswith(bom)), "utf-8")
    try:
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise NoBank(f"line {line}: this is no UTF-8 text; save the file as UTF-8") from None
    if "\0" in text:
        raise NoBank("this is no text: it holds zero bytes")
    if not any(sign in text for sign in ("{", "::")):
        raise NoBank("this is neither Moodle XML nor GIFT: there is no { … } of answers in it")
    return text
