"""What a student sees, and what the author knows besides, as text: of every type."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.explained import Section, Table, known_to_author, seed_table, seen_by_student
from app.models import EXERCISE_TYPES, Exercise
from app.single_files import read_single
from app.skeletons import exercise_text
from app.variants import variant_of


def skeleton(kind: str, folder: Path) -> Exercise:
    """The exercise that `workbook new` begins."""
    (folder / "one.yaml").write_text(exercise_text(kind, "one", "One", 1, ["tag"]), "utf-8")
    return read_single(folder / "one.yaml", None)


def text_of(sections: list[Section]) -> str:
    """All that is said, a line for each row."""
    lines = []
    for section in sections:
        lines.append(f"# {section.title}")
        for one in section.body:
            rows = [one.head, *one.rows] if isinstance(one, Table) else [(one,)]
            lines += [" | ".join(row) for row in rows]
    return "\n".join(lines)


def student(kind: str, folder: Path, seed: int = 0) -> str:
    return text_of(list(seen_by_student(variant_of(skeleton(kind, folder), seed))))


def author(kind: str, folder: Path, seed: int = 0) -> str:
    return text_of(list(known_to_author(variant_of(skeleton(kind, folder), seed))))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("numeric", ["a | 3", r"$\sigma_1=3$", "2. The variance"]),
        ("vector", ["x | [1, -2]", "Numbers of the shape 2"]),
        ("multipart", ["(mean) What is the mean?", "    One number", "    ( ) yes"]),
        ("choice", ["( ) $0.2$", "( ) $0.04$"]),
        ("multi-choice", ["[ ] $"]),
        ("expression", ["A formula in a, b."]),
        ("match", ["place these | at one of these", "$\\sum_i x_i$"]),
        ("categorise", ["the outline of the roof", "neither"]),
        ("ordering", ["Put in order (some belong nowhere):", "- Sort the batch by its loss"]),
        ("bug-line", ["  5  variance = np.mean(distance)"]),
        ("code", ["A program with rescale(x, m, s)", "Visible case 1: x: [1.0, 2.0, 6.0]"]),
        ("self-check", ["compared with the model answer on 2 points"]),
    ],
)
def test_a_student_sees_the_question_and_not_the_key(kind: str, words: list[str], tmp_path: Path) -> None:
    told = student(kind, tmp_path)
    assert [word for word in words if word not in told] == []
    assert "# Key" not in told
    assert "what is told" not in told


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "numeric",
            ["sqrt(a**2 + b**2) = 5", "accepted: 4.975 to 5.025", "added-deviations | a + b | 7 | Standard"],
        ),
        (
            "vector",
            ["accepted: [0.595, -1.205] to [0.605, -1.195]", "uphill | x + h*2*x | [1.4, -2.8] | That goes"],
        ),
        ("multipart", ["(spread)", "    b - parts.mean = 7", "right | no"]),
        ("choice", ["right | $0.2$ | The standard deviation", " | $0.04$ | That is the variance"]),
        ("multi-choice", [" | $\\operatorname{Var}(X)>0$ | A constant"]),
        ("expression", ["a**2 + b**2", "also: (a + b)**2 - 2*a*b", "same-noise | (a + b)**2 | That is"]),
        ("match", ["mean | $\\frac1n\\sum_i x_i$ | The mean adds"]),
        ("categorise", ["grain in the dark sky | noise | The next shot"]),
        (
            "ordering",
            [
                "1. Draw a batch",
                "batch before predict",
                "Nowhere: Sort the batch",
                "loss before gradient: There",
            ],
        ),
        (
            "bug-line",
            ["Line 5, which should read: variance = np.mean(distance**2)", "Line 2: Any numbers do."],
        ),
        (
            "code",
            [
                "Reference: m + s*(x - mean(x))/std(x)",
                "Hidden case 1: label: another mean",
                "only-standardised |",
            ],
        ),
        ("self-check", ["The distances themselves", "[ ] It says that plain"]),
    ],
)
def test_its_author_sees_key_and_mistakes(kind: str, words: list[str], tmp_path: Path) -> None:
    told = author(kind, tmp_path)
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("kind", EXERCISE_TYPES)
def test_every_type_has_a_table_of_seeds(kind: str, tmp_path: Path) -> None:
    exercise = skeleton(kind, tmp_path)
    table = seed_table([variant_of(exercise, seed) for seed in range(30)])
    assert table.head[0] == "seed"
    assert [row[0] for row in table.rows] == [str(seed) for seed in range(30)]
    assert all(len(row) == len(table.head) for row in table.rows)


def test_few_seeds_stand_side_by_side(tmp_path: Path) -> None:
    exercise = skeleton("numeric", tmp_path)
    table = seed_table([variant_of(exercise, seed) for seed in (0, 1)])
    assert table.head == ("seed", "0", "1")
    assert [row[:2] for row in table.rows] == [
        ("a", "3"),
        ("b", "4"),
        ("key", "5"),
        ("added-deviations", "7"),
        ("forgot-the-root", "25"),
    ]


def test_a_long_table_is_told_by_its_ends(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    text = exercise_text("numeric", "one", "One", 1, ["tag"])
    file.write_text(text.replace("prompt:", "let: {steps: arange(1001)}\nprompt:"), "utf-8")
    sections = list(known_to_author(variant_of(read_single(file, None), 0)))
    assert "[0, 1, 2, …, 1000], 1001 numbers" in text_of(sections)


def test_other_seeds_show_other_numbers(tmp_path: Path) -> None:
    assert student("numeric", tmp_path, 0) != student("numeric", tmp_path, 1)
