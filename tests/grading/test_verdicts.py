from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from app.grading import (
    ArrayEvidence,
    CaseMark,
    CodeEvidence,
    Evidence,
    Graded,
    LineEvidence,
    OptionMark,
    OptionsEvidence,
    OrderEvidence,
    PairMark,
    PairsEvidence,
    PartGraded,
    ReadAs,
    SelfEvidence,
)

JSON = TypeAdapter(Graded)


@pytest.mark.parametrize(
    "evidence",
    [
        None,
        ReadAs("$1$"),
        ArrayEvidence((2, 3), 1, (0, 2), 0.5),
        OptionsEvidence((OptionMark("a", "right", "Yes."),)),
        PairsEvidence((PairMark("a", True, ""),)),
        OrderEvidence(first="a", second="b"),
        LineEvidence(3, False),
        CodeEvidence((CaseMark("one", True, "pass", "f(1)", "2", "2"),), "printed", 4),
        SelfEvidence(1, 3),
    ],
)
def test_a_verdict_survives_json(evidence: Evidence | None) -> None:
    part = PartGraded("a", "blank", 0.0, evidence=evidence)
    graded = Graded("mistake", 0.0, "tag", "Not yet.", "Because.", evidence, (part,))
    assert JSON.validate_json(JSON.dump_json(graded)) == graded
    assert JSON.validate_python(JSON.dump_python(graded, mode="json")) == graded
