"""How answers fare while files are read that are made to take all time or memory."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from bombs import BOMBS

from bot.service import SWITCH
from knowledge.errors import ReadError
from knowledge.library import Library
from knowledge.reading.article import read_article

QUESTION = "When did Shoigu visit North Korea?"
QUIET = 5.0  # seconds of answers without anything else
PAUSE = 0.005  # seconds between two questions


def main() -> None:
    """Print how long answers take with nothing else to do, and while each bomb is read."""
    sys.setswitchinterval(SWITCH)
    library = Library.open(Path("knowledge/articles"))
    asked = answers(library, lambda: time.sleep(QUIET))
    print(f"answers, ms: {figures(asked)} with nothing else to do")
    during: list[float] = []
    longest = 0.0
    for name, make in BOMBS.items():
        data = make()
        began = time.perf_counter()
        during += answers(library, partial(read, name, data))
        longest = max(longest, time.perf_counter() - began)
    print(f"answers, ms: {figures(during)} while {len(BOMBS)} bombs are read")
    print(f"the longest reading took {longest:.1f} s")


def answers(library: Library, work: Callable[[], object]) -> list[float]:
    """Ask while some work is done in a thread, and return how long each answer took, in ms."""
    thread = threading.Thread(target=work)
    thread.start()
    took = []
    while thread.is_alive():
        began = time.perf_counter()
        library.ask(QUESTION)
        took.append(1000 * (time.perf_counter() - began))
        time.sleep(PAUSE)
    return took


def read(name: str, data: bytes) -> None:
    """Read a file as a refresh does."""
    with contextlib.suppress(ReadError):
        read_article(data, name)


def figures(took: list[float]) -> str:
    """Return the median and the 99th percentile."""
    p50, p99 = np.percentile(took, [50, 99])
    return f"p50 {p50:.2f}, p99 {p99:.2f}"


if __name__ == "__main__":
    main()
