"""Tell lines that say when something is: they are facts, whatever letters they are set in."""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s)?|märz|apr(?:il)?|avril"
    r"|may|mai|jun[ei]?|juin|jul[yi]?|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?"
    r"|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|décembre)"
)
_DAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
_DATED = re.compile(
    rf"\b(?:{_ORDINAL} (?:of )?{_MONTHS}\b|{_MONTHS}\.? {_ORDINAL}(?!\w)|{_DAYS})"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}([./])\d{1,2}\1(?:\d{2}|\d{4})?(?!\d)"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2}(?:[.:]\d{2})? ?(?:[ap]\.?m\b|uhr\b|h\b)",
    re.IGNORECASE,
)


def says_when(text: str) -> bool:
    """Whether a line holds a day or a time; a year alone is none."""
    return _DATED.search(text) is not None
