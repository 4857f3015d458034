import os
import subprocess
import sys
from pathlib import Path

ELSEWHERE = """
import asyncio, subprocess, sys
sys.platform = "darwin"
for absent in ("resource", "fcntl"):
    sys.modules[absent] = None
from app.runner import Call, Job, run_jobs
job = Job("def f(x): return x + 1", (Call("f", (1,)),))
print(run_jobs([job])[0].end)
print(run_jobs([job], unprotected=True)[0].results[0].value)
"""


def test_off_linux_code_is_not_run_unless_that_is_asked_for() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.check_output([sys.executable, "-c", ELSEWHERE], env=environment, text=True)
    assert told.splitlines() == ["unavailable", "2"]
