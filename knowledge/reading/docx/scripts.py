"""Write digits that a Word file raises or lowers as such, so that 10 to the 6th is not 106."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from knowledge.reading.digits import lowered, raised

SUPERSCRIPT, SUBSCRIPT = "superscript", "subscript"  # as Word calls them

_SMALL = re.compile(r"\s*[+−-]?[0-9]{1,4}[+−-]?\s*")
_IN_FORMULAS = {qn("m:sup"): SUPERSCRIPT, qn("m:sub"): SUBSCRIPT}
_WRITTEN = {SUPERSCRIPT: raised, SUBSCRIPT: lowered}


def joined(texts: Iterable[tuple[str, str]]) -> str:
    """Return texts as one; each comes with its script, "" for that of the line itself."""
    groups = groupby(texts, key=itemgetter(1))
    runs = ((script, "".join(text for text, _ in group)) for script, group in groups)
    return "".join(_in_script(text, script) for script, text in runs)


def script_in_formula(text: Element) -> str:
    """Return the script of a text in a formula, which the element around its run tells."""
    around = text.getparent()
    around = None if around is None else around.getparent()
    return "" if around is None else _IN_FORMULAS.get(str(around.tag), "")


def _in_script(text: str, script: str) -> str:
    return _WRITTEN[script](text) if script in _WRITTEN and _SMALL.fullmatch(text) else text
