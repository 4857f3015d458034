"""One layout for YAML files: nothing that was said is lost, and laying out twice changes nothing more."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import read_document
from app.faults import BadContent
from app.layout import Unformattable, formatted
from app.layout.files import same

ROOT = Path(__file__).resolve().parents[1]
BOOK = sorted((ROOT / "exercises").rglob("*.yaml"))
SKELETONS = sorted((ROOT / "app" / "skeletons" / "files").glob("*.yaml"))


def laid_out(text: str) -> str:
    after = formatted(text.encode(), "a.yaml").decode()
    assert formatted(after.encode(), "a.yaml").decode() == after
    return after


def value_of(text: str) -> object:
    return read_document(text, "a.yaml").value


@pytest.mark.parametrize("path", [*BOOK, *SKELETONS], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_files_of_the_book_have_the_layout_already(path: Path) -> None:
    assert formatted(path.read_bytes(), path.name) == path.read_bytes(), "run: workbook fmt exercises"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n    b: 1\n    c:\n        - x\n", "a:\n  b: 1\n  c:\n    - x\n"),
        ("require:\n- a > 1\n- b\n", "require:\n  - a > 1\n  - b\n"),
        ("tags: [ a,b ]\nlet: { x:  1,y: 2 }\n", "tags: [a, b]\nlet: {x: 1, y: 2}\n"),
        ("a: [1,\n  2]\nb: {x: 1,\n  y: [a,\n b]}  # end\n", "a: [1, 2]\nb: {x: 1, y: [a, b]}  # end\n"),
        ("a: 'it''s'\nb: 'a: b'\nc: '12'\n", 'a: it\'s\nb: "a: b"\nc: "12"\n'),
        ("a: '$\\bar\\alpha$'\nb: '\\bar: x'\n", 'a: $\\bar\\alpha$\nb: "\\\\bar: x"\n'),
        ('a: "x\\ny\\n"\nb: "x\\ny"\n', "a: |\n  x\n  y\nb: |-\n  x\n  y\n"),
        ("type: numeric\nid: a\ntitle: b\n", "id: a\ntype: numeric\ntitle: b\n"),
        ("a: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("a: 1   \nb: 2", "a: 1\nb: 2\n"),
        ("\ufeffa: |\r\n  x\r\n  y\r\nb: 1\r\n", "a: |\n  x\n  y\nb: 1\n"),
        ("---\na: 1\n...\n", "a: 1\n"),
        ("? a\n: 1\n", "a: 1\n"),
        ("a: |2\n    two more\n  less\n", "a: |2\n    two more\n  less\n"),
        ("a:\n    - |4\n            eight\n        four\n", "a:\n  - |2\n        eight\n    four\n"),
        ("a: |+\n      keep\n\n\nb: 1\n", "a: |+\n  keep\n\n\nb: 1\n"),
        ("a: >-\n     folded\n     text\n", "a: >-\n  folded\n  text\n"),
        ("a:\n- - 1\n  - 2\n-\n", "a:\n  - - 1\n    - 2\n  -\n"),
        ("a: &x {k:   v}\nb: *x\nc: &y\n    d: 1\n", "a: &x {k: v}\nb: *x\nc: &y\n  d: 1\n"),
        ("lr: 1.0e-9\nt: 1e-4\nn: 0x1F\nz: ~\n", "lr: 1.0e-9\nt: 1e-4\nn: 0x1F\nz: ~\n"),
    ],
)  # fmt: skip
def test_one_style(before: str, after: str) -> None:
    if "a: >-" not in before and "? a" not in before:
        assert same(value_of(before.removeprefix("\ufeff")), value_of(after))  # type: ignore[arg-type]  # both are values
    assert laid_out(before) == after


def test_a_long_list_in_brackets_over_lines_becomes_a_block() -> None:
    words = [f"word-number-{number}" for number in range(9)]
    assert laid_out(f"tags: [{', '.join(words)},\n  last]\n") == "\n".join(
        ["tags:", *(f"  - {word}" for word in words), "  - last", ""]
    )


def test_comments_go_with_what_they_speak_of() -> None:
    before = """\
# of the file

type: numeric  # beside the type
# of the id
id: x # beside the id
require:    # beside the list
      # of the first
      - a
      # after the last
# of the answer
answer: 1
mistakes:
- # of the mistake
  tag: t
  # of the formula
  if: a
  say: |   # beside the text
        # no comment, but text
        # of text
# at the end
"""
    assert (
        laid_out(before)
        == """\
# of the id
id: x  # beside the id
# of the file

type: numeric  # beside the type
require:    # beside the list
  # of the first
  - a
  # after the last
# of the answer
answer: 1
mistakes:
  # of the mistake
  # of the formula
  - if: a
    tag: t
    say: |  # beside the text
      # no comment, but text
      # of text
# at the end
"""
    )


def test_comments_within_brackets_keep_the_brackets_as_they_are() -> None:
    text = "a: [1, # one\n    2]\nb: 3\n"
    assert laid_out(text) == text


def test_names_that_an_author_chooses_keep_their_order() -> None:
    text = "params: {title: 2, id: 1}\nlet:\n  step: 3\n  int: 4\nitems:\n  type: a\n  id: b\n"
    assert laid_out(text) == text


def test_a_parameter_begins_with_its_kind() -> None:
    text = "params:\n  t: {default: 3, step: 1, int: [1, 5]}\n"
    assert laid_out(text) == "params:\n  t: {int: [1, 5], step: 1, default: 3}\n"


def test_unknown_keys_stay_behind_what_they_followed() -> None:
    assert laid_out("prompt: p\nodd: 1\nid: a\ntype: choice\n") == "id: a\ntype: choice\nprompt: p\nodd: 1\n"


@pytest.mark.parametrize(
    "source", [b"a: [", b"\xff\xfea", b"a: 1\na: 2\n", b"", b"a: !!str 1\n", b"\x00", b"a:\n\t- b\n"]
)
def test_what_is_no_sound_yaml_is_told(source: bytes) -> None:
    with pytest.raises(BadContent):
        formatted(source, "a.yaml")


def test_comments_anywhere_survive_and_keys_in_any_order_find_their_place() -> None:
    chance = random.Random(7)
    for number in range(60):
        text = (path := chance.choice(BOOK)).read_text("utf-8")
        wanted = read_document(text, path.name).value
        for place in range(4):
            lines = text.split("\n")
            row = chance.randrange(len(lines))
            if chance.random() < 0.5:
                lines.insert(row, " " * chance.choice((0, 2, 4, 6)) + f"#c{place}")
            else:
                lines[row] += f"  #c{place}"
            if is_still(wanted, "\n".join(lines)):
                text = "\n".join(lines)
        head, *blocks = re.split(r"(?m)^(?=[a-z_]+:)", text)
        chance.shuffle(blocks)
        shuffled = head + "".join(f"{block.rstrip()}\n" for block in blocks)
        text = shuffled if is_still(wanted, shuffled) else text
        after = laid_out(text)
        assert is_still(wanted, after), (number, path)
        assert sorted(re.findall(r"#c\d", after)) == sorted(re.findall(r"#c\d", text)), (number, path)


def is_still(value: object, text: str) -> bool:
    try:
        return same(value_of(text), value)  # type: ignore[arg-type]  # both are values of documents
    except BadContent:
        return False


TEXTS = st.text(alphabet="ab \n:#-'\"{}[],|>&*\\$ᾱ01", max_size=12)
KEYS = st.sampled_from(["id", "b", "if", "tag"])
VALUES = st.recursive(
    TEXTS | st.integers(-99, 99) | st.booleans() | st.none() | st.floats(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["title", "id", "let", "parts", "x y"]), VALUES, min_size=1),
    st.integers(2, 6),
    st.sampled_from([None, False, True]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.integers(20, 200),
)
def test_any_value_however_it_is_written_stays_what_it_is(
    value: object, indent: int, flow: bool | None, style: str | None, width: int
) -> None:
    text = yaml.safe_dump(
        value, indent=indent, default_flow_style=flow, default_style=style, width=width, allow_unicode=True
    )
    try:
        wanted = value_of(text)
    except BadContent:
        return  # what YAML 1.1 writes with tags is refused
    try:
        assert is_still(wanted, laid_out(text))
    except Unformattable:
        pytest.fail(f"left alone: {text!r}")
