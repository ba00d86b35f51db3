"""Decode bytes of unknown encoding: to the exact text, or not at all.

Which encoding is right is told by the words that come out of it. jusText's lists of common words
say which letter follows which in a language, and a text is as likely as its pairs of letters are
(all scores are natural logarithms of shares). Where two encodings make different texts of the same
bytes and neither is far likelier, nobody can tell which is right, and the file is refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from encodings.aliases import aliases
from functools import lru_cache
from itertools import islice, pairwise
from math import log

from knowledge.errors import BAD_CHARSET, BINARY, CONTROLS, LOST_CHARACTERS, ReadError
from knowledge.text import tidy

DECLARING_BYTES = 1024  # in these an HTML document must declare its encoding
LOST_SHARE = 0.005  # of the characters: U+FFFD, where an earlier conversion lost something
CONTROL_SHARE = 0.01  # of the characters: more controls than this and the next are no text
CONTROLS_ALLOWED = 10

SURE = 6.0  # by how much a guessed text must be likelier than every other: 400 times
DECLARED = 4.0  # how much likelier a text is for being in the encoding that was declared
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

_WEST = (
    "English French German Spanish Portuguese Italian Dutch Danish Swedish Norwegian_Bokmal "
    "Finnish Icelandic Catalan Estonian"
)
_EAST = "English German Polish Czech Slovak Hungarian Romanian Croatian Slovenian"
_BALTIC = "English Lithuanian Latvian Estonian"
_CYRILLIC = "English Russian Ukrainian Belarusian Bulgarian Serbian Macedonian"

# Words that jusText's list of a language lacks; where it has no list, the script's characters too.
_WORDS = {
    "English": (
        "naïve café résumé façade cliché fiancée Noël Zoë Renée jalapeño à déjà vis-à-vis über"
    ),
    "Japanese": (
        "する した して します ました ません でした です ある ない この その それ これ いる から "
        "まで ので また または など という として について によって ように ください できます "
        "なければ なりません こと もの ところ とき ため さん たち が は を に と の で も や へ "
        "ら れる られる せる なる なった "
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれ"
        "ろわをんがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽっゃゅょ "
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレ"
        "ロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポッャュョァィゥェォヴー 日 本 "
        "人 年 月 大 一 国 会 中 出 上 見 行 事 時 自 分 者 間 前 後 生 部 数 今 的 新 東 京 市 "
        "地 方"
    ),
    "Simplified": (
        "的 一 是 不 了 在 人 有 我 他 这 个 们 中 来 上 大 为 和 国 地 到 以 说 时 要 就 出 会 "
        "可 也 你 对 生 能 而 子 那 得 于 着 下 自 之 年 过 发 后 作 里 用 道 行 所 然 家 种 事 "
        "成 方 多 经 么 去 法 学 如 都 同 现 当 没 动 面 起 看 定 天 分 还 进 好 小 部 其 些 主 "
        "样 理 心 她 本 前 开 但 因 只 从 想 实 日 者 意 无 力 它 与 长 把 机 十 民 第 公 此 已 "
        "工 使 情 明 性 知 全 三 又 关 点 正 业 外 将 两 高 间 由 问 很 最 重 并"
    ),
    "Traditional": (
        "的 一 是 不 了 在 人 有 我 他 這 個 們 中 來 上 大 為 和 國 地 到 以 說 時 要 就 出 會 "
        "可 也 你 對 生 能 而 子 那 得 於 著 下 自 之 年 過 發 後 作 裡 用 道 行 所 然 家 種 事 "
        "成 方 多 經 麼 去 法 學 如 都 同 現 當 沒 動 面 起 看 定 天 分 還 進 好 小 部 其 些 主 "
        "樣 理 心 她 本 前 開 但 因 只 從 想 實 日 者 意 無 力 它 與 長 把 機 十 民 第 公 此 已 "
        "工 使 情 明 性 知 全 三 又 關 點 正 業 外 將 兩 高 間 由 問 很 最 重 並"
    ),
    "Thai": (
        "การ ของ ที่ และ ใน เป็น มี ไม่ ได้ ให้ ว่า จะ ไป มา คน นี้ กับ แต่ หรือ จาก โดย ความ "
        "อยู่ ต้อง ทำ แล้ว ถ้า เมื่อ ผู้ ซึ่ง เพื่อ ถึง ก็ อย่าง นั้น ขึ้น หนึ่ง สามารถ กรุณา "
        "เลือก ข้อมูล วันที่ เวลา ประเทศ ไทย เมือง รัฐ ชื่อ ใช้ เรา เขา เธอ ฉัน คุณ บ้าน ปี "
        "เดือน วัน ใหม่ เก่า ดี มาก น้อย ใหญ่ เล็ก พูด รู้ เห็น คิด เรียน งาน เงิน ซื้อ ขาย กิน "
        "ข้าว น้ำ รถ ทาง เรื่อง ภาษา ประชาชน ระบบ ต่าง กำลัง เพราะ ตัวอักษร ถูกต้อง ศึกษา ธรรม "
        "สิทธิ ฐานะ พิเศษ ญี่ปุ่น หญิง ณ อายุ เฉพาะ ฝ่าย ภูมิ เลย ฟ้า ฆ่า ซ้าย ระหว่าง ตั้งแต่ "
        "ทั้ง จำนวน โลก ตำรวจ ปฏิบัติ กฎ ฟัง อีก โรค"
    ),
}
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
_SIGNS = (
    _OPENING | _CLOSING | _APART | set("‘’‚–—\xa0\u3000、。「」『』《》【】，：；（）！？・～،؛؟")
)
_SIGN, _ODD_SIGN, _CONTROL_SIGN, _MISPLACED, _CAPITAL_WITHIN = -4.0, -10.0, -20.0, -4.0, -4.0
_COMMAS = str.maketrans("șțȘȚ", "şţŞŢ")  # Romanian's own are in no older encoding
_MIXED, _MIXED_CJK = -10.0, -2.0  # Latin letters next to others; without spaces, that is usual
_OTHER_LANGUAGE = -6.0  # of a word in another language than the text's


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with LF line ends, and the name of its encoding where that is a guess."""

    text: str
    guess: str | None


@dataclass(frozen=True, slots=True)
class Encoding:
    """A way to write text as bytes, and what is written so."""

    name: str
    codec: str
    languages: str
    also: str = ""  # what else declares it, in Python's spelling
    chance: float = 0.0  # how much likelier than others, before any byte is seen
    is_guessed: bool = True  # whether it is taken where nothing declares it


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an encoding makes of a sample, and how likely that is."""

    encoding: Encoding
    words: tuple[str, ...]
    score: float


# Those of encoding.spec.whatwg.org which pages still are in, as browsers take them ("latin-1" for
# windows-1252), and those of MS-DOS and the old Macintosh, which files may be in.
ENCODINGS = (
    Encoding("windows-1252", "cp1252", _WEST, "latin_1 ascii", chance=3),
    Encoding("windows-1250", "cp1250", _EAST),
    Encoding("iso-8859-2", "iso8859_2", _EAST),
    Encoding("windows-1254", "cp1254", "English Turkish", "iso8859_9"),
    Encoding("windows-1257", "cp1257", _BALTIC),
    Encoding("windows-1251", "cp1251", _CYRILLIC),
    Encoding("koi8-r", "koi8_r", "English Russian Bulgarian", "koi koi8"),
    Encoding("koi8-u", "koi8_u", "English Ukrainian Russian", "koi8_ru"),
    Encoding("iso-8859-5", "iso8859_5", _CYRILLIC),
    Encoding("ibm866", "cp866", _CYRILLIC, is_guessed=False),
    Encoding("windows-1253", "cp1253", "English Greek"),
    Encoding("iso-8859-7", "iso8859_7", "English Greek"),
    Encoding("windows-1255", "cp1255", "English Hebrew", "iso8859_8 iso_8859_8_i logical"),
    Encoding("windows-1256", "cp1256", "English Arabic Persian"),
    Encoding("iso-8859-6", "iso8859_6", "English Arabic"),
    Encoding("windows-874", "cp874", "English Thai", "tis_620 iso8859_11 dos_874"),
    Encoding("shift_jis", "cp932", "English Japanese", "shift_jis"),
    Encoding("euc-jp", "euc_jp", "English Japanese"),
    Encoding("gb18030", "gb18030", "English Simplified", "gb2312 gbk gb_2312 gb_2312_80"),
    Encoding("big5", "cp950", "English Traditional", "big5 cn_big5 x_big5"),
    Encoding("big5-hkscs", "big5hkscs", "English Traditional", chance=-10),
    Encoding("euc-kr", "cp949", "English Korean", "euc_kr windows_949"),
    Encoding("iso-8859-15", "iso8859_15", _WEST, chance=-6),
    Encoding("macintosh", "mac_roman", _WEST, "mac", chance=-6, is_guessed=False),
    Encoding("ibm850", "cp850", _WEST, chance=-6, is_guessed=False),
    Encoding("ibm852", "cp852", _EAST, chance=-6, is_guessed=False),
    Encoding("x-mac-cyrillic", "mac_cyrillic", _CYRILLIC, chance=-6, is_guessed=False),
)
_EVERY = " ".join(dict.fromkeys(" ".join(each.languages for each in ENCODINGS).split()))
_UTF_16 = (
    Encoding("utf-16le", "utf_16_le", _EVERY, "utf_16 utf_16le"),
    Encoding("utf-16be", "utf_16_be", _EVERY, "utf_16be"),
)
_BY_CODEC = {
    codec: each for each in (*ENCODINGS, *_UTF_16) for codec in (each.codec, *each.also.split())
}


def decoded(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Return `data` as tidy text; `declared` is what a server or a page calls its encoding.

    A byte order mark counts most, then strict UTF-8, then what is declared, then a guess.

    Raises:
        ReadError: the encoding cannot be told for sure, or `data` is no text.
    """
    mark, codec = next(((m, c) for m, c in _MARKS if data.startswith(m)), (b"", "utf-8"))
    text = _strict(data.removeprefix(mark), codec)
    if text is not None and (mark or "\x00" not in text):
        return Decoded(_checked(text, data, name), guess=None)
    if mark:
        raise ReadError(name, BAD_CHARSET)
    chosen = _chosen(data, of_label := _of_label(declared))
    text = _strict(data, chosen.codec) if chosen else None
    if chosen is None or text is None:
        raise ReadError(name, BINARY.format(offset=data.index(0)) if 0 in data else BAD_CHARSET)
    return Decoded(_checked(text, data, name), None if chosen is of_label else chosen.name)


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


def _of_label(label: str | None) -> Encoding | None:
    """Return the encoding with this label; only a table is asked, never Python's codecs."""
    spelled = re.sub(r"[^a-z0-9]+", "_", (label or "")[:40].lower()).strip("_")
    spelled = spelled.removeprefix("x_") if spelled.startswith("x_") else spelled
    return _BY_CODEC.get(aliases.get(spelled, spelled))


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
    read = {each: _wide_words(data, each) for each in _UTF_16 if 0 in data or each is declared}
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
    costs = [[_cost(word, language) for word in words] for language in languages]
    elsewhere = [max(column) + _OTHER_LANGUAGE for column in zip(*costs, strict=True)]
    signs = sum(_cost_of_signs(word) for word in words)
    return signs + max(sum(map(max, row, elsewhere), 0.0) for row in costs)


def _likelihood(candidate: Candidate) -> float:
    """Return how likely the letters and signs beyond ASCII are, on the average."""
    total, count = 0.0, 0
    languages = candidate.encoding.languages.split()
    for word in candidate.words:
        foreign = [pair for pair in _pairs(word) if not pair.isascii()]
        total += max(sum(_cost_of_pair(pair, each) for pair in foreign) for each in languages)
        total += _cost_of_signs(word)
        count += len(foreign) + sum(map(_is_sign, word))
    return total / max(1, count)


@lru_cache(maxsize=2**13)
def _cost(word: str, language: str) -> float:
    return sum(_cost_of_pair(pair, language) for pair in _pairs(word))


@lru_cache(maxsize=2**12)
def _pairs(word: str) -> tuple[str, ...]:
    """Return each letter in lower case with the one before it; a space stands for all else."""
    folded = word.lower().replace("\u0307", "")  # "İ" is two characters in lower case
    letters = " ".join("".join(c if _is_letter(c) else " " for c in folded).split())
    return tuple(map("".join, pairwise(f" {letters} "))) if letters else ()


def _is_letter(character: str) -> bool:
    if character in _SIGNS:
        return False
    return character.isalpha() or unicodedata.category(character).startswith("M")


def _is_sign(character: str) -> bool:
    """Whether this is neither a letter nor a usual character of ASCII."""
    return not (character.isascii() and character.isprintable()) and not _is_letter(character)


def _cost_of_signs(word: str) -> float:
    """Return how likely the signs beyond ASCII and the capitals are where they stand."""
    return sum(map(_cost_of_neighbours, f" {word}", f"{word} "))


@lru_cache(maxsize=2**15)
def _cost_of_neighbours(before: str, after: str) -> float:
    cost = 0.0
    if _is_sign(after):
        is_control = unicodedata.category(after).startswith("C")
        cost += _SIGN if after in _SIGNS else _CONTROL_SIGN if is_control else _ODD_SIGN
    if _is_letter(before) and after in _OPENING | _APART:
        cost += _MISPLACED
    if before in _CLOSING | _APART and _is_letter(after):
        cost += _MISPLACED
    if before.isalpha() and after.isalpha() and before.isascii() != after.isascii():
        cost += _mixed(before, after)
    if before.islower() and after.isupper() and not (before + after).isascii():
        cost += _CAPITAL_WITHIN
    return cost


def _mixed(before: str, letter: str) -> float:
    """Return how likely two letters next to each other are, one of which is in ASCII."""
    other = letter if before.isascii() else before
    if other < "\u0370" or "\u1e00" <= other < "\u1f00":
        return 0.0
    return _MIXED_CJK if other >= "\u3000" else _MIXED


@lru_cache(maxsize=2**15)
def _cost_of_pair(pair: str, language: str) -> float:
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


@lru_cache(maxsize=len(_EVERY))
def _habits(language: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how often letters follow each other, occur, and have different ones after them."""
    # Not at the top: lxml comes with it, which is of no use for UTF-8.
    from justext.utils import get_stoplist, get_stoplists  # type: ignore[import-untyped]

    listed = get_stoplist(language) if language in get_stoplists() else ()
    words = (*listed, *_WORDS.get(language, "").split())
    pairs = Counter(pair for word in words for pair in _pairs(word.translate(_COMMAS)))
    letters: Counter[str] = Counter()
    for pair, count in pairs.items():
        letters[pair[0]] += count
    return pairs, letters, Counter(pair[0] for pair in pairs)
