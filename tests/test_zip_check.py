"""Show that zip files and XML are refused before they take memory or time."""

from __future__ import annotations

import struct
import time
import tracemalloc
import warnings
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from docx_files import lying_zip, zipped

from knowledge.errors import (
    BOMB,
    BROKEN_FILE,
    ENCRYPTED,
    TOO_MANY_ENTRIES,
    TOO_MUCH_MEMORY,
    ReadError,
)
from knowledge.reading.docx.zip_check import (
    LARGEST_TOTAL,
    LARGEST_XML,
    MOST_ENTRIES,
    check,
    damage_refused,
    unpack_xml,
)

TOO_LARGE = BOMB.format(limit=LARGEST_TOTAL)
TOO_MANY = TOO_MANY_ENTRIES.format(limit=MOST_ENTRIES)
MEGABYTE = bytes(1_000_000)


def reason_for(data: bytes) -> str | None:
    try:
        check(data, "a.docx")
    except ReadError as error:
        return error.reason
    return None


def many(count: int) -> bytes:
    """A zip file of `count` empty entries, all of which are the same bytes of the file."""
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 5, 0)
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, *[0] * 3, 5, *[0] * 6)
    directory = b"".join(entry + b"%05x" % number for number in range(count))
    size = len(directory)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, size, 30, 0)
    return local + directory + end


def twice(first: str, second: str) -> bytes:
    file = BytesIO()
    with warnings.catch_warnings(), ZipFile(file, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile warns of the duplicate that is wanted here
        archive.writestr(first, b"one")
        archive.writestr(second, b"two")
    return file.getvalue()


def with_flag(data: bytes, flag: int) -> bytes:
    place = data.index(b"PK\x01\x02") + 8
    return data[:place] + bytes([data[place] | flag]) + data[place + 1 :]


def bzipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as archive:
        archive.writestr("a", b"text")
    return file.getvalue()


def xml_reason(data: bytes, most_nodes: int = 100) -> str | None:
    with ZipFile(BytesIO(zipped({"a.xml": data}))) as archive:
        try:
            with damage_refused("a.docx"):
                unpack_xml(archive, "a.xml", "a.docx", most_nodes=most_nodes)
        except ReadError as error:
            return error.reason
    return None


@pytest.mark.threat("F1")
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(zipped({"a.xml": b"<a/>", "b.png": MEGABYTE}), None, id="an ordinary one"),
        pytest.param(zipped({"in.zip": zipped({"a": MEGABYTE})}), None, id="one in another"),
        pytest.param(zipped({f"{n}": MEGABYTE for n in range(50)}), None, id="just small enough"),
        pytest.param(zipped({f"{n}": MEGABYTE for n in range(51)}), TOO_LARGE, id="too large"),
        pytest.param(lying_zip("a", b"a", 2**32 - 2), TOO_LARGE, id="said to be 4 GB"),
        pytest.param(many(MOST_ENTRIES), None, id="just few enough"),
        pytest.param(many(MOST_ENTRIES + 1), TOO_MANY, id="too many"),
        pytest.param(twice("a.xml", "a.xml"), BROKEN_FILE, id="a name twice"),
        pytest.param(twice("a.xml", "A.XML"), BROKEN_FILE, id="a name twice but for case"),
        pytest.param(with_flag(zipped({"a": b"a"}), 1), ENCRYPTED, id="encrypted"),
        pytest.param(bzipped(), BROKEN_FILE, id="packed in another way"),
        pytest.param(b"no zip file", BROKEN_FILE, id="no zip file"),
        pytest.param(b"", BROKEN_FILE, id="nothing"),
        pytest.param(zipped({"a": b"text"})[:-30], BROKEN_FILE, id="cut off"),
    ],
)
def test_a_zip_file_is_refused_by_what_its_directory_says(data: bytes, reason: str | None) -> None:
    assert reason_for(data) == reason


@pytest.mark.threat("F1")
def test_a_directory_of_a_hundred_thousand_entries_is_refused_at_once() -> None:
    data = many(100_000)
    assert len(ZipFile(BytesIO(data)).infolist()) == 100_000
    tracemalloc.start()
    began = time.perf_counter()
    assert reason_for(data) == TOO_MANY
    took, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 1
    assert peak < 100_000


@pytest.mark.threat("F1")
def test_checking_a_bomb_unpacks_nothing() -> None:
    data = zipped({"a.xml": bytes(40_000_000)})
    tracemalloc.start()
    assert reason_for(data) is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.threat("F1")
def test_an_entry_that_is_larger_than_its_directory_says_is_not_unpacked_further() -> None:
    data = lying_zip("a.xml", b"<a/>" + b" " * 40_000_000, 1_000)
    assert reason_for(data) is None
    with ZipFile(BytesIO(data)) as archive:
        tracemalloc.start()
        unpacked = unpack_xml(archive, "a.xml", "a.docx", most_nodes=10)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(unpacked) == 1_000
    assert peak < 3 * LARGEST_XML


@pytest.mark.threat("F1")
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"<a>" + b" " * (LARGEST_XML - 7) + b"</a>", None, id="just small enough"),
        pytest.param(b"<a>" + b" " * (LARGEST_XML - 6) + b"</a>", TOO_MUCH_MEMORY, id="too large"),
        pytest.param(b"<a>" + b"<b/>" * 98 + b"</a>", None, id="few elements"),
        pytest.param(b"<a>" + b"<b/>" * 100 + b"</a>", TOO_MUCH_MEMORY, id="many elements"),
        pytest.param(b"<a>" + b"<b>x</b>" * 50 + b"</a>", TOO_MUCH_MEMORY, id="many texts"),
        pytest.param(b"<a>" + b"<!---->" * 100 + b"</a>", TOO_MUCH_MEMORY, id="many comments"),
        pytest.param(b"<a" + b" b=''" * 100 + b"/>", TOO_MUCH_MEMORY, id="many attributes"),
    ],
)
def test_xml_that_would_take_much_memory_is_refused(data: bytes, reason: str | None) -> None:
    assert xml_reason(data) == reason


@pytest.mark.threat("F4")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<!DOCTYPE a><a/>", id="a DOCTYPE"),
        pytest.param("<!DOCTYPE a><a/>".encode("utf-16"), id="UTF-16"),
        pytest.param("<!DOCTYPE a><a/>".encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param("<a/>".encode("utf-32-be"), id="UTF-32"),
        pytest.param("<!DOCTYPE a><a/>".encode("cp037"), id="EBCDIC"),
        pytest.param(b"<?xml version='1.0' encoding='utf-7'?>+ADw-a/>", id="UTF-7"),
        pytest.param(b'\xef\xbb\xbf<?xml encoding = "latin1"?><a/>', id="another after a mark"),
        pytest.param(b"<a>\xff</a>", id="no UTF-8"),
    ],
)
def test_xml_that_hides_a_doctype_or_its_encoding_is_refused(data: bytes) -> None:
    assert xml_reason(data) == BROKEN_FILE


@pytest.mark.parametrize(
    "data",
    [
        b"<a/>",
        b"\xef\xbb\xbf<a/>",
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a b=\'encoding="latin1"\'/>',
        "<a>größer</a>".encode(),
    ],
)
def test_xml_in_utf8_is_unpacked_as_it_is(data: bytes) -> None:
    with ZipFile(BytesIO(zipped({"a.xml": data}))) as archive:
        assert unpack_xml(archive, "a.xml", "a.docx", most_nodes=100) == data


def test_whatever_is_raised_over_a_damaged_file_is_one_sentence_but_not_lack_of_memory() -> None:
    for error in (KeyError("a"), RecursionError(), AttributeError("a"), ValueError("a")):
        with pytest.raises(ReadError, match=BROKEN_FILE), damage_refused("a.docx"):
            raise error
    with pytest.raises(MemoryError), damage_refused("a.docx"):
        raise MemoryError
