"""Files that are no text, no file, too large or of odd names: one clear fault, no hang, little memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.documents import SIZE_LIMIT
from app.main import create_app
from tests.broken.specimens import CHAPTER_FOLDER, text_of, write_book
from tests.broken.test_broken import told_of
from tests.conftest import settings_for

GOOD = text_of("choice")
LAUGHS = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
ODD = "01-only"

CONTENTS: dict[str, tuple[bytes, int, int, str]] = {
    "UTF-16 with a mark": (GOOD.encode("utf-16"), 1, 1, "byte-order mark"),
    "UTF-16 without": (GOOD.encode("utf-16-le"), 1, 1, "UTF-16"),
    "UTF-32": (GOOD.encode("utf-32"), 1, 1, "byte-order mark"),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + GOOD.encode(), 1, 1, "byte-order mark"),
    "Latin-1": (GOOD.replace("A title", "Körper").encode("latin-1"), 3, 9, "0xf6 is not UTF-8"),
    "Windows-1252": (GOOD.replace("A title", "A – title").encode("cp1252"), 3, 10, "0x96 is not UTF-8"),
    "half of a character": (GOOD.encode().replace(b"A title", b"\xed\xa0\x80"), 3, 8, "not UTF-8"),
    "NUL": (GOOD.replace("A title", "A\0title").encode(), 3, 9, "U+0000"),
    "escape": (GOOD.replace("A title", "\x1b[31m").encode(), 3, 8, "U+001B"),
    "turned direction": (GOOD.replace("A title", "\u202eevil").encode(), 3, 8, "right-to-left override"),
    "zero width": (GOOD.replace("A title", "a\u200bb").encode(), 3, 9, "zero width space"),
    "line separator": (GOOD.replace("A title", "a\u2028b").encode(), 3, 9, "line separator"),
    "no character": (GOOD.replace("A title", "a\ufffe").encode(), 3, 9, "U+FFFE"),
    "a picture": (b"\x89PNG\r\n\x1a\n" * 9, 1, 1, "a picture"),
    "a program": (b"\x7fELF" + bytes(99), 1, 1, "a program"),
    "an archive": (b"\x1f\x8b\x08" * 99, 1, 1, "an archive"),
    "a document": (b"%PDF-1.7\n", 1, 1, "not a text"),
    "longer than allowed": (b"a: b\n" * SIZE_LIMIT, 1, 1, "longer than"),
    "one long line": (b"a" * 50_000_000, 1, 1, "longer than"),
    "many keys": (GOOD.encode() + b"".join(b"k%d: 1\n" % n for n in range(9000)), 4991, 8, "more than 5000"),
    "a billion laughs": (b"a0: &a0 [1,1,1,1,1,1,1,1,1]\n" + LAUGHS.encode(), 4, 30, "references written out"),
    "deep brackets": (b"[" * 10_000, 1, 42, "levels"),
    "deep braces": (b"{a: " * 10_000, 1, 165, "levels"),
    "deep lists": (b"- " * 10_000, 1, 83, "levels"),
}


def book(root: Path, source: bytes) -> Path:
    """A book with this for its exercise."""
    write_book(root, "choice")
    (root / CHAPTER_FOLDER / "choice.yaml").write_bytes(source)
    return root


def test_a_file_that_is_no_text_of_a_sensible_size_is_told_in_one_fault(tmp_path: Path) -> None:
    books = [book(tmp_path / f"book-{number}", case[0]) for number, case in enumerate(CONTENTS.values())]
    told = {path[path.index("book-") :].split("/")[0]: rest for path, *rest in told_of(*books)}
    for number, (name, (_, line, column, words)) in enumerate(CONTENTS.items()):
        found = told[f"book-{number}"]
        assert found[:2] == [line, column], (name, found)
        assert words in str(found[2]), (name, found)
    assert len(told_of(*books)) == len(CONTENTS)


ENDINGS = {"CR alone": "\r", "CR LF": "\r\n"}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_lines_may_end_as_on_other_systems(tmp_path: Path, ending: str) -> None:
    assert told_of(book(tmp_path / "book", GOOD.replace("\n", ending).encode())) == []


def to_itself(path: Path) -> None:
    path.symlink_to(path)


NO_FILES: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to nowhere": lambda path: path.symlink_to("/nowhere"),
    "a link to itself": to_itself,
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
@pytest.mark.parametrize(
    "name", ["choice.yaml", "lesson.md", "chapter.yaml", "flashcards.yaml", "../book.yaml"]
)
def test_what_is_no_file_is_told_and_not_waited_for(
    tmp_path: Path, name: str, make: Callable[[Path], object]
) -> None:
    root = write_book(tmp_path / "book", "choice")
    path = root / CHAPTER_FOLDER / name
    path.unlink()
    make(path)
    told = told_of(root)
    assert [fault[0] for fault in told if "the file cannot be read" in fault[3]] == [os.path.relpath(path)]


BESIDE = ["choice.yaml~", ".#choice.yaml", "#choice.yaml#", ".choice.yaml.swp", "4913", "README.md", "x.json"]


def test_what_editors_and_people_put_beside_exercises_is_none(tmp_path: Path) -> None:
    root = write_book(tmp_path / "book", "choice")
    for name in BESIDE:
        (root / CHAPTER_FOLDER / name).write_bytes(b"\0")
    (root / "schema.json").write_text("{}")
    (root / "README.md").write_text("A book.")
    (root / ".git").mkdir()
    assert told_of(root) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("more.yml", "exercises end in .yaml"),
        ("more.YAML", "exercises end in .yaml"),
        ("a b.yaml", "is not the file's name"),
        ("a\nb.yaml", "is not the file's name"),
        ("Choice.yaml", "is not the file's name"),
        ("more.yaml.txt", "exercises end in .yaml"),
        ("flashcards.yml", "flashcards end in .yaml"),
    ],
)
def test_a_file_of_an_odd_name_is_told_in_a_line(tmp_path: Path, name: str, words: str) -> None:
    root = write_book(tmp_path / "book", "choice")
    (root / CHAPTER_FOLDER / name).write_text(GOOD)
    assert any(words in fault[3] for fault in told_of(root))


MISNAMED = {"chapter.yaml": "Chapter.yaml", "lesson.md": "lessons.markdown"}


@pytest.mark.parametrize(("name", "other"), MISNAMED.items())
def test_a_file_that_is_called_otherwise_is_told_once_with_its_name(
    tmp_path: Path, name: str, other: str
) -> None:
    root = write_book(tmp_path / "book", "choice")
    (root / CHAPTER_FOLDER / name).rename(root / CHAPTER_FOLDER / other)
    ((*_, words),) = told_of(root)
    assert words == f"this chapter has no {name}, but {other!r}. Rename it to {name}."


def test_exercises_in_a_folder_within_a_chapter_are_told(tmp_path: Path) -> None:
    root = write_book(tmp_path / "book", "choice")
    for folder in ("more", "_drafts", ".git", "notes"):
        (root / CHAPTER_FOLDER / folder).mkdir()
        if folder != "notes":
            (root / CHAPTER_FOLDER / folder / "more.yaml").write_text(GOOD)
    ((path, *_, words),) = told_of(root)
    assert path.endswith("/more")
    assert "are never read" in words


def test_flashcards_under_another_name_are_known_as_such(tmp_path: Path) -> None:
    root = write_book(tmp_path / "book", "choice")
    (root / CHAPTER_FOLDER / "cards.yaml").write_text(text_of("flashcards.yaml"))
    assert any("these are flashcards, no exercise" in fault[3] for fault in told_of(root))


FOLDERS = {"02_two": "not a chapter's name", "01-other": "the number '01'", "02-only": "the name 'only'"}


@pytest.mark.parametrize(("name", "words"), FOLDERS.items())
def test_a_folder_that_cannot_be_a_chapter_is_told(tmp_path: Path, name: str, words: str) -> None:
    root = write_book(tmp_path / "book", "choice")
    (root / name).mkdir()
    assert any(words in fault[3] for fault in told_of(root))


# ---- a whole broken book ---


def test_all_broken_files_are_told_and_the_sound_ones_are_proved(tmp_path: Path) -> None:
    root = write_book(tmp_path / "book", "choice", "numeric", "vector", "match", "ordering")
    folder = root / CHAPTER_FOLDER
    (folder / "numeric.yaml").write_bytes(b"\x89PNG")
    (folder / "match.yaml").write_text("title: [")
    (folder / "lesson.md").write_text("::exercis choice\n")
    vector = folder / "vector.yaml"  # can be read, but its key is the mistake's
    vector.write_text(vector.read_text().replace("[n**2, n**3]", "[n**3, n**4]"))
    told = told_of(root)
    assert [Path(fault[0]).name for fault in told] == [
        "lesson.md",
        "match.yaml",
        "numeric.yaml",
        "vector.yaml",
    ]
    assert told == told_of(root)


@pytest.mark.parametrize(
    "name", ["choice.yaml", "lesson.md", "chapter.yaml", "flashcards.yaml", "../book.yaml"]
)
def test_an_author_sees_the_faults_of_a_broken_book_in_the_page(tmp_path: Path, name: str) -> None:
    root = write_book(tmp_path / "book", "choice")
    (root / CHAPTER_FOLDER / name).write_bytes(b"\xff: [")
    with TestClient(create_app(settings_for(tmp_path / "data", root, author=True))) as client:
        assert client.get("/").status_code == 200
        faults = client.get("/author").text
    assert Path(name).name in faults
    assert "not UTF-8" in faults


# ---- the limits, in a process of their own ---

ABSURD = {
    "endless steps": "sum(schedules.linear(0.1, 0.2, 10**9))",
    "an endless loop": "mixtures.langevin_variance(10**9, 0.1, 1, 1)",
    "each with each": "sum(hypot(ones(10**5, 1), ones(1, 10**5)))",
    "an endless power": "10**10**10",
    "an endless list": "sum(zeros(10**10))",
}


def test_absurd_sizes_end_in_a_sentence_within_little_memory_and_time(tmp_path: Path) -> None:
    books = []
    for number, formula in enumerate(ABSURD.values()):
        root = write_book(tmp_path / f"book-{number}", "numeric")
        path = root / CHAPTER_FOLDER / "numeric.yaml"
        path.write_text(path.read_text().replace("answer: n**3 + 7", f"answer: {formula}"))
        books.append(root)
    books += [
        book(tmp_path / "large", b"a" * 50_000_000),
        book(tmp_path / "laughs", CONTENTS["a billion laughs"][0]),
    ]
    limit = 1_500_000_000
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from app.command import main; main()",
            "check",
            "--seeds",
            "2",
            *map(str, books),
        ],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout.count(": this has no value: ") == len(ABSURD)
    assert "longer than 256 KiB" in done.stdout
    assert "references written out" in done.stdout
