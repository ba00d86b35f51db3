"""Print how fast entries are suggested among 100,000, and what that takes to build and to hold."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from evaluation.cases import articles

from knowledge.key_terms import Entry, EntryKind, entries_of
from knowledge.library import Library
from knowledge.lookup import Lookup, mentions
from knowledge.snapshot import Snapshot, build_snapshot

ENTRIES = 100_000
STEMS = 60_000  # different words among them
TYPED = 150  # texts of each length
LONGEST = 12  # letters
SYLLABLES = (
    "an ba be ber bor bra ca chen co con da del di do ed el en er es fi for ga gen go ha hi ho il "
    "in ing ion ist ja ka ki kim ko kor la le li lin lo ma men mi mo na ne ni no nor on or pa pe "
    "pre pro pu ra re ri ro sa sea ser shi si son sta su ta te th ti tion to tra tri ul un ur va "
    "ver vi vo wa wes wi za zhu"
).split()


def words(random_: random.Random) -> list[str]:
    """Return different words of two to four syllables."""
    found: dict[str, None] = {}
    while len(found) < STEMS:
        found["".join(random_.choices(SYLLABLES, k=random_.choice((2, 2, 3, 3, 4))))] = None
    return list(found)


def entries(random_: random.Random) -> Iterator[Entry]:
    """Yield different entries of one to six words whose frequencies fall as in a language."""
    known, seen = words(random_), set[str]()
    kinds = (EntryKind.TERM,) * 12 + (EntryKind.NAME,) * 6 + (EntryKind.HEADING,) * 2
    while len(seen) < ENTRIES:
        length = random_.choice((1, 1, 2, 2, 2, 3, 4, 6))
        chosen = [int(random_.paretovariate(0.35)) % STEMS for _ in range(length)]
        text = " ".join(known[one].capitalize() for one in chosen)
        if text not in seen:
            seen.add(text)
            yield Entry(text, random_.choice(kinds), int(random_.paretovariate(1)) % 5_000 + 1)


def typed(length: int, found: list[Entry], random_: random.Random) -> Iterator[tuple[str, str]]:
    """Yield texts of a length, each with what it is: a beginning, a word, a slip, a miss."""
    for _ in range(TYPED):
        text = random_.choice(found).text
        yield "beginning", text[:length]
        yield "last word", text.split()[-1][:length]
        place = random_.randrange(max(1, min(length, len(text)) - 1))
        slip = text[:place] + text[place + 1 : place + 2] + text[place : place + 1]
        yield "slip", (slip + text[place + 2 :])[:length]
        yield "miss", "".join(random_.choices("bcdefghijklmnopqrstuvwxyz ", k=length))


def ms(run: Callable[[], object]) -> float:
    """Return the time of a call, in milliseconds."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def spread(name: str, taken: list[float]) -> str:
    """Return a line of figures."""
    p50, p99 = np.percentile(taken, (50, 99))
    return f"{name:>12}: p50 {p50:6.2f} ms, p99 {p99:6.2f} ms, most {max(taken):6.2f} ms"


def traced(found: list[Entry]) -> tuple[float, float]:
    """Return the megabytes that a lookup holds, and those at the peak while it is built."""
    tracemalloc.start()
    lookup = Lookup(found)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del lookup
    return held / 1e6, peak / 1e6


def suggesting() -> None:
    """Print the figures of suggestions."""
    random_ = random.Random(1)  # noqa: S311
    found = list(entries(random_))
    built = ms(lambda: Lookup(found))
    held, peak = traced(found)
    print(f"{len(found)} entries: built in {built / 1000:.2f} s, {held:.1f} MB, {peak:.1f} at most")
    lookup = Lookup(found)
    lookup.suggest("misspelt")  # imports rapidfuzz
    kinds: dict[str, list[float]] = {}
    for length in range(LONGEST + 1):
        asked = list(typed(length, found, random_))
        taken = [ms(lambda text=text: lookup.suggest(text)) for _, text in asked]  # type: ignore[misc]
        for (kind, _), one in zip(asked, taken, strict=True):
            kinds.setdefault(kind, []).append(one)
        print(spread(f"{length} letters", taken))
    for kind, taken in kinds.items():
        print(spread(kind, taken))


def gathering(snapshot: Snapshot) -> None:
    """Print the figures of a snapshot: its entries, and the passages that mention each."""
    found: list[Entry] = []
    took = ms(lambda: found.extend(entries_of(snapshot)))
    length = sum(len(one.text.split()) for one in snapshot.articles)
    print(f"{length} words: {len(found)} entries in {took:.0f} ms")
    print(spread("mentions", [ms(lambda one=one: mentions(snapshot, one.text)) for one in found]))  # type: ignore[misc]


def main() -> None:
    """Print one line a figure; a minute at most."""
    gathering(Library.open(Path("knowledge/articles")).snapshot)
    gathering(build_snapshot(articles()))
    suggesting()


if __name__ == "__main__":
    main()
