"""Decode bytes of unknown encoding: to the exact text, or not at all.

Which encoding is right is told by the words that come out of it. Where two encodings make different
texts of the same bytes and neither is far likelier, nobody can tell which is right, and the file is
refused. (charset-normalizer 3.5 took 7 of the 46 texts of tests/test_charset.py for others.)
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.errors import BAD_CHARSET, BINARY, CONTROLS, LOST_CHARACTERS, ReadError
from knowledge.reading.charset.encodings import ENCODINGS, UTF_16, Encoding, encoding_of
from knowledge.reading.charset.letters import (
    cost_of,
    cost_of_pair,
    cost_of_signs,
    is_sign,
    pairs_of,
)
from knowledge.text import tidy

DECLARING_BYTES = 1024  # in these an HTML document must declare its encoding
LOST_SHARE = 0.005  # of the characters: U+FFFD, where an earlier conversion lost something
CONTROL_SHARE = 0.01  # of the characters: more controls than this and the next are no text
CONTROLS_ALLOWED = 10

SURE = 6.0  # by how much a guessed text must be likelier than every other: 400 times
DECLARED = 4.0  # how much likelier a text is for being in the encoding that was declared
OTHER_LANGUAGE = -6.0  # of a word in another language than the text's
LEAST_LIKELY = -8.0  # of a letter or sign beyond ASCII, on the average; gibberish is below
SAMPLE_WORDS = 400  # different ones with bytes beyond ASCII that are judged, and as many without
LONGEST_WORD = 300  # bytes; of a longer one, in a script without spaces, the beginning is judged

_MARKS = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    rb"(?:<meta\s[^>]{0,400}?\bcharset|\A\s{0,9}<\?xml\s[^>]{0,99}?\bencoding)"
    rb"\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})",
    re.IGNORECASE,
)
_ISO_2022 = re.compile(r"\x1b[$(]")  # letters as ASCII between escapes, in old e-mail
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with LF line ends, and the name of its encoding where that is a guess."""

    text: str
    guess: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an encoding makes of a sample, and how likely that is."""

    encoding: Encoding
    words: tuple[str, ...]
    score: float


def decoded(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Return `data` as tidy text; `declared` is what a server or a page calls its encoding.

    A byte order mark counts most, then strict UTF-8, then what is declared, then a guess.

    Raises:
        ReadError: the encoding cannot be told for sure, or `data` is no text.
    """
    if (text := unicode_text(data, name)) is not None:
        return Decoded(text, guess=None)
    chosen = _chosen(data, of_label := encoding_of(declared))
    text = _strict(data, chosen.codec) if chosen else None
    if chosen is None or text is None:
        raise ReadError(name, BINARY.format(offset=data.index(0)) if 0 in data else BAD_CHARSET)
    return Decoded(_checked(text, data, name), None if chosen is of_label else chosen.name)


def unicode_text(data: bytes, name: str) -> str | None:
    """Return `data` as tidy text if it is UTF-8 or has a byte order mark, else None.

    Raises:
        ReadError: it does not keep the promise of its mark, or is no text.
    """
    mark, codec = next(((m, c) for m, c in _MARKS if data.startswith(m)), (b"", "utf-8"))
    text = _strict(data.removeprefix(mark), codec)
    if text is None and mark:
        raise ReadError(name, BAD_CHARSET)
    if text is None or ("\x00" in text and not mark):  # UTF-16 without a mark, perhaps
        return None
    return _checked(text, data, name)


def declared_in(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML document says it is in, as it is spelled there."""
    found = _DECLARATION.search(_COMMENT.sub(b"", data[:DECLARING_BYTES]))
    return found[1].decode("ascii") if found else None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _checked(text: str, data: bytes, name: str) -> str:
    """Return `text` tidied, or refuse it if it is no text or has lost characters."""
    if "\x00" in text:
        raise ReadError(name, BINARY.format(offset=data.index(0)))
    if _ISO_2022.search(text):
        raise ReadError(name, BAD_CHARSET)
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if controls > CONTROLS_ALLOWED + CONTROL_SHARE * len(text):
        raise ReadError(name, CONTROLS)
    if text.count("\ufffd") > LOST_SHARE * len(text):
        raise ReadError(name, LOST_CHARACTERS)
    return tidy(text)


def _chosen(data: bytes, declared: Encoding | None) -> Encoding | None:
    """Return the encoding of which the text is likely, and far likelier than every other text."""
    ranked = sorted(_candidates(data, declared), key=lambda each: each.score, reverse=True)
    best = ranked[0] if ranked else None
    if best is None or _likelihood(best) < LEAST_LIKELY:
        return None
    if any(each.encoding is declared for each in ranked if each.words == best.words):
        return declared
    rival = next((each.score for each in ranked if each.words != best.words), float("-inf"))
    return best.encoding if best.encoding.is_guessed and best.score - rival >= SURE else None


def _candidates(data: bytes, declared: Encoding | None) -> Iterator[Candidate]:
    """Yield what each encoding makes of a sample of `data`; those which cannot read it do not."""
    read = {each: _wide_words(data, each) for each in UTF_16 if 0 in data or each is declared}
    if 0 not in data:
        sample = _sample(data)
        read |= {each: _words(sample, each) for each in ENCODINGS}
    for encoding, words in read.items():
        if words:
            bonus = encoding.chance + (DECLARED if encoding is declared else 0)
            yield Candidate(encoding, words, _score(words, encoding.languages.split()) + bonus)


def _wide_words(data: bytes, encoding: Encoding) -> tuple[str, ...]:
    text = _strict(data, encoding.codec) or "\x00"
    words = () if "\x00" in text else dict.fromkeys(text.split())
    return tuple(word[:LONGEST_WORD] for word in islice(words, 2 * SAMPLE_WORDS))


def _sample(data: bytes) -> list[bytes]:
    """Return different words, as to repeat one proves nothing; every byte beyond ASCII is in one.

    White space is never a part of another character, except in UTF-16.
    """
    words = [word[:LONGEST_WORD] for word in dict.fromkeys(data.split())]
    foreign = [word for word in words if not word.isascii()]
    plain = [word for word in words if word.isascii()]
    return [*_with_new_bytes(foreign), *_spread(foreign), *_spread(plain)]


def _with_new_bytes(words: Iterable[bytes]) -> Iterator[bytes]:
    seen: set[int] = set()
    for word in words:
        if not seen.issuperset(word):
            seen.update(word)
            yield word


def _spread(words: list[bytes]) -> list[bytes]:
    return words[:: len(words) // SAMPLE_WORDS + 1]


def _words(sample: Iterable[bytes], encoding: Encoding) -> tuple[str, ...]:
    """Return the sample as text, or nothing if a word of it cannot be; a long one may be cut."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    words: dict[str, None] = {}
    for word in sample:
        decoder.reset()
        try:
            words[decoder.decode(word, len(word) < LONGEST_WORD)] = None
        except UnicodeDecodeError:
            return ()
    return tuple(words)


def _score(words: Iterable[str], languages: Iterable[str]) -> float:
    """Return how likely the words are in the likeliest language; a few may be in another one."""
    costs = [[cost_of(word, language) for word in words] for language in languages]
    elsewhere = [max(column) + OTHER_LANGUAGE for column in zip(*costs, strict=True)]
    signs = sum(cost_of_signs(word) for word in words)
    return signs + max(sum(map(max, row, elsewhere), 0.0) for row in costs)


def _likelihood(candidate: Candidate) -> float:
    """Return how likely the letters and signs beyond ASCII are, on the average."""
    total, count = 0.0, 0
    languages = candidate.encoding.languages.split()
    for word in candidate.words:
        foreign = [pair for pair in pairs_of(word) if not pair.isascii()]
        total += max(sum(cost_of_pair(pair, each) for pair in foreign) for each in languages)
        total += cost_of_signs(word)
        count += len(foreign) + sum(map(is_sign, word))
    return total / max(1, count)
