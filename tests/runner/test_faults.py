import pytest

from app.runner.child.faults import describe


class RudeError(Exception):
    def __str__(self) -> str:
        raise SystemExit


def test_an_exception_that_cannot_be_shown_has_no_message() -> None:
    assert describe(RudeError(), "<answer>") == ("RudeError", "", None)


def test_messages_are_bounded() -> None:
    assert len(describe(ValueError("x" * 10**6), "<answer>")[1]) == 500


def test_lines_of_other_files_are_not_told() -> None:
    with pytest.raises(SyntaxError) as caught:
        compile("a\nb c", "<other>", "exec")
    assert describe(caught.value, "<answer>") == ("SyntaxError", "invalid syntax", None)
    assert describe(caught.value, "<other>")[2] == 2
