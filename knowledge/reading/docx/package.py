"""Open the parts of a Word file that hold its text, each of them checked first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from zipfile import ZipFile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from knowledge.reading.docx.zip_check import unpack_xml
from knowledge.reading.plain import TITLE_LENGTH
from knowledge.text import one_line

MOST_NODES_BESIDE = 300_000  # elements, texts and attributes of the parts beside the text
FIRST_YEAR = 1983  # Word is no older; an earlier date comes of a clock that was not set

_STRICT = (  # "Strict Open XML" names the one namespace that is looked at here otherwise
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_NEVER_SET = "2013-12-23T23:15:00Z"  # in every file that python-docx makes
_DATE = re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_NO_TITLE = re.compile(
    r"(?:untitled|(?:word )?document|dokument|title)[\s\d]*|microsoft word\b.*"
    r"|.*\.(?:docx?|docm|dotx?|rtf|odt|pdf|txt)|[\W\d_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file, each of them checked before it is parsed."""

    archive: ZipFile
    name: str

    def part(self, entry: str, most_nodes: int = MOST_NODES_BESIDE) -> Element:
        data = unpack_xml(self.archive, entry, self.name, most_nodes=most_nodes)
        return parse_xml(data.replace(*_STRICT))

    def related(self, entry: str) -> dict[str, str]:
        """Return the entries that belong to another one, by kind; "" stands for the file."""
        relations = join(dirname(entry), "_rels", f"{basename(entry)}.rels")
        found: dict[str, str] = {}
        if relations not in self.archive.NameToInfo:
            return found
        for relation in self.part(relations):
            if relation.get("TargetMode") != "External":
                target = normpath(join("/", dirname(entry), relation.get("Target", "")))
                found.setdefault(basename(relation.get("Type", "")), target.lstrip("/"))
        return found

    def beside(self, entry: str, kind: str) -> Element | None:
        target = self.related(entry).get(kind)
        return self.part(target) if target in self.archive.NameToInfo else None


def properties(root: Element | None) -> tuple[str | None, str | None]:
    """Return the title and the date that a file states, as far as they make sense."""
    if root is None:
        return None, None
    title = one_line(root.findtext(qn("dc:title")) or "")
    is_title = len(title) <= TITLE_LENGTH and not _NO_TITLE.fullmatch(title)
    stamps = [root.findtext(qn(f"dcterms:{event}")) or "" for event in ("modified", "created")]
    return title if is_title else None, next(filter(None, map(_date, stamps)), None)


def _date(stamp: str) -> str | None:
    date = _DATE.match(stamp)
    return date[0] if date and int(date[1]) >= FIRST_YEAR and stamp != _NEVER_SET else None
