"""Tell which questions lean on the one before: "and when?", "what about Kim?", "who is he?"."""

from __future__ import annotations

import re

from knowledge.analysis import tokens

MOST_WORDS = 3  # that carry meaning, of a question without a verb such as "and in South Korea?"

# "And north korea?", "what about Kim?", "the same for France?"
_ELLIPSIS = re.compile(
    r"\W*(?:(?:and|or|but|so|then)\W+)?(?:what about|how about|(?:the )?same (?:for|with|in|about)"
    r"|(?:and|or)(?! (?:wh\w+|how|is|are|was|were|do|does|did|can|could|will|would|has|have|had"
    r"|should)\b))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|hers?|they|them|theirs?|it|its|these|those|this|ones?"
    r"|there(?! (?:is|are|was|were)\b)|that(?=\W*\Z| (?:is|was|happens?|happened|means?)\b))\b",
    re.IGNORECASE,
)
# Pronouns that stand for nothing: "is it true that", "how long does it take", "are there".
_EMPTY = re.compile(
    r"\bit (?:take|takes|took|mean|matter)\b|\b(?:is|was) it (?:true|possible|right|ok|okay|allowed"
    r"|safe|likely|correct)\b|\b(?:is|are|was|were) there\b|\bthis (?:article|text|page|server"
    r"|channel|bot)\b",
    re.IGNORECASE,
)
# What a pronoun may stand for in the same question: a clause before it.
_CLAUSE = re.compile(r"\w[^,;]*(?:,|;|\band\b|\bbut\b)|\W*(?:if|when|after|once|since) \w", re.I)
# Words that carry meaning in a sentence, but ask nothing by themselves: "for how long?".
_ASKS_NOTHING = frozenset(
    "long else example same happen happened mean means reason example often much far old kind sort "
    "exactly really ok then too again now details detail true".split()
)


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    words = [question[token.start : token.end] for token in tokens(question)]
    if all(word.casefold() in _ASKS_NOTHING for word in words):
        return True
    if _ELLIPSIS.match(question) and len(words) <= MOST_WORDS:
        return True
    bare = _EMPTY.sub(lambda empty: " " * len(empty[0]), question)
    pronoun = _PRONOUN.search(bare)
    return pronoun is not None and not _names_something(bare[: pronoun.start()])


def thread(previous: str, question: str) -> str:
    """Return what the question after this one may lean on: this one, and what it leans on."""
    return f"{previous} {question}" if previous and leans(question) else question


def _names_something(text: str) -> bool:
    """Whether a pronoun behind this text may stand for something in it: a name or a clause."""
    found = list(tokens(text))
    named = any(token.start and text[token.start].isupper() for token in found)
    return named or (bool(found) and _CLAUSE.match(text) is not None)
