"""The runner of students' programs: source and inputs go in, plain data comes out, no key is ever near."""

from .child.layers import LACKING, Level
from .child.models import Model
from .child.plain import Value
from .counts import Counts
from .job import Busy, Call, Job, Raised, Report, Result, Returned, Unreadable
from .runner import Runner, run_jobs
from .turns import TooMany, Turn

__all__ = [
    "LACKING",
    "Busy",
    "Call",
    "Counts",
    "Job",
    "Level",
    "Model",
    "Raised",
    "Report",
    "Result",
    "Returned",
    "Runner",
    "TooMany",
    "Turn",
    "Unreadable",
    "Value",
    "run_jobs",
]
