"""Tell which questions lean on the one before: "and when?", "what about Kim?", "who is he?"."""

from __future__ import annotations

import re

from knowledge.analysis import tokens

MOST_WORDS = 3  # that carry meaning, of a question without a verb such as "and in South Korea?"

# "And north korea?", "what about Kim?", "the same for France?"
_ELLIPSIS = re.compile(
    r"\A\W*(?:(?:and|or|but|so|then)\W+)?(?:what about|how about"
    r"|(?:the )?same (?:for|with|in|about)|(?:and|or)(?! (?:wh\w+|how|is|are|was|were|do|does|did"
    r"|can|could|will|would|has|have|had|should)\b))\b",
    re.IGNORECASE,
)
_VERB = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"
_WHOLE = re.compile(rf"\b(?:who|what|which|when|where|why|how|{_VERB})\b", re.IGNORECASE)
_POSSESSIVES = frozenset({"his", "her", "its", "their"})
_PRONOUN = re.compile(
    rf"\b(?:he|him|his|she|hers?|they|them|theirs?|it|its|this|these|those|ones"
    rf"|(?:which|another|that) one|one(?=\W{{0,9}}\Z)|there(?! {_VERB}\b)|{_VERB} that"
    r"|that (?:guy|man|woman|person|place|time|year|thing)"
    r"|that(?=\W{0,9}\Z| (?:is|was|happens?|happened|means?)\b))\b",
    re.IGNORECASE,
)
# Pronouns that stand for nothing: "is it true that", "was it Ann who", "are there".
_EMPTY = re.compile(
    r"\bit (?:\w+ )?(?:take|takes|took|mean|matter)\b|\b(?:is|was)(?:n't)? it (?:true|possible"
    r"|right|ok|okay|allowed|safe|likely|correct|(?:\w+ ){1,3}(?:that|who))\b"
    r"|\b(?:is|are|was|were) there\b|\bthis (?:article|text|page|server|channel|bot)\b",
    re.IGNORECASE,
)
# What a pronoun may stand for in the same question: something in a clause before its own.
_OPENS_CLAUSE = re.compile(rf"\A\W*(?:if|when|after|once|since)(?! {_VERB}\b) ", re.IGNORECASE)
_ENDS_CLAUSE = re.compile(
    r"[,;]|\b(?:and|or|but|if|that|because|who|when|after|before|while)\b", re.IGNORECASE
)
# Words that carry meaning in a sentence, but ask nothing by themselves: "for how long?".
_ASKS_NOTHING = frozenset(
    "long else example same happen happened mean means reason example often much far old kind sort "
    "exactly really ok then too again now details detail true tho though lol n pls plz lmao haha "
    "bro btw hm hmm um uh along percentage percent amount number year date time name place country "
    "city person people".split()
)
# "Too?" and "any others?" at the end of a question of one or two words.
_TAIL = re.compile(r"\b(?:too|as well|also)\W{0,9}\Z|\A\W*any \w+\W{0,9}\Z", re.IGNORECASE)
_MOST_BEFORE_TAIL = 2


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    words = [question[token.start : token.end] for token in tokens(question)]
    if all(word.casefold() in _ASKS_NOTHING for word in words):
        return True
    ellipsis = _ELLIPSIS.search(question)
    if ellipsis and len(words) <= MOST_WORDS and not _WHOLE.search(question, ellipsis.end()):
        return True
    if _TAIL.search(question) and len(words) <= _MOST_BEFORE_TAIL:
        return True
    bare = _EMPTY.sub(lambda empty: "." * len(empty[0]), question)
    return any(
        not _names_something(bare[: pronoun.start()], pronoun[0].casefold())
        for pronoun in _PRONOUN.finditer(bare)
    )


def thread(previous: str, question: str) -> str:
    """Return what the question after this one may lean on: this one, and what it leans on."""
    return f"{previous} {question}" if previous and leans(question) else question


def _names_something(text: str, pronoun: str) -> bool:
    """Whether a pronoun behind this text may stand for something in it."""
    found = list(tokens(text))
    if any(token.start and text[token.start].isupper() for token in found):
        return True
    if not found or pronoun in _POSSESSIVES:
        return bool(found)
    ended = _ENDS_CLAUSE.search(text, found[0].end)
    return ended is not None or _OPENS_CLAUSE.search(text) is not None
