"""What the attributes of a tag say about its text."""

from __future__ import annotations

import re
from collections.abc import Mapping

HIDDEN = re.compile(r"display:none|visibility:hidden")
COLOUR = re.compile(r"(?:^|;)(?:color|background(?:-color)?):(?!inherit|initial|transparent)")
MARKS = {  # of a span: the tag that says the same
    "s": re.compile(r"text-decoration[a-z-]*:[a-z ]*line-through"),
    "b": re.compile(r"font-weight:(?:bold|[6-9]00)"),
    "i": re.compile(r"font-style:italic"),
}
LANGUAGES = "that each reader sees one of its languages: here all stand in the text"


def styled(tag: str, attributes: Mapping[str, str], lost: list[str]) -> str | None:
    """The tag that says what the attributes mean; None for text that nobody sees."""
    style = "".join(attributes.get("style", "").lower().split())
    if HIDDEN.search(style) or "hidden" in attributes:
        lost.append("a text that is hidden there")
        return None
    if COLOUR.search(style) or "color" in attributes:
        lost.append("its colours")
    if "multilang" in attributes.get("class", "").split():
        lost.append(LANGUAGES)
    if tag in ("span", "font"):
        return next((mark for mark, wanted in MARKS.items() if wanted.search(style)), tag)
    return tag
