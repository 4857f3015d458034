"""The reader under atheris, which mutates towards what no frame before has covered.

Run as `python -m tests.fuzz.guided -runs=500000`; it starts from honest frames and ends at the first failure.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["app.runner.child.frames", "app.runner.child.reading", "app.runner.exchange"]
):
    from app.runner.exchange import report_of

from .corpus import JOB, frames
from .properties import check


def one_frame(frame: bytes) -> None:
    """Read it and look at the report."""
    check(report_of(frame, JOB), frame, JOB)


def main() -> None:
    """Hand over to the fuzzer, which ends the process."""
    with tempfile.TemporaryDirectory() as folder:
        for number, frame in enumerate(frames()):
            Path(folder, str(number)).write_bytes(frame)
        atheris.Setup(
            [*sys.argv, "-max_len=65536", f"-artifact_prefix={tempfile.gettempdir()}/", folder], one_frame
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
