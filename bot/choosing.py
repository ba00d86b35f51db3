"""Let a moderator choose a passage for a question: to pin it, to save it, to correct an answer."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import discord

from bot import curation_replies as says
from bot import replies
from bot.button import ModeratorButton
from bot.card import Card, Line, Menu, Option, Press, Span, Tone
from bot.form import ModeratorForm
from bot.homes import library_for
from bot.layout import question_on
from bot.references import QUOTES, VERSION, decode, encode
from bot.sender import defer_update, respond
from knowledge.errors import NO_SUCH_PLACE, RefusedError
from knowledge.library import Library
from knowledge.model import Citation
from knowledge.places import verbatim

CHOOSE_KIND, SEARCH_KIND = "choose", "search"
OFFERED = 24  # passages; one line of a menu of 25 is for "none"
NONE = "none"
PURPOSE = r"(?P<purpose>pin|save|correct):(?P<subject>[\d.]{1,64})"
_REFERENCE = re.compile(rf"passage:\d+:{VERSION}:{QUOTES}")


def reference(version: str, citation: Citation) -> str:
    """Return what stands for a passage in a menu or a choice."""
    return encode("passage", version, [citation])


def resolve(library: Library, text: str) -> Citation:
    """Return the passage that was chosen, or whose words were typed.

    Raises:
        RefusedError: the articles have changed since, or do not have the words.
    """
    if found := _REFERENCE.fullmatch(text):
        citations = decode(library, found["version"], found["quotes"])
        if citations is None:
            raise RefusedError(replies.EXPIRED)
        return citations[0]
    for citation in verbatim(library.snapshot, text, 1):
        return citation
    raise RefusedError(NO_SUCH_PLACE)


def place_of(citation: Citation) -> str:
    """Say in plain text where a passage stands."""
    paragraph = citation.passage.paragraph
    section = replies.WHERE + paragraph.section if paragraph.section else ""
    return citation.article.title + section + replies.PARAGRAPH.format(number=paragraph.number)


async def choosing_card(
    bot: discord.Client,
    guild: int | None,
    purpose: str,
    subject: str,
    question: str,
    words: str = "",
) -> Card:
    """Return the card that offers passages for a question, or such as have some words."""
    library = (await library_for(bot, guild)).frozen()
    found = await asyncio.to_thread(library.offer, words or question, OFFERED)
    version = library.snapshot.version
    options = [
        Option(one.quote.replace("\n", " "), reference(version, one), place_of(one))
        for one in found
    ]
    if purpose != "pin":
        options.append(Option(says.CHOOSE_NONE, NONE))
    body: list[Line] = [(Span(says.CHOOSE[purpose], bold=True),)]
    if words:
        body.append((Span(says.SEARCHED.format(words=words)),))
    return Card(
        tone=Tone.NOTICE,
        body=tuple(body),
        small=((Span(says.CHOOSE_HOW),),),
        question=question,
        menus=_menus(f"{CHOOSE_KIND}:{purpose}:{subject}", options),
        presses=(
            Press(says.SEARCH, f"{SEARCH_KIND}:{purpose}:{subject}"),
            Press(replies.DISCARD, "discard"),
        ),
    )


def _menus(custom_id: str, options: list[Option]) -> tuple[Menu, ...]:
    """Discord takes no menu without a line, as of a library without an article."""
    return (Menu(custom_id, says.CHOOSE_HINT, tuple(options)),) if options else ()


class SearchButton(ModeratorButton, template=f"{SEARCH_KIND}:{PURPOSE}"):
    """Asks for words of the passage that is meant."""

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        assert interaction.message is not None  # noqa: S101  # a button stands on one
        question = question_on(interaction.message)
        form = SearchForm(self.match["purpose"], self.match["subject"], question)
        await form.show(interaction)


class SearchForm(ModeratorForm):
    """A form for words of the passage that is meant."""

    def __init__(self, purpose: str, subject: str, question: str) -> None:
        super().__init__(says.SEARCH_TITLE, says.SEARCH_LABEL)
        self._about = purpose, subject, question

    async def do(self, interaction: discord.Interaction[Any], line: str) -> None:
        """Offer passages with these words, in place of the others."""
        await defer_update(interaction)
        bot, guild = interaction.client, interaction.guild_id
        card = await choosing_card(bot, guild, *self._about, line)
        await respond(interaction, card, private=True)
