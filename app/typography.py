"""Whether a text can be typeset: its formulas as the reader will see them, told where they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.code_blocks import blank, without_code_blocks
from app.faults import nearest
from app.formulas import MACROS, FormulaError, Renderer
from app.prose import PLACES

MOST_CHARACTERS = 2500  # of one formula
MOST_LEVELS = 40  # of braces, brackets and environments within each other
MOST_SLIPS = 20  # of one text that are told


@dataclass(frozen=True)
class TexSpan:
    """A formula in a text, and where its LaTeX begins."""

    latex: str
    display: bool
    start: int


@dataclass(frozen=True)
class TexSlip:
    """What is wrong with a formula, and at which character of the author's text."""

    offset: int
    message: str
    cure: str = ""


def formulas_in(text: str) -> list[TexSpan]:
    """The formulas of a markdown text, in order."""
    spans = []
    for found in PLACES.finditer(without_code_blocks(text)):
        if maths := found["maths"]:
            width = 2 if maths.startswith("$$") else 1
            spans.append(TexSpan(maths[width:-width], width == 2, found.start() + width))
    return spans


def slips_in_formulas(shown: str, written: str, renderer: Renderer) -> Iterator[TexSlip]:
    """The slips in the formulas of a text as shown; `written` is its source, with the templates in it.

    A formula without templates is told to the character, one with templates at its beginning.
    """
    spans, sources = formulas_in(shown), formulas_in(written)
    count = 0
    for number, span in enumerate(spans):
        if (slip := _slip_in(span, renderer)) is None:
            continue
        source = sources[number] if len(sources) == len(spans) else TexSpan("", False, 0)
        as_written = source.latex == span.latex
        reads = "" if as_written else f"With its numbers it reads {' '.join(span.latex.split())[:200]}"
        cure = " ".join(filter(None, (slip.cure, reads)))
        yield TexSlip(source.start + (slip.offset if as_written else 0), slip.message, cure)
        if (count := count + 1) == MOST_SLIPS:
            return
    if _lonely(shown) >= 0:
        cure = r"Close the formula, without a space inside its dollar signs, or write \$ for the sign."
        yield TexSlip(max(0, _lonely(written)), "this dollar sign has no partner", cure)


def _lonely(text: str) -> int:
    """Where a dollar sign stands that neither begins nor ends a formula; -1 for nowhere."""
    return PLACES.sub(blank, without_code_blocks(text)).find("$")


def _slip_in(span: TexSpan, renderer: Renderer) -> TexSlip | None:
    """What is wrong with a formula, at a character of its LaTeX."""
    if slip := _refused(span.latex):
        return slip
    try:
        renderer.check(span.latex, span.display)
    except FormulaError as error:
        message, cure = _in_words(" ".join(error.message.split()))
        return TexSlip(error.position, message, cure)
    return None


# ---- what is refused before it is typeset ---

_LINKS = "Write a link outside of formulas: [text](address)."
_DEFINITIONS = "Write it out: the book's own commands are " + ", ".join(MACROS) + "."
_REFUSED = {
    **dict.fromkeys(("href", "url", "includegraphics"), _LINKS),
    **dict.fromkeys(("htmlStyle", "htmlId"), r"The colours are \sig{…} and \noi{…}."),
    **dict.fromkeys(
        ("def", "gdef", "edef", "xdef", "let", "futurelet", "global", "long", "newcommand"), _DEFINITIONS
    ),
    **dict.fromkeys(("renewcommand", "providecommand"), _DEFINITIONS),
}
_WORDS = re.compile(r"\\([A-Za-z]+)|\\.|[{}]", re.DOTALL)


def _refused(latex: str) -> TexSlip | None:
    """A formula that is empty, too long or too deep, or uses a command that has no place in one."""
    if not latex.strip():
        return TexSlip(0, "this formula is empty", r"Write it between $ and $, or \$ for the sign.")
    if len(latex) > MOST_CHARACTERS:
        message = f"this formula has {len(latex)} characters; {MOST_CHARACTERS} are the most"
        return TexSlip(0, message, "Break it into several.")
    depth = 0
    for found in _WORDS.finditer(latex):
        if found[1] in _REFUSED:
            return TexSlip(found.start(), f"the command {found[0]} is not used here", _REFUSED[found[1]])
        if found[0] == "{" or found[1] in ("left", "begin"):
            depth += 1
        elif found[0] == "}" or found[1] in ("right", "end"):
            depth -= 1
        if depth > MOST_LEVELS:
            message = f"more than {MOST_LEVELS} levels stand within each other"
            return TexSlip(found.start(), message, "Give the inner part a name of its own.")
    return None


# ---- KaTeX's complaints in words ---

_TOLD: tuple[tuple[str, str, str], ...] = (  # the first row whose words occur in the complaint tells it
    ("Expected '}', got 'EOF'", "a brace { is never closed", "Close it with }"),
    (
        "Unexpected end of input in a macro argument",
        "a command lacks what belongs in its braces",
        r"Such as \frac{1}{2}.",
    ),
    ("got '}'", "this } closes nothing", r"Take it out, or write \} for a brace to be seen."),
    ("Double superscript", "two exponents stand at one place", "Group them: {x^a}^b."),
    ("Double subscript", "two indices stand at one place", "Group them: {x_a}_b, or x_{ab}."),
    ("Expected group after", "something is missing after ^ or _", "Write x^{2}."),
    (r"Expected '\right'", r"a \left is never closed by \right", r"Close it: \left( … \right)."),
    (r"Expected & or \\ or \cr or \end", r"a \begin is never closed by \end", r"Close it with \end{…}."),
    (
        "No such environment",
        "there is no such environment",
        "There are aligned, cases, matrix, pmatrix and more.",
    ),
    ("got '&'", "an & stands outside of a table", r"Write \& for the sign."),
    ("got '#'", "a # stands where it means nothing", r"Write \# for the sign."),
    ("Too many expansions", "a command leads back to itself", "Write it out."),
    ("Can't use function '$'", "a dollar sign stands within a formula", r"Write \$ for the sign."),
    ("Expected group as argument", "a command lacks what belongs in its braces", r"Such as \frac{1}{2}."),
    ("Missing a", "a bracket is never closed", "Close it."),
)
_UNDEFINED = re.compile(r"Undefined control sequence: (\\\S+)")
_LETTERS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi
    varphi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega"""
_SIGNS = """
    nabla partial infty frac sqrt sum prod int lim log ln exp sin cos tan max min bar hat tilde vec dot
    overline underbrace mathbb mathcal mathrm mathbf text operatorname left right cdot times approx equiv
    leq geq neq sim propto in to mapsto rightarrow Rightarrow quad qquad dots ldots cdots mid Vert langle
    rangle begin end pm"""
COMMON_COMMANDS = [*(f"\\{name}" for name in f"{_LETTERS} {_SIGNS}".split()), *MACROS]


def _in_words(complaint: str) -> tuple[str, str]:
    """A complaint of KaTeX in an author's words, and the cure."""
    if found := _UNDEFINED.search(complaint):
        near = nearest(found[1], COMMON_COMMANDS)
        asked = f"; did you mean {near}?" if near else ""
        cure = "" if near else r"Letters that stand for themselves are \text{…} or \mathrm{…}."
        return f"KaTeX does not know the command {found[1]}{asked}", cure
    for words, message, cure in _TOLD:
        if words in complaint:
            return f"{message} (KaTeX: {complaint[:120]})", cure
    return f"KaTeX: {complaint[:200]}", r"Compare with a formula that is sound."
