"""The Python of an exercise, read but never run: signatures, cases and whether every program compiles."""

from __future__ import annotations

import ast
import builtins
import textwrap
import warnings
from collections.abc import Iterable, Iterator

from app.composer import PathTuple
from app.expressions import Formula
from app.faults import nearest, with_guess
from app.functions import FUNCTIONS, is_model
from app.models import BugLine, Case, Code, CodeQuestion, Exercise
from app.nodes import Name
from app.slips import Slip


def slips_in_programs(exercise: Exercise) -> Iterator[Slip]:
    """The slips of a code or bug-line exercise that can be seen without running it."""
    match exercise:
        case Code():
            yield from _reference(exercise)
            yield from _cases(exercise)
            yield from _starter(exercise)
            for where, source in _sources(exercise):
                yield from compiled(source, where)
        case BugLine():
            broken = [*compiled(exercise.code, ("code",))]
            yield from broken or compiled(healed(exercise), ("fix",), offset=0)
            yield from compiled(exercise.shows, ("shows",))


def healed(exercise: BugLine) -> str:
    """The program with its wrong line replaced by the fix, indented as the line was."""
    lines = exercise.code.splitlines()
    wrong = lines[exercise.line - 1]
    indent = wrong[: len(wrong) - len(wrong.lstrip())]
    fix = exercise.fix.rstrip("\n")
    lines[exercise.line - 1] = fix if fix[:1].isspace() else textwrap.indent(fix, indent)
    return "\n".join(lines)


def names_of_signatures(question: CodeQuestion) -> dict[str, ast.arguments]:
    """The arguments of each function the student writes; a signature that is not Python is left out."""
    found = {}
    for signature in question.signatures:
        try:
            tree = ast.parse(f"def {signature}: ...").body[0]
        except (SyntaxError, ValueError):
            continue
        if isinstance(tree, ast.FunctionDef):
            found[tree.name] = tree.args
    return found


def arguments_of(question: CodeQuestion, name: str) -> tuple[str, ...]:
    """The names of the arguments of one of the functions, in order."""
    found = names_of_signatures(question).get(name)
    return tuple(one.arg for one in _all(found)) if found else ()


def _all(arguments: ast.arguments) -> list[ast.arg]:
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _required(arguments: ast.arguments) -> list[str]:
    positional = [*arguments.posonlyargs, *arguments.args]
    without = positional[: len(positional) - len(arguments.defaults)]
    keywords = [
        one
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    return [one.arg for one in (*without, *keywords)]


def slips_in_signatures(exercise: Exercise) -> Iterator[Slip]:
    """The signatures that are none; nothing else of the exercise can be judged before they are."""
    if not isinstance(exercise, Code):
        return
    known = names_of_signatures(exercise)
    if not exercise.signatures:
        yield Slip(("function",), "no function is asked for", "Write name(argument, …).")
    for number, signature in enumerate(exercise.signatures):
        where = ("function",) if isinstance(exercise.function, str) else ("function", number)
        if signature.split("(")[0].strip() not in known:
            yield Slip(where, "this is not how a Python function begins", "Write name(argument, …).", 0)


def _uncounted(exercise: Code, has_references: bool) -> Iterator[Slip]:
    """Calls that shall be counted, where nothing tells how many are right, or no case gives a function."""
    cases = (*exercise.cases.visible, *exercise.cases.hidden)
    if not has_references:
        yield Slip(("count_calls",), "a function without a reference has no count to compare with")
    elif not any(is_model(draw) for case in cases for draw in case.draw.values()):
        message = "no case gives a function, so there are no calls to count"
        cure = 'Draw one as an input, such as `draw: {model: "models.linear(2, 1)"}`, or leave this out.'
        yield Slip(("count_calls",), message, cure)


def _reference(exercise: Code) -> Iterator[Slip]:
    """A checker named as the reference must take the arguments; missing and unknown functions."""
    known = names_of_signatures(exercise)
    for number, one in enumerate(exercise.properties):
        if one.call and one.call not in known:
            yield Slip(("properties", number, "call"), _unknown(one.call, known))
    references: dict[str, tuple[PathTuple, Formula]] = {}
    if isinstance(exercise.reference, Formula):
        if len(known) > 1:
            yield Slip(
                ("reference",), "several functions need a reference each", "Write {name: reference, …}."
            )
        references = dict.fromkeys(list(known)[:1], (("reference",), exercise.reference))
    else:
        references = {name: (("reference", name), one) for name, one in exercise.reference.items()}
        for name in references.keys() - known.keys():
            yield Slip(("reference", name), _unknown(name, known), key=True)
        judged = {one.call or next(iter(known), "") for one in exercise.properties}
        for name in known.keys() - references.keys() - judged:
            cure = "Give it one, or `properties` that what it returns must fulfil."
            yield Slip(("reference",), f"the function {name!r} has no reference", cure)
    if exercise.count_calls:
        yield from _uncounted(exercise, references.keys() == known.keys())
    for name in references.keys() & known.keys():
        where, formula = references[name]
        yield from _takes(formula, known[name], where)


def _takes(formula: Formula, arguments: ast.arguments, where: PathTuple) -> Iterator[Slip]:
    if isinstance(formula.node, Name) and (checker := FUNCTIONS.get(formula.node.name)):
        positional = len(arguments.posonlyargs) + len(arguments.args)
        if refusal := checker.refusal(positional, [one.arg for one in arguments.kwonlyargs]):
            yield Slip(where, refusal, "Write the reference as a call with the arguments it takes.", 0)


def _cases(exercise: Code) -> Iterator[Slip]:
    known = names_of_signatures(exercise)
    for kind, cases in (("visible", exercise.cases.visible), ("hidden", exercise.cases.hidden)):
        for number, case in enumerate(cases):
            where = ("cases", kind, number)
            yield from _raised(case.raises, (*where, "raises"), exercise)
            name = case.call or next(iter(known), "")
            if name in known:
                yield from _case(case, known[name], name, where)
            elif case.call:
                yield Slip((*where, "call"), _unknown(name, known))


def _case(case: Case, arguments: ast.arguments, function: str, where: PathTuple) -> Iterator[Slip]:
    names = [one.arg for one in _all(arguments)]
    known = [*names, *Case.model_fields]
    given: dict[str, PathTuple] = {name: (*where, "draw", name) for name in case.draw}
    for name in case.given:
        if name in case.draw:
            yield Slip((*where, name), f"{name!r} is both given and drawn", key=True)
        given[name] = (*where, name)
    is_open = arguments.vararg or arguments.kwarg
    strange = [name for name in given if name not in names and not is_open and not _is_used(name, case)]
    meant = {nearest(name, known) for name in strange}
    missing = [name for name in _required(arguments) if name not in given and name not in meant]
    for name in strange:
        lacking = f"This case lacks the argument {missing[0]!r}." if missing else ""
        yield Slip(given[name], _unknown(name, known, f"an argument of {function}"), lacking, key=True)
    if missing and not strange:
        first = missing[0]
        cure = f"{first!r} is a key of the case itself. Call the argument otherwise in `function`."
        message = f"this case lacks the argument {first!r} of {function}"
        yield Slip(where, message, cure if first in Case.model_fields else "")


EXCEPTIONS = frozenset(
    name for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, Exception)
)


def _raised(name: str | None, where: PathTuple, exercise: Code) -> Iterator[Slip]:
    """An exception that Python does not have, nor any program of the exercise."""
    programs = (source for _, source in _sources(exercise))
    if name is None or name in EXCEPTIONS or any(name in source for source in programs):
        return
    message = with_guess(f"{name!r} is no exception of Python", name, EXCEPTIONS)
    yield Slip(where, message, "Write the name of the exception that must come, such as ValueError.")


def _is_used(name: str, case: Case) -> bool:
    """A value that is no argument may still serve the draws, as a size for example."""
    return any(name in formula.names for formula in case.draw.values())


def _unknown(name: str, known: Iterable[str], what: str = "a function of this exercise") -> str:
    return with_guess(f"{name!r} is not {what}", name, known)


def _starter(exercise: Code) -> Iterator[Slip]:
    """A starter in which a function is missing that students are to write."""
    if not exercise.starter.strip():
        begin = "\n".join(f"def {signature}:" for signature in exercise.signatures)
        yield Slip(("starter",), "the starter is empty", f"Begin with `{begin}`.")
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            defined = {name for node in ast.walk(ast.parse(exercise.starter)) for name in _defined(node)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # told of every program
    for signature in exercise.signatures:
        name = signature.split("(")[0].strip()
        if name not in defined:
            message = f"the starter does not define {name!r}"
            yield Slip(("starter",), message, f"Begin with `def {signature}:`.", 0)


def _defined(node: ast.AST) -> Iterator[str]:
    """The names that a statement gives a meaning to."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name


def _sources(exercise: Code) -> Iterator[tuple[PathTuple, str]]:
    yield ("starter",), exercise.starter
    yield ("solution",), exercise.solution
    for number, mutant in enumerate(exercise.mutants):
        yield ("mutants", number, "code"), mutant.code


def compiled(source: str, where: PathTuple, offset: int | None = None) -> Iterator[Slip]:
    """A slip when a program is not Python, at its character unless `offset` is given."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            compile(source, "<exercise>", "exec", dont_inherit=True)
    except SyntaxError as error:
        at = _offset(source, error.lineno or 1, error.offset or 1) if offset is None else offset
        yield Slip(where, f"this is not Python: {error.msg}", offset=at)
    except (ValueError, RecursionError, MemoryError) as error:
        yield Slip(where, f"this is not Python: {error}", offset=0)


def _offset(source: str, line: int, column: int) -> int:
    lines = source.splitlines(keepends=True)
    before = sum(map(len, lines[: line - 1]))
    return min(before + column - 1, max(len(source) - 1, 0))
