"""Signs that are not what they look like, and texts without quotes that YAML reads in its own way."""

from __future__ import annotations

from tests.broken.specimens import Broken

TITLE = "title: A title"
PROMPT = "prompt: Which number is even?"
FIVE = "{text: 5, say: Five is odd.}"
HINTS = "hints: [Think twice.]"
SAY = "    say: That is the square; it wants {{ answer | sig(3) }}."

CASES = (
    # ---- signs of another alphabet ---
    Broken("choice", TITLE, "title:‸\u00a0A title", "U+00A0 (no-break space) stands after"),
    Broken("choice", TITLE, "‸title\u00a0: A title", "It holds the character U+00A0"),
    Broken("choice", TITLE, "‸ti\u00adtle: A title", "U+00AD (soft hyphen)"),
    Broken("choice", TITLE, "‸t\u0456tle: A title", "U+0456 (cyrillic small letter"),
    Broken("choice", "id: choice", "id: ‸\u0441hoice", "U+0441 (cyrillic small letter es)"),
    Broken("choice", "difficulty: 1", "difficulty: ‸\uff11", "U+FF11 (fullwidth digit one)"),
    Broken("choice", "difficulty: 1", "difficulty‸\uff1a1", "U+FF1A (fullwidth colon) stands where a colon"),
    Broken("choice", "tags: [slip]", "tags: [‸slip\uff0cslop]", "U+FF0C (fullwidth comma)"),
    Broken("choice", "tags: [slip]", "tags: ‸\uff3bslip\uff3d", "U+FF3B (fullwidth left square bracket)"),
    Broken("choice", "tags: [slip]", "tags: [‸“slip”]", "U+201C (left double quotation mark)"),
    Broken("choice", "  - {text: 5,", "‸\u00a0\u00a0- {text: 5,", "where ordinary spaces must indent"),
    Broken("choice", "  - {text: 5,", "‸\u3000- {text: 5,", "U+3000 (ideographic space)"),
    Broken("choice", "  - {text: 5,", "  -‸\u00a0{text: 5,", "after the dash"),
    Broken("choice", "{text: 5,", "{‸text:\u00a05,", "a space must stand after the colon"),
    Broken("choice", PROMPT, "prompt: |\n‸\u00a0\u00a0Which?", "U+00A0 (no-break space)"),
    Broken("choice", PROMPT, "prompt: ‸“Which: one?”", "where a quote must begin"),
    Broken("choice", TITLE, "title: A‸\u2060b", "U+2060 (word joiner)"),
    # ---- quotes ---
    Broken("choice", TITLE, "title: ‸“A title”", "no quotes"),
    Broken("choice", TITLE, "title: 'don'‸t'", "an apostrophe within single quotes is doubled"),
    Broken("choice", TITLE, 'title: "a" ‸and "b"', 'after its closing "'),
    Broken("choice", TITLE, "title: [a] ‸title", "after its closing ]"),
    Broken("choice", FIVE, "{text: 5, say: 'It'‸s odd.'}", "after its closing '"),
    Broken("choice", TITLE, 'title: "$‸\\newline$"', "control character"),
    Broken("choice", PROMPT, 'prompt: "one\\ntwo $‸\\nearrow$"', "control character"),
    Broken("choice", PROMPT, 'prompt: "$‸\\norm{x}$"', "control character"),
    Broken("choice", TITLE, "title: ‸! A title", "the tag ! is not allowed"),
    # ---- comments, colons and dashes ---
    Broken("choice", TITLE, "title:‸ #One", "What follows a # after a space is a comment"),
    Broken("choice", TITLE, "title: The ‸#1 title", "the text ends here"),
    Broken("choice", PROMPT, "prompt: Which is ‸#1?", "the text ends here"),
    Broken("flashcards.yaml", "front: What is $2^2$?", "front: What is ‸#2?", "the text ends here"),
    Broken("chapter.yaml", "summary: One chapter.", "summary: Chapter ‸#1.", "the text ends here"),
    Broken("book.yaml", "summary: To be spoiled.", "summary: Book ‸#1.", "the text ends here"),
    Broken("choice", "{text: 5,", "{‸text:5,", "Write `text: 5`"),
    Broken("numeric", "  - if: n**2", "  - if‸ n**2", "a colon must stand after 'if'"),
    Broken("choice", TITLE, "‸%YAML 1.1\ntitle: A title", "a line that begins with % is a directive"),
    Broken("choice", "tags: [slip]", "tags:\n  ‸-slip", "A space stands after each dash"),
    Broken(
        "numeric", HINTS, "hints:\n- Think twice.\n ‸- And again.", "joined to the text of the line before"
    ),
    Broken("choice", PROMPT, "prompt: >\n  Which?\n  ‸- a\n  - b\n  Say it.", "Write | in place of >"),
    Broken("choice", PROMPT, "prompt: |4\n  ‸Which?", "less than the 4 of its block says"),
    Broken("choice", FIVE, "{text: 5, say: Five, ‸is odd.}", "breaks off at the comma"),
    Broken("choice", "text: 5", "text: 1,‸5", "Write it with a point"),
    # ---- numbers ---
    Broken("choice", "text: 5", "text: ‸0.50", "shown as 0.5"),
    Broken("choice", "text: 5", "text: ‸007", "shown as 7"),
    Broken("choice", "text: 5", "text: ‸0x10", "shown as 16"),
    Broken("choice", "text: 5", "text: ‸+5", "shown as 5"),
    Broken("choice", "difficulty: 1", "difficulty: ‸1_0", "without underscores"),
    Broken("choice", "difficulty: 1", "difficulty: ‸1,0", "A decimal number has a point"),
    Broken("numeric", "tolerance: {rel: 1e-6}", "tolerance: {rel: ‸1%}", "0.01 for 1 %"),
    Broken("numeric", "tolerance: {rel: 1e-6}", "tolerance: {rel: ‸10^-6}", "write the number itself"),
    Broken("numeric", "n: {int: [2, 50], default: 9}", "n: {int: [‸2 50]}", "must be a whole number"),
    Broken("numeric", "float: [0.1, 0.9]", "float: ‸[0,1, 0,9]", "A decimal number has a point"),
    Broken("numeric", "step: 0.1", "step: 0,‸1", "breaks off at this comma"),
    Broken("numeric", "b: {float:", "b: {‸real:", "the key 'real' is not known here; did you mean 'float'?"),
    Broken("numeric", "n: {int: [2, 50], default: 9}", "n: ‸int [2, 50]", "one text, not a range"),
    # ---- keys ---
    Broken("numeric", "  - if: n**2", "  - ‸when: n**2", "and 'if' is missing; did you mean that?"),
    Broken("choice", "options:\n", "‸choices:\n", "and 'options' is missing; did you mean that?"),
    Broken("numeric", "tag: squared", "tag: ‸Squared it", "Write squared-it."),
    Broken("chapter.yaml", "order: [choice]", "order: [‸choice.yaml]", "Write choice."),
    Broken("chapter.yaml", "minutes: 5", "minutes: 5\nreferences:\n  ‸- A book.", "Write a text"),
    # ---- insertions ---
    Broken("numeric", SAY, "    say: It is {{ answer‸:.3f }}.", "digits are given by a filter"),
)
