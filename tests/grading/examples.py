"""Small exercises of every type, read as the book's are."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from app.documents import read_document
from app.models import Exercise
from app.variants import Variant, variant_of

_EXERCISE: TypeAdapter[Any] = TypeAdapter(Exercise)
_HEAD = "title: An example\ndifficulty: 1\ntags: [example]\nprompt: What?\n"


def exercise(text: str) -> Any:
    """The exercise of a YAML text; title, difficulty, tags and prompt are added."""
    return _EXERCISE.validate_python(read_document(_HEAD + text, "example.yaml").value)


def variant(text: str, seed: int = 0) -> Variant:
    """The exercise of a YAML text with the numbers of a seed."""
    return variant_of(exercise(text), seed)


NUMBER = """
id: closed-form
type: numeric
params: {ab: 0.36, x: 0.5, e: -2.0}
answer: sqrt(ab)*x + sqrt(1-ab)*e
tolerance: {abs: 0.004}
mistakes:
  - {if: ab*x + (1-ab)*e, tag: shares, say: "Those are the shares of {{ ab }}."}
  - {if: ab/0, tag: never, say: Never told.}
"""

VECTOR = """
id: one-step
type: vector
params: {b: 0.02, x: [0.8, -0.3], e: [0.5, -0.7]}
answer: sqrt(1-b)*x + sqrt(b)*e
tolerance: {abs: 0.003}
mistakes:
  - {if: sqrt(1-b)*x + b*e, tag: variance, say: Use the root.}
"""

FORMULA = """
id: compose
type: expression
variables: {a1: [0.3, 0.99], a2: [0.3, 0.99]}
answer: 1-a1*a2
also: ["a2*(1-a1)+1-a2"]
mistakes:
  - {if: (1-a1)+(1-a2), tag: unscaled, say: The first noise is scaled too.}
"""

PARTS = """
id: chain
type: multipart
params: {s: 2.5}
parts:
  - {id: a, type: numeric, ask: sum, answer: s, tolerance: {rel: 0.005}}
  - {id: b, type: numeric, ask: power, answer: exp(-parts.a), tolerance: {rel: 0.01}, points: 2}
  - {id: c, type: numeric, ask: root, answer: sqrt(parts.b), tolerance: {rel: 0.01},
     mistakes: [{if: parts.b, tag: no-root, say: Take the root.}]}
"""

MIXED = """
id: mixed
type: multipart
parts:
  - {id: v, type: vector, ask: two, answer: "[1.5, 2.5]", tolerance: {rel: 0.01}}
  - {id: m, type: multi-choice, ask: which,
     options: [{id: one, text: One, correct: true, say: Yes.}, {id: two, text: Two, say: No.},
               {id: three, text: Three, correct: true, say: Yes.}]}
  - {id: f, type: expression, ask: formula, variables: {x: [0.1, 2]}, answer: 2*x}
"""

DESIGN = """
id: design
type: multipart
params: {work: 12, limit: 5}
parts:
  - {id: s, type: numeric, ask: seconds, answer: work/3, tolerance: {rel: 0.01}}
  - {id: q, type: numeric, ask: per hour, answer: 3600/parts.s, tolerance: {rel: 0.01}}
  - {id: go, type: choice, ask: Is it fast enough?,
     options: [{id: yes, text: Yes, correct: parts.s <= limit, say: "It takes {{ parts.s | sig(2) }} s."},
               {id: no, text: No, correct: not parts.s <= limit, say: "It takes {{ parts.s | sig(2) }} s."}]}
  - {id: met, type: multi-choice, ask: Tick what is met.,
     options: [{id: time, text: Time, correct: parts.s <= limit, say: "{{ parts.s | sig(2) }} s of 5 s."},
               {id: rate, text: Rate, correct: parts.q >= 800, say: "{{ parts.q | sig(3) }} of 800."},
               {id: none, text: Neither, correct: parts.s > limit and parts.q < 800, say: Look again.}]}
"""

CHOICE = """
id: choice
type: choice
options:
  - {id: noise, text: Noise, correct: true, say: Indeed.}
  - {id: data, text: Data, say: That is where it starts.}
  - {text: Neither, say: One of them it is.}
"""

CHOICES = """
id: choices
type: multi-choice
options:
  - {id: a, text: A, correct: true, say: A holds.}
  - {id: b, text: B, correct: true, say: B holds.}
  - {id: c, text: C, say: C fails.}
  - {id: d, text: D, say: D fails.}
"""

MATCH = """
id: match
type: match
pairs:
  - {left: beta, right: variance, say: It is injected.}
  - {left: alpha, right: keep factor}
  - {left: abar, right: product}
extra: [sum]
"""

ORDER = """
id: order
type: ordering
items: {draw: Draw an image, time: Draw a time, noise: Draw noise, mix: Mix them, loss: Compute the loss}
before: [[draw, mix], [time, mix], [noise, mix], [mix, loss]]
distractors:
  - {text: Denoise it, say: Nothing is denoised in training.}
reasons: {mix before loss: The network is asked about the mixture.}
"""

BUG = """
id: bug
type: bug-line
code: |
  def f(x):
      y = x + 1
      return x
line: 3
fix: "    return y"
shows: f(1) == 2
reasons: {2: This adds one., 3: The sum is thrown away.}
"""

ESSAY = """
id: essay
type: self-check
model: Because it adds up.
rubric: [It says one., It says two., It says three.]
"""

CODE = """
id: code
type: code
function: alphas_bar(betas)
starter: "def alphas_bar(betas):\\n    ...\\n"
solution: |
  def alphas_bar(betas):
      return np.cumprod(1.0 - np.asarray(betas, float))
reference: "cumprod(1 - betas)"
tolerance: {rel: 1.0e-9, abs: 1.0e-12}
cases:
  visible: [{betas: [0.1, 0.2]}]
  hidden:
    - {label: random betas, n: 5, draw: {betas: "uniform(0.01, 0.5, 20)"}, hint: Try it by hand.}
    - {label: nothing injected, betas: [0, 0, 0]}
mutants:
  - {code: "def alphas_bar(betas):\\n    return 1 - np.cumsum(betas)", tag: summed, say: They multiply.}
"""

ALL = (NUMBER, VECTOR, FORMULA, PARTS, MIXED, CHOICE, CHOICES, MATCH, ORDER, BUG, ESSAY, CODE)
