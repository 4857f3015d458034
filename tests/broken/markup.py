"""Texts that say nothing, or that no page would show as they were meant."""

from __future__ import annotations

from tests.broken.specimens import Broken

PROMPT = "prompt: Which number is even?"
SAY = "    say: That is the square; it wants {{ answer | sig(3) }}."
SQUARE = "A square of side {{ side }} has the area $A={{ area }}$."
FRONT = "front: What is $2^2$?"

CASES = (
    # ---- nothing at all ---
    Broken("numeric", SAY, "    say: ‸''", "this text is empty"),
    Broken("numeric", "hints: [Think twice.]", "hints: [‸' ']", "this text is empty"),
    Broken("numeric", "unit: px", "unit: ‸''", "this text is empty"),
    Broken("multipart", "    ask: Is a cube a power?", "    ask: ‸''", "this text is empty"),
    Broken("match", "right: two", "right: ‸''", "this text is empty"),
    Broken("ordering", "three: Third.", "three: ‸''", "this text is empty"),
    Broken("self-check", "model: Because variances add.", "model: ‸''", "this text is empty"),
    Broken("flashcards.yaml", "back: Four.", "back: ‸''", "this text is empty"),
    Broken("chapter.yaml", "title: Only", "title: ‸''", "this text is empty"),
    Broken("chapter.yaml", "goals: [Find the slip.]", "goals: [‸'']", "this text is empty"),
    Broken("book.yaml", "title: A book", "title: ‸' '", "this text is empty"),
    # ---- HTML, pictures, links ---
    Broken("choice", PROMPT, "prompt: Is it ‸<b>bold</b>?", "readers would see the tag <b>"),
    Broken("choice", PROMPT, "prompt: ‸<script>alert(1)</script>", "readers would see the tag <script>"),
    Broken("choice", PROMPT, "prompt: one‸<br>two", "readers would see the tag <br>"),
    Broken("choice", PROMPT, "prompt: See ‸![a](pic.png).", "files of a book are not served"),
    Broken("choice", PROMPT, "prompt: See ‸![a](https://example.org/a.png).", "load nothing from elsewhere"),
    Broken("choice", PROMPT, "prompt: See ‸[a](other.md).", "no page is at 'other.md'"),
    Broken("choice", PROMPT, "prompt: See ‸[a](javascript:go).", "pages do not link to"),
    Broken("choice", PROMPT, "prompt: See ‸[a]().", "this link leads nowhere"),
    Broken("choice", PROMPT, "prompt: See [a](‸/exercises/choise).", "did you mean 'choice'?"),
    Broken("choice", PROMPT, "prompt: See [a](‸/chapters/01-onli).", "did you mean '01-only'?"),
    Broken("choice", PROMPT, "prompt: See [a](‸/nowhere).", "no page is at '/nowhere'"),
    Broken("flashcards.yaml", "back: Four.", "back: See [a](‸/exercises/none).", "this book has no exercise"),
    Broken("flashcards.yaml", "back: Four.", "back: See ‸![a](b.png).", "the picture 'b.png'"),
    Broken("chapter.yaml", "summary: One chapter.", "summary: A ‸<b>b</b>.", "readers would see the tag"),
    Broken("lesson.md", SQUARE, "‸<!-- later -->", "comments are no part of markdown here"),
    Broken("lesson.md", SQUARE, "‸![a](pic.png)", "the picture 'pic.png'"),
    Broken("lesson.md", SQUARE, "See [a](‸#none).", "this page has no '#none'"),
    Broken("lesson.md", SQUARE, "See [a](‸/chapters/two).", "this book has no chapter 'two'"),
    Broken("lesson.md", SQUARE, "A‸[^1]", "there are no footnotes"),
    # ---- formulas and insertions ---
    Broken("choice", PROMPT, "prompt: Is ‸\\(x\\) even?", "\\( does not begin a formula here"),
    Broken("choice", PROMPT, "prompt: Is ‸\\alpha even?", "\\alpha stands outside of a formula"),
    Broken("lesson.md", SQUARE, "‸\\begin{align}x\\end{align}", "\\begin stands outside of a formula"),
    Broken("numeric", SAY, "    say: It is ‸{answer}.", "Write {{ answer }}."),
    Broken("numeric", SAY, "    say: It is answer ‸}}.", "this }} closes nothing"),
    Broken("lesson.md", SQUARE, "A square of side ‸{ side }.", "Write {{ side }}."),
    Broken("numeric", "unit: px", "unit: ‸$px$", "formulas are not typeset here"),
    Broken("numeric", "unit: px", "unit: '‸{{ n }} px'", "{{ inserts nothing here"),
    Broken("choice", "title: A title", "title: The ‸$x$", "formulas are not typeset here"),
    Broken("code", "label: drawn", "label: ‸$x$", "formulas are not typeset here"),
    Broken("chapter.yaml", "prerequisites: None.", "prerequisites: '‸{{ side }}'", "{{ inserts nothing here"),
    # ---- blocks ---
    Broken("choice", PROMPT, "prompt: |\n  Which?\n  ‸```\n  x", "these backticks have no partner"),
    Broken("choice", PROMPT, "prompt: |\n  Which?\n\n  ‸::figure landscape", "this places nothing here"),
    Broken("lesson.md", SQUARE, " ‸::exercise choice", "this places nothing here"),
    Broken("lesson.md", SQUARE, "See ‸::exercise choice", "this places nothing here"),
    Broken("lesson.md", SQUARE, "‸:::exercise choice", "exercises and figures with two colons"),
    Broken("lesson.md", "# Only\n", "‸#Only\n", "a heading has a space after its #"),
    Broken("lesson.md", "# Only\n", "‸---\ntitle: Only\n---\n", "a lesson has no front matter"),
    # ---- what says the same, or can never happen ---
    Broken("flashcards.yaml", FRONT, "front: ‸What is  $3^2$?", "card 1 has the same front"),
    Broken("numeric", "hints: [Think twice.]", "hints: [Think., ‸Think.]", "this hint is there already"),
    Broken("code", "starter: |", "count_calls: ‸true\nstarter: |", "no case gives a function"),
    Broken("numeric", "  T: 10\n", "  T: 10\n  ‸sin: 5\n", "'sin' is the name of a function"),
    Broken("chapter.yaml", "  side: 3", "  ‸log: 4\n  side: 3", "'log' is the name of a function"),
    Broken("chapter.yaml", "  side: 3", "  ‸pi: 4\n  side: 3", "'pi' has a meaning of its own"),
    Broken("numeric", "default: 9}", "step: ‸100, default: 2}", "2 alone can be drawn"),
)
