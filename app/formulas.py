"""LaTeX to HTML on the server: by KaTeX inside QuickJS, or as MathML by math-core where KaTeX is missing."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import math_core
from markupsafe import Markup

MACROS: Mapping[str, str] = {
    r"\sig": r"\htmlClass{sig}{#1}",  # the colour of signal
    r"\noi": r"\htmlClass{noi}{#1}",  # the colour of noise
    r"\abar": r"\bar\alpha",
    r"\eps": r"\epsilon",
    r"\E": r"\mathbb{E}",
    r"\N": r"\mathcal{N}",
    r"\Var": r"\operatorname{Var}",
    r"\Cov": r"\operatorname{Cov}",
    r"\KL": r"\mathrm{KL}",
    r"\SNR": r"\mathrm{SNR}",
    r"\tr": r"\operatorname{tr}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\argmax": r"\operatorname*{arg\,max}",
}

# Strings that JavaScript concatenated cannot leave QuickJS as they are; JSON's are made in one piece.
_SCRIPT = """
var self = globalThis, console = {warn() {}, error() {}, log() {}};
%s
function render(latex, display, macros) {
  try {
    return JSON.stringify({html: katex.renderToString(latex, {
      displayMode: display, throwOnError: true, strict: "ignore", maxExpand: 1000, maxSize: 50,
      macros: JSON.parse(macros),
      trust: context => ["\\\\htmlClass", "\\\\htmlData"].includes(context.command),
    })});
  } catch (error) {
    return JSON.stringify({message: error.rawMessage || String(error), position: error.position || 0});
  }
}
"""

Typeset = Callable[[str, bool], str]


class FormulaError(ValueError):
    """What is wrong with a formula, and at which of its characters, counted from 0."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Renderer:
    """Typesets formulas; safe to share between threads. It starts with the first formula."""

    def __init__(self, katex_source: Path | None) -> None:
        self._source = katex_source
        self._starting = threading.Lock()
        self._typeset: Typeset | None = None
        self._quick = _math_core()
        self._accepted: set[tuple[str, bool]] = set()
        self._cached = lru_cache(maxsize=16384)(self._render)

    @property
    def name(self) -> str:
        """What does the typesetting."""
        return "KaTeX" if self._source else "math-core"

    def html(self, latex: str, display: bool = False) -> Markup:
        """The formula as HTML. Raises FormulaError when KaTeX rejects it."""
        return self._cached(latex, display)

    def check(self, latex: str, display: bool = False) -> None:
        """Raises FormulaError when KaTeX rejects the formula; math-core, much faster, is asked first."""
        if self._source is None or (latex, display) in self._accepted:
            return
        try:
            self._quick.convert_with_local_state(latex, displaystyle=display)
        except math_core.LatexError:
            self.html(latex, display)
        self._accepted.add((latex, display))

    def _render(self, latex: str, display: bool) -> Markup:
        if not display:
            return Markup(self._typesetter()(latex, False))
        # A span, because a displayed formula may stand within a paragraph.
        parts = "".join(self._typesetter()(part, True) for part in side_by_side(latex))
        return Markup('<span class="eq">{}</span>').format(Markup(parts))

    def _typesetter(self) -> Typeset:
        with self._starting:
            if self._typeset is None:
                self._typeset = _katex(self._source) if self._source else _mathml
            return self._typeset


def side_by_side(latex: str) -> list[str]:
    r"""The parts of a displayed formula set apart by \qquad, which may stand below each other on a phone.

    A \qquad within braces, an environment or \left … \right is part of the formula.
    """
    parts, start, depth = [], 0, 0
    for found in _STRUCTURE.finditer(latex):
        match found[0]:
            case "{" | r"\begin" | r"\left":
                depth += 1
            case "}" | r"\end" | r"\right":
                depth -= 1
            case r"\qquad" if depth == 0 and latex[start : found.start()].strip():
                parts.append(latex[start : found.start()])
                start = found.end()
    return [*parts, latex[start:]] if latex[start:].strip() else parts or [latex]


_STRUCTURE = re.compile(r"\\(?:begin|end|left|right|qquad)(?![A-Za-z])|\\.|[{}]", re.DOTALL)


def _katex(source: Path) -> Typeset:
    """KaTeX in a JavaScript engine with a thread of its own."""
    import quickjs  # here, because importing it starts a thread

    function = quickjs.Function("render", _SCRIPT % source.read_text("utf-8"), own_executor=True)
    macros = json.dumps(MACROS)

    def typeset(latex: str, display: bool) -> str:
        answer: dict[str, str | int] = json.loads(function(latex, display, macros, run_gc=False))
        if "html" not in answer:
            raise FormulaError(str(answer["message"]), int(answer["position"]))
        return str(answer["html"])

    return typeset


@cache
def _math_core() -> math_core.LatexToMathML:
    macros = {name[1:]: re.sub(r"\\htmlClass\{\w+\}", "", meaning) for name, meaning in MACROS.items()}
    return math_core.LatexToMathML(macros=macros, fancy_error=False)


def _mathml(latex: str, display: bool) -> str:
    """MathML; a formula that math-core does not know is shown as its source."""
    try:
        return str(_math_core().convert_with_local_state(latex, displaystyle=display))
    except math_core.LatexError:
        return str(Markup('<code class="tex">{}</code>').format(latex))
