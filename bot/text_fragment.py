"""Links that take a reader to the sentence: a page's address with a text fragment.

The form is that of the WICG draft "URL Fragment Text Directives": `#:~:text=first words,last
words`. A browser that does not find the words, or does not know the form, opens the page as usual.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from knowledge.model import Article, Passage

WORDS = 5  # at the beginning and at the end; a shorter text is named whole
LONGEST = 60  # characters of them; some scripts put no space between words

_MARK = re.compile(r"\A(?:[-*•–]|\d{1,4}[.)]) ")  # of a list's item, which is not on the page
_CELLS = " | "  # between the cells of a table's row, each an element of its own on the page


def link_to(passage: Passage, start: int, end: int) -> str | None:
    """Return the address of `article.text[start:end]`, or None if the article has none."""
    article = passage.article
    if article.url is None:
        return None
    if page := passage.paragraph.page_at(start):  # a viewer knows the numbers of pages, and no text
        return f"{article.url.partition('#')[0]}#page={page}"
    words = _directive(article, start, end)
    return f"{article.url}{'' if '#' in article.url else '#'}:~:text={words}"


def _directive(article: Article, start: int, end: int) -> str:
    lines = article.text[start:end].split("\n")
    first = _MARK.sub("", lines[0]).split(_CELLS)[0].split()
    last = _MARK.sub("", lines[-1]).split(_CELLS)[-1].split()
    whole = " ".join(first)
    if first == last and len(first) <= 2 * WORDS and len(whole) <= 2 * LONGEST:
        return _encoded(whole)
    beginning = _encoded(" ".join(first[:WORDS])[:LONGEST])
    return f"{beginning},{_encoded(' '.join(last[-WORDS:])[-LONGEST:])}"


def _encoded(text: str) -> str:
    """Encode also the hyphen, which has a meaning in the form."""
    return quote(text.strip(), safe="").replace("-", "%2D")
