"""Tell which messages are questions to the bot, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Collection

import discord

from knowledge.sentences import sentences

# <@1>, <@&1>, <#1>, <:name:1>, </ask:1>, <t:1:R>, <id:browse>, <https://…>: nothing to search for.
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w{1,32}:|/[^<>:]{1,100}:|t:|id:)[\w:-]{1,40}>")
_ORDINARY = {discord.MessageType.default, discord.MessageType.reply}
_OPENING = re.compile(
    r"\W*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|will"
    r"|would|should|has|have|had|may|might|tell me|explain|describe)(?:'s|’s)?\b(?:\W+\w+){2}",
    re.IGNORECASE,
)


def question_in(text: str) -> str:
    """Return the text without Discord's own markup, on which nothing can be answered."""
    return " ".join(_MARKUP.sub(" ", text).split())


def asked_in(text: str, limit: int) -> str:
    """Return the question in a message: all of it, or of a long one its last question."""
    text = question_in(text)
    if len(text) <= limit:
        return text
    asked = [text[start:end] for start, end in sentences(text) if text[start:end].endswith("?")]
    return asked[-1] if asked else text


def looks_like_question(text: str) -> bool:
    """Whether a message that is not addressed to anybody asks something."""
    text = question_in(text)
    return (text.endswith("?") and len(text) > 1) or _OPENING.match(text) is not None


def is_from_person(message: discord.Message) -> bool:
    """Whether a human wrote the message here, now: no bot, webhook, notice or forward."""
    forwards = message.reference and message.reference.type is discord.MessageReferenceType.forward
    is_person = not message.author.bot and message.webhook_id is None
    return is_person and message.type in _ORDINARY and not forwards


def is_addressed(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether the message is a DM, names the bot, or replies to it with a ping.

    @everyone and roles do not count: `message.mentions` holds users alone.
    """
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def is_for_a_crowd(message: discord.Message) -> bool:
    """Whether the message calls everyone or a role, whether or not its author may ping them."""
    called = "@everyone" in message.content or "@here" in message.content
    return called or bool(message.raw_role_mentions)


def is_in(channel: object, channels: Collection[str]) -> bool:
    """Whether a channel is one of some, by id or name, or a thread in one of them."""
    places = (channel, getattr(channel, "parent", None))
    known = {str(getattr(place, what, "")) for place in places for what in ("id", "name")}
    return not known.isdisjoint(channels)


def is_private_thread(channel: object) -> bool:
    """Whether a channel is a thread to which people are invited."""
    return isinstance(channel, discord.Thread) and channel.is_private()
