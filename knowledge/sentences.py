"""Find the borders of sentences, so that each is a slice of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A closing mark with the quotes and brackets that belong to it, and the space behind it; or a
# line's end, always a border; or a closing mark of a script that writes no spaces.
_BORDER = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?P<gap>[ \t\u00a0]+)"
    r"|\n+|(?<=[。！？])(?![。！？”’」』）\n])"
)
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘—–/-]*\Z")
_OPENERS = "\"'“‘«([*_-—–…"

# Followed by a name or a number: never the end of a sentence.
_BEFORE_NAME = frozenset(
    "mr mrs ms mx dr prof st sen rep gov gen col lt maj capt cpt sgt cmdr adm pres hon rev fr sr "
    "msgr amb supt insp messrs mt ft no nos vol fig figs eq ch sec art para pp p ed eds vs v cf "
    "e.g i.e viz al approx ca c est tbsp tsp min max".split()
)
# Followed by a capital letter: the end of a sentence only before a word that begins sentences.
_MAYBE_LAST = frozenset(
    "u.s u.k u.n e.u u.s.a u.s.s.r d.c a.m p.m etc inc ltd co corp bros llc plc dept univ jr sr "
    "ph.d m.d b.a m.a jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs "
    "fri sat sun ave blvd rd b.c a.d".split()
)
_STARTERS = frozenset(
    "the a an this that these those it its he she they we you i his her their our my in on at by "
    "for from with after before since when while if as but and or so yet because although however "
    "there here what who why how where then thus also still now today yesterday meanwhile later "
    "despite during under over some many most all both each no not one two according".split()
)
_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ITEM = re.compile(
    r"\s*\(?(?:\d{1,3}|[a-zA-Z])"
)  # the number of a list's item, before its full stop


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence; `text[start:end]` is verbatim and has no space around it."""
    start = 0
    for border in _BORDER.finditer(text):
        if border["mark"] and not _ends_sentence(text, border, start):
            continue
        yield from _stripped(text, start, border.end())
        start = border.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, border: re.Match[str], start: int) -> bool:
    """Whether the mark at `border` ends the sentence from `start`, by the words beside it."""
    after = text[border.end() : border.end() + 40].lstrip(_OPENERS)
    if not after or after[0].islower():
        return False
    if border["mark"] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, border.start() - 40), border.start())
    last = word[0].casefold() if word else ""
    if last in _BEFORE_NAME or _is_initial(last) or _ITEM.fullmatch(text, start, border.start()):
        return False
    may_go_on = last in _MAYBE_LAST or _INITIALS.fullmatch(last)
    return not may_go_on or _begins_sentence(after)


def _is_initial(word: str) -> bool:
    """Whether the word is a single letter, as in "George W." or "J. K."; "I" is a word."""
    return len(word) == 1 and word.isalpha() and word != "i"


def _begins_sentence(text: str) -> bool:
    word = _WORD.match(text)
    return word is not None and word[0].casefold() in _STARTERS
