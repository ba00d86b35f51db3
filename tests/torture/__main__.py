"""Kill, look, kill again: `PYTHONPATH=.:tests python -m torture --kills 1000`.

The store stays from one kill to the next; every hundredth kill begins a new one, to hit the making
of its tables as well. SIGKILL takes a process at any instruction, but what it has written stays: a
loss of power is not tried here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import alembic.command
import alembic.config
import alembic.script  # noqa: F401  # all three: so that no child waits for them

import knowledge.reading.markdown  # noqa: F401
from torture.child import Step, lay_out, live
from torture.state import LostError, State, TornError, expect, read

LIFE = 0.4  # seconds that a child lives at most after it has opened the library
OPENING = 0.15  # seconds that it lives at most if it is to be killed before that
EARLY = 0.2  # the share of those
PATIENCE = 10.0  # seconds to wait until it is open
RENEWED = 100  # kills with one store


@dataclass(slots=True)
class Tally:
    """What was seen."""

    kills: int = 0
    acknowledged: int = 0
    under_way: int = 0  # kills in the middle of a change
    committed: int = 0  # of those, changes that were in the store nevertheless
    lost: int = 0
    torn: int = 0
    failed: int = 0  # children that ended by themselves

    def line(self, seconds: float) -> str:
        """Return the summary."""
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged changes, lost {self.lost}, "
            f"torn {self.torn}, failed {self.failed}; {self.under_way} kills amid a change, "
            f"{self.committed} of them behind its commit; {seconds:.0f} seconds\n"
        )


def spawn(base: Path, log: Path, seed: int) -> int:
    """Start a child; return its id."""
    if threading.active_count() > 1:
        raise RuntimeError("a process with threads must not be forked")
    if child := os.fork():
        return child
    try:
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        live(base, descriptor, seed)
    except BaseException:  # noqa: BLE001  # nothing may get back into the parent's code
        traceback.print_exc()
    finally:
        os._exit(1)


def kill(child: int) -> bool:
    """Kill a child; return whether it lived until then."""
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def wait_until_open(log: Path) -> None:
    """Wait until a child has opened the library; one that failed is found out when it is killed."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not (log.exists() and log.read_bytes().count(b"\n") > 1):
        time.sleep(0.001)


def absorb(log: Path, model: State, tally: Tally) -> tuple[State, Step | None]:
    """Return the state that the log tells of, and the change that was under way, if any."""
    under_way = None
    data = log.read_bytes() if log.exists() else b""
    for line in data[: data.rfind(b"\n") + 1].splitlines():
        step = Step(**json.loads(line))
        under_way = None if step.is_done else step
        if step.is_done:
            model = model.done(step)
            tally.acknowledged += step.kind != "open"
    log.unlink(missing_ok=True)
    return model, under_way


def torture(kills: int, seed: int, base: Path) -> Tally:
    """Kill so many children one after the other, and look at the store after each."""
    random_ = random.Random(seed)  # noqa: S311
    tally, model = Tally(), State()
    log = base / "acknowledged.jsonl"
    for number in range(kills):
        is_new = number % RENEWED == 0
        if is_new:
            shutil.rmtree(base, ignore_errors=True)
            lay_out(base)
            model = State()
        child = spawn(base, log, seed * 1_000_000 + number)
        if random_.random() < EARLY:
            time.sleep(random_.uniform(0, OPENING))
        else:
            wait_until_open(log)
            time.sleep(random_.uniform(0, LIFE))
        lived = kill(child)
        tally.kills += 1
        if not lived:
            tally.failed += 1
            sys.stdout.write(f"kill {number}: the process had ended by itself\n")
            return tally
        try:
            actual, texts = read(base / "state")
            model, step = absorb(log, model, tally)
            tally.under_way += step is not None and step.kind != "open"
            tally.committed += expect(actual, model, step, texts)
            model = actual
        except (LostError, TornError) as error:
            tally.lost += isinstance(error, LostError)
            tally.torn += isinstance(error, TornError)
            sys.stdout.write(f"kill {number}: {error}\n")
            return tally  # what comes next would only say so again
        if any((base / "state").glob("*.damaged-*")):
            sys.stdout.write(f"kill {number}: the store was taken for damaged\n")
            tally.torn += 1
            return tally
    return tally


def main() -> None:
    """Print one line; exit with 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tally = torture(arguments.kills, arguments.seed, Path(folder) / "base")
    sys.stdout.write(tally.line(time.perf_counter() - started))
    if tally.lost or tally.torn or tally.failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
