"""Every rule that a fault can name has its row, its reason and its place in the documentation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.check.rules import RULES, STRICT_ONLY

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "authoring" / "checking.md"
START, END = "<!-- rules -->", "<!-- end of rules -->"
MAKERS = {"Fault", "Slip", "TexSlip", "failure", "fault", "_fault", "_slip", "_whole"}
WORD = re.compile(r"[a-z]+(-[a-z]+)*")


def constants(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be, whichever way its conditions fall."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from (*constants(body), *constants(other))


def named_in(tree: ast.AST) -> Iterator[str]:
    """The rules in `rule="…"`, in `rule = …`, `RULE = …`, and among the arguments of what makes faults."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield from (one for key in node.keywords if key.arg == "rule" for one in constants(key.value))
                if name in MAKERS:
                    texts = (one for argument in node.args for one in constants(argument))
                    yield from (one for one in texts if WORD.fullmatch(one))
            case ast.Assign(targets=[ast.Name(id="rule" | "RULE")], value=value):
                yield from constants(value)
            case ast.AnnAssign(target=ast.Name(id="rule"), value=ast.expr() as value):
                yield from constants(value)
            case ast.FunctionDef(args=given):
                names, values = given.args[-len(given.defaults) :], given.defaults
                defaults = zip(names, values, strict=False)
                yield from (one for arg, value in defaults if arg.arg == "rule" for one in constants(value))


USED: dict[str, str] = {
    rule: str(path.relative_to(ROOT))
    for path in sorted((ROOT / "app").rglob("*.py"))
    for rule in named_in(ast.parse(path.read_text(encoding="utf-8")))
}


def test_the_rules_in_use_are_found() -> None:
    assert {"mistake-accepted", "yaml", "file", "lesson", "unused", "order", "checkers", "code"} <= set(USED)


def test_every_rule_in_use_has_a_row() -> None:
    assert {rule: USED[rule] for rule in USED.keys() - RULES.keys()} == {}


def test_every_row_is_in_use() -> None:
    assert RULES.keys() - USED.keys() == set()


@pytest.mark.parametrize("id_", RULES)
def test_a_rule_says_what_and_why_in_words(id_: str) -> None:
    rule = RULES[id_]
    assert WORD.fullmatch(id_)
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")


def test_what_only_strict_demands_are_rules() -> None:
    assert RULES.keys() >= STRICT_ONLY


# ---- docs/authoring/checking.md ---


def tables() -> str:
    """The rules as people read them."""
    lines = [START]
    for title, is_strict in (("Always", False), ("For publishing (`--strict`)", True)):
        lines += ["", f"### {title}", "", "| rule | what holds | why it matters |", "|---|---|---|"]
        rows = ((id_, rule) for id_, rule in RULES.items() if (id_ in STRICT_ONLY) is is_strict)
        lines += [f"| `{id_}` | {rule.title} | {rule.why} |" for id_, rule in rows]
    return "\n".join([*lines, "", END])


def page_with_tables() -> str:
    """The page with the tables of today in it."""
    text = PAGE.read_text(encoding="utf-8")
    return f"{text.partition(START)[0]}{tables()}{text.partition(END)[2]}"


def test_the_page_for_authors_shows_every_rule() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with_tables(), "run: python -m tests.check.test_rules"


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(), encoding="utf-8")
