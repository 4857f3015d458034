"""Markdown to HTML: no raw HTML, formulas typeset, code highlighted, headings below the page's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from app.formulas import FormulaError, Renderer
from app.highlighting import highlighted

SHORT = 25  # characters of LaTeX; a shorter formula is kept on one line


class Markdown:
    """Renders markdown with the formulas of a renderer; results are kept.

    A lenient one shows a formula that KaTeX rejects as its source, a strict one raises FormulaError.
    `mark` may dress a formula's LaTeX, such as for symbols that tell their meaning.
    """

    def __init__(
        self, renderer: Renderer, *, lenient: bool = False, mark: Callable[[str], str] | None = None
    ) -> None:
        self.renderer = renderer
        self.lenient = lenient
        self._mark = mark if renderer.name == "KaTeX" else None
        self._parser = _parser()
        self._html = lru_cache(maxsize=8192)(self._block)
        self._inline = lru_cache(maxsize=8192)(self._line)

    def html(self, text: str) -> Markup:
        """The text as paragraphs, lists, tables and code."""
        return self._html(text)

    def inline(self, text: str) -> Markup:
        """The text as one line, without a paragraph around it."""
        return self._inline(text.strip())

    def code_lines(self, code: str) -> tuple[Markup, ...]:
        """A Python program line by line, highlighted."""
        return highlighted(code, "python")

    def _block(self, text: str) -> Markup:
        return Markup(self._parser.render(text, {"markdown": self}))

    def _line(self, text: str) -> Markup:
        return Markup(self._parser.renderInline(text, {"markdown": self}))

    def formula(self, latex: str, display: bool) -> Markup:
        """A formula within the text."""
        if self._mark is not None:
            with suppress(FormulaError):  # a rare way to write it: then it goes undressed
                return self.renderer.html(self._mark(latex), display)
        try:
            return self.renderer.html(latex, display)
        except FormulaError:
            if not self.lenient:
                raise
            return Markup('<code class="tex">{}</code>').format(latex)


def heading_id(text: str) -> str:
    """The id of a heading: its words in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\$[^$]*\$", "", text)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or "section"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


# ---- the HTML of tokens; `self` is markdown-it's renderer, and env["markdown"] is ours ---


def _math_inline(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    latex = tokens[idx].content.strip()
    html = env["markdown"].formula(latex, False)
    return f'<span class="nb">{html}</span>' if len(latex) <= SHORT else str(html)


def _math_display(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    return str(env["markdown"].formula(tokens[idx].content.strip(), True))


def _fence(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    language = tokens[idx].info.strip()
    code = Markup("\n").join(highlighted(tokens[idx].content, language))
    return Markup('<pre tabindex="0"><code>{}</code></pre>\n').format(code)


def _table_open(*_: object) -> str:
    """A wide table scrolls by itself, by keyboard too."""
    return '<div class="table" role="region" aria-label="Table" tabindex="0"><table>'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _heading_open(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    id_ = heading_id(tokens[idx + 1].content)
    taken = env.setdefault("ids", set())
    free = next(name for name in (id_, *(f"{id_}-{n}" for n in range(2, 1000))) if name not in taken)
    taken.add(free)
    return f'<{_demoted(tokens[idx])} id="{free}">'


def _heading_close(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return f"</{_demoted(tokens[idx])}>\n"


def _demoted(heading: Token) -> str:
    """The page has its own h1."""
    return "h2" if heading.tag == "h1" else heading.tag


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    if urlsplit(str(tokens[idx].attrGet("href") or "")).netloc:
        tokens[idx].attrSet("rel", "noopener noreferrer")
    return self.renderToken(tokens, idx, options, env)


_RULES: Mapping[str, Callable[..., str]] = {
    "math_inline": _math_inline,
    "math_inline_double": _math_display,
    "math_block": _math_display,
    "fence": _fence,
    "code_block": _fence,
    "table_open": _table_open,
    "table_close": _table_close,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "link_open": _link_open,
}
