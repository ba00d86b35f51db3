"""Check an installation: one line for each part, and whether all is well."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import operator_replies as tells
from bot.config import Config
from bot.config_file import ConfigError, load_config
from bot.replies import counted
from bot.state import STALE_AFTER, State
from bot.token import TokenError, application_id, load_token
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.store.glance import FILE, check_file, shared_articles

# View channels, send messages, in threads too, read history: what replying takes.
PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 38 | 1 << 16
INVITE = (
    "https://discord.com/oauth2/authorize?client_id={id}&scope=bot+applications.commands"
    "&permissions={permissions}"
)
ONLINE_WAIT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the installation; `passed` is None where it could not be told."""

    name: str
    passed: bool | None
    finding: str

    def __str__(self) -> str:
        mark = {True: "ok  ", False: "FAIL", None: "?   "}[self.passed]
        return f"{mark} {self.name}: {self.finding}"


def check_all(config_path: Path, environ: Mapping[str, str]) -> Iterator[Check]:
    """Yield one check for each part, in the order in which they must be put right."""
    try:
        config = load_config(config_path)
    except ConfigError as error:
        yield from (Check("configuration", False, fault) for fault in error.faults)
        return
    yield Check("configuration", True, tells.CHECK_CONFIG)
    yield from _check_token(config, environ)
    yield _check_state(State(config.state_folder), config.state_folder)
    yield _check_store(config)
    yield from _check_articles(config)


def check_health(state: State) -> Check:
    """Return whether a running bot was ready a moment ago, by the heartbeat it leaves."""
    beat = state.heartbeat()
    if beat is None:
        finding = tells.NOT_RUNNING.format(path=state.heartbeat_file)
    elif beat.age > STALE_AFTER:
        finding = tells.STALE.format(age=beat.age)
    else:
        finding = tells.HEALTHY if beat.ready else tells.NOT_READY
    return Check("health", finding == tells.HEALTHY, finding)


def _check_token(config: Config, environ: Mapping[str, str]) -> Iterator[Check]:
    try:
        token = load_token(environ)
    except TokenError as error:
        yield Check("token", False, str(error))
        yield _intents(config, None)
        yield Check("invite", None, tells.CHECK_NO_INVITE)
        return
    account = asyncio.run(_account(token.get_secret_value()))
    yield account.check
    yield _intents(config, account.reads_messages)
    url = INVITE.format(id=application_id(token), permissions=PERMISSIONS)
    yield Check("invite", True, tells.CHECK_INVITE.format(url=url))


@dataclass(frozen=True, slots=True)
class _Account:
    check: Check
    reads_messages: bool | None = None


async def _account(token: str) -> _Account:
    """Ask Discord whom the token belongs to, and which intents are switched on."""
    import aiohttp
    import discord

    try:
        async with asyncio.timeout(ONLINE_WAIT):
            async with discord.Client(intents=discord.Intents.none()) as client:
                await client.login(token)
                flags = (await client.application_info()).flags
                reads = flags.gateway_message_content or flags.gateway_message_content_limited
                found = tells.CHECK_TOKEN.format(name=client.user)
                return _Account(Check("token", True, found), reads)
    except discord.LoginFailure:
        return _Account(Check("token", False, tells.REJECTED_TOKEN))
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        found = tells.CHECK_UNREACHED.format(error=type(error).__name__)
        return _Account(Check("token", None, found))


def _intents(config: Config, reads_messages: bool | None) -> Check:
    if not config.discord.needs_message_content:
        return Check("intents", True, tells.CHECK_INTENTS_NONE)
    finding = {
        True: tells.CHECK_INTENTS_ON,
        False: tells.NO_MESSAGE_CONTENT,
        None: tells.CHECK_INTENTS_UNKNOWN,
    }
    return Check("intents", reads_messages, finding[reads_messages])


def _check_state(state: State, folder: Path) -> Check:
    try:
        state.check()
    except OSError as error:
        finding = tells.CHECK_NO_STATE.format(folder=folder, error=error.strerror)
        return Check("state", False, finding)
    return Check("state", True, tells.CHECK_STATE.format(folder=folder))


def _check_store(config: Config) -> Check:
    """Return whether the store is whole, and what answers from it."""
    folder = config.state_folder
    if not (folder / FILE).exists():
        return Check("store", True, tells.CHECK_NO_STORE)
    try:
        check_file(folder / FILE)
        articles = shared_articles(folder)
    except KnowledgeError as error:
        return Check("store", False, str(error))
    found = tells.CHECK_STORE.format(count=counted(len(articles), "article"))
    return Check("store", True, found if articles else tells.CHECK_EMPTY_STORE)


def _check_articles(config: Config) -> Iterator[Check]:
    try:
        library = Library.open(config.articles_folder)
    except KnowledgeError as error:
        yield Check("articles", False, str(error))
        return
    yield from (Check("articles", False, str(fault)) for fault in library.faults)
    snapshot = library.snapshot
    finding = tells.CHECK_ARTICLES.format(
        articles=counted(len(snapshot.articles), "article"),
        passages=counted(len(snapshot.passages), "passage"),
    )
    if snapshot.articles:
        yield Check("articles", True, finding)
    elif _stored(config):
        yield Check("articles", True, tells.CHECK_STORED.format(folder=config.articles_folder))
    else:
        lack = tells.CHECK_NO_ARTICLES.format(folder=config.articles_folder)
        yield Check("articles", False, lack)


def _stored(config: Config) -> bool:
    """Whether the store answers from articles that were added to it."""
    try:
        return bool(shared_articles(config.state_folder))
    except KnowledgeError:  # the check of the store says so
        return False
