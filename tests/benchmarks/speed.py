"""Print how fast answers are: `make bench`. Ratios compare two things in one run."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from evaluation.cases import articles, squad
from rank_bm25 import BM25Okapi

from knowledge.answering import AnswerSettings
from knowledge.index import K1, B, BM25Index
from knowledge.library import Library
from knowledge.query import understand
from knowledge.snapshot import build_snapshot
from knowledge.synonyms import shipped

QUESTION = "When did Shoigu visit North Korea?"


def median_ms(run: Callable[[], object], times: int) -> float:
    """Return the median time of a call, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def process_ms(*arguments: str) -> float:
    """Return the median time of a whole Python process, in milliseconds."""
    command = [sys.executable, *arguments]
    return median_ms(lambda: subprocess.run(command, capture_output=True, check=True), 9)  # noqa: S603


def documents(count: int) -> list[list[str]]:
    """Return passages of 20 to 120 words whose frequencies fall as in a language."""
    random_ = random.Random(1)  # noqa: S311
    return [
        [f"w{int(random_.paretovariate(0.8)) % 20_000}" for _ in range(random_.randint(20, 120))]
        for _ in range(count)
    ]


def bm25_of(library: Library) -> Callable[[str], object]:
    """Return the part of an answer that scores passages and sentences."""
    snapshot = library.snapshot
    return lambda question: snapshot.candidates(understand(question, snapshot, shipped()).weights())


def main() -> None:
    """Print one line a figure."""
    imports = "import bot.config_file, bot.terminal, knowledge.library"
    whole = process_ms("run_bot.py", "ask", "--json", QUESTION)
    print(f"ask, whole process: {whole:.0f} ms, importing: {process_ms('-c', imports):.0f} ms")
    library = Library.open(Path("knowledge/articles"))
    warm = median_ms(lambda: library.ask(QUESTION), 500)
    print(f"a warm question over the shipped article: {warm:.2f} ms")
    twice = [replace(one, name=f"{one.name} {n}") for n in (1, 2) for one in articles()]
    library = Library(build_snapshot(twice), AnswerSettings())
    chosen = [case.question for case in islice(squad("article"), 0, 3_000, 30)]
    for name, ask in (("an answer", library.ask), ("its BM25 alone", bm25_of(library))):
        taken = statistics.median(median_ms(partial(ask, one), 5) for one in chosen)
        print(f"{name} over {len(library.snapshot.passages)} passages: {taken:.2f} ms")
    for count in (100, 1_000, 10_000):
        corpus = documents(count)
        ours, plain = BM25Index(corpus), BM25Okapi(corpus, k1=K1, b=B)
        query = [f"w{number}" for number in (1, 3, 8, 20, 50, 120, 700, 3_000)]
        fast = median_ms(lambda: ours.search(query, limit=10), 50)  # noqa: B023
        slow = median_ms(lambda: plain.get_top_n(query, corpus, 10), 10)  # noqa: B023
        print(f"{count} passages: {fast:.2f} ms, rank_bm25 {slow:.2f} ms, ratio {slow / fast:.0f}")


if __name__ == "__main__":
    main()
