import pytest

from app.runner.child.limits import LONGEST_PRINT
from app.runner.child.printing import CUT, Paper


def test_what_fits_is_kept_whole() -> None:
    paper = Paper()
    print("x" * (LONGEST_PRINT - 1), file=paper)
    assert paper.text() == "x" * (LONGEST_PRINT - 1) + "\n"


def test_the_beginning_of_too_much_is_kept_and_the_cut_is_told() -> None:
    paper = Paper()
    for _ in range(LONGEST_PRINT):
        assert paper.write("ab") == 2
    assert paper.text() == "ab" * (LONGEST_PRINT // 2) + CUT


def test_only_text_is_printed() -> None:
    with pytest.raises(TypeError):
        Paper().write(b"x")  # type: ignore[arg-type]  # what a student's program may do
