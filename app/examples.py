"""What each key looks like when it is right, in one line: the cure of a missing or misshapen one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

EXAMPLES: Mapping[str, str] = {
    "id": "id: fwd-alpha-bar",
    "type": "type: numeric",
    "title": "title: How much signal is left?",
    "difficulty": "difficulty: 2",
    "tags": "tags: [schedule, alpha-bar]",
    "params": "params: {t: {int: [1, 9], default: 5}}",
    "int": "int: [1, 9]",
    "float": "float: [0.1, 0.9]",
    "choice": "choice: [1, 2, 4]",
    "vector": "vector: [-1, 1]",
    "length": "length: 3",
    "step": "step: 0.1",
    "require": "require: t < T",
    "let": "let: {double: 2*t}",
    "prompt": "prompt: What is the root of {{ t }}?",
    "hints": "hints: [Think of the square.]",
    "source": "source: {paper: Ho et al. 2020}",
    "paper": "paper: Ho et al. 2020",
    "answer": "answer: sqrt(t)",
    "tolerance": "tolerance: {rel: 0.01}",
    "code_tolerance": "code_tolerance: {rel: 1e-9, abs: 1e-12}",
    "rel": "rel: 0.01",
    "abs": "abs: 0.01",
    "digits": "digits: 3",
    "mistakes": "mistakes: [{if: t**2, tag: squared, say: That is the square.}]",
    "if": "if: t**2",
    "tag": "tag: took-the-root",
    "say": "say: That is the square.",
    "options": "options: [{text: Yes., correct: true, say: It is.}, {text: No., say: It is.}]",
    "text": "text: Yes.",
    "variables": "variables: {x: [0.5, 2]}",
    "also": "also: [x*x]",
    "pairs": "pairs: [{left: 1, right: odd}, {left: 2, right: even}]",
    "left": "left: 1",
    "right": "right: odd",
    "extra": "extra: [neither]",
    "items": "items: {draw: Draw noise., add: Add it.}",
    "before": "before: [[draw, add]]",
    "distractors": "distractors: [{text: Rest., say: This belongs nowhere.}]",
    "reasons": "reasons: {draw before add: What is added must be drawn.}",
    "line": "line: 3",
    "fix": "fix: return y",
    "shows": "shows: assert double(2) == 4",
    "function": "function: mean(x, weight=1.0)",
    "cases": "cases: {visible: [{x: [1.0, 2.0]}]}",
    "visible": "visible: [{x: [1.0, 2.0]}]",
    "hidden": "hidden: [{label: drawn, draw: {x: normal(3)}}]",
    "draw": "draw: {x: 'normal(4, 3)'}",
    "mutants": "mutants: [{code: …, tag: summed, say: That is the sum.}]",
    "properties": "properties: [{holds: result > 0, tag: negative, say: It is positive.}]",
    "holds": "holds: result > 0",
    "seconds": "seconds: 1",
    "n": "n: 10",
    "model": "model: Because variances add.",
    "rubric": "rubric: [Names variances.]",
    "parts": "parts: [{id: a, type: numeric, ask: What is 1 + 1?, answer: 2}]",
    "ask": "ask: What is 1 + 1?",
    "points": "points: 1",
    "summary": "summary: One or two sentences.",
    "goals": "goals: [Compute a square root.]",
    "prerequisites": "prerequisites: Chapter 1.",
    "minutes": "minutes: 30",
    "symbols": "symbols: [{symbol: $x_0$, meaning: a clean image}]",
    "symbol": "symbol: $x_0$",
    "meaning": "meaning: a clean image",
    "order": "order: [first-exercise, second-exercise]",
    "cards": "cards: [{front: What is 1 + 1?, back: Two.}]",
    "front": "front: What is 1 + 1?",
    "back": "back: Two.",
}
PARAMETERS = (
    "Write a value, {int: [1, 9]}, {float: [0, 1], step: 0.1}, {choice: [1, 2]} "
    "or {vector: [0, 1], length: 3, step: 0.1}."
)


def example(keys: Iterable[str]) -> str:
    """`For example: step: 0.1`, for those of the keys that have one; empty when none has."""
    known = [EXAMPLES[key] for key in keys if key in EXAMPLES]
    return f"For example `{'`, `'.join(known)}`." if known else ""
