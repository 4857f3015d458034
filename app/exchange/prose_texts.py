"""Pieces of our prose from texts of elsewhere: TeX between dollars, braces and markdown signs escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

Insert = Callable[[str], str | None]  # what stands between braces → our expression, None for a plain brace

LONGEST = 30_000  # characters, embedded images aside; a longer text is no question
LINE_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
UNPRINTABLE = re.compile(  # and what is invisible, and the signs that stand for what is kept aside
    "[^\t\n\x20-\x7e\xa0-\u200a\u200c-\u2027\u202f-\u2065\u206a-\ud7ff\ue020-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
MATHS = re.compile(
    r"(?<!\\)\\\((.{1,3000}?)(?<!\\)\\\)|(?<!\\)\\\[(.{1,3000}?)(?<!\\)\\\]|\$\$(.{1,3000}?)\$\$"
    r"|\[tex\](.{1,3000}?)\[/tex\]|<tex>(.{1,3000}?)</tex>",  # of Moodle's filter for TeX
    re.DOTALL | re.IGNORECASE,
)
BRACES = re.compile(r"\{(=(?:[^{}\n]|\{[^{}\n]*\})+|[^{}\n]+)\}")
OPEN, SHUT = "\ue000", "\ue001"  # round the number of what is kept aside
KEPT = re.compile(f"{OPEN}([0-9]+){SHUT}")
SIGNS = re.compile(r"[\\`*\[\]<>$~|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)")
AT_LINE_START = re.compile(r"^(\s*)(?:([-+=#]|:(?=:))|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)


def no_insertion(_: str) -> None:
    """For texts in which braces stand for themselves."""
    return


def without_embedded(text: str) -> str:
    """The text without the bytes of images within it."""
    return re.sub(r"(data:[\w/+.-]{1,80});base64,[A-Za-z0-9+/=\s]*", r"\1,", text)


def clean(text: str) -> str:
    """The text without what no YAML file may hold: control characters, odd line ends."""
    return UNPRINTABLE.sub("", LINE_BREAKS.sub("\n", text).replace("\xa0", " "))


class Aside:
    """Formulas and insertions kept aside while the text around them is rewritten."""

    def __init__(self, insert: Insert = no_insertion) -> None:
        self.insert = insert
        self.formulas: list[tuple[str, str]] = []  # as it was written, and between our dollars

    def without_formulas(self, text: str, *, is_html: bool) -> str:
        """The text with a mark for each formula and each number to insert."""

        def keep(found: re.Match[str]) -> str:
            inline, bracketed, dollars, *filtered = found.groups()
            inline = inline or next(filter(None, filtered), None)
            latex = inline or bracketed or dollars
            if is_html:
                latex = html.unescape(re.sub(r"<[^<>]*>", " ", latex))
            fence = "$" if inline is not None else "$$"
            return self._kept(found[0], f"{fence}{' '.join(latex.split())}{fence}")

        return self._without_insertions(MATHS.sub(keep, text))

    def _without_insertions(self, text: str) -> str:
        def keep(found: re.Match[str]) -> str:
            expression = self.insert(found[1])
            return found[0] if expression is None else self._kept(found[0], f"{{{{ {expression} }}}}")

        return BRACES.sub(keep, text)

    def _kept(self, source: str, ours: str) -> str:
        self.formulas.append((source, ours))
        return f"{OPEN}{len(self.formulas) - 1}{SHUT}"

    def source(self, text: str) -> str:
        """The text with every mark replaced by what stood there."""
        return KEPT.sub(lambda found: self.formulas[int(found[1])][0], text)

    def restored(self, text: str) -> str:
        """The text as our prose: braces doubled by accident are escaped, formulas stand between dollars."""
        pieces: list[str] = []
        end = 0
        for found in KEPT.finditer(text):
            pieces += [text[end : found.start()], self._formula(int(found[1]))]
            end = found.end()
        pieces.append(text[end:])
        joined = ""
        for number, piece in enumerate(pieces):
            is_formula = number % 2 == 1 and piece.startswith("$")
            touches = joined[-1:].isdigit() or joined.endswith("$")
            joined += " " if is_formula and piece.strip("$") and touches else ""
            after_formula = number % 2 == 0 and number > 0 and joined.endswith("$")
            joined += " " if after_formula and piece[:1].isdigit() else ""
            joined += piece if number % 2 else escaped_braces(piece)
        return joined

    def _formula(self, number: int) -> str:
        ours = self.formulas[number][1]
        if ours.startswith("{{"):
            return ours
        latex = ours.strip("$")
        if not latex:
            return ""
        fence = ours[: (len(ours) - len(ours.lstrip("$")))]
        inner = Aside(self.insert)
        marked = inner._without_insertions(latex)
        return f"{fence}{inner.restored(marked)}{fence}"


def escaped_braces(text: str) -> str:
    """The text with `{{`, `{%` and `{#` written so that they stay as they are."""
    return re.sub(r"\{(?=[{%#])", '{{ "{" }}', text)


def escaped_signs(text: str) -> str:
    """Words as markdown that reads as they do."""
    return SIGNS.sub(lambda found: "\\" + found[0], text)


def escaped_starts(text: str) -> str:
    """A paragraph of markdown none of whose lines begins a list, a heading or a directive."""
    return AT_LINE_START.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def from_plain(text: str, insert: Insert = no_insertion) -> str:
    """Plain text as our prose: each line stays a line, TeX between `\\(…\\)` or `$$…$$` is a formula."""
    aside = Aside(insert)
    marked = aside.without_formulas(clean(text).strip(), is_html=False)
    blocks = re.split(r"\n\s*\n", marked)
    lines = ("\\\n".join(line.strip() for line in block.split("\n")) for block in map(escaped_signs, blocks))
    return aside.restored("\n\n".join(escaped_starts(one) for one in lines))


CODE = re.compile(
    r"(?<!`)(?P<ticks>`++).{1,3000}?(?<!`)(?P=ticks)(?!`)|^```.{0,9000}?^```", re.DOTALL | re.MULTILINE
)
TAGS = re.compile(r"</?[A-Za-z][^<>]*>")


def from_markdown(text: str, lost: list[str], insert: Insert = no_insertion) -> str:
    """Markdown as our prose: single dollars are signs of money, HTML within it is told as lost."""
    text = clean(text).strip()
    pieces: list[str] = []
    end = 0
    for found in CODE.finditer(text):
        pieces += [_prose_of_markdown(text[end : found.start()], lost, insert), escaped_braces(found[0])]
        end = found.end()
    return "".join((*pieces, _prose_of_markdown(text[end:], lost, insert)))


def _prose_of_markdown(text: str, lost: list[str], insert: Insert) -> str:
    aside = Aside(insert)
    marked = aside.without_formulas(text, is_html=False)
    if TAGS.search(marked):
        lost.append("HTML tags within markdown are shown as they are written")
    return aside.restored(re.sub(r"(?<!\\)\$", r"\\$", re.sub(r"^::", r"\\::", marked, flags=re.MULTILINE)))


def one_line(text: str) -> str:
    """A text for where one line must do, such as an option: paragraphs run together."""
    return " ".join(text.replace("\\\n", " ").split())
