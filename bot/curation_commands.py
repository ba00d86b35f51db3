"""/knowledge questions, pin, synonyms, gaps, explain: to see where answers fail, and mend them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from discord import app_commands

from bot import curation_replies as says
from bot.card import Card, notice
from bot.choices import Interaction, kept_passages, known_names, pinned_questions, saved_questions
from bot.choosing import resolve
from bot.curation_cards import names_card, pins_card, questions_card, run_card
from bot.explain_card import explain_card
from bot.gap_buttons import gaps_page
from bot.homes import library_for
from bot.mending import pinned_card
from bot.moderating import curating_of, show_result
from bot.sender import defer
from knowledge.answering import LONGEST_QUESTION
from knowledge.store.curation import Kind

Question = app_commands.Range[str, 1, LONGEST_QUESTION]
Passage = app_commands.Range[str, 1, 300]
Names = app_commands.Range[str, 1, 300]
Number = app_commands.Range[int, 1, 2**31 - 1]
Command = app_commands.Command[Any, ..., None]


async def _show(interaction: Interaction, work: Callable[[], Awaitable[Card]]) -> None:
    await defer(interaction, private=True)
    await show_result(interaction, work)


@app_commands.describe(question=says.QUESTION, passage=says.QUESTION_PASSAGE)
@app_commands.autocomplete(passage=kept_passages)
async def add_question(
    interaction: Interaction, question: Question, passage: Passage | None = None
) -> None:
    """Save a question."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        cited = None
        if passage:
            cited = resolve(await library_for(interaction.client, interaction.guild_id), passage)
        await curating.save(library, interaction.user.id, question, cited)
        return notice(says.SAVED if cited else says.SAVED_NONE)

    await _show(interaction, card)


async def list_questions(interaction: Interaction) -> None:
    """Show the saved questions, and send them as a file."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        return questions_card([*(await curating.questions(library)).values()])

    await _show(interaction, card)


async def run_questions(interaction: Interaction) -> None:
    """Ask the saved questions."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        return run_card(await curating.run(library))

    await _show(interaction, card)


@app_commands.describe(question=says.SAVED_QUESTION)
@app_commands.autocomplete(question=saved_questions)
async def remove_question(interaction: Interaction, question: Number) -> None:
    """Forget a saved question."""
    await _drop(interaction, Kind.QUESTION, question, says.DROPPED_QUESTION)


@app_commands.describe(question=says.QUESTION, passage=says.PIN_PASSAGE)
@app_commands.autocomplete(passage=kept_passages)
async def pin(interaction: Interaction, question: Question, passage: Passage) -> None:
    """Answer a question with a passage."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        cited = resolve(await library_for(interaction.client, interaction.guild_id), passage)
        await curating.pin(library, interaction.user.id, question, cited)
        return pinned_card(question, cited)

    await _show(interaction, card)


@app_commands.describe(question=says.UNPIN_WHICH)
@app_commands.autocomplete(question=pinned_questions)
async def unpin(interaction: Interaction, question: Number) -> None:
    """Take a pin off."""
    await _drop(interaction, Kind.PIN, question, says.UNPINNED)


async def pins(interaction: Interaction) -> None:
    """Show the pins."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        found = await library_for(interaction.client, interaction.guild_id)
        orphans = found.curation.orphans(found.snapshot)
        return pins_card(await curating.pins(library), orphans)

    await _show(interaction, card)


@app_commands.describe(names=says.SYNONYMS_NAMES)
async def add_names(interaction: Interaction, names: Names) -> None:
    """Let names mean the same."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        found = await curating.name(library, interaction.user.id, names)
        return notice(says.NAMED.format(names=", ".join(found.names)))

    await _show(interaction, card)


async def list_names(interaction: Interaction) -> None:
    """Show the lines of names."""

    async def card() -> Card:
        library, curating = curating_of(interaction)
        return names_card(await curating.names(library))

    await _show(interaction, card)


@app_commands.describe(names=says.SYNONYMS_WHICH)
@app_commands.autocomplete(names=known_names)
async def remove_names(interaction: Interaction, names: Number) -> None:
    """Forget a line of names."""
    await _drop(interaction, Kind.NAMES, names, says.UNNAMED)


async def gaps(interaction: Interaction) -> None:
    """Show what was asked in vain."""
    await _show(interaction, lambda: gaps_page(interaction, 0))


@app_commands.describe(question=says.QUESTION)
async def explain(interaction: Interaction, question: Question) -> None:
    """Show how a question is answered."""

    async def card() -> Card:
        library = (await library_for(interaction.client, interaction.guild_id)).frozen()
        answer, reasoning = await asyncio.to_thread(library.explain, question)
        return explain_card(answer, reasoning, library)

    await _show(interaction, card)


def curation_commands() -> Iterator[Command | app_commands.Group]:
    """Yield these commands, made anew, since a command belongs to one group."""
    questions = app_commands.Group(name="questions", description=says.QUESTIONS)
    questions.add_command(_command("add", says.QUESTIONS_ADD, add_question))
    questions.add_command(_command("list", says.QUESTIONS_LIST, list_questions))
    questions.add_command(_command("run", says.QUESTIONS_RUN, run_questions))
    questions.add_command(_command("remove", says.QUESTIONS_REMOVE, remove_question))
    names = app_commands.Group(name="synonyms", description=says.SYNONYMS)
    names.add_command(_command("add", says.SYNONYMS_ADD, add_names))
    names.add_command(_command("list", says.SYNONYMS_LIST, list_names))
    names.add_command(_command("remove", says.SYNONYMS_REMOVE, remove_names))
    yield from (questions, names)
    yield _command("pin", says.PIN, pin)
    yield _command("unpin", says.UNPIN, unpin)
    yield _command("pins", says.PINS, pins)
    yield _command("gaps", says.GAPS, gaps)
    yield _command("explain", says.EXPLAIN, explain)


def _command(name: str, description: str, callback: Any) -> Command:  # noqa: ANN401
    return app_commands.Command(name=name, description=description, callback=callback)


async def _drop(interaction: Interaction, kind: Kind, number: int, said: str) -> None:
    async def card() -> Card:
        library, curating = curating_of(interaction)
        words = await curating.drop(library, interaction.user.id, kind, number)
        return notice(said.format(words=words, names=words))

    await _show(interaction, card)
