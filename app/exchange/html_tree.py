"""HTML as a tree of elements, nested near enough as a browser would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 40
VOID = {"br", "hr", "img", "input", "meta", "link", "source", "wbr", "col", "embed"}


@dataclass
class Element:
    """A tag and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)


class Tree(HTMLParser):
    """Elements as a browser would nest them, near enough: a stray end tag is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li") and self.open[-1].tag == tag:
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self.open[1:]]
        if tag in tags:
            last = len(tags) - tags[::-1].index(tag)
            del self.open[last:]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def words_of(element: Element) -> str:
    """The text within an element as it is written; a <br> is a new line."""
    return "".join(
        child if isinstance(child, str) else "\n" if child.tag == "br" else words_of(child)
        for child in element.children
    )


def descendants(element: Element, tag: str) -> list[Element]:
    """The elements of a tag, those within them left out."""
    found: list[Element] = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child] if child.tag == tag else descendants(child, tag)
    return found
