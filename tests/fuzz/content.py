"""The book's own files, spoiled at random, under the reader: each gives what it holds or its faults."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.assets import Assets
from app.chapter_files import ChapterReader, Surroundings
from app.documents import read_document
from app.exercise_files import read_exercise
from app.faults import BadContent, Fault
from app.figures import FIGURES
from app.formulas import Renderer
from app.models import BookFile
from app.placements import formulas_of
from app.validation import validated

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "exercises"
MOST_SECONDS = 2.0  # of processor time, for one file
MOST_MEMORY = 300 * 1024 * 1024  # bytes, for the whole process beyond what it starts with
SIGNS = "a: | - {{ }} {% [ ] { } ( ) ' \" $ $$ \\frac \\\\ # & * ! > % @ ` , : ; = == ** ^ // . .. … é − ²"
TEXTS = "null true yes ~ .nan .inf -1 0 1e999 0x1F 1_000 99999999999999999999 1e-300 10**10**10 zeros(10**9)"
TRAPS = "schedules.linear(0.1,0.2,10**9) [[[[ {{{{ ((((( <<: *a &a !!python/object:x --- ... ::figure ::: ```"
KEYS = "id: type: params: let: require: answer: if: say: options: parts: cases: draw: {int: {float: {choice:"
HIDDEN = ("\t", "\r", "\x00", "\x85", "\u2028", "\u200b", "<<<<<<< ")
WORDS = (*f"{SIGNS} {TEXTS} {TRAPS} {KEYS}".split(), *HIDDEN)


@dataclass(frozen=True)
class Specimen:
    """A file of the book, and how the reader takes it."""

    name: str
    source: bytes
    read: Callable[[Path], object]


@cache
def around() -> Surroundings:
    """What the files are read with."""
    book = validated(BookFile, read_document((BOOK / "book.yaml").read_bytes(), "book.yaml"))
    return Surroundings(Path("/"), book, Renderer(Assets(ROOT / "static").katex_source()), FIGURES)


@cache
def specimens() -> tuple[Specimen, ...]:
    """Every file of the book."""
    return tuple(
        Specimen(path.relative_to(BOOK).as_posix(), path.read_bytes(), _reader(path.name))
        for path in sorted((*BOOK.rglob("*.yaml"), *BOOK.rglob("*.md")))
    )


def _reader(name: str) -> Callable[[Path], object]:
    match name:
        case "lesson.md" | "chapter.yaml" | "flashcards.yaml":
            return _chapter
        case "book.yaml":
            return _book
        case _:
            return _exercise


def _exercise(path: Path) -> object:
    return read_exercise(path, path.name, around().book, around().renderer)


def _book(path: Path) -> object:
    file = validated(BookFile, read_document(path.read_bytes(), path.name))
    return list(formulas_of(file, around().renderer))


def _chapter(path: Path) -> object:
    """A folder in which this file is alone: what it lacks is told too."""
    reader = ChapterReader(path.parent, around())
    reader.read()
    raise BadContent(reader.faults)


# ---- spoiling ---


def mutated(source: bytes, others: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """The source with one to three slips."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        source = rng.choice(_MUTATIONS)(source, others, rng)
    return source


def _flipped(source: bytes, _: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """One byte is another."""
    if not source:
        return source
    at = rng.randrange(len(source))
    return source[:at] + bytes([rng.randrange(256)]) + source[at + 1 :]


def _inserted(source: bytes, _: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """A word stands where none was."""
    at = rng.randrange(len(source) + 1)
    return source[:at] + rng.choice(WORDS).encode() + source[at:]


def _replaced(source: bytes, _: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """A word of the file is another."""
    words = source.split(b" ")
    words[rng.randrange(len(words))] = rng.choice((rng.choice(WORDS).encode(), rng.choice(words)))
    return b" ".join(words)


def _renamed(source: bytes, _: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """A letter of a key is missing, doubled or another."""
    colons = [at for at, byte in enumerate(source) if byte == ord(":")]
    if not colons:
        return source
    at = max(rng.choice(colons) - rng.randrange(1, 6), 0)
    return source[:at] + rng.choice((b"", source[at : at + 1] * 2, b"x")) + source[at + 1 :]


def _cut(source: bytes, _: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """The rest is missing."""
    return source[: rng.randrange(len(source) + 1)]


def _lines(source: bytes, others: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """A line is missing, doubled, elsewhere, indented otherwise or taken from another file."""
    lines = source.split(b"\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[at] = b" " * rng.randrange(1, 5) + lines[at]
        case 4:
            lines[at] = lines[at][rng.randrange(1, 4) :]
        case _:
            lines.insert(at, rng.choice(rng.choice(others).source.split(b"\n")))
    return b"\n".join(lines)


def _number(source: bytes, _: tuple[Specimen, ...], rng: random.Random) -> bytes:
    """A digit is a number that is seldom meant."""
    digits = [at for at, byte in enumerate(source) if chr(byte).isdigit()]
    if not digits:
        return source
    at = rng.choice(digits)
    odd = rng.choice((b"0", b"-1", b"1e9", b"1e300", b"10**9", b"9" * 40, b".nan", b"'1'", b"0.5", b"x", b""))
    return source[:at] + odd + source[at + 1 :]


_MUTATIONS = (_flipped, _inserted, _replaced, _renamed, _cut, _lines, _lines, _number)


# ---- reading ---


def faults_of(specimen: Specimen, source: bytes, folder: Path) -> tuple[Fault, ...]:
    """The faults of a spoiled file, none if it is still sound. Raises whatever else the reader raises."""
    name = specimen.name.rpartition("/")[2]
    path = folder / "01-spoiled" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(source)
    try:
        specimen.read(path)
    except BadContent as slips:
        return slips.faults
    finally:
        path.unlink()
    return ()


def fuzzed(count: int, seed: int) -> str:
    """What came of so many spoiled files, in one line. Raises AssertionError with one that is misread."""
    rng, ends, worst, most = random.Random(seed), Counter[str](), 0.0, 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            specimen = rng.choice(specimens())
            source = mutated(specimen.source, specimens(), rng)
            started = time.thread_time()
            try:
                faults = faults_of(specimen, source, Path(folder))
            except Exception as failure:
                raise AssertionError(
                    f"seed {seed}, number {number}, {specimen.name}: {source!r}"
                ) from failure
            took = time.thread_time() - started
            assert took < MOST_SECONDS, f"seed {seed}, number {number}, {specimen.name} took {took:.1f} s"
            worst, most = max(worst, took), max(most, len(faults))
            ends["broken" if faults else "sound"] += 1
            for fault in faults:
                assert fault.line >= 1, fault
                assert fault.column >= 1, fault
                assert "\n" not in str(fault), fault
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < MOST_MEMORY, f"seed {seed}: the process grew by {grown / 1e6:.0f} MB"
    return (
        f"{count:,} spoiled files: {dict(ends)}; the worst took {worst * 1000:.0f} ms, "
        f"the most had {most} faults, the process grew by {grown / 1e6:.0f} MB"
    )
