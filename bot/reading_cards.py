"""The cards to read on: the articles, the pages of one of them, further passages."""

from __future__ import annotations

from bot import reading_replies as says
from bot import replies
from bot.card import BREAK, Card, Line, Menu, Option, Press, Span, Tone, notice
from bot.replies import counted
from knowledge.leafing import pages_of, sections_of
from knowledge.model import Article
from knowledge.snapshot import Snapshot

READ_KIND, CONTENTS_KIND, OPEN_KIND, SHELF_KIND = "read", "contents", "open", "shelf"
ARTICLES_ON_PAGE = 15
CHOICE = 100  # characters of what is chosen while typing
SECTIONS_SHOWN = 25  # lines of a menu; Discord's limit


def articles_card(snapshot: Snapshot, page: int = 0) -> Card:
    """Return a page of the articles with their size and date, and a menu to read one."""
    articles = snapshot.articles
    if not articles:
        return notice(replies.ARTICLES_NONE)
    pages = (len(articles) - 1) // ARTICLES_ON_PAGE + 1
    page = min(page, pages - 1)
    first = page * ARTICLES_ON_PAGE
    shown = articles[first:][:ARTICLES_ON_PAGE]
    body: list[Line] = [(Span(replies.ARTICLES_TITLE, bold=True),)]
    body += [_article_line(article, snapshot) for article in shown]
    when = snapshot.built_at
    small: list[Line] = [
        (Span(replies.ARTICLES_READ), Span(f"{when:%d %B %Y, %H:%M} UTC", when=when))
    ]
    if pages > 1:
        small.insert(0, (Span(says.PAGE_OF.format(page=page + 1, pages=pages)),))
    options = [Option(one.title, str(first + place)) for place, one in enumerate(shown)]
    return Card(
        tone=Tone.NOTICE,
        body=tuple(body),
        small=tuple(small),
        presses=turns(f"{SHELF_KIND}:{{page}}", page, pages),
        menus=(Menu(f"{OPEN_KIND}:{snapshot.version}", says.READ_HINT, tuple(options)),),
    )


def read_card(snapshot: Snapshot, number: int, page: int) -> Card:
    """Return a page of an article, by its place among the articles, with a table of contents."""
    article = snapshot.articles[number]
    pages = pages_of(article)
    page = min(page, len(pages) - 1)
    body: list[Line] = [(Span(article.title, bold=True, url=article.url),)]
    for piece in pages[page]:
        if piece.opens and piece.section:
            body += [BREAK, (Span(piece.section, bold=True),)]
        body += [
            BREAK,
            *((Span(line),) for line in article.text[piece.start : piece.end].split("\n")),
        ]
    told = [says.PAGE_OF.format(page=page + 1, pages=len(pages)), article.date, article.credit]
    return Card(
        tone=Tone.ANSWER,
        body=tuple(body),
        small=((Span(" · ".join(filter(None, told))),),),
        presses=turns(f"{READ_KIND}:{snapshot.version}:{number}:{{page}}", page, len(pages)),
        menus=_contents(snapshot, number, page),
    )


def page_of_section(article: Article, section: str) -> int | None:
    """Return the page on which a section begins; None: there is none of that name.

    A choice holds no more of a long name than its beginning.
    """
    found, wanted = sections_of(pages_of(article)), section.casefold()
    same = (page for name, page in found if name[:CHOICE].casefold() == wanted)
    return next(same, None)


def turns(custom_id: str, page: int, pages: int) -> tuple[Press, ...]:
    """Return the buttons to the page before and to the one after; "{page}" is put in."""
    earlier = (Press(says.EARLIER, custom_id.format(page=page - 1)),) if page else ()
    later = (Press(says.LATER, custom_id.format(page=page + 1)),) if page + 1 < pages else ()
    return earlier + later


def _contents(snapshot: Snapshot, number: int, page: int) -> tuple[Menu, ...]:
    """Return a menu of the sections; of many, those around the page."""
    found = sections_of(pages_of(snapshot.articles[number]))
    here = sum(begins <= page for _, begins in found)
    first = max(0, min(here - SECTIONS_SHOWN // 2, len(found) - SECTIONS_SHOWN))
    options = [
        Option(name, f"{begins}.{place}", says.ON_PAGE.format(page=begins + 1))
        for place, (name, begins) in enumerate(found)
    ][first:][:SECTIONS_SHOWN]
    if len(options) < 2:  # one section is no table of contents
        return ()
    custom_id = f"{CONTENTS_KIND}:{snapshot.version}:{number}"
    return (Menu(custom_id, says.CONTENTS_HINT, tuple(options)),)


def _article_line(article: Article, snapshot: Snapshot) -> Line:
    passages = sum(passage.article is article for passage in snapshot.passages)
    size = replies.ARTICLES_LINE.format(
        passages=counted(passages, "passage"), sections=counted(len(article.sections), "section")
    )
    credit = [Span(f" ({article.credit})")] if article.credit else []
    date = [Span(f", {article.date}")] if article.date else []
    return (Span(article.title, bold=True, url=article.url), Span(size), *date, *credit)
