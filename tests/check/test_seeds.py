"""One exercise, proved at many seeds."""

from __future__ import annotations

from app.assets import Assets
from app.check.seeds import prove_seeds
from app.formulas import Renderer
from app.places import folder
from tests.grading.examples import NUMBER, variant


class Faulty(Renderer):
    """Has a fault that nobody has found yet."""

    def check(self, latex: str, display: bool = False) -> None:
        raise ZeroDivisionError(f"{latex} {display}")


def renderer() -> Renderer:
    return Renderer(Assets(folder("static")).katex_source())


def test_a_sound_exercise_has_no_slips() -> None:
    proved = prove_seeds(variant(NUMBER).exercise, 5, renderer())
    assert proved.slips == ()
    assert proved.held


def test_where_the_check_itself_fails_nothing_counts_as_proved() -> None:
    proved = prove_seeds(variant(NUMBER + "explanation: Of $x$.\n").exercise, 5, Faulty(None))
    (slip,) = proved.slips
    assert (slip.rule, proved.held) == ("not-proved", 0)
    assert "ZeroDivisionError: x False" in slip.message
