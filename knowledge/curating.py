"""Mend answers: saved questions, pinned passages, other names for the same thing."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from knowledge import errors
from knowledge.analysis import terms
from knowledge.answering import LONGEST_QUESTION
from knowledge.changes import Action
from knowledge.curation import Names, Pin
from knowledge.errors import RefusedError
from knowledge.evaluation import Outcome, SavedQuestion, evaluate
from knowledge.libraries import Libraries
from knowledge.likeness import is_same
from knowledge.model import Citation
from knowledge.store import curation as stored
from knowledge.store import journal
from knowledge.store.curation import Kind
from knowledge.text import one_line

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

LONGEST_NAME = 60  # characters
MOST_NAMES = 20
_DROPS = {
    Kind.QUESTION: Action.DROP_QUESTION,
    Kind.PIN: Action.UNPIN,
    Kind.NAMES: Action.DROP_SYNONYMS,
}
_BETWEEN = re.compile(r"[,;=→\n]|[-=]>")  # "DPRK, Pyongyang → North Korea"


class Curating:
    """Changes what answers beside the articles; what it returns from is committed and used."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

    async def questions(self, library: int) -> dict[int, SavedQuestion]:
        """Return the saved questions by their numbers, oldest first."""
        async with self._database.read() as connection:
            return await stored.saved(connection, library)

    async def pins(self, library: int) -> tuple[Pin, ...]:
        """Return the pins, newest first."""
        async with self._database.read() as connection:
            return await stored.pinned(connection, library)

    async def names(self, library: int) -> tuple[Names, ...]:
        """Return the lines of synonyms, oldest first."""
        async with self._database.read() as connection:
            return await stored.names(connection, library)

    async def save(
        self,
        library: int,
        actor: int,
        question: str,
        cited: Citation | None,
        action: Action = Action.SAVE_QUESTION,
    ) -> SavedQuestion:
        """Save a question with the quote that it must cite; None: it has no answer.

        The same question with another quote is replaced.

        Raises:
            RefusedError: the question is empty, or there are too many.
        """
        gold = (cited.quote,) if cited else ()
        found = SavedQuestion(_asked(question), gold)
        async with self._database.write() as connection:
            known = await stored.saved(connection, library)
            for number, one in known.items():
                if one.text.casefold() == found.text.casefold():
                    await stored.drop(connection, library, Kind.QUESTION, number)
            await stored.save(connection, library, found, actor, self._database.now())
            await self._note(connection, library, actor, action, found.text)
        return found

    async def run(self, library: int) -> list[Outcome]:
        """Ask every saved question."""
        asked = (await self.questions(library)).values()
        return await asyncio.to_thread(evaluate, await self._libraries.get(library), asked)

    async def pin(self, library: int, actor: int, question: str, cited: Citation) -> Pin:
        """Let a question, and those that are nearly the same, be answered by a quote first.

        It takes the place of what was pinned to the question before.

        Raises:
            RefusedError: the question is empty, or there are too many.
        """
        found = Pin(0, _asked(question), cited.article.name, cited.quote)
        synonyms = (await self._libraries.get(library)).curation.synonyms
        async with self._database.write() as connection:
            known = await stored.pinned(connection, library)
            for one in known:
                if is_same(one.question, found.question, synonyms):
                    await stored.drop(connection, library, Kind.PIN, one.number)
            await stored.pin(connection, library, found, actor, self._database.now())
            await self._note(connection, library, actor, Action.PIN, found.question)
        await self._libraries.recurate(library)
        return found

    async def name(self, library: int, actor: int, text: str) -> Names:
        """Let names that stand in a line, such as "DPRK, Pyongyang → North Korea", mean the same.

        Raises:
            RefusedError: there are too few, they are too long, or known already.
        """
        found = Names(0, _names(text))
        async with self._database.write() as connection:
            known = await stored.names(connection, library)
            if any(_key(one.names) >= _key(found.names) for one in known):
                raise RefusedError(errors.NAMES_TWICE)
            await stored.name(connection, library, found.names, actor, self._database.now())
            detail = ", ".join(found.names)
            await self._note(connection, library, actor, Action.ADD_SYNONYMS, detail)
        await self._libraries.recurate(library)
        return found

    async def drop(self, library: int, actor: int, kind: Kind, number: int) -> str:
        """Forget a saved question, a pin or a line of synonyms; return its words.

        Raises:
            RefusedError: it is not there.
        """
        async with self._database.write() as connection:
            words = (await stored.words(connection, library, kind)).get(number)
            if words is None:
                raise RefusedError(errors.NO_SUCH_LINE)
            await stored.drop(connection, library, kind, number)
            await self._note(connection, library, actor, _DROPS[kind], words)
        await self._libraries.recurate(library)
        return words

    async def words(self, library: int, kind: Kind) -> dict[int, str]:
        """Return the words of all lines of a kind, by their numbers."""
        async with self._database.read() as connection:
            return await stored.words(connection, library, kind)

    async def _note(
        self, connection: AsyncConnection, library: int, actor: int, action: Action, detail: str
    ) -> None:
        await journal.note(connection, library, self._database.now(), actor, action.value, detail)


def _asked(question: str) -> str:
    found = one_line(question)[:LONGEST_QUESTION]
    if not found:
        raise RefusedError(errors.NOTHING_ASKED)
    return found


def _names(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(filter(None, map(one_line, _BETWEEN.split(text)))))
    if len(found) > MOST_NAMES or any(len(one) > LONGEST_NAME for one in found):
        raise RefusedError(errors.NAMES_TOO_LONG.format(limit=LONGEST_NAME, most=MOST_NAMES))
    if len({tuple(terms(name)) for name in found} - {()}) < 2:
        raise RefusedError(errors.TOO_FEW_NAMES)
    return found


def _key(names: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in names}
