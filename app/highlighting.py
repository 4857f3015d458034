"""Programs with their words marked: k keyword, s string, m number, c comment, f function."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from pygments.lexer import Lexer
from pygments.lexers.data import JsonLexer, YamlLexer
from pygments.lexers.python import PythonLexer
from pygments.lexers.shell import BashLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

LEXERS: dict[str, type[Lexer]] = {
    "python": PythonLexer,
    "py": PythonLexer,
    "json": JsonLexer,
    "yaml": YamlLexer,
    "sh": BashLexer,
}
CLASSES = (
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String, "s"),
    (Number, "m"),
    (Comment, "c"),
    (Name.Function, "f"),
)


@lru_cache(maxsize=1024)
def highlighted(code: str, language: str) -> tuple[Markup, ...]:
    """The lines of a program as HTML; a language that is not known stays plain."""
    lexer = LEXERS.get(language)
    if lexer is None:
        return tuple(Markup("{}").format(line) for line in code.splitlines())
    lines: list[list[Markup]] = [[]]
    for kind, text in lexer(stripnl=False, ensurenl=False).get_tokens(code):
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append(_marked(kind, piece))
    joined = [Markup("").join(line) for line in lines]
    return tuple(joined[: len(code.splitlines())])


def _within(kind: _TokenType, known: _TokenType) -> bool:
    """Whether a token is of a kind, or of one below it."""
    return kind[: len(known)] == known


def _marked(kind: _TokenType, text: str) -> Markup:
    name = next((name for known, name in CLASSES if _within(kind, known)), "")
    return Markup('<span class="{}">{}</span>').format(name, text) if name else Markup("{}").format(text)
