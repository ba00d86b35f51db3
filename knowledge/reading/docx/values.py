"""Read the values of an element's properties."""

from __future__ import annotations

from functools import cache

from docx.oxml.ns import qn
from lxml.etree import _Element as Element


@cache
def path_of(path: str) -> str:
    return "/".join(map(qn, path.split("/")))


def attribute(element: Element, name: str) -> str:
    return element.get(qn(name), "")


def value(element: Element, path: str) -> str:
    """Return the value of an element below, "" if there is none."""
    found = element.find(path_of(path))
    return "" if found is None else attribute(found, "w:val")


def number(element: Element, path: str) -> int | None:
    return whole(value(element, path))


def whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def switch(element: Element, path: str) -> bool | None:
    """Whether a property is on, None if it is not mentioned; without a value it is on."""
    found = element.find(path_of(path))
    return None if found is None else attribute(found, "w:val") not in {"0", "false", "off"}
