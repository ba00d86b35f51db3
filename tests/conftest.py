"""What the tests of the bot share."""

from __future__ import annotations

from pathlib import Path

import pytest
import simcord
from world import World, arrange, build_bot

from bot.client import Footnote
from knowledge.library import Library


@pytest.fixture
def library() -> Library:
    """The library with the article that the bot ships with."""
    return Library.open(Path("knowledge/articles"))


@pytest.fixture
def simcord_bot(library: Library, tmp_path: Path) -> Footnote:
    """The bot that simcord runs."""
    return build_bot(library, tmp_path)


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    """The bot on a simulated server."""
    return arrange(simcord_env)
