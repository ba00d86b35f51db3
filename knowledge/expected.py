"""Tell what kind of thing a question asks for, and whether a sentence offers one."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What an answer must contain."""

    NUMBER = "a number"
    TIME = "a time"
    PERSON = "a name"
    PLACE = "a place"
    REASON = "a reason"


_VERB = r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
_BE = r"(?:'?s| is| was| are| were)?(?: the)?"
_QUESTIONS: dict[Kind | None, str] = {
    Kind.NUMBER: rf"how (?:many|much|old|tall|long|far|large|big|high|deep|fast|often|heavy|wide"
    rf"|expensive)|(?:what|which){_BE} (?:percent\w*|number|amount|proportion|fraction|population"
    r"|age|size|temperature|cost|price|distance|speed|score)",
    # "when" asks only before a verb or at the end: "What happens when it rains?" does not.
    Kind.TIME: rf"when(?:'?s|(?=\W{{0,9}}\Z)|(?=(?: exactly| else| in \w+)? (?:{_VERB})\b))"
    rf"|(?:what|which)(?:{_BE}| \w+) (?:year|date|day|month|century|decade|time|era|period|season"
    r"|weekday)s?",
    Kind.PERSON: r"(?!(?-i:WHO\b))who(?:m|se|'?s)?|(?:what|which) (?:person|people|man|woman|king"
    r"|queen|president|leader|emperor|general|author|scientist|philosopher|minister)s?",
    Kind.PLACE: r"where(?:'?s)?|(?:what|which)(?: \w+)? (?:country|countries|city|cities|places?"
    r"|location|regions?|areas?|states?|towns?|continents?|rivers?|islands?|buildings?|streets?)",
    Kind.REASON: rf"why|how come|(?:what|which){_BE} (?:reason|cause|purpose)s?",
    # "Is this the man who came?" asks for yes or no; "Do you know who came?" does not.
    None: rf"what|which|how|(?<!.)(?:{_VERB})(?! (?:you|we|i|anyone|anybody|someone)\b)",
}
# The first question word decides, and of those that begin at one place the first in the list.
_ASKS = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _QUESTIONS.items()
)

_NUMBER = re.compile(
    r"(?<!\w)\d[\w.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|million|billion"
    r"|percent|single|once|twice|half|pair|couple|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:January|February|March|April|June|July|August|September"
    r"|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|BCE?|AD)\b"
    r"|\b(?:in|of|since|until|by|from|during|last|this|next|early|late) May\b|\b\d+ May\b|\bMay \d+"
    r"|\b(?:\w+th|\d*1st|\d*2nd|\d*3rd|first|second|third) centur(?:y|ies)\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\b(?i:yesterday|today|tomorrow|tonight|midnight"
    r"|noon|ago|weekdays?|weekends?|spring|summer|autumn|winter)\b"
)
_NAME = re.compile(r"(?<![^\s(“\"‘'—–/-])[^\W\d_][^\W_]*(?:[.'’-][^\W_]+)*")
_BEGINS_SENTENCE = re.compile(r"(?:[.!?…:][\"”’)\]]*\s|\n)\W*\Z")
_REASON = re.compile(
    r"\b(?:because|due to|in order to|so that|reasons?|caus\w+|result\w*|thus|therefore|led to"
    r"|since|owing to|thanks to|so as to|in response)\b",
    re.IGNORECASE,
)
_BORDER = 8  # characters before a word in which a sentence's end is looked for
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_OFFERS = {
    Kind.NUMBER: _NUMBER,
    Kind.TIME: _TIME,
    Kind.PERSON: _NAME,
    Kind.PLACE: _NAME,
    Kind.REASON: _REASON,
}


def expected(question: str) -> Kind | None:
    """Return the kind of answer that the question's words ask for, or None if they do not say."""
    asked = _asked(question)
    return min(asked, key=lambda one: one[0])[1] if asked else None


def asks(question: str) -> bool:
    """Whether a text is worded as a question; keywords alone are not."""
    return bool(_asked(question))


def _asked(question: str) -> list[tuple[int, Kind | None]]:
    """Return where the question words of each kind stand."""
    found = [(words.search(question.replace("’", "'")), kind) for kind, words in _ASKS]
    return [(match.start(), kind) for match, kind in found if match]


def offers(text: str, kind: Kind, question: str) -> bool:
    """Whether a text holds something of the kind that the question does not name itself."""
    named = _words(question)
    return not all(named.issuperset(one) for one in _offered(text, kind))


@lru_cache(maxsize=8192)
def _offered(text: str, kind: Kind) -> tuple[frozenset[str], ...]:
    """Return the words of each thing of a kind that a text holds."""
    is_name = kind in {Kind.PERSON, Kind.PLACE}
    found = _OFFERS[kind].finditer(text)
    return tuple(_words(one[0]) for one in found if not is_name or _is_name(one, text))


def _words(text: str) -> frozenset[str]:
    return frozenset(one.casefold() for one in _WORD.findall(_POSSESSIVE.sub("", text)))


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a word is written as a name is, and not only since it begins a sentence."""
    if not match[0][0].isupper():
        return False
    before = text[max(0, match.start() - _BORDER) : match.start()]
    return not _BEGINS_SENTENCE.search(before if match.start() > _BORDER else f"\n{before}")
