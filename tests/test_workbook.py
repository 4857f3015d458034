"""The book is read whole, and every fault of every file is told at once, in its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from app.faults import BadContent, Fault
from app.lessons import ExerciseBlock, FlashcardsBlock, NoteBlock, Prose
from app.models import Code, Multipart, Numeric, NumericQuestion, Tolerance, VectorQuestion
from app.variants import variant_of
from app.workbook import Workbook, read_workbook
from tests.typesetting import katex

SMALL = Path(__file__).parent / "books" / "small"
EVERY_TYPE = Path(__file__).parent / "browser" / "book"
ONE, TWO = "01-first-steps", "02-second-steps"

Book = Callable[[], Path]


class Curve(BaseModel):
    """A figure for the tests."""

    model_config = ConfigDict(extra="forbid")
    steps: int = 10


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small book to spoil."""
    return Path(shutil.copytree(SMALL, tmp_path / "book"))


def read(root: Path) -> Workbook:
    return read_workbook(root, figures={"curve": Curve})


def faults_of(root: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadContent) as caught:
        read(root)
    return caught.value.faults


def outcome(root: Path) -> Workbook | tuple[Fault, ...]:
    """The book or its faults; any other exception fails the test."""
    try:
        return read(root)
    except BadContent as slips:
        return slips.faults


def spoil(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new))


# ---- a good book ---


def test_the_chapters_are_in_the_order_of_their_numbers() -> None:
    book = read(SMALL)
    assert [(one.number, one.slug, one.title) for one in book.chapters] == [
        (1, "first-steps", "First steps"),
        (2, "second-steps", "Second steps"),
    ]
    assert book.title == "A small book"
    assert book.symbols[0].meaning == "a number"


def test_exercises_are_in_the_order_of_their_chapter_and_have_a_place() -> None:
    book = read(SMALL)
    assert [one.id for one in book.chapters[0].exercises] == ["step-root", "step-choice", "step-parts"]
    assert book.place("step-parts") == "1.3"
    assert book.place("more-order") == "2.1"
    assert book.chapter_of("more-bug") is book.chapters[1]
    assert book.exercise("step-root").title == "A root"


def test_an_unknown_exercise_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read(SMALL).exercise("nothing")


def test_exercises_without_a_place_come_after_the_lesson_and_cards_last() -> None:
    lesson = read(SMALL).chapters[0].lesson
    assert [block.kind for block in lesson] == [
        "prose",
        "note",
        "exercise",
        "prose",
        "exercise",
        "exercise",
        "flashcards",
    ]
    placed = [block.id for block in lesson if isinstance(block, ExerciseBlock)]
    assert placed == ["step-root", "step-choice", "step-parts"]
    assert isinstance(lesson[-1], FlashcardsBlock)


def test_the_numbers_of_a_lesson_are_computed_from_its_chapter() -> None:
    chapter = read(SMALL).chapters[0]
    first, note = chapter.lesson[:2]
    assert isinstance(first, Prose)
    assert isinstance(note, NoteBlock)
    assert chapter.names == {"side": 3, "area": 9}
    assert first.text.render(chapter.names) == "A square of side $3$ has the area\n$$A=9.$$"


def test_exercises_inherit_the_tolerance_of_the_book() -> None:
    book = read(SMALL)
    root, code, parts = book.exercise("step-root"), book.exercise("more-code"), book.exercise("step-parts")
    assert isinstance(root, Numeric)
    assert isinstance(code, Code)
    assert isinstance(parts, Multipart)
    first, second = parts.parts[:2]
    assert isinstance(first, NumericQuestion)
    assert isinstance(second, VectorQuestion)
    assert root.tolerance == second.tolerance == Tolerance(rel=0.005)
    assert code.tolerance == Tolerance(rel=1e-9, abs=1e-12)
    assert first.tolerance == Tolerance(digits=3)


def test_the_version_changes_with_the_content_only(root: Path) -> None:
    before = read(root)
    spoil(root, f"{ONE}/step-root.yaml", "title: A root", "title: 'A root'  # a remark")
    spoil(root, f"{TWO}/more-bug.yaml", "title: A bug", "title: The bug")
    after = read(root)
    assert before.exercise("step-root").version == after.exercise("step-root").version
    assert before.exercise("more-bug").version != after.exercise("more-bug").version
    assert len(after.exercise("step-root").version) == 16


# ---- slips in one file ---

HERE = "‸"  # stands in what is written just before the place that the fault must name

EXERCISES = [
    # file, what stands there, what is written instead, words
    ("step-root", "title: A root\n", "‸titel: A root\n", "'titel' is not known here; did you mean 'title'?"),
    (
        "step-root",
        "id: step-root\ntype: numeric\ntitle: A root\n",
        "‸id: step-root\ntype: numeric\n",
        "'title' is missing",
    ),
    ("step-root", "title: A root", "title: ‸''", "'title' must be longer"),
    ("step-root", "title: A root", "title: ‸5", "'title' must be text, not 5. Put it in quotes."),
    ("step-root", "difficulty: 1", "difficulty: ‸7", "'difficulty' must be between 1 and 5, not 7"),
    ("step-root", "difficulty: 1", "difficulty: ‸hard", "'difficulty' must be a whole number, not 'hard'"),
    ("step-root", "tags: [root]", "tags: ‸[]", "'tags' must be longer: at least 1"),
    (
        "step-root",
        "tags: [root]",
        "tags: [‸Root]",
        "an item of 'tags' must be lower-case words joined by hyphens",
    ),
    ("step-root", "tags: [root]", "tags: ‸root", "'tags' must be a list, not 'root'"),
    ("step-root", "type: numeric", "type: ‸numeri", "'numeri' is not known; did you mean 'numeric'?"),
    (
        "step-root",
        "id: step-root\ntype: numeric\n",
        "‸id: step-root\n",
        "'type' is missing. The types are numeric,",
    ),
    ("step-root", "id: step-root", "id: ‸step-roots", "'step-roots' is not the file's name 'step-root'"),
    ("step-root", "int: [2, 50]", "int: ‸[2, 50, 60]", "'int' must be shorter: at most 2"),
    ("step-root", "n: {int: [2, 50]", "n: ‸{int: [50, 2]", "50 is more than 2"),
    ("step-root", "int: [2, 50]", "‸integer: [2, 50]", "'integer' is not known here; did you mean 'int'?"),
    ("step-root", "default: 9", "default: ‸51", "51 is not between 2 and 50"),
    ("step-root", "default: 9", "‸defalt: 9", "did you mean 'default'?"),
    ("step-root", "default: 0.3", "default: ‸0.35", "0.35 is not 0.1 plus a multiple of the step 0.1"),
    ("step-root", "b: {float: [0.1, 0.9], step: 0.1, ", "b: ‸{float: [0.1, 0.9], ", "'step' is missing"),
    ("step-root", "default: 2}", "default: ‸3}", "3 is not one of the choices"),
    ("step-root", "[0.5, -0.25, 1]", "‸[0.5, -0.25]", "it has 2 numbers, but `length` is 3"),
    ("step-root", "n > b", "n >‸> b", "missing before >"),
    ("step-root", "n > b", "n > ‸c", "there is no name c"),
    ("step-root", "[n > b, m < 5]", "[‸n > 9, m < 5]", "the defaults do not meet it"),
    ("step-root", "half: double/4", "half: ‸dubble/4", "there is no name dubble; did you mean 'double'?"),
    ("step-root", "double: 2*n", "double: 2*‸half", "half is not computed before this"),
    ("step-root", "double: 2*n", "double: 2*‸double", "double is not computed before this"),
    ("step-root", "double: 2*n", "double: ‸1/(n - 9)", "this has no value"),
    ("step-root", "double: 2*n", "‸n: 2*b", "'n' is a parameter already"),
    ("step-root", "double: 2*n", "double: 2*n\n  ‸answer: 3", "'answer' has a meaning of its own"),
    ("step-root", "answer: sqrt(n)", "answer: ‸sqr(n)", "there is no function sqr; did you mean 'sqrt'?"),
    ("step-root", "answer: sqrt(n)", "answer: ‸sqrt(n, 2)", "sqrt takes 1 argument, not 2"),
    ("step-root", "answer: sqrt(n)", "answer: sqrt(n)‸)", ""),
    ("step-root", "answer: sqrt(n)", "answer: ‸sqrt(-n)", "this has no value"),
    ("step-root", "answer: sqrt(n)", "answer: ‸forward.q_simple(n)", "did you mean 'forward.q_sample'?"),
    ("step-root", "n = {{ n }}", "n = {{ ‸k }}", "there is no name k"),
    ("step-root", "n = {{ n }}", "n = ‸{% n %}", "is not used here"),
    ("step-root", "n = {{ n }}", "n = {{ n | ‸sgi(2) }}", "sig"),
    ("step-root", "n = {{ n }}", "n = {{ ‸1/(n-9) }}", "this has no value"),
    ("step-root", "Half of it is {{ half }}", "Half of it is {{ ‸haf }}", "there is no name haf"),
    ("step-root", "- if: n\n    tag: forgot-the-root\n", "- ‸if: n\n", "the key 'tag' is missing"),
    ("step-root", "tag: forgot", "‸tags: forgot", "did you mean 'tag'?"),
    (
        "step-choice",
        "options:\n  - {text: 3",
        "options:\n  ‸- {text: 3, correct: true",
        "exactly one option must say",
    ),
    ("step-choice", "text: 5", "text: ‸3", "two options have the same text"),
    ("step-choice", "text: 4", "‸txt: 4", "did you mean 'text'?"),
    ("step-choice", "correct: true", "correct: ‸maybe", "there is no name maybe"),
    ("step-choice", "correct: true", "correct: ‸k < 2", "there is no name k"),
    ("step-parts", "parts.square + a", "‸parts.sum + a", "there is no name parts.sum"),
    ("step-parts", "answer: a**2", "answer: ‸parts.square", "there is no name parts.square"),
    ("step-parts", "type: vector", "type: ‸vektor", "'vektor' is not known; did you mean 'vector'?"),
    ("step-parts", "id: sum", "id: ‸square", "two parts have the id 'square'"),
    ("step-parts", "{digits: 3}", "‸{digits: 3, rel: 0.1}", "either digits, or rel and abs"),
    ("step-parts", "digits: 3", "‸digts: 3", "did you mean 'digits'?"),
    ("step-parts", "digits: 3", "digits: ‸16", "'digits' must be between 1 and 15, not 16"),
]

CODE = [
    ("more-order", "[two, three]]", "[two, ‸thre]]", "no item 'thre'; did you mean 'three'?"),
    (
        "more-order",
        "[[one, two], [two, three]]",
        "‸[[one, two], [two, one]]",
        "in a circle: one before two before one",
    ),
    ("more-order", "one before two:", "‸two before one:", "is no pair of `before`"),
    ("more-code", "average(x, weight=1.0)\nstarter", "‸average(x, weight=)\nstarter", "Python function"),
    ("more-code", "average(x, weight=1.0)\nstarter", "‸average\nstarter", "a function with its arguments"),
    ("more-code", "mean(x) * weight\ncases", "mean(‸y) * weight\ncases", "there is no name y"),
    ("more-code", "mean(x) * weight\ncases", "‸schedules.linear\ncases", "schedules.linear needs"),
    ("more-code", "- {x: [1.0, 2.0]}", "- {‸y: [1.0, 2.0]}", "'y' is not an argument of average"),
    ("more-code", "- {x: [1.0, 2.0]}", "- ‸{weight: 2.0}", "lacks the argument 'x' of average"),
    ("more-code", "- {x: [1.0, 2.0]}", "- {call: ‸mean, x: [1.0]}", "'mean' is not a function of this"),
    ("more-code", "normal(size)", "normal(‸siz)", "there is no name siz; did you mean 'size'?"),
    ("more-code", "normal(size)", "‸norml(size)", "there is no function norml; did you mean 'normal'?"),
    ("more-code", "n: 3,", "n: ‸0,", "'n' must be between 1 and 1000, not 0"),
    ("more-code", "return np.mean(x) * weight", "return np.mean(x) *‸", "this is not Python"),
    ("more-code", "          return sum(x)", "          return sum‸((x)", "this is not Python"),
    ("more-bug", "line: 3", "line: ‸4", "line is 4, but the program has 3 lines"),
    ("more-bug", "fix: return y", "fix: ‸return y)", "this is not Python"),
    ("more-bug", "shows: assert double", "shows: asert ‸double", "this is not Python"),
    ("more-formula", "answer: x**2", "answer: x**‸y", "there is no name y"),
    ("more-formula", "{x: [0.5, 2]}", "{x: ‸[0.5]}", "item 2 is missing"),
    ("more-match", "left: 2,", "‸lft: 2,", "did you mean 'left'?"),
]


def place_of_mark(text: str) -> tuple[int, int]:
    """Line and column of the mark."""
    before = text[: text.index(HERE)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [(f"{ONE}/{file}.yaml", *rest) for file, *rest in EXERCISES]
    + [(f"{TWO}/{file}.yaml", *rest) for file, *rest in CODE],
)
def test_a_slip_in_an_exercise_is_told_in_words_at_its_place(
    root: Path, file: str, old: str, new: str, words: str
) -> None:
    spoil(root, file, old, new)
    line, column = place_of_mark((root / file).read_text())
    spoil(root, file, HERE, "")
    faults = faults_of(root)
    told = [fault for fault in faults if (fault.path, fault.line, fault.column) == (file, line, column)]
    assert told, f"expected {line}:{column}, got\n" + "\n".join(map(str, faults))
    assert words in str(told[0])
    assert "pydantic" not in str(faults)


def test_every_fault_of_every_file_is_told_at_once(root: Path) -> None:
    spoil(root, f"{ONE}/step-root.yaml", "difficulty: 1", "difficulty: 9")
    spoil(root, f"{ONE}/step-root.yaml", "title: A root", "titel: A root")
    spoil(root, f"{ONE}/lesson.md", "::exercise step-root", "::exercise step-rot")
    spoil(root, f"{TWO}/more-bug.yaml", "line: 3", "line: 8")
    spoil(root, "book.yaml", "rel: 0.005", "rel: 2")
    assert [fault.path for fault in faults_of(root)] == [
        f"{ONE}/lesson.md",
        f"{ONE}/step-root.yaml",
        f"{ONE}/step-root.yaml",
        f"{TWO}/more-bug.yaml",
        "book.yaml",
    ]


def test_an_argument_with_the_name_of_a_key_of_cases_is_told_so(root: Path) -> None:
    spoil(root, f"{TWO}/more-code.yaml", "weight=1.0)\nstarter", "weight=1.0, *, n)\nstarter")
    cure = "'n' is a key of the case itself. Call the argument otherwise in `function`."
    assert any(fault.cure == cure for fault in faults_of(root))


def test_a_faulty_chapter_file_casts_no_doubt_on_its_lesson(root: Path) -> None:
    spoil(root, f"{ONE}/chapter.yaml", "minutes: 10", "minutes: soon")
    assert [fault.path for fault in faults_of(root)] == [f"{ONE}/chapter.yaml"]


# ---- slips between files ---

BETWEEN = [
    # file, what stands there, what is written instead, words
    (f"{ONE}/chapter.yaml", "order: [step-root, ", "order: [‸step-rot, ", "did you mean 'step-root'?"),
    (f"{ONE}/chapter.yaml", "order: [step-root, ", "‸order: [", "'step-root' is missing"),
    (f"{ONE}/chapter.yaml", "step-parts]", "step-parts, ‸step-root]", "stands in the order twice"),
    (f"{ONE}/chapter.yaml", "area: side**2", "area: ‸sid**2", "there is no name sid; did you mean 'side'?"),
    (f"{ONE}/chapter.yaml", "area: side**2", "area: ‸1/(side - 3)", "this has no value"),
    (f"{ONE}/chapter.yaml", "minutes: 10", "minutes: ‸soon", "'minutes' must be a whole number"),
    (f"{ONE}/chapter.yaml", "minutes: 10", "‸minuts: 10", "did you mean 'minutes'?"),
    (f"{ONE}/lesson.md", "::exercise step-root", "::exercise ‸step-rot", "did you mean 'step-root'?"),
    (f"{ONE}/lesson.md", "## And on", "‸::exercise step-root", "placed a second time"),
    (f"{ONE}/lesson.md", "## And on", "## Same\n\n‸## Same", "stands here a second time"),
    (f"{ONE}/lesson.md", "## And on", "‸::exercis step-root", "Did you mean 'exercise'?"),
    (f"{ONE}/lesson.md", "## And on", "‸::exercise", "needs one name"),
    (f"{ONE}/lesson.md", "## And on", "::figure ‸curv", "did you mean 'curve'?"),
    (f"{ONE}/lesson.md", "## And on", "::figure curve {steps: ‸many}", "'steps' must be a whole"),
    (f"{ONE}/lesson.md", "## And on", "::figure curve {steps: [1‸}", "breaks off inside"),
    (
        f"{ONE}/lesson.md",
        "## And on",
        "‸::figure curve {caption: '{{ aera }}'}",
        "in the caption: there is no name",
    ),
    (f"{ONE}/lesson.md", "## And on", "‸::: nota", "'nota' is not known"),
    (f"{ONE}/lesson.md", "## And on", "‸::: note\nsome words", "never closed"),
    (f"{ONE}/lesson.md", "## And on", "Area {{ ‸aera }}", "there is no name aera; did you mean 'area'?"),
    (f"{ONE}/lesson.md", "## And on", "Area {{ ‸1/(area-9) }}", "this has no value"),
    (f"{ONE}/flashcards.yaml", "{{ side }}", "{{ ‸sied }}", "there is no name sied; did you mean 'side'?"),
    (f"{ONE}/flashcards.yaml", "  - front:", "  - ‸frunt:", "did you mean 'front'?"),
    (f"{TWO}/lesson.md", "Only words.", "‸::flashcards", "no flashcards.yaml"),
    ("book.yaml", "title: A small book", "‸titel: A small book", "did you mean 'title'?"),
    ("book.yaml", "{rel: 0.005}", "‸{}", "give rel, abs or digits"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BETWEEN)
def test_a_slip_between_files_is_told_where_it_is_written(
    root: Path, file: str, old: str, new: str, words: str
) -> None:
    test_a_slip_in_an_exercise_is_told_in_words_at_its_place(root, file, old, new, words)


@pytest.mark.parametrize(
    ("gone", "path", "words"),
    [
        ("book.yaml", "book.yaml", "cannot be read"),
        (f"{ONE}/chapter.yaml", ONE, "has no chapter.yaml"),
        (f"{ONE}/lesson.md", ONE, "has no lesson.md"),
        (f"{ONE}/step-choice.yaml", f"{ONE}/chapter.yaml", "no exercise of this chapter 'step-choice'"),
        (f"{ONE}/flashcards.yaml", f"{ONE}/lesson.md", "has no flashcards.yaml"),
    ],
)
def test_a_missing_file_is_a_fault(root: Path, gone: str, path: str, words: str) -> None:
    (root / gone).unlink()
    assert [fault.path for fault in faults_of(root) if words in fault.message] == [path]


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    assert "no such folder" in faults_of(tmp_path / "nowhere")[0].message


def test_an_empty_folder_has_no_chapter(tmp_path: Path) -> None:
    assert "the book has no chapter" in {fault.message for fault in faults_of(tmp_path)}


def test_an_empty_chapter_is_a_fault(root: Path) -> None:
    (root / "03-nothing").mkdir()
    assert {fault.message for fault in faults_of(root)} == {
        "this chapter has no chapter.yaml",
        "this chapter has no lesson.md",
        "this chapter has no exercise",
    }


def test_an_id_belongs_to_one_exercise_of_the_book(root: Path) -> None:
    shutil.copy(root / ONE / "step-root.yaml", root / TWO / "step-root.yaml")
    assert any("is also that of 01-first-steps/step-root.yaml" in fault.message for fault in faults_of(root))


def test_chapters_have_their_own_numbers_and_names(root: Path) -> None:
    shutil.copytree(root / TWO, root / "02-first-steps")
    messages = [fault.message for fault in faults_of(root)]
    assert "the number '02' is also that of 02-first-steps" in messages
    assert "the name 'first-steps' is also that of 01-first-steps" in messages


@pytest.mark.parametrize("name", ["3-short", "03_underscore", "intro", "03-"])
def test_a_chapter_is_named_by_number_and_words(root: Path, name: str) -> None:
    (root / name).mkdir()
    assert [(fault.path, fault.message) for fault in faults_of(root)] == [
        (name, "this is not a chapter's name")
    ]


def test_files_that_would_be_overlooked_are_told(root: Path) -> None:
    shutil.copy(root / ONE / "step-root.yaml", root / "stray.yaml")
    shutil.copy(root / ONE / "step-root.yaml", root / ONE / "step-other.yml")
    (root / ONE / "folder.yaml").mkdir()
    (root / ".hidden").mkdir()
    (root / "__pycache__").mkdir()
    assert [(fault.path, fault.message) for fault in faults_of(root)] == [
        (f"{ONE}/chapter.yaml", "'folder' is missing"),
        (f"{ONE}/folder.yaml", "the file cannot be read: Is a directory"),
        (f"{ONE}/step-other.yml", "exercises end in .yaml"),
        ("stray.yaml", "this file is in no chapter"),
    ]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"\x00" * 10, b"a: b: c", b"[]", b"3", b"!!python/none"])
@pytest.mark.parametrize(
    "name", ["book.yaml", f"{ONE}/chapter.yaml", f"{ONE}/step-root.yaml", f"{ONE}/lesson.md"]
)
def test_a_file_of_rubbish_is_a_fault_of_that_file(root: Path, name: str, raw: bytes) -> None:
    (root / name).write_bytes(raw)
    if name.endswith(".md") and raw[:1] not in (b"\xff", b"\x00"):
        read(root)  # any text is a lesson
    else:
        assert name in {fault.path for fault in faults_of(root)}


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_file_gives_a_book_or_faults(root: Path, data: st.DataObject) -> None:
    files = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.*"))
    name = data.draw(st.sampled_from(files), label="file")
    raw = (SMALL / name).read_bytes()
    place = data.draw(st.integers(0, len(raw)), label="place")
    cut = data.draw(st.integers(0, 12), label="cut")
    put = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from(INSERTED)), label="put")
    (root / name).write_bytes(raw[:place] + put + raw[place + cut :])
    try:
        assert outcome(root)
    finally:
        (root / name).write_bytes(raw)


INSERTED = [
    b"\n",
    b"  ",
    b"\t",
    b": ",
    b"- ",
    b"{{",
    b"}}",
    b"[",
    b"]",
    b"|",
    b"1e400",
    b"9" * 30,
    b"*a",
    b"&a ",
    b"'",
    b'"',
]
INSERTED += [
    b"-1",
    b"0",
    b"null",
    b"{}",
    b"[]",
    b"a.b",
    b"**",
    b"parts.sum",
    b"answer",
    b"\\",
    b"$",
    b"::",
    b":::",
]


# ---- formulas ---


def test_formulas_are_tried_when_there_is_a_renderer(root: Path) -> None:
    spoil(root, f"{ONE}/step-root.yaml", "What is $", "What $\\foo$ is $")
    spoil(root, f"{ONE}/lesson.md", "side is $\\sqrt{A}$", "side is $\\sqrt{A$")
    spoil(root, "book.yaml", "symbol: $x$", "symbol: '$\\frac{1}$'")
    spoil(root, f"{ONE}/flashcards.yaml", "$\\sqrt{ {{ area }} }$", "$\\sqrt[ {{ area }}$")
    with pytest.raises(BadContent) as caught:
        read_workbook(root, renderer=katex())
    assert [(fault.path, fault.line, fault.column) for fault in caught.value.faults] == [
        (f"{ONE}/flashcards.yaml", 2, 21),
        (f"{ONE}/lesson.md", 5, 21),
        (f"{ONE}/step-root.yaml", 16, 9),
        ("book.yaml", 6, 24),
    ]
    assert all("KaTeX" in fault.message for fault in caught.value.faults)


def test_a_dollar_sign_without_a_partner_is_told(root: Path) -> None:
    spoil(root, f"{ONE}/step-choice.yaml", "prompt: Which", "prompt: For $5, which")
    with pytest.raises(BadContent) as caught:
        read_workbook(root, renderer=katex())
    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.message) == (6, 13, "this dollar sign has no partner")


def test_what_inherits_the_books_tolerance_is_what_variants_are_made_of() -> None:
    exercise = read_workbook(EVERY_TYPE).exercise("small-program")
    variant = variant_of(exercise, 0).exercise
    assert isinstance(variant, Code)
    assert variant.tolerance is not None
    assert variant.version == exercise.version


def test_a_misspelt_key_does_not_hide_the_other_faults_of_its_file(root: Path) -> None:
    name = f"{ONE}/step-root.yaml"
    spoil(root, name, "mistakes:", "mistaks:")
    spoil(root, name, "answer: sqrt(n)", "zebra: [Go on.]\nanswer: sqrt(n) + zzz")
    told = [fault.message for fault in faults_of(root) if fault.path == name]
    assert "the key 'mistaks' is not known here; did you mean 'mistakes'?" in told
    assert "the key 'zebra' is not known here" in told
    assert any("zzz" in message for message in told)


def test_a_comma_in_a_bare_text_is_one_fault_that_says_so(root: Path) -> None:
    name = f"{ONE}/step-root.yaml"
    spoil(root, name, "answer: sqrt(n)", "source: {paper: f(1, 2), url: g(1, 2, 2)}\nanswer: sqrt(n)")
    (fault,) = [fault for fault in faults_of(root) if fault.path == name]
    assert fault.message == "the text of 'paper' ends at a comma"
    assert "quotes" in fault.cure
