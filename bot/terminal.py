"""The same cards in the terminal: one question, a batch, or a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from bot import operator_replies as tells
from bot import replies
from bot.card import Card, Line, Tone
from bot.cards import answer_card, context_card, more_card
from bot.reading_cards import articles_card
from knowledge.follow_ups import thread
from knowledge.library import Library
from knowledge.model import Answer, Citation, Verdict

_COLOURS = {
    Tone.ANSWER: "green",
    Tone.RELATED: "yellow",
    Tone.NOTHING: "bright_black",
    Tone.NOTICE: "blue",
}
_WIDTH = 88  # characters; longer lines are tiring to read


def show(card: Card) -> None:
    """Print a card."""
    from rich.console import Console, Group
    from rich.panel import Panel
    from rich.text import Text

    def line(spans: Line, style: str = "") -> Text:
        return Text.assemble(
            *((span.text, f"{style} bold" if span.bold else style) for span in spans)
        )

    console = Console(highlight=False)
    parts = [line(spans) for spans in card.body]
    if card.small:
        parts += [Text(), *(line(spans, "dim") for spans in card.small)]
    width = min(_WIDTH, console.width)
    console.print(Panel(Group(*parts), border_style=_COLOURS[card.tone], width=width))


def as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the command line's JSON object; offsets are code points."""
    found: dict[str, Any] = {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "confidence": answer.confidence,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "missing": list(answer.missing),
        "elapsed_ms": answer.elapsed_ms,
    }
    if answer.note:
        found["note"] = replies.NOTES[answer.note]
    if answer.is_pinned:  # a moderator chose the first citation
        found["pinned"] = True
    return found


def _citation_json(citation: Citation) -> dict[str, Any]:
    passage, article = citation.passage, citation.article
    found: dict[str, Any] = {
        "article": article.name,
        "title": article.title,
        "section": passage.paragraph.section,
        "paragraph": passage.paragraph.number,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "passage": passage.text,
        "passage_start": passage.start,
        "passage_end": passage.end,
        "score": round(citation.score, 4),
        "url": article.url,
    }
    if page := passage.paragraph.page_at(citation.start):  # of a PDF
        found["page"] = page
    if citation.also:  # other articles that say the same, word for word
        found["also"] = [
            {"article": one.article.name, "paragraph": one.paragraph.number}
            for one in citation.also
        ]
    return found


def ask(library: Library, question: str, *, as_object: bool) -> None:
    """Answer one question, as a card or as JSON."""
    answer = library.ask(question)
    if as_object:
        print(json.dumps(as_json(answer), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        show(answer_card(answer))


def ask_all(library: Library, questions: Iterable[str]) -> None:
    """Answer one question a line with one JSON object a line, in the same order."""
    for question in questions:
        answer = library.ask(question.rstrip("\r\n"))
        print(json.dumps(as_json(answer), ensure_ascii=False), flush=True)  # noqa: T201


def chat(library: Library) -> None:
    """Answer what is typed until /quit or the end of input."""
    import contextlib

    with contextlib.suppress(ImportError):  # Windows: its console has arrow keys and history
        import readline  # noqa: F401  # arrow keys and history for input()

    titles = ", ".join(article.title for article in library.snapshot.articles[:3])
    print(tells.CHAT_READY.format(titles=titles or "the articles"))  # noqa: T201
    last: Answer | None = None
    asked = ""
    for line in _typed():
        if line.startswith("/"):
            if line in {"/quit", "/exit"}:
                return
            if line == "/articles":
                show(articles_card(library.snapshot))
            elif line == "/help":
                print(tells.CHAT_HELP)  # noqa: T201
            else:
                _follow(line, last)
        elif line:
            last = library.ask(line, asked)
            asked = asked if last.note else thread(asked, line)
            show(answer_card(last))


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("› " if sys.stdin.isatty() else "").strip()
        except (EOFError, KeyboardInterrupt):
            print()  # noqa: T201
            return


def _follow(command: str, last: Answer | None) -> None:
    """Show what stands around the last answer, or the other passages."""
    if command not in {"/context", "/more"}:
        print(tells.CHAT_UNKNOWN)  # noqa: T201
    elif last is None or last.verdict is Verdict.NOT_FOUND:
        print(tells.CHAT_NO_ANSWER)  # noqa: T201
    elif command == "/context":
        show(context_card(last.citations[0]))
    elif len(last.citations) > 1:
        show(more_card(last.version, last.citations[1:], first=2))
    else:
        print(tells.CHAT_NO_MORE)  # noqa: T201
