"""An exception of a student's program in three words: kind, message, line."""

from types import TracebackType

from .clock import TimeUp
from .limits import LONGEST_KIND, LONGEST_MESSAGE


def describe(error: BaseException, source_name: str) -> tuple[str, str, int | None]:
    """Kind, message and the student's own line, whichever library the exception came out of."""
    return str(type(error).__name__)[:LONGEST_KIND], _message(error), line_of(error, source_name)


def _message(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):  # its str() repeats file and line
            return str(error.msg)[:LONGEST_MESSAGE]
        return str(error)[:LONGEST_MESSAGE]
    except (MemoryError, TimeUp):
        raise
    except BaseException:  # __str__ is the student's too
        return ""


def line_of(error: BaseException, source_name: str) -> int | None:
    """The student's innermost line on the way to the exception."""
    if isinstance(error, SyntaxError) and error.filename == source_name:
        return error.lineno
    return _innermost(error.__traceback__, source_name)


def _innermost(traceback: TracebackType | None, source_name: str) -> int | None:
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == source_name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
