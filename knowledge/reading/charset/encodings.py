"""The encodings that files and pages are in, what is written in them, and what they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from encodings.aliases import aliases

_WEST = (
    "English French German Spanish Portuguese Italian Dutch Danish Swedish Norwegian_Bokmal "
    "Finnish Icelandic Catalan Estonian"
)
_EAST = "English German Polish Czech Slovak Hungarian Romanian Croatian Slovenian"
_BALTIC = "English Lithuanian Latvian Estonian"
_CYRILLIC = "English Russian Ukrainian Belarusian Bulgarian Serbian Macedonian"


@dataclass(frozen=True, slots=True)
class Encoding:
    """A way to write text as bytes, and what is written so."""

    name: str
    codec: str
    languages: str
    also: str = ""  # what else declares it, in Python's spelling
    chance: float = 0.0  # how much likelier than others, before any byte is seen
    is_guessed: bool = True  # whether it is taken where nothing declares it


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
EVERY_LANGUAGE = " ".join(dict.fromkeys(" ".join(each.languages for each in ENCODINGS).split()))
UTF_16 = (
    Encoding("utf-16le", "utf_16_le", EVERY_LANGUAGE, "utf_16 utf_16le"),
    Encoding("utf-16be", "utf_16_be", EVERY_LANGUAGE, "utf_16be"),
)
_BY_CODEC = {
    codec: each for each in (*ENCODINGS, *UTF_16) for codec in (each.codec, *each.also.split())
}


def encoding_of(label: str | None) -> Encoding | None:
    """Return the encoding with this label; only a table is asked, never Python's codecs."""
    spelled = re.sub(r"[^a-z0-9]+", "_", (label or "")[:40].lower()).strip("_")
    spelled = spelled.removeprefix("x_") if spelled.startswith("x_") else spelled
    return _BY_CODEC.get(aliases.get(spelled, spelled))
