"""Show that no pattern of knowledge/ takes more than a moment on text that is made to slow it."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LENGTH = 2_000  # characters, of the longest passage; a question has 500
PIECES = (
    *("a", "A", "1", "é", ".", " ", "\n", "\t", "-", "*", "|", "_", "'", "’", "“", "(", "[", "<"),
    *("a ", "A. ", "1.", "1,", "and ", "that ", "when ", "it is ", "the same for ", "th century "),
    *("May ", "a.m. ", "https://a.", "a@b.", "| a ", "- a\n", "U.S.", "who is ", "\u0301a", "th"),
)


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return every compiled pattern that a module of knowledge/ holds, by its name."""
    found: dict[str, re.Pattern[Any]] = {}
    for path in sorted(Path("knowledge").rglob("*.py")):
        if "migrations" in path.parts:  # imported by Alembic alone
            continue
        module = importlib.import_module(".".join(path.with_suffix("").parts))
        for name, value in vars(module).items():
            for place, one in enumerate(_inside(value)):
                found[f"{module.__name__}.{name}.{place}"] = one
    return found


def _inside(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _inside(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from _inside(one)


@pytest.mark.threat("I3")
@pytest.mark.parametrize("name", patterns())
def test_a_pattern_reads_hostile_text_in_a_moment(name: str) -> None:
    pattern = patterns()[name]
    for piece in PIECES:
        for end in ("", "!", "x", "\n"):
            text = (piece * LENGTH)[:LENGTH] + end
            found = text if isinstance(pattern.pattern, str) else text.encode(errors="replace")
            pattern.search(found)
            sum(1 for _ in pattern.finditer(found))
