"""`workbook check` finds every slip that an author can make, at its place, with its cure."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.command import app

ROOT = Path(__file__).resolve().parents[2]
BOOK = """\
title: A book
summary: To be spoiled.
tolerance: {rel: 0.005}
code_tolerance: {rel: 1e-9, abs: 1e-12}
"""
CHAPTER = """\
title: Only
summary: One chapter.
goals: [Find the slip.]
prerequisites: None.
minutes: 5
"""
HEAD = """\
id: one
type: {type}
title: One
difficulty: 1
tags: [slip]
prompt: What is it?
"""


@dataclass(frozen=True)
class Outcome:
    """What the command said."""

    code: int
    out: str
    err: str


def run(*arguments: str) -> Outcome:
    """The command, run in this process."""
    result = CliRunner().invoke(app, ["check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def write_book(root: Path, **exercises: str) -> Path:
    """A book of one chapter with these exercises."""
    chapter = root / "book" / "01-only"
    chapter.mkdir(parents=True)
    (root / "book" / "book.yaml").write_text(BOOK)
    (chapter / "chapter.yaml").write_text(f"{CHAPTER}order: [{', '.join(exercises)}]\n")
    (chapter / "lesson.md").write_text("# Only\n")
    for name, text in exercises.items():
        (chapter / f"{name}.yaml").write_text(text)
    return root / "book"


def head(kind: str) -> str:
    return HEAD.format(type=kind)


def numeric(body: str) -> str:
    return head("numeric") + textwrap.dedent(body)


SOUND = numeric("""\
    params: {a: {int: [2, 9], default: 3}}
    answer: a**3
    mistakes: [{if: 3*a, tag: tripled, say: That is three times.}]
    """)

# Each with § where the fault is to be told, and words that must be in it.
SLIPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a mistake that is the key": (
        numeric("""\
            params: {a: {int: [2, 9], default: 3}}
            answer: 2*a
            mistakes: [{if: §a + a, tag: added, say: No.}]
            """),
        ("'added' gives 6", "accepted", "at all 20 seeds"),
    ),
    "a key that is refused with the digits asked for": (
        numeric("""\
            answer: §7.1234
            digits: 2
            tolerance: {rel: 0.0001}
            """),
        ("the key 7.1, to 2 digits, is told wrong", "ask for more digits"),
    ),
    "a mistake that meets the key at some seeds": (
        numeric("""\
            params: {a: {int: [2, 5], default: 3}}
            answer: a**2
            mistakes: [{if: §2*a, tag: doubled, say: No.}]
            """),
        ("'doubled' gives 4", "of 20 seeds, first", "abs((2*a) - (a**2)) > 0.01 * abs(a**2)"),
    ),
    "a mistake that meets the key at the book's own numbers": (
        numeric("""\
            params: {a: {int: [2, 5], default: 2}}
            answer: a**2
            mistakes: [{if: §2*a, tag: doubled, say: No.}]
            """),
        ("'doubled' gives 4", "first 0"),
    ),
    "a tolerance that lets a mistake through": (
        numeric("""\
            params: {a: {int: [100, 200], default: 150}}
            answer: a**2
            tolerance: {rel: 0.05}
            mistakes: [{if: §a*(a + 1), tag: off-by-one, say: No.}]
            """),
        ("accepted", "Narrow the tolerance to {rel: 0.004}, which separates them"),
    ),
    "a mistake behind another": (
        numeric("""\
            params: {a: {int: [2, 9], default: 3}}
            answer: a**3
            mistakes:
              - {if: 3*a, tag: tripled, say: No.}
              - {if: §a + a + a, tag: added, say: No.}
            """),
        ("'added' gives 9", "told as 'tripled', which stands before it"),
    ),
    "a mistake of another shape": (
        head("vector") + "answer: '[1, 2.5]'\nmistakes: [{if: §'[1, 2, 3]', tag: long, say: No.}]\n",
        ("'long' has another shape", "(2,)"),
    ),
    "an answer that can be guessed": (
        numeric("""\
            params: {a: {int: [1, 9], default: 3}}
            answer: §a/a
            """),
        ("1 is accepted as the answer without any work",),
    ),
    "an input that is the answer": (
        numeric("""\
            params: {a: {float: [0.1, 0.9], step: 0.1}}
            answer: §1*a
            """),
        ("the input a itself is accepted",),
    ),
    "a key that is nearly nothing": (
        numeric("""\
            answer: §sqrt(2)**2 - 2
            """),
        ("as good as 0", "Give an absolute tolerance"),
    ),
    "a key without value at some seeds": (
        numeric("""\
            params: {a: {int: [0, 2], default: 2}, b: 1}
            answer: §(b + 3)/a
            """),
        ("this has no value", "of 20 seeds", "`require`"),
    ),
    "a `let` without value at some seeds": (
        numeric("""\
            params: {a: {int: [0, 2], default: 2}}
            let:
              half: §1/a
            answer: half + 7
            """),
        ("this has no value", "of 20 seeds"),
    ),
    "a hint whose number has no value at some seeds": (
        numeric("""\
            params: {a: {int: [0, 2], default: 2}}
            answer: a + 7.5
            hints: ["It is {{ §1/a }}"]
            """),
        ("this has no value", "of 20 seeds"),
    ),
    "a condition that no draw meets": (
        numeric("""\
            params: {a: {int: [2, 9000], default: 2}}
            require: §a < 3
            answer: a + 7.5
            """),
        ("No numbers for seed 1 meet", "of 20 seeds, first 1", "weaken `require`"),
    ),
    "a parameter that nothing uses": (
        numeric("""\
            params:
              §a: {int: [2, 9]}
            answer: 7.5
            """),
        ("'a' is used nowhere",),
    ),
    "a `let` that nothing uses": (
        numeric("""\
            let:
              §half: 1/2
            answer: 7.5
            """),
        ("'half' is used nowhere",),
    ),
    "bad LaTeX": (
        numeric("""\
            answer: 7.5
            solution: It is $§\\sqrtt{2}$.
            """),
        ("KaTeX", "sqrtt"),
    ),
    "an unknown checker": (
        numeric("""\
            answer: §schedules.linaer(0.1, 0.2, 4)[1]
            """),
        ("linaer", "did you mean"),
    ),
    "an argument that a checker does not take": (
        numeric("""\
            answer: §schedules.linear(0.1, 0.2)[1]
            """),
        ("schedules.linear",),
    ),
    "an unknown key": (
        numeric("""\
            §anwser: 7.5
            """),
        ("'anwser'", "did you mean 'answer'?"),
    ),
    "a bracket within braces": (
        numeric("""\
            answer: 7.5
            mistakes: [{if: x§[2], tag: one, say: No.}]
            """),
        ("put text that holds brackets", "in quotes"),
    ),
    "options of which none is right": (
        head("choice") + "options:\n  §- {text: a, say: No.}\n  - {text: b, say: No.}\n",
        ("correct: true", "found 0"),
    ),
    "options that read the same at some seeds": (
        head("choice")
        + "params: {a: {int: [1, 3], default: 3}}\n"
        + 'options:\n  §- {text: "{{ 2*a }}", correct: true, say: Yes.}\n'
        + '  - {text: "{{ a**2 }}", say: No.}\n  - {text: "0", say: No.}\n',
        ("two options read '4'", "of 20 seeds"),
    ),
    "a formula that equals the key under another name": (
        head("expression")
        + "variables: {x: [1, 2]}\nanswer: 2*x\nmistakes: [{if: §x + x, tag: sum, say: No.}]\n",
        ("'sum'", "is told correct"),
    ),
    "another way to write a formula that is none": (
        head("expression") + "variables: {x: [1, 2]}\nanswer: 2*x\nalso: [§x + 1]\n",
        ("`x + 1` is not the key",),
    ),
    "a formula that is a variable": (
        head("expression") + "variables: {x: [1, 2]}\nanswer: §x\n",
        ("x alone is accepted",),
    ),
    "an order that runs in a circle": (
        head("ordering") + "items: {a: A, b: B}\nbefore: §[[a, b], [b, a]]\n",
        ("run in a circle",),
    ),
    "a part whose mistake is its key": (
        head("multipart")
        + "parts:\n  - id: a\n    type: numeric\n    ask: What?\n    answer: 6.5\n"
        + "    mistakes: [{if: §13/2, tag: half, say: No.}]\n",
        ("'half' gives 6.5",),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_at_its_place(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marked, words = SLIPS[name]
    before = marked.partition("§")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    write_book(tmp_path, one=marked.replace("§", ""))
    monkeypatch.chdir(tmp_path)
    outcome = run("book", "--seeds", "20")
    told = [one for one in outcome.out.splitlines() if one.startswith("book/")]
    assert len(told) == 1, outcome
    assert told[0].startswith(f"book/01-only/one.yaml:{line}:{column}: ")
    assert all(word in told[0] for word in words), told[0]
    assert outcome.code == 1


def test_a_book_without_slips_passes_and_says_what_was_proved(tmp_path: Path) -> None:
    outcome = run(str(write_book(tmp_path, one=SOUND)), "--seeds", "20")
    assert outcome.code == 0
    assert outcome.out.startswith("1 exercise, ")
    assert outcome.out.endswith(" proofs over 20 seeds: all hold.\n")


def test_the_command_leaves_with_1_and_tells_the_faults_on_standard_output(tmp_path: Path) -> None:
    write_book(tmp_path, one=SOUND.replace("3*a", "a*a*a"))
    command = [sys.executable, "-m", "app.command", "check", "book"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(
        "book/01-only/one.yaml:9:17: the mistake 'tripled' gives 27, which is accepted"
    )
    assert done.stdout.endswith("1 fault in 1 file; 1 exercise checked.\n")


def test_a_line_is_never_broken_however_narrow_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    outcome = run(str(write_book(tmp_path, one=SOUND.replace("3*a", "a*a*a"))))
    fault, _, rule, why, _, summary = outcome.out.splitlines()
    assert "the key is 27 (at all 25 seeds). With any numbers it is the key itself. Mend the " in fault
    assert rule == "A known mistake is not accepted [mistake-accepted, 1]"
    assert why.startswith("  A student who makes just this mistake would be told that it is right")
    assert summary == "1 fault in 1 file; 1 exercise checked."


# ---- what is checked ---


def test_one_file_can_be_checked_alone(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=SOUND, two=SOUND.replace("id: one", "id: two").replace("3*a", "a*a*a"))
    assert run(str(book / "01-only" / "one.yaml")).code == 0
    assert run(str(book / "01-only" / "two.yaml")).code == 1
    assert run(str(book / "01-only")).out.count("two.yaml") == 1


def test_a_file_is_proved_though_another_cannot_be_read(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=SOUND.replace("3*a", "a*a*a"), two="id: [")
    alone, whole = run(str(book / "01-only" / "one.yaml")), run(str(book))
    assert "'tripled' gives 27" in alone.out
    assert "two.yaml" not in alone.out
    assert "'tripled' gives 27" in whole.out
    assert "01-only/two.yaml:" in whole.out


def test_a_slip_of_the_lesson_is_told_when_the_lesson_is_named(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=SOUND)
    (book / "01-only" / "lesson.md").write_text("# Only\n\n::exercise none\n")
    assert "lesson.md:3:" in run(str(book / "01-only" / "lesson.md")).out


@pytest.mark.parametrize(
    ("name", "words"),
    [("gone.yaml", "there is no such file"), ("stray", "is in no book: there is no book.yaml")],
)
def test_what_is_in_no_book_is_said_clearly(
    name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stray").mkdir()
    monkeypatch.chdir(tmp_path)
    outcome = run(name)
    assert outcome.code == 2
    assert outcome.err.startswith(name)
    assert words in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize("folder", [".", "book", "book/drafts", "book/01-only/later"])
def test_an_exercise_in_no_chapter_is_proved_where_it_lies(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path, one=SOUND)
    monkeypatch.chdir(tmp_path)
    file = Path(folder, "stray.yaml")
    file.parent.mkdir(exist_ok=True)
    sound = SOUND.replace("id: one", "id: stray")
    file.write_text(sound)
    outcome = run(str(file))
    assert ("is in no chapter" in outcome.out) == (folder == "book")
    assert "1 exercise" in outcome.out
    file.write_text(sound.replace("answer: ", "answer: gone + "))
    outcome = run(str(file))
    assert (outcome.code, outcome.err) == (1, "")
    assert f"{file}:" in outcome.out
    assert "there is no name gone" in outcome.out


def test_a_question_without_a_tolerance_is_proved_with_the_book_s(tmp_path: Path) -> None:
    body = """\
        params: {a: {int: [100, 200], default: 150}}
        answer: a**2
        mistakes: [{if: a*(a + 0.5), tag: half-more, say: No.}]
        """
    assert (
        "'half-more' gives 22575, which is accepted" in run(str(write_book(tmp_path, one=numeric(body)))).out
    )


def test_a_guess_that_is_seldom_right_is_luck(tmp_path: Path) -> None:
    body = "params: {a: {int: [1, 40], default: 3}}\nanswer: a**2\n"
    assert run(str(write_book(tmp_path, one=numeric(body))), "--seeds", "200").code == 0
