"""Make knowledge/rarity.txt from the word list of wordfreq: `make rarity`."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

from wordfreq import get_frequency_dict

from knowledge import rarity
from knowledge.analysis import terms

HEADER = """\
# How common a term is in English: Zipf's scale (log10 of its uses in a billion words), then the
# terms. Terms rarer than {least} are left out. Made by `make rarity` from wordfreq 3.1.1's list
# "large" (Robyn Speer, https://github.com/rspeer/wordfreq), whose data is licensed CC BY-SA 4.0;
# so is this file.
"""


def main() -> None:
    """Add up the frequencies of the words that share a term, and write the table."""
    frequencies: Counter[str] = Counter()
    for word, frequency in get_frequency_dict("en", wordlist="large").items():
        if len(found := terms(word)) == 1 and found[0].isascii():
            frequencies[found[0]] += frequency  # type: ignore[assignment]
    levels: dict[float, list[str]] = defaultdict(list)
    for term, frequency in frequencies.items():
        levels[round(math.log10(frequency * 1e9), 1)].append(term)
    kept = sorted((level for level in levels if level >= rarity.LEAST_ZIPF), reverse=True)
    lines = [f"{level} {' '.join(sorted(levels[level]))}\n" for level in kept]
    Path(rarity.TABLE).write_text(
        HEADER.format(least=rarity.LEAST_ZIPF) + "".join(lines), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
