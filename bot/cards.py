"""Make the cards of an answer: the quote, its context, the other passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import curation_replies as says
from bot import reading_replies as reads
from bot import replies
from bot.card import BREAK, Card, Line, Press, Span, Tone, notice
from bot.references import encode
from bot.text_fragment import link_to
from knowledge.context import excerpt, neighbours, paragraph_text
from knowledge.library import PASSAGES
from knowledge.model import Answer, Citation, Passage, Verdict

CONTEXT_KIND = "context"
VOTE_KIND = "vote"
TELL_KIND = "tell"
SHARE_KIND, DISMISS_KIND, FOLLOW_KIND = "share", "dismiss", "follow"
FURTHER_KIND = "further"
VOTES = (Press(says.UP, f"{VOTE_KIND}:up"), Press(says.DOWN, f"{VOTE_KIND}:down"))
MORE_KIND = "more"

EXCERPT_LENGTH = 560  # characters: eight lines on a desktop, so that a card stays within twelve
LINE = 70  # characters of a line on a desktop
LONGEST_QUOTE = 700  # characters; a longer sentence ends with an ellipsis on the card
NEIGHBOUR_LENGTH = 700  # characters of a paragraph beside the one that is cited
TITLE_LENGTH = 30  # characters of a title after the first citation, so that it fits one line
ALSO_SHOWN = 2  # other articles that say the same
MISSING_SHOWN = 5  # words


@dataclass(frozen=True, slots=True)
class Offers:
    """What an answer offers beside its context, further passages and votes."""

    asker: int | None = None  # who may take it away
    follows: bool = False  # to ask on, where a reply would not reach the bot
    shares: bool = False  # to post it to the channel
    tells: bool = False  # to show moderators a question that found no answer
    helper: int | None = None  # the role that may know what the articles do not


def answer_card(answer: Answer, asked: str = "", offers: Offers = Offers()) -> Card:
    """Return the card of an answer: the quote, or a plain sentence why there is none.

    `asked` is the question where it stands nowhere else.
    """
    if answer.note:
        return notice(replies.NOTES[answer.note])
    if answer.verdict is Verdict.NOT_FOUND:
        return _not_found_card(answer, asked, offers)
    lead: list[Line] = [*_doubt(answer), *_missing(answer)]
    lead += [BREAK] if lead else []
    best, *others = answer.citations
    room = EXCERPT_LENGTH - _room(asked, lead)
    pinned: list[Line] = [(Span(says.PINNED),)] if answer.is_pinned else []
    return Card(
        tone=Tone.RELATED if answer.verdict is Verdict.RELATED else Tone.ANSWER,
        body=(*lead, *_quote(best, 1, others, room)),
        small=(*_places_cited(answer.citations, first=1), *pinned),
        presses=(*_reading(answer), *VOTES, *_presses(offers), *_sharing(answer, offers)),
        question=asked,
    )


def _not_found_card(answer: Answer, asked: str, offers: Offers) -> Card:
    body: list[Line] = [(Span(replies.NOT_FOUND, bold=True),), *_missing(answer)]
    role = offers.helper
    small: list[Line] = []
    if role:
        named = Span(str(role), role=role)
        small.append((Span(reads.HELPER), named, Span(reads.HELPER_KNOWS)))
    small += [(Span(replies.NEAREST + place),) for place in _places(answer.nearest)]
    small.append((Span(replies.BROWSE),))
    tell = [Press(says.TELL, TELL_KIND)] if offers.tells else []
    presses = (*tell, *_presses(offers))
    return Card(Tone.NOTHING, tuple(body), tuple(small), presses, question=asked)


def _doubt(answer: Answer) -> list[Line]:
    return [(Span(replies.RELATED),)] if answer.verdict is Verdict.RELATED else []


def _reading(answer: Answer) -> Iterator[Press]:
    """Yield what leads on from an answer: its context, the other passages."""
    best, *others = answer.citations
    yield Press(replies.CONTEXT, encode(CONTEXT_KIND, answer.version, [best]))
    if others:
        yield Press(replies.MORE, encode(MORE_KIND, answer.version, others, first=2))


def _sharing(answer: Answer, offers: Offers) -> list[Press]:
    kind = f"{SHARE_KIND}-{'pinned' if answer.is_pinned else answer.verdict.value}"
    share = Press(reads.SHARE, encode(kind, answer.version, answer.citations))
    return [share] if offers.shares else []


def _room(asked: str, lead: Sequence[Line]) -> int:
    """Return how many characters of an excerpt the question and what stands before it take."""
    return len(asked) + sum(max(LINE, sum(len(span.text) for span in line)) for line in lead)


def _presses(offers: Offers) -> list[Press]:
    dismiss = [Press(reads.DISMISS, f"{DISMISS_KIND}:{offers.asker}")] if offers.asker else []
    return dismiss + ([Press(reads.FOLLOW, FOLLOW_KIND)] if offers.follows else [])


def corrected_card(answer: Answer, asked: str, offers: Offers) -> Card:
    """Return the card that takes the place of an answer that a moderator found wrong."""
    card = answer_card(replace(answer, is_pinned=False), asked, offers)
    is_found = bool(answer.citations)
    lead: Line = (Span(says.CORRECTED if is_found else says.CORRECTED_NONE, bold=not is_found),)
    return replace(card, body=(lead, BREAK, *card.body) if is_found else (lead,), small=card.small)


def _missing(answer: Answer) -> list[Line]:
    """Name the words of the question that the articles do not contain, if there are any."""
    words = ", ".join(f"“{word}”" for word in answer.missing[:MISSING_SHOWN])
    return [(Span(replies.MISSING.format(words=words)),)] if words else []


def _places(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield one line an article: its title and the sections of the passages in it."""
    for title in dict.fromkeys(passage.article.title for passage in passages):
        own = [one.paragraph.section for one in passages if one.article.title == title]
        sections = "; ".join(filter(None, dict.fromkeys(own)))
        yield title + (replies.WHERE + sections if sections else "")


def context_card(citation: Citation, number: int = 1) -> Card:
    """Return the paragraph of a quote, with the quote marked, between its neighbours."""
    passage, article = citation.passage, citation.article
    before, after = neighbours(citation)
    # A long passage leaves its neighbours less room, so that all fits into one message.
    room = NEIGHBOUR_LENGTH - len(passage.text) // 4
    body: list[Line] = []
    if before:
        body += [(Span(_last(paragraph_text(article, before), room)),), BREAK]
    body += _marked(citation, passage.start, passage.end, number)
    if after:
        body += [BREAK, (Span(_first(paragraph_text(article, after), room)),)]
    return Card(Tone.ANSWER, tuple(body), tuple(_places_cited([citation], number)))


def further_card(version: str, question: str, found: Sequence[Citation], page: int) -> Card:
    """Return a page of what matches a question; page 0 is what its answer cites itself."""
    shown = found[page * PASSAGES :][:PASSAGES]
    none = notice(reads.FURTHER_NONE)
    card = more_card(version, shown, page * PASSAGES + 1) if shown else none
    custom_id = f"{FURTHER_KIND}:{{page}}:{version}"
    earlier = Press(reads.EARLIER, custom_id.format(page=page - 1))
    later = Press(reads.LATER, custom_id.format(page=page + 1))
    has_later = len(found) > (page + 1) * PASSAGES
    presses = (*([earlier] if page else []), *([later] if has_later else []))
    return replace(card, question=question, presses=(*card.presses, *presses))


def more_card(version: str, citations: Sequence[Citation], first: int) -> Card:
    """Return the other passages of an answer, each with its number and a button to its context."""
    body: list[Line] = [(Span(replies.MORE_TITLE, bold=True),)]
    presses = []
    for number, citation in enumerate(citations, start=first):
        body += [BREAK, *_quote(citation, number)]
        label = replies.CONTEXT_OF.format(number=number)
        presses.append(Press(label, encode(CONTEXT_KIND, version, [citation], first=number)))
    small = tuple(_places_cited(citations, first))
    return Card(Tone.RELATED, tuple(body), small, tuple(presses))


def privacy_card(days: int) -> Card:
    """Return what is kept of what members ask; `days` for questions without an answer."""
    kept = says.PRIVACY_KEPT.format(days=days) if days else says.PRIVACY_NOT_KEPT
    lines = says.PRIVACY_LINES.format(kept=kept, tell=says.TELL).splitlines()
    return Card(
        Tone.NOTICE,
        ((Span(says.PRIVACY_TITLE, bold=True),), *((Span(f"• {one}"),) for one in lines)),
    )


def _quote(
    citation: Citation, number: int, others: Sequence[Citation] = (), room: int = EXCERPT_LENGTH
) -> list[Line]:
    """The quote in bold with its number, between its neighbours in plain type if there is room.

    A neighbour that is cited as well, as one of the `others`, has its number behind it.
    """
    start, end = excerpt(citation, limit=room)
    numbers = {
        other.end: place
        for place, other in enumerate(others, start=number + 1)
        if other.article is citation.article and start <= other.start and other.end <= end
    }
    return _marked(citation, start, end, number, numbers)


def _marked(
    citation: Citation, start: int, end: int, number: int, numbers: Mapping[int, int] | None = None
) -> list[Line]:
    """Lines of the article from `start` to `end`, with the quote in bold and numbered.

    `numbers` are those of other citations, by where they end.
    """
    spans = (
        *_numbered(citation.article.text, start, citation.start, numbers or {}),
        Span(_first(citation.quote, LONGEST_QUOTE), bold=True),
        Span(f" [{number}]", bold=True),
        *_numbered(citation.article.text, citation.end, end, numbers or {}),
    )
    return list(_lines(span for span in spans if span.text))


def _numbered(text: str, start: int, end: int, numbers: Mapping[int, int]) -> Iterator[Span]:
    for place in sorted(place for place in numbers if start < place <= end):
        yield Span(text[start:place])
        yield Span(f" [{numbers[place]}]", bold=True)
        start = place
    yield Span(text[start:end])


def _lines(spans: Iterator[Span]) -> Iterator[Line]:
    """Yield the lines that some spans make, since a list's item is a line of its own."""
    line: list[Span] = []
    for span in spans:
        first, *rest = span.text.split("\n")
        line.append(Span(first, span.bold))
        for text in rest:
            yield tuple(one for one in line if one.text)
            line = [Span(text, span.bold)]
    yield tuple(one for one in line if one.text)


def _places_cited(citations: Sequence[Citation], first: int) -> Iterator[Line]:
    """Yield one line a paragraph: [1] [2] Title › Section, ¶3, and where else it says the same."""
    numbers: dict[tuple[str, int, int | None], list[int]] = {}
    cited = dict(enumerate(citations, start=first))
    for number, citation in cited.items():
        numbers.setdefault(_paragraph(citation), []).append(number)
    for own in numbers.values():
        others = dict.fromkeys(passage for number in own for passage in cited[number].also)
        passages = [cited[own[0]].passage, *others][: 1 + ALSO_SHOWN]
        rest = 1 + len(others) - len(passages)
        yield (
            Span("".join(replies.CITATION.format(number=number) for number in own), bold=True),
            *_where(cited[own[0]].passage, cited[own[0]].start, cited[own[0]].end, own),
            *(span for place in passages[1:] for span in _also(place)),
            *([Span(replies.ALSO_MORE.format(count=rest))] if rest else []),
        )


def _paragraph(citation: Citation) -> tuple[str, int, int | None]:
    paragraph = citation.passage.paragraph
    return citation.article.name, paragraph.number, paragraph.page_at(citation.start)


def _also(passage: Passage) -> Iterator[Span]:
    yield Span(replies.ALSO)
    yield from _where(passage, passage.start, passage.end)


def _where(passage: Passage, start: int, end: int, numbers: Sequence[int] = ()) -> Iterator[Span]:
    """Yield Title › Section, page 2, ¶3, with a link to the words, and the date, if known."""
    article, paragraph = passage.article, passage.paragraph
    link = link_to(passage, start, end)
    yield Span(article.title if 1 in numbers else _first(article.title, TITLE_LENGTH), url=link)
    yield Span(_place(passage).removeprefix(article.title))
    if page := paragraph.page_at(start):
        yield Span(replies.PAGE.format(number=page))
    yield Span(replies.PARAGRAPH.format(number=paragraph.number))
    if article.date:
        yield Span(f" ({article.date})")


def _place(passage: Passage) -> str:
    section = passage.paragraph.section
    return passage.article.title + (replies.WHERE + section if section else "")


def _first(text: str, limit: int) -> str:
    """The beginning of a text up to a word's end, with an ellipsis if it is cut."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    return text[: cut if cut > 0 else limit] + " …"


def _last(text: str, limit: int) -> str:
    """The end of a text from a word's beginning, with an ellipsis if it is cut."""
    if len(text) <= limit:
        return text
    cut = text.find(" ", len(text) - limit, len(text) - limit // 2)
    return "… " + text[cut + 1 if cut > 0 else len(text) - limit :]
