"""How likely letters and signs are where they stand, in a language.

jusText's lists of common words say which letter follows which, and a text is as likely as its pairs
of letters are. All scores are natural logarithms of shares.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log

from knowledge.reading.charset.encodings import EVERY_LANGUAGE
from knowledge.reading.charset.words import WORDS

# Other characters: the double-byte sets list the usual ones first, up to some lead byte.
_LISTS = {
    "Japanese": ("euc_jp", 0xD0),
    "Simplified": ("gb2312", 0xD8),
    "Traditional": ("big5", 0xC9),
    "Korean": ("euc_kr", 0xC9),
}
_LISTED, _UNKNOWN = -8.5, -13.0
_LEAST_SHARE = 1e-6  # of a letter that occurs in the words of a language at all
_NEW_PAIR = 0.9  # times that a letter is followed by a new one, for each that has followed it

# Signs that come with letters; where they touch one, that is likely on one side only, or not.
_OPENING, _CLOSING = frozenset("“„«‹¿¡"), frozenset("”»›…")
_APART = frozenset("•€£¥¢§¶©®™°·±×÷¼½¾¹²³µºª´†‡‰№")
_BEHIND = frozenset("®™")  # a name
_UNITS = frozenset("°C °F °K °N °S °E °W N° n° m² m³ µm µg µl µs".split())
_SIGNS = (
    _OPENING | _CLOSING | _APART | set("‘’‚–—\xa0\u3000、。「」『』《》【】，：；（）！？・～،؛؟")
)
_SIGN, _ODD_SIGN, _CONTROL_SIGN, _MISPLACED, _CAPITAL_WITHIN = -4.0, -10.0, -20.0, -4.0, -4.0
_COMMAS = str.maketrans("șțȘȚ", "şţŞŢ")  # Romanian's own are in no older encoding
_MIXED, _MIXED_CJK = -10.0, -2.0  # Latin letters next to others; without spaces, that is usual


@lru_cache(maxsize=2**13)
def cost_of(word: str, language: str) -> float:
    return sum(cost_of_pair(pair, language) for pair in pairs_of(word))


@lru_cache(maxsize=2**12)
def pairs_of(word: str) -> tuple[str, ...]:
    """Return each letter in lower case with the one before it; a space stands for all else."""
    folded = word.lower().replace("\u0307", "")  # "İ" is two characters in lower case
    letters = " ".join("".join(c if _is_letter(c) else " " for c in folded).split())
    return tuple(map("".join, pairwise(f" {letters} "))) if letters else ()


def _is_letter(character: str) -> bool:
    if character in _SIGNS:
        return False
    return character.isalpha() or unicodedata.category(character).startswith("M")


def is_sign(character: str) -> bool:
    """Whether this is neither a letter nor a usual character of ASCII."""
    return not (character.isascii() and character.isprintable()) and not _is_letter(character)


def cost_of_signs(word: str) -> float:
    """Return how likely the signs beyond ASCII and the capitals are where they stand."""
    return sum(map(_cost_of_neighbours, f" {word}", f"{word} "))


@lru_cache(maxsize=2**15)
def _cost_of_neighbours(before: str, after: str) -> float:
    cost = 0.0
    if is_sign(after):
        is_control = unicodedata.category(after).startswith("C")
        cost += _SIGN if after in _SIGNS else _CONTROL_SIGN if is_control else _ODD_SIGN
    if _is_misplaced(before, after):
        cost += _MISPLACED
    if before.isalpha() and after.isalpha() and before.isascii() != after.isascii():
        cost += _mixed(before, after)
    if before.islower() and after.isupper() and not (before + after).isascii():
        cost += _CAPITAL_WITHIN
    return cost


def _is_misplaced(before: str, after: str) -> bool:
    """Whether one of two neighbours is a sign that does not touch a letter on this side."""
    if before + after in _UNITS or after in _BEHIND:
        return False
    parted_before = _is_letter(before) and after in _OPENING | _APART
    return parted_before or (before in _CLOSING | _APART and _is_letter(after))


def _mixed(before: str, letter: str) -> float:
    """Return how likely two letters next to each other are, one of which is in ASCII."""
    other = letter if before.isascii() else before
    if other < "\u0370" or "\u1e00" <= other < "\u1f00":
        return 0.0
    return _MIXED_CJK if other >= "\u3000" else _MIXED


@lru_cache(maxsize=2**15)
def cost_of_pair(pair: str, language: str) -> float:
    """Return how likely the second letter is after the first (absolute discounting, bigrams)."""
    pairs, letters, followers = _habits(language)
    before, letter = pair[0], pair[1]
    if letter not in letters:
        return _cost_of_new(letter, language)
    share = max(letters[letter] / letters.total(), _LEAST_SHARE)
    if before not in letters:
        return log(share)
    new = _NEW_PAIR * followers[before]
    return log((pairs[pair] + new * share) / (letters[before] + new))


def _cost_of_new(letter: str, language: str) -> float:
    """Return how likely a letter is that is in no word of the language's list."""
    charset, end = _LISTS.get(language, ("ascii", 0))
    listed = letter.encode(charset, "ignore")
    return _LISTED if letter >= "\u4e00" and listed and listed[0] < end else _UNKNOWN


@lru_cache(maxsize=len(EVERY_LANGUAGE))
def _habits(language: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how often letters follow each other, occur, and have different ones after them."""
    # Not at the top: lxml comes with it, which is of no use for UTF-8.
    from justext.utils import get_stoplist, get_stoplists

    listed = get_stoplist(language) if language in get_stoplists() else ()
    words = (*listed, *WORDS.get(language, "").split())
    pairs = Counter(pair for word in words for pair in pairs_of(word.translate(_COMMAS)))
    letters: Counter[str] = Counter()
    for pair, count in pairs.items():
        letters[pair[0]] += count
    return pairs, letters, Counter(pair[0] for pair in pairs)
