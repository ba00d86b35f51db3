"""Show foreign text on Discord as it is: nothing in it is a mention, a link or a format."""

from __future__ import annotations

import re
import unicodedata

# Behind a backslash Discord shows a mark as itself, and then sees no form that needs it: emphasis,
# code, spoilers, [links](…), <@mentions>, <:emoji:1>, </commands:1>, @everyone.
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\*_~`|[]<@"})
_LINE_MARK = re.compile(r"^([ \t]*)([-+#>]|\d{1,9}(?=\.))", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_COLON = re.compile(r":(?=//|\w{1,64}:)")  # of https://… and of :emoji:

# First strong isolate and its end: text that runs right to left stays between the two.
_FSI, _PDI = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def escape(text: str) -> str:
    """Return Markdown that shows `text` literally; linear in its length."""
    text = _COLON.sub(r"\\:", text.translate(_SPECIAL))
    return _LINE_MARK.sub(_escape_line_mark, text)


def _escape_line_mark(match: re.Match[str]) -> str:
    """A heading's, quote's or list's mark, which counts at the beginning of a line only."""
    indent, mark = match.groups()
    return f"{indent}{mark}\\" if mark.isdigit() else f"{indent}\\{mark}"


def unescape(text: str) -> str:
    """Return what `escape` and `isolate` were given."""
    return _ESCAPED.sub(r"\1", text.replace(_FSI, "").replace(_PDI, ""))


def isolate(text: str) -> str:
    """Return `text` so that right-to-left letters in it cannot reorder what stands beside it."""
    if text.isascii() or _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, text)):
        return text
    return "\n".join(f"{_FSI}{line}{_PDI}" for line in text.split("\n"))
