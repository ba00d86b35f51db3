"""Tell what kind of thing a question asks for, and whether a sentence offers one."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What an answer must contain."""

    NUMBER = "a number"
    TIME = "a time"
    PERSON = "a name"
    PLACE = "a place"
    REASON = "a reason"


_VERB = r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
_QUESTIONS: dict[Kind | None, str] = {
    Kind.NUMBER: r"how (?:many|much|old|tall|long|far|large|big|high|deep|fast|often|heavy|wide"
    r"|expensive)|(?:what|which)(?:'s| is| was| are| were)?(?: the)? (?:percent\w*|number|amount"
    r"|proportion|fraction|population|age|size|temperature|cost|price|distance|speed|score)",
    # "when" asks only before a verb or at the end: "What happens when it rains?" does not.
    Kind.TIME: rf"when(?:'s|(?=\W*\Z)|(?= (?:{_VERB})\b))|(?:what|which)(?: \w+)? (?:year|date|day"
    r"|month|century|decade|time|era|period|season|weekday)s?",
    Kind.PERSON: r"who(?:m|se|'s)?|(?:what|which) (?:person|people|man|woman|king|queen|president"
    r"|leader|emperor|general|author|scientist|philosopher|minister)s?",
    Kind.PLACE: r"where(?:'s)?|(?:what|which)(?: \w+)? (?:country|countries|city|cities|places?"
    r"|location|regions?|areas?|states?|towns?|continents?|rivers?|islands?|buildings?|streets?)",
    Kind.REASON: r"why|(?:what|which)(?: is| was| were| are)?(?: the)? (?:reason|cause|purpose)s?",
    None: r"what|which|how",
}
# The first question word decides, and of those that begin at one place the first in the list.
_ASKS = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _QUESTIONS.items()
)

_NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|million|billion"
    r"|percent|single|once|twice|half|pair|couple|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:January|February|March|April|June|July|August|September"
    r"|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|BCE?|AD)\b|\b(?:in|of|since|until|by|\d) May\b"
    r"|\b(?:\w+th|\d*1st|\d*2nd|\d*3rd|first|second|third) centur(?:y|ies)\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:yesterday|today|tomorrow|tonight|midnight"
    r"|noon|ago|weekdays?|weekends?|spring|summer|autumn|winter)\b"
)
_NAME = re.compile(r"(?<![^\s(“\"‘'—–/-])[^\W\d_a-z][^\W_]*(?:[.'’-][^\W_]+)*")
_REASON = re.compile(
    r"\b(?:because|due to|in order to|so that|reasons?|caus\w+|result\w*|thus|therefore|led to"
    r"|since|owing to|thanks to|so as to|in response)\b",
    re.IGNORECASE,
)
_OFFERS = {
    Kind.NUMBER: _NUMBER,
    Kind.TIME: _TIME,
    Kind.PERSON: _NAME,
    Kind.PLACE: _NAME,
    Kind.REASON: _REASON,
}


def expected(question: str) -> Kind | None:
    """Return the kind of answer that the question's words ask for, or None if they do not say."""
    found = [(words.search(question.replace("’", "'")), kind) for kind, words in _ASKS]
    asked = [(match.start(), kind) for match, kind in found if match]
    return min(asked, key=lambda one: one[0])[1] if asked else None


def offers(text: str, kind: Kind, question: str) -> bool:
    """Whether a text holds something of the kind that the question does not name itself."""
    known = question.casefold()
    found = _OFFERS[kind].finditer(text)
    if kind in {Kind.PERSON, Kind.PLACE}:  # the first word of a sentence is capital anyway
        return any(match.start() and match[0].casefold() not in known for match in found)
    return any(match[0].casefold().rstrip(".,") not in known for match in found)
