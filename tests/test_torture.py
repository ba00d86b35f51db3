"""Kill a process that changes the library a few times; `python -m torture` does so 1,000 times."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 12


@pytest.mark.threat("S1")
def test_a_killed_process_loses_nothing_that_was_acknowledged() -> None:
    tests = Path(__file__).parent
    path = os.pathsep.join([str(tests.parent), str(tests)])
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "torture", "--kills", str(KILLS), "--seed", "3"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{KILLS} kills" in run.stdout
    assert "lost 0, torn 0, failed 0" in run.stdout
