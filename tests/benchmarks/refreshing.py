"""Print how long refreshes take, and what waits meanwhile: `python tests/benchmarks/refreshing.py`.

The library has 1,000 articles of 10 passages each, of English words as often as in English. While
it is refreshed, a coroutine notes how much later than asked for the event loop wakes it up, and
another one asks questions in a thread, as the bot does.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from evaluation.cases import articles, squad

from bot.service import SWITCH
from knowledge.changes import Change, Outcome, Wish
from knowledge.library import Library
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.store.versions import SHARED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SEED = 1
PASSAGES = 10  # of an article
SENTENCE = 18  # words
NAP = 0.001  # seconds that the watched coroutine sleeps
PAUSE = 0.02  # seconds between two questions
IDLE = 5.0  # seconds that are watched without a refresh
REPEATS = 5  # refreshes of one changed article

MOST_OF_BUILD = 0.1  # the share of the first build that a refresh of one article may take
MOST_LAG = 20.0  # milliseconds, the 99th percentile


class Words:
    """Writes articles of the words of the development articles, as often as they occur there."""

    def __init__(self) -> None:
        texts = [article.text for article in articles()]
        counts = Counter(word.strip('.,;:!?()"') for text in texts for word in text.split())
        counts.pop("", None)
        self._words = list(counts)
        self._weights = list(accumulate(counts.values()))
        passages = [len(part.split()) for text in texts for part in text.split("\n\n")[1:]]
        self._lengths = passages
        self._random = random.Random(SEED)  # noqa: S311

    def article(self, number: int) -> str:
        """Return a file's text; no two are alike."""
        title = " ".join(self._drawn(3)).title()
        return "\n\n".join([f"{title} {number}", *self.passages(PASSAGES)]) + "\n"

    def passages(self, count: int) -> Iterator[str]:
        """Yield passages as long as those of the development articles."""
        for length in self._random.choices(self._lengths, k=count):
            words = self._drawn(length)
            starts = range(0, length, SENTENCE)
            yield " ".join(_sentence(words[start : start + SENTENCE]) for start in starts)

    def _drawn(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)


def _sentence(words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


@dataclass(slots=True)
class Watched:
    """What waited: milliseconds that the loop was late, and that answers took."""

    late: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return a row of the table."""
        return f"{name:34}  {_percentiles(self.late)}   {_percentiles(self.answers)}"


def _percentiles(taken: Sequence[float]) -> str:
    if not taken:
        return f"{'':>26}"
    half, most, all_ = np.percentile(taken, [50, 99, 100])
    return f"{half:8.1f} {most:8.1f} {all_:8.1f}"


@asynccontextmanager
async def watching(
    library: Library, questions: Sequence[str], into: Watched
) -> AsyncIterator[None]:
    """Watch the loop, and ask, as long as the body runs."""
    tasks = [
        asyncio.create_task(_watch(into.late)),
        asyncio.create_task(_ask(library, questions, into.answers)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watch(late: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(NAP)
        late.append((time.perf_counter() - started - NAP) * 1000)


async def _ask(library: Library, questions: Sequence[str], answers: list[float]) -> None:
    number = 0
    while True:
        started = time.perf_counter()
        await asyncio.to_thread(library.ask, questions[number % len(questions)])
        answers.append((time.perf_counter() - started) * 1000)
        number += 1
        await asyncio.sleep(PAUSE)


async def timed(run: Callable[[], Awaitable[Change]]) -> float:
    """Return how many seconds a refresh takes that makes a version."""
    started = time.perf_counter()
    change = await run()
    taken = time.perf_counter() - started
    if change.outcome is not Outcome.DONE:
        raise RuntimeError(f"the refresh ended as {change.outcome}")
    return taken


async def measure(count: int, base: Path) -> bool:
    """Print the table; return whether both targets are met."""
    folder = base / "articles"
    folder.mkdir()
    sys.setswitchinterval(SWITCH)  # as the bot does
    words = Words()

    def rewrite(numbers: Sequence[int]) -> None:
        for number in numbers:
            (folder / f"{number:05}.txt").write_text(words.article(number), encoding="utf-8")

    rewrite(range(count))
    questions = [case.question for case in islice(squad("article"), 0, 3_000, 30)]

    started = time.perf_counter()
    opened = await open_libraries(base / "state", folder)
    build = time.perf_counter() - started
    library = await opened.libraries.get(SHARED)
    moderation = Moderation(opened.libraries)
    snapshot = library.snapshot
    described = f"{len(snapshot.articles)} articles, {len(snapshot.passages)} passages"
    print(f"{described}, {len(snapshot.passage_index.idf)} terms: first build {build:.2f} s")

    async def refresh() -> Change:
        return await moderation.refresh(Wish(SHARED, actor=1))

    idle, one, every = Watched(), Watched(), Watched()
    async with watching(library, questions, idle):
        await asyncio.sleep(IDLE)
    alone, asked = [], []
    for repeat in range(REPEATS):
        rewrite([repeat * 7 % count])
        alone.append(await timed(refresh))
    for repeat in range(REPEATS):
        rewrite([repeat * 11 % count])
        async with watching(library, questions, one):
            asked.append(await timed(refresh))
    rewrite(range(count))
    async with watching(library, questions, every):
        whole = await timed(refresh)
    await opened.libraries.database.close()

    single = statistics.median(alone)
    print(f"refresh of one changed article: {single:.2f} s, {single / build:.2f} of the build")
    print(f"  while questions are asked: {statistics.median(asked):.2f} s")
    print(f"refresh of all, while questions are asked: {whole:.2f} s, {whole / build:.2f}")
    print(f"{'':34}  {'loop lag, ms':>26}   {'answer in a thread, ms':>26}")
    head = f"{'p50':>8} {'p99':>8} {'max':>8}"
    print(f"{'meanwhile':34}  {head}   {head}")
    print(idle.line("no refresh"))
    print(one.line("refresh of one article"))
    print(every.line("refresh of all articles"))
    late = max(float(np.percentile(watched.late, 99)) for watched in (one, every))
    is_quick, is_smooth = single / build < MOST_OF_BUILD, late < MOST_LAG
    print(f"target, under {MOST_OF_BUILD} of the build: {'met' if is_quick else 'MISSED'}")
    print(f"target, lag p99 under {MOST_LAG:.0f} ms: {'met' if is_smooth else 'MISSED'}")
    return is_quick and is_smooth


def main() -> None:
    """Measure in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        if not asyncio.run(measure(arguments.articles, Path(base))):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
