"""YAML 1.2 with a place for every character, and every slip in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import Document, read_document
from app.faults import BadContent, Fault

BROKEN = [
    # what is written, line, column, words of the message, words of the cure
    ("a: {if: abar[t]}", 1, 13, "breaks off inside", "brackets, braces, commas or colons in quotes"),
    ("a: [1, 2\nb: 3", 1, 4, "this [ is never closed", "Close it"),
    ("a: [1,,2]", 1, 7, "missing or misplaced", "in quotes"),
    ("say: That is wrong: look again", 1, 19, "a colon and a space", "in quotes"),
    ("a: 1\n b: 2", 2, 2, "indented more", "one column"),
    ("a: 'never closed\nb: 1", 1, 4, "quote is never closed", "same quote"),
    ('a: "never closed', 1, 4, "quote is never closed", "same quote"),
    ("a: 'it's'", 1, 8, "after its closing '", "apostrophe within single quotes is doubled"),
    ('a: "x" y', 1, 8, 'after its closing "', "of another kind"),
    ("a:\n  b: 1\n c: 2", 3, 2, "neither the key before it", "Align"),
    ("a:\n\t- b", 2, 1, "a tab", "spaces"),
    ("a: >\n\tx", 2, 1, "a tab", "spaces"),
    ("a: **bold** words", 1, 4, "* or & is a reference", "in quotes"),
    ("a: *word", 1, 4, "refers to nothing", "in quotes"),
    ("&a [*a]", 1, 5, "refers to nothing", "in quotes"),
    ("a: `code` first", 1, 4, "may not begin with `", "in quotes"),
    ("a: @x", 1, 4, "may not begin with @", "in quotes"),
    ("a: %x", 1, 4, "may not begin with %", "in quotes"),
    ("- a\nb: c", 2, 1, "among the items of a list", "Align"),
    ("a: - b", 1, 4, "cannot begin on the line", "new line"),
    ("a: | text\n  b", 1, 6, "on the line of |", "next line"),
    ("a: 1\njust words\nb: 2", 2, 1, "neither `key: value`", "colon"),
    ("a: ? b", 1, 4, "question mark", "in quotes"),
    (r'a: "\sqrt x"', 1, 5, "means nothing in double quotes", "single quotes"),
    (r'a: "x $\bar\alpha$"', 1, 8, r"\b is a control character", "single quotes"),
    (r'a: "$\theta$"', 1, 6, r"\t is a control character", "double it"),
    (r'a: "$\nabla$"', 1, 6, r"\n is a control character", "double it"),
    ('a: "one\n  two $\\frac12$"', 2, 8, r"\f is a control character", "double it"),
    (r'a: "\xzz"', 1, 7, "hexadecimal", "single quotes"),
    (r'a: "\U00110000"', 1, 7, "not a character", "single quotes"),
    ("a: !!python/object:os.system x", 1, 4, "tag !!python", "Leave it out"),
    ("a: !important", 1, 4, "the tag !important", "quote"),
    ("a: 1\n---\nb: 2", 2, 1, "second document", "one document"),
    ("a: 1\n...\nb", 3, 1, "goes on after its end", "one document"),
    ("%YAML 2.0\n---\na: 1", 1, 1, "YAML version", "Leave"),
    ("a: 1\nb: 2\na: 3", 3, 1, "'a' is given twice", "line 1"),
    ("x: {a: 1, a: 2}", 1, 11, "'a' is given twice", "line 1"),
    ("<<: {a: 1}", 1, 1, "merge keys", "Write the keys out"),
    ("{a: 1}: 2", 1, 1, "a key must be plain text", "quotes"),
    ("a: {{ t }} steps", 1, 5, "a key must be plain text", "template"),
    ("", 1, 1, "the file is empty", ""),
    ("# nothing but this", 1, 1, "the file is empty", ""),
    ("[" * 50_000, 1, 42, "levels", "Flatten"),
    ("- " * 50_000, 1, 83, "levels", "Flatten"),
    ("? " * 50_000, 1, 3, "a key must be plain text", ""),
    ("a: \x01", 1, 4, "U+0001", "Delete"),
    (b"a: 1\nb: \xff", 2, 4, "0xff is not UTF-8", "Save"),
    (b"\xef\xbb\xbfa: 1", 1, 1, "byte-order mark", "without BOM"),
    ("a: 1".encode("utf-16"), 1, 1, "byte-order mark", "UTF-8"),
    (b"\x7fELF\x00\x00", 1, 1, "a picture, a program or an archive", "plain text"),
    (b"a: 1\n\x00", 2, 1, "U+0000", "plain text"),
    ("a" * (256 * 1024 + 1), 1, 1, "longer than 256 KiB", "Split"),
]


@pytest.mark.parametrize(("source", "line", "column", "message", "cure"), BROKEN)
def test_every_slip_is_told_in_words_at_its_place(
    source: str | bytes, line: int, column: int, message: str, cure: str
) -> None:
    with pytest.raises(BadContent) as caught:
        read_document(source, "x.yaml")
    (fault,) = caught.value.faults
    assert (fault.path, fault.line, fault.column) == ("x.yaml", line, column)
    assert message in fault.message
    assert cure in fault.cure


def test_references_that_expand_to_millions_are_refused() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(BadContent, match="references written out"):
        read_document("\n".join(["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]", *rows]), "x.yaml")


def test_all_slips_that_let_reading_go_on_are_told_at_once() -> None:
    with pytest.raises(BadContent) as caught:
        read_document("a: 1\na: !x 2\n<<: {b: 1}\n", "x.yaml")
    assert [fault.line for fault in caught.value.faults] == [2, 2, 3]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1e-4", 1e-4),
        ("1.0e-9", 1e-9),
        ("no", "no"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("0x10", 16),
        ("0o17", 15),
        ("017", 17),
        ("-3", -3),
        (".5", 0.5),
        ("5.", 5.0),
        ("1_000", "1_000"),
        ("2026-01-02", "2026-01-02"),
        ("~", None),
        ("", None),
        ("true", True),
        ("-.inf", float("-inf")),
        ("'5'", "5"),
        ("9" * 5000, "9" * 5000),
        ("1e999", "1e999"),
        ("abar[t]", "abar[t]"),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(written: str, value: object) -> None:
    read = read_document(f"a: {written}", "x.yaml").value
    assert read == {"a": value}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


def test_whole_numbers_may_be_keys_and_other_keys_are_text() -> None:
    assert read_document("{2: a, true: b, '3': c}", "x.yaml").value == {2: "a", "true": "b", "3": "c"}


def test_a_reference_has_the_value_it_refers_to_and_its_own_place() -> None:
    document = read_document("a: &x {b: 1}\nc: *x\n", "x.yaml")
    assert document.value == {"a": {"b": 1}, "c": {"b": 1}}
    assert document.position(("c", "b")) == (2, 4)


def test_values_and_keys_have_their_places_and_unknown_paths_those_of_their_parents() -> None:
    document = read_document("a:\n  - b: 1\n    cc: two\n", "x.yaml")
    assert document.position(("a", 0, "cc")) == (3, 9)
    assert document.position(("a", 0, "cc"), key=True) == (3, 5)
    assert document.position(("a", 0, "missing", 3)) == (2, 5)
    assert document.position(()) == (1, 1)
    assert document.text_position(("a", 0, "cc", 0), 2) == (3, 11)


SCALARS = """\
plain: some words
  go on

  and on
single: 'it''s one
  and two'
double: "x\\\\y \\u00e9z
   next \\
   more"
literal: |
  one
    two

  three
indented: |2
   four
folded: >-
  folded words
  go on
flow: [a b, "cd", 'e']
"""


def under(document: Document, where: tuple[str | int, ...], offset: int) -> str:
    line, column = document.text_position(where, offset)
    return (SCALARS.splitlines()[line - 1] + "\n")[column - 1]


@pytest.mark.parametrize(
    "where",
    [(name,) for name in ("plain", "single", "literal", "indented", "folded")]
    + [("flow", 0), ("flow", 1), ("flow", 2)],
)
def test_every_character_of_a_text_is_found_in_the_source(where: tuple[str | int, ...]) -> None:
    document = read_document(SCALARS, "x.yaml")
    value = document.value
    for step in where:
        value = value[step]  # type: ignore[index]  # the paths above exist
    assert isinstance(value, str)
    for offset, character in enumerate(value):
        if not character.isspace():
            assert under(document, where, offset) == character


def test_an_escaped_character_is_found_at_its_backslash() -> None:
    document = read_document(SCALARS, "x.yaml")
    assert isinstance(document.value, dict)
    double = document.value["double"]
    assert double == "x\\y éz next more"
    assert document.text_position(("double",), 1) == (7, 11)
    assert document.text_position(("double",), 4) == (7, 15)
    assert document.text_position(("double",), double.index("m")) == (9, 4)
    assert document.text_position(("double",), len(double)) == (9, 8)


def test_lines_may_end_as_on_windows() -> None:
    document = read_document(b"a: |\r\n  one\r\n  two\r\nb: 1\r\n", "x.yaml")
    assert document.value == {"a": "one\ntwo\n", "b": 1}
    assert document.text_position(("a",), 4) == (3, 3)


def outcome(source: str | bytes) -> Document | tuple[Fault, ...]:
    """The document or the faults; any other exception fails the test."""
    try:
        return read_document(source, "x.yaml")
    except BadContent as slips:
        return slips.faults


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="ab:-[]{},'\"|>&*!%@`#?\\ \n\t1.\u03b1", max_size=60))
def test_any_text_gives_a_document_or_faults_in_it(text: str) -> None:
    lines = text.count("\n") + 1
    match outcome(text):
        case Document() as document:
            for where, source in document.composed.scalars.items():
                for offset in range(len(source.value) + 1):
                    line, column = document.text_position(where, offset)
                    assert 1 <= line <= lines
                    assert 1 <= column <= len(text) + 1
        case faults:
            assert faults
            assert all(1 <= fault.line <= lines + 1 and fault.column >= 1 for fault in faults)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=80))
def test_any_bytes_give_a_document_or_faults(raw: bytes) -> None:
    assert outcome(raw)
