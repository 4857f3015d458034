"""HTML of question banks as our prose: markdown with `$…$`, and a word on what could not be said in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.exchange.html_styles import LANGUAGES, styled
from app.exchange.html_tree import Element, Tree, descendants, words_of
from app.exchange.prose_texts import (
    Aside,
    Insert,
    clean,
    escaped_signs,
    escaped_starts,
    no_insertion,
    one_line,
)

LONELY = re.compile(
    r"<(?!!--)(?![^<>]{0,4000}>)"
)  # a sign, which would make the reader look ahead to the end
BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "center", "figure", "figcaption"),
    *("ul", "ol", "li", "pre", "blockquote", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "dl"),
    *("dt", "dd", "details", "summary", "fieldset", "form", "address", "nav"),
}
IGNORED = {"script", "style", "head", "title", "template"}
MEDIA = {"iframe", "video", "audio", "object", "embed", "svg", "canvas", "applet", "math", "picture"}
PLAIN = {
    *("html", "body", "span", "font", "a", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"),
    *("small", "big", "label", "nolink", "wbr", "colgroup", "col", "abbr", "q", "dfn", "time", "bdi", "bdo"),
}
DRESSED = {
    **dict.fromkeys(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"), "**"),
    **dict.fromkeys(("i", "em", "cite", "var"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
CODES = {"code", "tt", "kbd", "samp"}
RAISED = {"sup": "^", "sub": "_"}


def from_html(source: str, lost: list[str], insert: Insert = no_insertion) -> str:
    """The HTML as our prose; `lost` gets a line for each kind of thing that markdown cannot say."""
    aside = Aside(insert)
    tree = Tree()
    tree.feed(LONELY.sub("&lt;", aside.without_formulas(clean(source), is_html=True)))
    tree.close()
    found: list[str] = [LANGUAGES] if "{mlang" in source else []
    _style(tree.root, found)
    text = "\n\n".join(_Writer(aside, found).blocks(tree.root.children))
    lost += (one for one in dict.fromkeys(found) if one not in lost)
    return aside.restored(text)


def _style(element: Element, lost: list[str]) -> None:
    """Tags as their attributes mean them; what is hidden is taken out."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if (tag := styled(child.tag, child.attributes, lost)) is None:
                continue
            child.tag = tag
            _style(child, lost)
        kept.append(child)
    element.children = kept


class _Writer:
    """Writes elements as markdown."""

    def __init__(self, aside: Aside, lost: list[str]) -> None:
        self.aside = aside
        self.lost = lost

    # ---- blocks ---

    def blocks(self, children: Iterable[Element | str]) -> list[str]:
        """The paragraphs, lists, tables and code, each a block."""
        found: list[str] = []
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, Element) and (child.tag in BLOCKS or _holds_block(child)):
                found += [*self.paragraphs(run), *self.block(child)]
                run = []
            else:
                run.append(child)
        return [one for one in (*found, *self.paragraphs(run)) if one.strip()]

    def paragraphs(self, run: list[Element | str]) -> list[str]:
        text = re.sub(r"[ \t\n]+", " ", "".join(map(self.inline, run)))
        lines = [line.strip() for line in text.split("\f")]  # a form feed stands for <br>
        blocks = re.split(r"\n\n+", "\n".join(lines).strip("\n"))
        return [escaped_starts(block.strip("\n")).replace("\n", "\\\n") for block in blocks]

    def block(self, element: Element) -> list[str]:
        match element.tag:
            case "ul" | "ol":
                return self.listed(element)
            case "pre":
                return [_fenced(self.aside.source(words_of(element)))]
            case "blockquote":
                inner = "\n\n".join(self.blocks(element.children))
                return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))]
            case "table":
                return self.table(element)
            case "hr":
                return ["***"]
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return [self.dressed(element, "**")]
            case _:
                return self.blocks(element.children)

    def listed(self, element: Element) -> list[str]:
        lines = []
        start = element.attributes.get("start", "")
        first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
        if element.attributes.get("type", "1") not in ("1", "disc", "circle", "square"):
            self.lost.append("the letters of a list: here they are numbers")
        items = [one for one in element.children if isinstance(one, Element) and one.tag == "li"]
        written = filter(None, ("\n\n".join(self.blocks(item.children)) for item in items))
        for number, inner in enumerate(written, first):
            mark = f"{number}. " if element.tag == "ol" else "- "
            indented = ("\n" + " " * len(mark)).join(inner.split("\n"))
            lines.append(mark + re.sub(r"\n +\n", "\n\n", indented))
        return ["\n".join(lines)] if lines else []

    def table(self, element: Element) -> list[str]:
        rows = [
            [cell for cell in row.children if isinstance(cell, Element) and cell.tag in ("td", "th")]
            for row in descendants(element, "tr")
        ]
        if not any(rows):
            return self.blocks(element.children)
        if any("colspan" in cell.attributes or "rowspan" in cell.attributes for row in rows for cell in row):
            self.lost.append("cells of a table that span several rows or columns")
        width = max(map(len, rows))
        written = [[one_line("\n\n".join(self.blocks(cell.children))) for cell in row] for row in rows]
        lines = [f"| {' | '.join((*row, *[''] * (width - len(row))))} |" for row in written]
        return ["\n".join((lines[0], f"|{' --- |' * width}", *lines[1:]))]

    # ---- what runs in a line ---

    def inline(self, node: Element | str) -> str:
        if isinstance(node, str):
            return escaped_signs(node.replace("\f", " "))
        match node.tag:
            case "br":
                return "\f"
            case "img":
                return self.image(node)
            case tag if tag in IGNORED:
                self.lost += [f"what <{tag}> does"] if tag in ("script", "style") else []
                return ""
            case tag if tag in MEDIA:
                self.lost.append(f"what <{tag}> shows")
                return ""
            case tag if tag in CODES:
                return _ticked(self.aside.source(words_of(node)))
            case tag if tag in RAISED:
                return self.raised(node)
            case "a":
                return self.link(node)
            case tag if tag in DRESSED:
                return self.dressed(node, DRESSED[tag])
            case tag:
                if tag not in PLAIN | BLOCKS:
                    self.lost.append(f"the tag <{tag[:20]}>, whose text stays")
                return self.inner(node)

    def inner(self, element: Element) -> str:
        return "".join(map(self.inline, element.children))

    def dressed(self, element: Element, marks: str) -> str:
        text = re.sub(r"[ \t\n]+", " ", self.inner(element))
        core = text.strip(" \f")
        if not core or "\f" in core:
            return text
        start = text.index(core)
        return f"{text[:start]}{marks}{core}{marks}{text[start + len(core) :]}"

    def raised(self, element: Element) -> str:
        """An index or exponent as a formula."""
        text = " ".join(words_of(element).split())
        if re.fullmatch(r"[A-Za-z0-9+\-−., ]+", text):
            return self.aside.without_formulas(rf"\({{}}{RAISED[element.tag]}{{{text}}}\)", is_html=False)
        self.lost.append(f"the place of what stands in <{element.tag}>")
        return self.inner(element)

    def link(self, element: Element) -> str:
        href = element.attributes.get("href", "").strip()
        if re.fullmatch(r"https?://[^\s<>]+", href):
            return f"[{self.inner(element)}]({href.replace('(', '%28').replace(')', '%29')})"
        if href:
            self.lost.append(f"the link to {href[:60]}")
        return self.inner(element)

    def image(self, element: Element) -> str:
        source = element.attributes.get("src", "")
        name = (
            "within the text" if source.startswith("data:") else source.rpartition("/")[2][:60] or "unnamed"
        )
        self.lost.append(f"the image {name}")
        alt = " ".join(element.attributes.get("alt", "").split())
        return f" *(image{': ' if alt else ''}{escaped_signs(alt)})* "


def _holds_block(element: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag in BLOCKS or _holds_block(child))
        for child in element.children
    )


def _fenced(code: str) -> str:
    """A program as a block of code."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code.strip(chr(10)).rstrip()}\n{fence}"


def _ticked(code: str) -> str:
    """A short piece of code within a line."""
    code = " ".join(code.split())
    if not code:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if "`" in (code[0], code[-1]) else ""
    return f"{ticks}{space}{code}{space}{ticks}"
