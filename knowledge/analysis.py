"""Turn text into the terms that are searched for; the same for questions and passages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from knowledge.text import MARKS

_SHORTEST_VARIANT = 5  # letters
MAX_WORD = 64  # characters; the rest of a longer word tells nothing apart

# Letters and digits with their marks; inside a word an apostrophe, inside a number a separator;
# letters with a full stop each ("U.S.").
_WORD = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}|\d+(?:[.,]\d+)*|[^\W\d_][^\W_{MARKS}]*(?:[{MARKS}]+[^\W_{MARKS}]*)*"
    rf"(?:['’][^\W_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_LOWER = re.compile(r"[a-z]")

# Written like this they are no stop words, nor the Un of Kim Jong Un, but names and a month.
_CAPITALS = {"US": "us.", "UN": "un.", "WHO": "who.", "IT": "it.", "May": "may."}

# British endings as Americans write them (and -lyze as the British do). Questions and passages
# are treated alike, so it does no harm that "contour" loses its u as well; the letters that must
# stand before an ending keep "hour" and "rise".
_AFTER_OUR = "(?:s|ed|ing|ers?|ful|able|less|ites?|ists?|hoods?)"
_BRITISH = (
    (re.compile(rf"(?<=[a-z]{{3}})our(?={_AFTER_OUR}?\Z)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[sdr]?|ers|ing|able|ations?)\Z)"), "iz"),
    (re.compile(r"(?<=[a-z]{2}ly)z(?=e|ing)"), "s"),
    (re.compile(r"(?<=[a-z]{2}[^\Waeiou])re(s?)\Z"), r"er\1"),
    (re.compile(r"(?<=def|off|lic)enc(?=e|ing)|(?<=pret)enc(?=e)"), "ens"),
    (re.compile(r"(?<=[a-z]{3})ogue(s?)\Z"), r"og\1"),
    (re.compile(r"(?<=[aeiou][^\Waeiou]e)ll(?=(?:ed|ing|[eo]rs?)\Z)"), "l"),
    (re.compile(r"(arch|encyclop|medi|orthop|\Aan|\Ah|\Ap)ae"), r"\1e"),
)
_MAYBE_BRITISH = re.compile("our|is[aei]|yz|re|enc|ogue|ll|ae")  # all of the above, quickly
_SPELLINGS = dict(
    pair.split(">")
    for pair in (
        "grey>gray tyre>tire aluminium>aluminum programme>program plough>plow sceptic>skeptic "
        "sceptical>skeptical mould>mold jewellery>jewelry ageing>aging judgement>judgment "
        "artefact>artifact cosy>cozy pyjama>pajama yoghurt>yogurt draught>draft odour>odor "
        "manoeuvre>maneuver moustache>mustache sulphur>sulfur kerb>curb"
    ).split()
)

STOP_WORDS = frozenset(
    # articles, pronouns, determiners
    "a an the i me my mine we us our ours you your yours he him his she her hers it its they them "
    "their theirs this that these those myself yourself himself herself itself ourselves "
    "themselves one ones some any each every both either neither such same other another own "
    # prepositions and conjunctions
    "of in on at to from by for with about against between into through during before after above "
    "below up down out off over under again further and or but nor so yet if then else than as "
    "because while until although though whether since per via upon "
    # verbs that carry no subject
    "am is are was were be been being do does did doing done have has had having can could may "
    "might must shall should will would ought let get got "
    "isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't "
    "wouldn't shouldn't i'm i've i'd i'll you're you've he's she's it's we're we've they're "
    "they've s t that's there's here's what's who's where's when's how's let's "
    "who'd who'll what'd what'll when'd where'd how'd why'd that'd that'll there'd there'll "
    "whos whats wheres whens hows whys thats theres dont doesnt didnt isnt arent wasnt werent cant "
    "couldnt wont wouldnt shouldnt havent hasnt hadnt im ive youre youve theyre theyve "
    # question words, which the answer does not repeat
    "what which who whom whose when where why how there here "
    # adverbs of degree and politeness
    "not no yes only just too very also even still ever never more most much many few please tell "
    "hi hey hello pls plz "
    "know say says said explain describe anything something someone anyone".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, where it stands (`text[start:end]`), and the term it is searched by."""

    start: int
    end: int
    term: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of `text` that are searched for, in order; stop words are left out."""
    shouted = text not in _CAPITALS and not _LOWER.search(text)
    for match in _WORD.finditer(text):
        word = match[0][:MAX_WORD]
        if word in _CAPITALS and not shouted and (word != "May" or match.start()):
            yield Token(match.start(), match.end(), _CAPITALS[word])
        elif term := _term(word):
            yield Token(match.start(), match.end(), term)


def terms(text: str) -> list[str]:
    """Return the terms of `text`, in order."""
    return [token.term for token in tokens(text)]


def spelling(word: str) -> str:
    """Return a word as it is compared with misspelt ones: in lower case, no possessive."""
    return _POSSESSIVE.sub("", word.casefold())


@lru_cache(maxsize=65_536)
def _term(word: str) -> str:
    """Return the term of a word, "" for a stop word."""
    plain = _plain(word)
    if plain in STOP_WORDS:
        return ""
    plain = _POSSESSIVE.sub("", plain).replace(",", "").replace("'", "")
    if plain.endswith("."):  # letters with a full stop each; "U.S." is not the stop word "us"
        plain, short = plain.replace(".", ""), plain.replace(".", "") + "."
        return short if short in _CAPITALS.values() or plain in STOP_WORDS else plain
    return "" if plain in STOP_WORDS else _stemmer().stemWord(_american(plain))


def _american(word: str) -> str:
    """Spell a word the American way; a plural keeps its s."""
    singular = word.removesuffix("s")
    if singular in _SPELLINGS:
        return _SPELLINGS[singular] + word[len(singular) :]
    if len(word) >= _SHORTEST_VARIANT and _MAYBE_BRITISH.search(word):
        for british, american in _BRITISH:
            word = british.sub(american, word)
    return word


def _plain(word: str) -> str:
    """Fold case and width, and take the accents off."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'"))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.casefold()


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
