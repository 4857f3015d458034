from __future__ import annotations

import pytest

from app.answers.typed_text import SHOWN, Unread, normalised, quoted, without_label


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("−3", "-3"),
        ("2×3÷4", "2*3/4"),
        ("10⁻⁵", "10^(-5)"),
        ("１２", "12"),
        ("\u00a00.5\u200b", "0.5"),
        (r"\(\frac{1}{2}\cdot 3\)", "((1)/(2))* 3"),
        (r"\frac12", "(1/2)"),
        ("np.sqrt(2)", "sqrt(2)"),
        ("2½", "(2+1/2)"),
    ],
)
def test_signs_of_other_keyboards_become_plain(typed: str, plain: str) -> None:
    assert normalised(typed) == plain


@pytest.mark.parametrize("typed", ["\ud800", "1\x002", "\x07"])
def test_characters_that_nobody_types_are_refused(typed: str) -> None:
    with pytest.raises(Unread):
        normalised(typed)


def test_a_label_is_dropped_up_to_the_last_sign() -> None:
    assert without_label("x = y ≈ 0.5").strip() == "0.5"
    assert without_label("0.5") == "0.5"


def test_quoted_text_is_a_short_code_span() -> None:
    assert quoted("a`b\n$c$") == "`a'b $c$`"
    assert len(quoted("x" * 1000)) == SHOWN + 2
    assert quoted("\ud800").encode()
