"""Reports with all that is awkward in them."""

from __future__ import annotations

from app.check import Checked, Report
from app.faults import Fault

NASTY = "a < b & 'c', 100 % \"d\":\r\n\x1b[31mred\x07 ᾱ \udcff ]]> \N{GRINNING FACE}"
SOUND = Report((Checked("exercises/01-a/one.yaml", "one", 12, 0.25),))
FAULTY = Report(
    (
        Checked("exercises/01-a/one.yaml", "one", 12, 0.25),
        Checked("exercises/01-a/two: ä, 50%.yaml", "two", 3, 0.125),
    ),
    (
        Fault("../other/lesson.md", 7, 3, "lesson", NASTY, "Mend it."),
        Fault(
            "exercises/01-a/two: ä, 50%.yaml", 4, 2, "mistake-accepted", "the mistake is right", "Drop it."
        ),
        Fault("exercises/01-a/two: ä, 50%.yaml", 9, 1, "unused", "'a' is used nowhere"),
    ),
)
