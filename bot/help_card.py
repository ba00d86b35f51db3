"""/help: what each person can do here, with commands to press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot import replies
from bot.card import BREAK, Card, Line, Span, Tone


@dataclass(frozen=True, slots=True)
class Help:
    """What the help depends on: how the bot is called, its commands' ids, who asks."""

    mention: str  # what members type to mention the bot
    ids: Mapping[str, int] = field(default_factory=dict)  # of commands, by their first word
    ask_channels: Sequence[str] = ()
    moderates: bool = False


def help_card(about: Help) -> Card:
    """Return how to ask, and for moderators, how to look after the articles."""
    body: list[Line] = [(Span(replies.HELP_TITLE, bold=True),)]
    body += _lines(about, replies.HELP_LINES)
    if about.ask_channels:
        head, rest = replies.HELP_ASK_CHANNELS
        channels = ", ".join(f"#{name}" for name in about.ask_channels)
        body += _lines(about, [(head.format(channels=channels), rest)])
    if about.moderates:
        body += [BREAK, (Span(replies.HELP_FOR_MODERATORS, bold=True),)]
        body += _lines(about, replies.HELP_MODERATORS)
    return Card(Tone.NOTICE, tuple(body), ((Span(replies.HELP_PROOF),),))


def _lines(about: Help, lines: Sequence[tuple[str, str]]) -> Iterator[Line]:
    for how, what in lines:
        shown = how.format(mention=about.mention)
        number = about.ids.get(shown.removeprefix("/").partition(" ")[0])
        is_command = shown.startswith("/") and number is not None
        yield (Span(shown, bold=True, command=number if is_command else None), Span(f" – {what}"))
