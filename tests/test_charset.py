"""Show that bytes in any common encoding become the exact text or nothing, whatever is declared."""

import time
from collections.abc import Callable
from itertools import product

import pytest

from knowledge.errors import BAD_CHARSET, BINARY, CONTROLS, LOST_CHARACTERS, ReadError
from knowledge.reading.charset.decoding import Decoded, declared_in, decoded
from knowledge.reading.charset.encodings import ENCODINGS
from knowledge.text import tidy

# From the Universal Declaration of Human Rights, articles 1 to 3.
TEXTS = {
    "French": (
        "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués "
        "de raison et de conscience et doivent agir les uns envers les autres dans un esprit de "
        "fraternité. Chacun peut se prévaloir de tous les droits et de toutes les libertés "
        "proclamés dans la présente Déclaration, sans distinction aucune, notamment de race, de "
        "couleur, de sexe, de langue, de religion, d’opinion politique ou de toute autre "
        "opinion, d’origine nationale ou sociale, de fortune, de naissance ou de toute autre "
        "situation. "
    ),
    "German": (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft "
        "und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen. Jeder "
        "hat Anspruch auf alle in dieser Erklärung verkündeten Rechte und Freiheiten, ohne "
        "irgendeinen Unterschied, etwa nach Rasse, Hautfarbe, Geschlecht, Sprache, Religion, "
        "politischer oder sonstiger Anschauung, nationaler oder sozialer Herkunft, Vermögen oder "
        "Geburt. "
    ),
    "Polish": (
        "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni "
        "obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa. "
        "Każdy człowiek posiada wszystkie prawa i wolności zawarte w niniejszej Deklaracji bez "
        "względu na różnice rasy, koloru, płci, języka, wyznania, poglądów politycznych i innych "
        "przekonań, narodowości, pochodzenia społecznego, majątku, urodzenia. Każdy człowiek ma "
        "prawo do życia, wolności i bezpieczeństwa swej osoby. "
    ),
    "Czech": (
        "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni "
        "rozumem a svědomím a mají spolu jednat v duchu bratrství. Každý má všechna práva a "
        "všechny svobody, stanovené touto deklarací, bez jakéhokoli rozlišování, zejména podle "
        "rasy, barvy, pohlaví, jazyka, náboženství, politického nebo jiného smýšlení, "
        "národnostního nebo sociálního původu, majetku, rodu nebo jiného postavení. "
    ),
    "Hungarian": (
        "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, "
        "ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy "
        "viseltessenek. Mindenki, bármely megkülönböztetésre, nevezetesen fajra, színre, nemre, "
        "nyelvre, vallásra, politikai vagy bármely más véleményre, nemzeti vagy társadalmi "
        "eredetre, vagyonra, születésre való tekintet nélkül hivatkozhat a jogokra. "
    ),
    "Lithuanian": (
        "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir "
        "sąžinė ir jie turi elgtis vienas kito atžvilgiu kaip broliai. Kiekvienas turi teisę "
        "naudotis visomis teisėmis ir laisvėmis, paskelbtomis šioje Deklaracijoje, be jokių "
        "skirtumų dėl rasės, odos spalvos, lyties, kalbos, religijos, politinių ar kitų "
        "įsitikinimų. "
    ),
    "Turkish": (
        "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana "
        "sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler. Herkes, "
        "ırk, renk, cinsiyet, dil, din, siyasi veya diğer herhangi bir akide, milli veya içtimai "
        "menşe, servet, doğuş veya herhangi diğer bir fark gözetilmeksizin işbu Beyannamede ilan "
        "olunan tekmil haklardan ve bütün hürriyetlerden istifade edebilir. "
    ),
    "Russian": (
        "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены "
        "разумом и совестью и должны поступать в отношении друг друга в духе братства. Каждый "
        "человек должен обладать всеми правами и всеми свободами, провозглашенными настоящей "
        "Декларацией, без какого бы то ни было различия, как-то в отношении расы, цвета кожи, "
        "пола, языка, религии, политических или иных убеждений. "
    ),
    "Ukrainian": (
        "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені "
        "розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства. Кожна "
        "людина повинна мати всі права і всі свободи, проголошені цією Декларацією, незалежно "
        "від раси, кольору шкіри, статі, мови, релігії, політичних або інших переконань. "
    ),
    "Greek": (
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. "
        "Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους "
        "με πνεύμα αδελφοσύνης. Κάθε άνθρωπος δικαιούται να επικαλείται όλα τα δικαιώματα και "
        "όλες τις ελευθερίες που προκηρύσσει η παρούσα Διακήρυξη, χωρίς καμία απολύτως διάκριση. "
    ),
    "Hebrew": (
        "כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך "
        "חובה עליהם לנהוג איש ברעהו ברוח של אחווה. כל אדם זכאי לזכויות ולחרויות שנקבעו בהכרזה זו "
        "ללא הפליה כלשהיא מטעמי גזע, צבע, מין, לשון, דת, דעה פוליטית או דעה בבעיות אחרות. "
    ),
    "Arabic": (
        "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن "
        "يعامل بعضهم بعضا بروح الإخاء. لكل إنسان حق التمتع بكافة الحقوق والحريات الواردة في هذا "
        "الإعلان، دون أي تمييز، كالتمييز بسبب العنصر أو اللون أو الجنس أو اللغة أو الدين أو "
        "الرأي السياسي. "
    ),
    "Japanese": (
        "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間"
        "は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。すべて"
        "人は、人種、皮膚の色、性、言語、宗教、政治上その他の意見、国民的若しくは社会的出身、財産"
        "、門地その他の地位による差別をも受けることがない。\n"
    ),
    "Chinese": (
        "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。人"
        "人有资格享受本宣言所载的一切权利和自由，不分种族、肤色、性别、语言、宗教、政治或其他见解"
        "、国籍或社会出身、财产、出生或其他身分等任何区别。人人有权享有生命、自由和人身安全。\n"
    ),
    "Taiwanese": (
        "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。人"
        "人有資格享受本宣言所載的一切權利和自由，不分種族、膚色、性別、語言、宗教、政治或其他見解"
        "、國籍或社會出身、財產、出生或其他身分等任何區別。人人有權享有生命、自由和人身安全。\n"
    ),
    "Korean": (
        "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 "
        "이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다. 모든 사람은 인종, "
        "피부색, 성, 언어, 종교, 정치적 또는 기타의 견해에 따른 어떠한 종류의 차별이 없이, 이 "
        "선언에 규정된 모든 권리와 자유를 향유할 자격이 있다. "
    ),
}
REAL = {  # language, label: Python's codec
    ("French", "windows-1252"): "cp1252",
    ("German", "iso-8859-1"): "cp1252",
    ("Polish", "windows-1250"): "cp1250",
    ("Polish", "iso-8859-2"): "iso8859-2",
    ("Czech", "windows-1250"): "cp1250",
    ("Hungarian", "iso-8859-2"): "iso8859-2",
    ("Lithuanian", "windows-1257"): "cp1257",
    ("Turkish", "iso-8859-9"): "cp1254",
    ("Russian", "windows-1251"): "cp1251",
    ("Russian", "koi8-r"): "koi8-r",
    ("Russian", "iso-8859-5"): "iso8859-5",
    ("Ukrainian", "koi8-u"): "koi8-u",
    ("Greek", "windows-1253"): "cp1253",
    ("Greek", "iso-8859-7"): "iso8859-7",
    ("Hebrew", "windows-1255"): "cp1255",
    ("Arabic", "windows-1256"): "cp1256",
    ("Japanese", "Shift_JIS"): "shift_jis",
    ("Japanese", "euc-jp"): "euc-jp",
    ("Chinese", "gb2312"): "gb18030",
    ("Taiwanese", "big5"): "big5",
    ("Korean", "euc-kr"): "euc-kr",
    ("French", "utf-16le"): "utf-16-le",
    ("Russian", "utf-16be"): "utf-16-be",
    ("Korean", "utf-16le"): "utf-16-le",
    ("Polish", "utf-8"): "utf-8",
}
MARKED = ("utf-8-sig", "utf-16", "utf-32")  # Python's codecs that write a byte order mark
HOSTILE = (
    *("utf-7", "rot13", "zlib", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "hex"),
    *("mbcs", "undefined", "base64", "../../etc/passwd", "x" * 100_000, "\x00", "", "é", "uu"),
)


def short(language: str) -> str:
    return TEXTS[language][:60].strip()


def long(language: str) -> str:
    return (TEXTS[language] * 6)[:1000]


def outcome(data: bytes, declared: str | None) -> Decoded | str:
    """Return what was read, or why nothing was."""
    try:
        return decoded(data, "note.txt", declared)
    except ReadError as error:
        return error.reason


@pytest.mark.threat("F7")
@pytest.mark.parametrize(("language", "label"), REAL)
def test_what_declares_its_encoding_rightly_is_read_exactly(language: str, label: str) -> None:
    for text in (short(language), long(language)):
        data = text.encode(REAL[language, label])
        for spelling in (label, label.upper(), f" {label}\n"):
            assert outcome(data, spelling) == Decoded(tidy(text), guess=None)


@pytest.mark.threat("F7")
@pytest.mark.parametrize(("language", "label"), REAL)
def test_what_declares_nothing_is_read_exactly_or_not_at_all(language: str, label: str) -> None:
    for text in (short(language), long(language)):
        found = outcome(text.encode(REAL[language, label]), None)
        assert found == BAD_CHARSET or (isinstance(found, Decoded) and found.text == tidy(text))


@pytest.mark.threat("F7")
@pytest.mark.parametrize(("language", "label"), REAL)
def test_a_wrong_declaration_never_leads_to_another_text(language: str, label: str) -> None:
    wrong = [each.name for each in ENCODINGS] + ["utf-8", "utf-16le", "utf-16be", "us-ascii"]
    for text, declared in product((short(language), long(language)), wrong):
        found = outcome(text.encode(REAL[language, label]), declared)
        right = isinstance(found, Decoded) and found.text == tidy(text)
        assert right or found == BAD_CHARSET, declared


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("codec", MARKED)
def test_a_byte_order_mark_counts_more_than_what_is_declared(language: str, codec: str) -> None:
    text = long(language)
    for declared in (None, "windows-1252", "utf-8"):
        assert outcome(text.encode(codec), declared) == Decoded(tidy(text), guess=None)


@pytest.mark.parametrize("codec", ["utf-16-be", "utf-32-be"])
def test_the_mark_tells_the_order_of_the_bytes(codec: str) -> None:
    assert outcome("\ufeffTwo tramways.".encode(codec), None) == Decoded("Two tramways.", None)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfcaf\xe9", b"\xff\xfeabc", b"\xfe\xff\xd8\x00", b"\xff\xfe\0\0abc"]
)
def test_what_does_not_keep_the_promise_of_its_mark_is_refused(data: bytes) -> None:
    assert outcome(data, "windows-1252") == BAD_CHARSET


@pytest.mark.parametrize(("language", "label"), REAL)
def test_the_guess_names_the_encoding(language: str, label: str) -> None:
    found = outcome(long(language).encode(REAL[language, label]), None)
    assert isinstance(found, Decoded)
    known: dict[str, set[str | None]] = {
        "iso-8859-1": {"windows-1252"},
        "iso-8859-9": {"windows-1254"},
        "iso-8859-2": {"iso-8859-2", "windows-1250"},  # Hungarian is the same in both
        "iso-8859-7": {"windows-1253"},  # the text is the same in both
        "koi8-r": {"koi8-r", "koi8-u"},
        "gb2312": {"gb18030"},
        "utf-8": {None},
    }
    assert found.guess in known.get(label, {label.lower()})


@pytest.mark.parametrize(
    "text",
    [
        "It was “over,” they said — and so it’s been since.",
        "The café on the corner doesn’t open before ten.",
        "“No,” she said. “It costs €5 at the Café Müller…”",
        "A naïve reader’s résumé",
        "He lived in São Paulo, Málaga and Zürich.",
        "It’s 20 °C outside, and the tram costs £3.",
        "© 2024 The Tramway Company™ • All rights reserved",
    ],
)
def test_english_with_typographic_signs_is_read_though_nothing_declares_it(text: str) -> None:
    assert outcome(text.encode("cp1252"), None) == Decoded(text, "windows-1252")


@pytest.mark.parametrize(
    "text",
    [
        *("Bake it at 180 °C.", "Bake it at 180°C.", "It was 100 °F.", "It lies at 48° N."),
        *("It lies at 48°N.", "See § 5 of the rules.", "Add ½ cup of milk.", "Add 1½ cups."),
        *("It costs £20.", "It costs €20.", "They say it is “quoted” there.", "The café opens."),
        *("It covers 12 m².", "It covers 12 km².", "It holds 25 m³.", "It is a thing of Acme®."),
        *("It is a thing of Acme™.", "Take bus N° 5.", "It is 5 µm thin.", "It’s open."),
        *("It opens 9–5.", "© 2024 by the club", "It took part in an exposé."),
    ],
)
def test_a_single_sign_in_an_english_text_does_not_keep_it_from_being_read(text: str) -> None:
    around = "The shop in the old town sells bread and milk every day of the week."
    for whole in (text, f"{around} {text}\n{around}"):
        assert outcome(whole.encode("cp1252"), None) == Decoded(whole, "windows-1252")


@pytest.mark.threat("F7")
@pytest.mark.parametrize("language", ["Polish", "Czech", "Hungarian", "Lithuanian", "Turkish"])
def test_a_single_word_of_another_language_in_ascii_is_not_read_as_another(language: str) -> None:
    codecs = {codec for (spoken, _), codec in REAL.items() if spoken == language}
    around = "The shop in the old town sells bread and milk every day of the week."
    for word, codec in product(TEXTS[language].split(), codecs - {"utf-8"}):
        text = f"{around} {word}"
        found = outcome(text.encode(codec), None)
        assert found == BAD_CHARSET or (isinstance(found, Decoded) and found.text == text), word


@pytest.mark.parametrize(
    "text", ["café", "naïve", "Lunedì", "Ångström", "© Müller", "5 £", "½ l", "El Niño"]
)
@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "ISO8859-1", "us-ascii", "windows-1252"])
def test_a_word_in_the_declared_encoding_is_read(text: str, label: str) -> None:
    assert outcome(text.encode("cp1252"), label) == Decoded(text, guess=None)


@pytest.mark.threat("F7")
@pytest.mark.parametrize("word", ["bułgarski", "łotewski"])
def test_a_word_that_could_be_two_is_read_as_declared_and_not_guessed(word: str) -> None:
    data = word.encode("cp1250")
    assert outcome(data, "windows-1250") == Decoded(word, guess=None)
    assert outcome(data, None) == BAD_CHARSET


@pytest.mark.threat("F7")
def test_to_repeat_a_word_proves_nothing() -> None:
    assert outcome("Slovène\n".encode("cp1252") * 1000, None) == BAD_CHARSET


@pytest.mark.threat("F7")
@pytest.mark.parametrize("codec", ["johab", "cp862", "cp737", "mac_turkish", "mac_cyrillic"])
def test_what_is_in_an_encoding_out_of_use_is_refused(codec: str) -> None:
    by_codec = {"johab": "Korean", "cp862": "Hebrew", "cp737": "Greek", "mac_turkish": "Turkish"}
    data = long(by_codec.get(codec, "Russian")).encode(codec)
    for declared in (None, "windows-1252", "gb2312", "koi8-r"):
        assert outcome(data, declared) == BAD_CHARSET


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_that_names_no_encoding_of_pages_is_ignored(label: str) -> None:
    assert outcome(b"+AGE-uryyb \\u0041", label) == Decoded("+AGE-uryyb \\u0041", guess=None)
    french = long("French").encode("cp1252")
    assert outcome(french, label) == outcome(french, None)


def test_what_is_utf_8_is_read_as_such_whatever_is_declared() -> None:
    for language, label in product(TEXTS, ["windows-1252", "shift_jis", "utf-16", "koi8-r"]):
        text = short(language)
        assert outcome(text.encode(), label) == Decoded(text, guess=None)


@pytest.mark.threat("F7")
@pytest.mark.parametrize(("language", "codec"), [("Russian", "cp1251"), ("French", "cp1252")])
def test_five_repetitive_megabytes_are_read_in_two_seconds(language: str, codec: str) -> None:
    text = TEXTS[language].strip() + "\n"
    data = (text * (5_000_000 // len(text))).encode(codec)
    begun = time.process_time()
    found = outcome(data, None)
    assert time.process_time() - begun < 2
    assert isinstance(found, Decoded)
    assert found.text == data.decode(codec)


@pytest.mark.parametrize(
    "hostile",
    [
        lambda size: b"\xe9" * size,
        lambda size: b"\xe9\n" * (size // 2),
        lambda size: b"".join(b"%x\xe9 " % number for number in range(size // 8)),
        lambda size: bytes(range(0x80, 0x100)) * (size // 128),
        lambda size: b"a\x00" * (size // 2),
        lambda size: b"\x00\xe9 " * (size // 3),
    ],
)
def test_hostile_bytes_take_no_longer_than_others(hostile: Callable[[int], bytes]) -> None:
    begun = time.process_time()
    outcome(hostile(5_000_000), "gb18030")
    assert time.process_time() - begun < 3


def test_a_letter_that_occurs_once_in_a_long_file_is_judged_too() -> None:
    quoted = "".join(f"The tram “{number}” stops at the market.\n" for number in range(20_000))
    text = f"{quoted}Il l’a vu très près de sa mère, à la fenêtre où elle dînait.\n{quoted}"
    found = outcome(text.encode("cp1252"), "windows-1250")
    assert found == BAD_CHARSET or found == Decoded(text, "windows-1252")


@pytest.mark.parametrize(
    "data",
    [
        b"The tram\x00 stops here.",
        b"\x7fELF\x02\x01\x01\x00\x00\x00" + bytes(range(256)),
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(255, 0, -1)),
        b"caf\xe9\x00",
        bytes(1000),
    ],
)
def test_a_nul_byte_outside_utf_16_is_no_text(data: bytes) -> None:
    assert outcome(data, "windows-1252") == BINARY.format(offset=data.index(0))


def test_bytes_without_sense_are_refused() -> None:
    noise = bytes((number * number * 7919 + number * 31) % 251 + 4 for number in range(2000))
    for declared in (None, "windows-1252", "koi8-r", "iso-8859-5", "gb18030"):
        assert outcome(noise, declared) == BAD_CHARSET


def test_text_of_two_encodings_is_refused() -> None:
    mixed = long("French").encode() + long("French").encode("cp1252")
    for declared in (None, "utf-8", "windows-1252"):
        assert outcome(mixed, declared) == BAD_CHARSET


def test_the_escapes_of_iso_2022_are_not_taken_for_ascii() -> None:
    for text, codec in (("日本語の文章です。", "iso2022_jp"), ("모든 인간은", "iso2022_kr")):
        assert outcome(text.encode(codec), codec) == BAD_CHARSET


def test_a_text_of_control_characters_is_none() -> None:
    assert outcome(b"\x01\x02\x03\x04 tram " * 20, None) == CONTROLS
    assert outcome(b"one \x07 bell", None) == Decoded("one  bell", guess=None)


def test_a_text_that_lost_characters_before_is_refused() -> None:
    assert outcome("The caf\ufffd closes.".encode(), None) == LOST_CHARACTERS
    about = f"The sign \ufffd stands for a character that got lost. {long('French')}"
    assert outcome(about.encode(), None) == Decoded(about, guess=None)


@pytest.mark.threat("F8")
def test_text_is_tidied_whatever_it_was_in() -> None:
    text = "Der Zug\r\nfährt\u200b über die Brücke.\r"
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decoded(text.encode(codec), "n").text == "Der Zug\nfährt über die Brücke.\n"
    latin = text.replace("\u200b", "").encode("cp1252")
    assert decoded(latin, "n", "latin1").text == "Der Zug\nfährt über die Brücke.\n"


def test_an_empty_file_is_an_empty_text() -> None:
    assert outcome(b"", None) == Decoded("", guess=None)


@pytest.mark.parametrize(
    ("page", "label"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<html><head><META  CharSet = koi8-r />", "koi8-r"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>", "Shift_JIS"),
        (b'<meta content="text/html; charset=big5" http-equiv="content-type">', "big5"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><html>', "iso-8859-2"),
        (b'<meta name="author" content="me"><meta charset=gb2312>', "gb2312"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "utf-8"),
        (b"<!-- <meta charset=koi8-r>", None),
        (b"<p>charset=koi8-r</p>", None),
        (b"<meta name=x>charset=koi8-r", None),
        (b" " * 1024 + b"<meta charset=utf-8>", None),
        (b"<meta charset=''>", None),
        (b"", None),
    ],
)
def test_a_page_declares_its_encoding_in_its_head(page: bytes, label: str | None) -> None:
    assert declared_in(page) == label


@pytest.mark.parametrize(
    "piece", [b"<meta ", b"<meta charset", b"<!--", b"<meta charset=\t", b"<?xml ", b" ", b"<"]
)
def test_the_search_for_a_declaration_is_linear(piece: bytes) -> None:
    begun = time.process_time()
    declared_in(piece * 1_000_000)
    assert time.process_time() - begun < 0.1
