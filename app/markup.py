"""What of a markdown text no page shows as it was meant: tags, pictures, dead links, LaTeX without $."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.code_blocks import blank, without_code_blocks
from app.prose import INSIDE, PLACES
from app.typography import COMMON_COMMANDS

MOST_SLIPS = 10  # of one text that are told


@dataclass(frozen=True)
class MarkupSlip:
    """What a reader would see otherwise than it was meant, and at which character of the text it begins."""

    offset: int
    message: str
    cure: str


@dataclass(frozen=True)
class Link:
    """A link of a text, and at which character its address begins."""

    address: str
    offset: int


_INSERTION = re.compile(r"\{\{(?!\{)" + INSIDE.pattern + r"\}\}")
_PATH = re.compile(r"(?:\s|\A)[\"'(]?[A-Za-z]:\\\S*\Z")  # of Windows, up to one of its backslashes
_LINK = re.compile(r"(?<!\\)(?P<picture>!?)\[[^][\n]*\]\([ \t]*<?(?P<address>[^)\s>]*)")

_SINGLE = "abipqsu"  # letters that stand in angle brackets for other reasons, too
_TAGS = (
    "audio|blockquote|br|button|center|code|dd|del|details|div|dl|dt|em|embed|figure|font|h[1-6]|hr|iframe|img|input|ins|kbd"
    "|li|mark|object|ol|pre|script|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr"
    "|tt|ul|video"
)
_TAG = re.compile(
    rf"(?<!\\)</?(?:(?:{_TAGS})(?:\s[^<>]*)?/?|[{_SINGLE}])>|<(?:[{_SINGLE}])\s[^<>=]*=[^<>]*>", re.IGNORECASE
)
_COMMAND = re.compile(r"(?<!\\)\\([A-Za-z]+)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LIKE_TEX = re.compile(r"\\[A-Za-z]|[\^_=]")

# What means nothing in a text without its formulas, code and insertions.
_STRAY: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"(?<!\\)<!--"),
        "comments are no part of markdown here, so readers would see this one",
        "Take it out; in YAML, a remark begins with # on a line of its own.",
    ),
    (
        re.compile(r"(?<!\\)\[\^\d+\]|(?<=[^\s\\])\[\^[\w-]+\](?=[\s.,;:)]|\Z)"),  # others may be patterns
        "there are no footnotes",
        "Say it in the text; lesson.md has notes in the margin, from ::: note to :::",
    ),
    (
        re.compile(
            r"(?<![:\w])::+[ \t\u00a0]*(?:exercise|figure|flashcards|note)\b|^[ \t]*:(?:exercise|figure)\b",
            re.M,
        ),
        "this places nothing here",
        "In lesson.md it stands on a line of its own that begins with its colons: ::figure NAME, ::: note.",
    ),
    (
        re.compile(r"(?:\A(?=.*\n\s*\S)|^(?<!\A))#{1,6}(?=[^\W\d])", re.M),  # a line alone may be a #hashtag
        "a heading has a space after its #",
        "Write one, or \\# for the sign.",
    ),
    (
        re.compile(r"(?<![\\`])`+"),
        "these backticks have no partner",
        "Close the code with as many as began it, or write \\` for the sign.",
    ),
)


def slips_in_markup(text: str, names: Collection[str] = ()) -> Iterator[MarkupSlip]:
    """What in a text, as written, stands there otherwise than it was meant; `names` may be inserted."""
    bare = without_insides(text)
    slips = (*_slips(bare, names), *_unopened(text, bare))
    found = sorted(slips, key=lambda slip: slip.offset)
    yield from found[:MOST_SLIPS]


def without_insides(text: str) -> str:
    """The text with its insertions, formulas and code blanked, each character in its old place."""
    text = _INSERTION.sub(lambda found: "x" * len(found[0]), text)
    text = without_code_blocks(text)
    return PLACES.sub(lambda found: blank(found) if found["code"] or found["maths"] else found[0], text)


def links_in(text: str) -> Iterator[Link]:
    """The links of a text, pictures left out."""
    for found in _LINK.finditer(without_insides(text)):
        if not found["picture"]:
            yield Link(found["address"], found.start("address"))


def _slips(bare: str, names: Collection[str]) -> Iterator[MarkupSlip]:
    for pattern, message, cure in _STRAY:
        if found := pattern.search(bare):
            yield MarkupSlip(found.start(), message, cure)
    yield from _tags(bare)
    yield from _addresses(bare)
    if "$" not in bare:  # else a formula is not closed, which is told by itself
        yield from _formulas(bare)
    yield from _braced(bare, names)


def _unopened(text: str, bare: str) -> Iterator[MarkupSlip]:
    """Braces that close nothing, unless others are written out, as `{{ "{{" }}` or with a backslash."""
    is_nested = bare.count("{") >= bare.count("}")  # as in {1, {2}}
    if (at := bare.find("}}")) >= 0 and not is_nested and not re.search(r"['\"\\]\{", text):
        cure = "A number is inserted by {{ expression }}, with two braces at both ends."
        yield MarkupSlip(at, "this }} closes nothing", cure)


def _tags(bare: str) -> Iterator[MarkupSlip]:
    """The first tag of HTML, unless it is all there is; a single letter counts where a tag closes it."""
    closed = {letter for letter in _SINGLE if f"</{letter}>" in bare.lower()}
    for found in _TAG.finditer(bare):
        letter = found[0].strip("</>").lower()
        if found[0] != bare.strip() and (letter not in _SINGLE or letter in closed):
            message = f"readers would see the tag {found[0][:40]} itself: texts are markdown, without HTML"
            cure = "Write *emphasis*, **strong**, `code`, [text](address), or lists and tables of markdown."
            yield MarkupSlip(found.start(), message, cure)
            return


_INSTEAD = "Draw it as a figure (::figure NAME in lesson.md), or say it in words."
_PLACES_TO = "A chapter is at /chapters/NN-NAME, an exercise at /exercises/ID, another site at https://…"


def _addresses(bare: str) -> Iterator[MarkupSlip]:
    """Pictures, and links that no page can follow. What begins with / or # is judged with the book."""
    for found in _LINK.finditer(bare):
        address, at = found["address"], found.start()
        if found["picture"]:
            if not address.startswith("data:image/"):
                remote = "//" in address
                why = "pages load nothing from elsewhere" if remote else "files of a book are not served"
                yield MarkupSlip(at, f"the picture {address[:60]!r} cannot be shown: {why}", _INSTEAD)
        elif not address:
            yield MarkupSlip(at, "this link leads nowhere", "Write its address in the round brackets.")
        elif _SCHEME.match(address) and not address.lower().startswith(("http:", "https:", "mailto:")):
            yield MarkupSlip(at, f"pages do not link to {address[:60]!r}", _PLACES_TO)
        elif not _SCHEME.match(address) and address[0] not in "/#":
            yield MarkupSlip(
                at, f"no page is at {address[:60]!r}: files of a book are not served", _PLACES_TO
            )


def _formulas(bare: str) -> Iterator[MarkupSlip]:
    """LaTeX that stands outside of dollar signs; the first place counts."""
    for opening, closing, dollars in ((r"\(", r"\)", "$…$"), (r"\[", r"\]", "$$…$$")):
        start = bare.find(opening)
        end = bare.find(closing, start + 2)
        if start >= 0 and end >= 0 and (opening == r"\(" or _LIKE_TEX.search(bare[start + 2 : end])):
            yield MarkupSlip(start, f"{opening} does not begin a formula here", f"Write {dollars} around it.")
            return
    for found in _COMMAND.finditer(bare):
        if found[0] in COMMON_COMMANDS and not _PATH.search(bare[: found.start() + 1]):
            message = f"{found[0]} stands outside of a formula, where readers would see it as it is"
            yield MarkupSlip(found.start(), message, "Write $…$ around the formula.")
            return


def _braced(bare: str, names: Collection[str]) -> Iterator[MarkupSlip]:
    """Names in single braces, as in a template of another kind."""
    for found in re.finditer(r"(?<!\{)\{ ?([A-Za-z_]\w*) ?\}(?!\})", bare):
        if found[1] in names:
            message = f"readers would see {found[0]} itself, not its value"
            yield MarkupSlip(found.start(), message, f"Write {{{{ {found[1]} }}}}.")
