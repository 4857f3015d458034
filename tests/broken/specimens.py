"""A sound book with an exercise of every type, and the ways to spoil one of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = "‸"  # stands in what is written just before the place that the fault must name

BOOK = """\
title: A book
summary: To be spoiled.
tolerance: {rel: 0.005}
code_tolerance: {rel: 1e-9, abs: 1e-12}
symbols:
  - {symbol: $x$, shape: scalar, meaning: a number}
"""
CHAPTER = """\
title: Only
summary: One chapter.
goals: [Find the slip.]
prerequisites: None.
minutes: 5
symbols:
  - {symbol: $y$, meaning: another number}
let:
  side: 3
  area: side**2
order: [NAME]
"""
LESSON = """\
# Only

A square of side {{ side }} has the area $A={{ area }}$.

::: note
A remark.
:::

::exercise NAME

::figure landscape {means: [-3, 3], variance: 1, caption: Two peaks.}

```python
print(1)
```

## Cards

::flashcards
"""
CARDS = """\
cards:
  - front: What is $3^2$?
    back: "{{ area }}"
  - front: What is $2^2$?
    back: Four.
"""
HEAD = """\
id: {type}
type: {type}
title: A title
difficulty: 1
tags: [slip]
"""
EXERCISES = {
    "numeric": """\
params:
  n: {int: [2, 50], default: 9}
  b: {float: [0.1, 0.9], step: 0.1, default: 0.3}
  m: {choice: [1, 2, 4], default: 2}
  v: {vector: [-1, 1], length: 3, step: 0.25, default: [0.5, -0.25, 1]}
  T: 10
require: n > b
let:
  abar: "schedules.alpha_bar(schedules.linear(0.1, 0.2, T))"
  double: 2*n
  half: double/4
prompt: |
  What is $\\sqrt{ {{ n }} }$ for b = {{ b }}, m = {{ m }}, v = {{ v }} and {{ half }}?
  The first is {{ abar[1] | sig(3) }}.
answer: n**3 + 7
tolerance: {rel: 1e-6}
unit: px
mistakes:
  - if: n**2
    tag: squared
    say: That is the square; it wants {{ answer | sig(3) }}.
hints: [Think twice.]
solution: "It is ${{ answer }}$."
source: {paper: Ho et al. 2020, arxiv: "2006.11239", equation: "4"}
""",
    "vector": """\
params:
  n: {int: [3, 50], default: 9}
prompt: Write {{ n }} cubed and its fourth power.
answer: "[n**3, n**4]"
mistakes:
  - {if: "[n**2, n**3]", tag: low, say: One power more.}
""",
    "multipart": """\
params:
  n: {int: [3, 9], default: 4}
prompt: Two questions about {{ n }}.
parts:
  - id: cube
    type: numeric
    ask: What is ${{ n }}^3$?
    answer: n**3
    mistakes:
      - {if: 3*n, tag: tripled, say: "That is three times, not {{ answer }}."}
  - id: both
    type: vector
    ask: Add {{ n }} to the cube, and take it away.
    answer: "[parts.cube + n, parts.cube - n]"
  - id: kind
    type: choice
    ask: Is a cube a power?
    options:
      - {text: "yes", correct: true, say: It is.}
      - {text: "no", say: It is.}
solution: "{{ parts.cube }} and {{ parts.both }}"
""",
    "choice": """\
prompt: Which number is even?
options:
  - {id: three, text: 3, say: Three is odd.}
  - {text: 4, correct: true, say: Two times two.}
  - {text: 5, say: Five is odd.}
""",
    "multi-choice": """\
prompt: Which numbers are odd?
options:
  - {text: 3, correct: true, say: Three is odd.}
  - {text: 4, say: Two times two.}
  - {text: 5, correct: true, say: Five is odd.}
""",
    "expression": """\
prompt: Write the area of a square of side $x$.
variables: {x: [0.5, 2]}
answer: x**2
also: [x*x]
mistakes:
  - {if: 2*x, tag: doubled, say: That is the double.}
""",
    "match": """\
prompt: Match them.
pairs:
  - {left: $1$, right: one}
  - {left: $2$, right: two}
  - {left: $3$, right: three, say: It is three.}
extra: [four]
""",
    "categorise": """\
prompt: Sort them.
pairs:
  - {left: 1, right: odd}
  - {left: 2, right: even}
  - {left: 3, right: odd}
extra: [neither]
""",
    "ordering": """\
prompt: Put the steps in order.
items: {one: First., two: Second., three: Third.}
before: [[one, two], [two, three]]
distractors:
  - {text: Never., say: This belongs nowhere.}
reasons: {one before two: Two needs one.}
""",
    "bug-line": """\
prompt: Find the line.
code: |
  def double(x):
      y = x + x
      return y + x
line: 3
fix: return y
shows: assert double(2) == 4
reasons: {2: Right.}
""",
    "code": """\
prompt: Write the mean.
function: average(x, weight=1.0)
starter: |
  def average(x, weight=1.0):
      ...
solution: |
  import numpy as np


  def average(x, weight=1.0):
      return np.mean(x) * weight
reference: mean(x) * weight
cases:
  visible:
    - {x: [1.0, 2.0]}
  hidden:
    - {label: drawn, n: 3, draw: {size: "integers(2, 5)", x: normal(size)}, hint: Use all entries.}
    - {label: weighted, x: [1.0, 2.0], weight: 3.0}
mutants:
  - code: |
      def average(x, weight=1.0):
          return sum(x)
    tag: summed
    say: That is the sum.
""",
    "self-check": """\
prompt: Why?
model: Because variances add.
rubric: [Names variances., Says that they add.]
""",
}
CHAPTER_FOLDER = "01-only"


@dataclass(frozen=True)
class Broken:
    """A file of the sound book in which `was` became `now`, and what its one fault must say.

    `file` is a type of exercise, or the name of a file of the chapter or the book. Without `was` the whole
    file is `now`. `HERE` in `now` marks the place of the fault; without it any place will do.
    """

    file: str
    was: str
    now: str
    says: str
    count: int = 1

    @property
    def text(self) -> str:
        """What stands in the spoiled file, the mark included."""
        sound = text_of(self.file)
        if not self.was:
            return self.now
        assert sound.count(self.was) == 1, f"{self.was!r} occurs {sound.count(self.was)} times in {self.file}"
        return sound.replace(self.was, self.now)

    @property
    def place(self) -> tuple[int, int] | None:
        """Line and column of the mark."""
        if HERE not in self.text:
            return None
        before = self.text[: self.text.index(HERE)].split("\n")
        return len(before), len(before[-1]) + 1

    @property
    def path(self) -> str:
        """The spoiled file's path within the book."""
        return path_of(self.file)

    def write(self, root: Path) -> Path:
        """The book in a new folder, with this file spoiled."""
        write_book(root, self.file if self.file in EXERCISES else "choice")
        (root / self.path).write_text(self.text.replace(HERE, ""), encoding="utf-8", newline="")
        return root

    def __str__(self) -> str:
        return f"{self.file}: {self.now[:40]!r} {self.says[:40]}"


def text_of(file: str) -> str:
    """The sound text of a file."""
    if file in EXERCISES:
        return HEAD.format(type=file) + EXERCISES[file]
    texts = {"book.yaml": BOOK, "chapter.yaml": CHAPTER, "lesson.md": LESSON, "flashcards.yaml": CARDS}
    return texts[file].replace("NAME", "choice")


def path_of(file: str) -> str:
    """The path of a file within the book."""
    if file == "book.yaml":
        return file
    return f"{CHAPTER_FOLDER}/{file}.yaml" if file in EXERCISES else f"{CHAPTER_FOLDER}/{file}"


def write_book(root: Path, *exercises: str) -> Path:
    """A sound book of one chapter with these exercises, the first of them placed in the lesson."""
    folder = root / CHAPTER_FOLDER
    folder.mkdir(parents=True)
    (root / "book.yaml").write_text(BOOK)
    (folder / "chapter.yaml").write_text(CHAPTER.replace("NAME", ", ".join(exercises)))
    (folder / "lesson.md").write_text(LESSON.replace("NAME", exercises[0]))
    (folder / "flashcards.yaml").write_text(CARDS)
    for name in exercises:
        (folder / f"{name}.yaml").write_text(text_of(name))
    return root
