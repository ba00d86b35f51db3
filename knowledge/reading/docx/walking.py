"""Walk over the elements of a Word file, through whatever only wraps others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_BOX = qn("w:txbxContent")
_ENDS = {_BOX, qn("w:del"), qn("w:moveFrom")}  # where the search for text boxes goes no deeper
_WRAPPERS = {
    *map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")),
    *map(qn, ("w:hyperlink", "w:fldSimple", "w:bdo", "w:dir", "w:ruby", "w:rubyBase")),
}


def unwrapped(parent: Element) -> Iterator[Element]:
    """Yield the elements below `parent`, those that only wrap others replaced by these."""
    return _opened(parent, lambda element: element.tag in _WRAPPERS)


def text_boxes(paragraph: Element) -> list[Element]:
    """Return the text boxes in a paragraph, but for those in other text boxes."""
    if next(paragraph.iter(_BOX), None) is None:
        return []
    inside = _opened(paragraph, lambda element: element.tag not in _ENDS)
    return [element for element in inside if element.tag == _BOX]


def _opened(parent: Element, is_open: Callable[[Element], bool]) -> Iterator[Element]:
    """Yield the elements below `parent`, those that are open replaced by what is in them.

    Of alternatives only the first is seen. Nesting is not recursion, so its depth costs nothing.
    """
    ways: list[Iterator[Element]] = [iter(parent)]
    while ways:
        child = next(ways[-1], None)
        if child is None:
            ways.pop()
        elif child.tag == _ALTERNATIVES:
            ways.append(chain.from_iterable(child[:1]))
        elif is_open(child):
            ways.append(iter(child))
        else:
            yield child
