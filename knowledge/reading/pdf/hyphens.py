"""Join the lines of a PDF's paragraph, and the words that were broken at a line's end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from knowledge.analysis import STOP_WORDS, terms
from knowledge.rarity import is_common
from knowledge.reading.pdf.turns import TURN

_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010]\Z")  # a line that ends in a part of a word
_GOES_ON = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_CJK = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
_AND_THE_OTHER = frozenset("and or to und oder bis et ou y o e".split())  # "pre- and postwar"


class Joiner:
    """Join lines with the words of the whole document in mind."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = {word for line in lines for word in _WORD.findall(line.casefold())}

    def joined(self, lines: Sequence[str], turns: Collection[int] = ()) -> str:
        """Return lines as one; no word is lost or doubled.

        `turns` are the places of the lines that get a mark, since they begin a page.
        """
        parts = [lines[0]]
        for line in lines[1:]:
            parts[-1] = self._ended(parts[-1], line)
            parts.append(line)
        marked = (TURN * (place in turns) + part for place, part in enumerate(parts))
        return "".join(marked).removesuffix("\xad")

    def _ended(self, text: str, line: str) -> str:
        """Return a line with what joins it to the next one, or without the hyphen at its end."""
        if text.endswith("\xad"):
            return text[:-1]
        broken, rest = _BROKEN.search(text), _GOES_ON.match(line)
        if not broken or (rest and rest[0] in _AND_THE_OTHER):
            return text if _is_cjk(text[-1] + line[0]) else text + " "
        if rest and rest[0][0].islower() and not self._has_hyphen(broken[1], rest[0]):
            return text[:-1]
        return text

    def _has_hyphen(self, start: str, rest: str) -> bool:
        """Whether the hyphen belongs to the word ("well-known") and not to the line's end.

        What the document writes elsewhere decides; then whether the word is English without it.
        Failing both, a hyphen between two words is their own, and one inside a word is not.
        """
        start, rest = start.casefold(), rest.casefold()
        if f"{start}-{rest}" in self._words or f"{start}\u2010{rest}" in self._words:
            return True
        if start + rest in self._words or _is_word(start + rest):
            return False
        return self._is_known(start) and self._is_known(rest)

    def _is_known(self, word: str) -> bool:
        return word in STOP_WORDS or _is_word(word)


def _is_word(word: str) -> bool:
    return any(map(is_common, terms(word)))


def _is_cjk(two: str) -> bool:
    return all(map(_CJK.match, two))
