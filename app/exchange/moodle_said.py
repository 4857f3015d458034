"""The texts of a variant in the words of Moodle."""

from __future__ import annotations

from dataclasses import dataclass

from app.exchange.moodle_texts import Words
from app.prose import Template
from app.values import Value
from app.variants import Variant


@dataclass(frozen=True)
class Said:
    """A variant, and how its texts are written for Moodle."""

    variant: Variant
    words: Words

    def block(self, text: Template | None) -> str:
        """A text as HTML of its own."""
        return self.words.block(self.variant.say(text))

    def line(self, text: Template | None, **own: Value) -> str:
        """A text in a line; `own` holds the `answer` of a part."""
        return self.words.line(self.variant.say(text, **own))

    def plain(self, text: Template) -> str:
        """A text without any mark-up."""
        return self.words.plain(self.variant.say(text))
