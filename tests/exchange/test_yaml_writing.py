"""What is written is what is read again."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.documents import read_document
from app.exchange.prose_texts import clean
from app.exchange.yaml_writing import written

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40).map(clean).map(str.strip)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.booleans()


@example("'\t'", "a\t\nb  \n \t\nc", [], 0)
@given(
    TEXTS, TEXTS, st.lists(st.fixed_dictionaries({"text": TEXTS, "correct": NUMBERS}), max_size=3), NUMBERS
)
def test_every_value_comes_back(
    title: str, line: str, options: list[dict[str, object]], number: float
) -> None:
    value = {
        "title": title,
        "hints": [line, "a\n\n b"],
        "options": options,
        "params": {"x": {"int": [number]}},
    }
    text = written(value, ["a comment"])  # type: ignore[arg-type]  # lists of lists are plain values
    assert read_document(text, "x.yaml").value == value


@given(TEXTS.filter(bool))
def test_prose_comes_back_with_the_end_of_its_line(text: str) -> None:
    value = read_document(written({"prompt": text}), "x.yaml").value
    assert value == {"prompt": f"{text}\n"}


def test_short_things_stand_in_a_line_and_only_what_could_be_misread_in_quotes() -> None:
    assert written({"id": "a-b", "title": "It's", "tags": ["x", "1"], "tolerance": {"abs": 0.1}}) == (
        'id: a-b\ntitle: It\'s\ntags:\n  - x\n  - "1"\ntolerance: {abs: 0.1}\n'
    )
