"""Draw a card for Discord, with Components V2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord import ui

from bot.card import Card, Line, Menu, MenuKind, Press, Span
from bot.markdown import escape, isolate, unescape

SHOWN_LIMIT = 4000  # characters of text in one message; Discord answers 400 beyond it
SMALL_LIMIT = 1200  # of them, kept for the small print
BUTTONS_IN_ROW = 5
OPTIONS = 25  # lines of a menu
OPTION_LIMIT = 100  # characters of each
QUESTION_ID = 7000  # of the component that shows the question
QUESTION_LIMIT = 500  # characters, before they are escaped
QUOTED = "-# “{}”"


def layout(card: Card) -> ui.LayoutView:
    """Return the card as a view that keeps within Discord's limits and outlives the process."""
    small = _text(card.small, SMALL_LIMIT, prefix="-# ")
    room = SHOWN_LIMIT - (2 * QUESTION_LIMIT if card.question else 0)
    body = _text(card.body, room - len(small))
    container = ui.Container[ui.LayoutView](accent_colour=card.tone.value)
    if card.question:
        asked = QUOTED.format(isolate(escape(card.question[:QUESTION_LIMIT])))
        container.add_item(ui.TextDisplay(asked, id=QUESTION_ID))
    container.add_item(ui.TextDisplay(body))
    if small:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(small))
    if card.file:
        container.add_item(ui.File(f"attachment://{card.file.name}"))
    for menu in card.menus:
        container.add_item(ui.ActionRow(_menu(menu)))
    for start in range(0, len(card.presses), BUTTONS_IN_ROW):
        row = card.presses[start : start + BUTTONS_IN_ROW]
        container.add_item(ui.ActionRow(*map(_button, row)))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    # The ids say everything: whoever answers them needs no view, so none is kept in memory.
    view.stop()
    return view


def question_on(message: discord.Message) -> str:
    """Return the question that a card of ours shows; "" if it shows none."""
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    found = view.find_item(QUESTION_ID)
    if not isinstance(found, ui.TextDisplay):
        return ""
    head, tail = QUOTED.split("{}")
    return unescape(found.content.removeprefix(head).removesuffix(tail))


def ids_on(message: discord.Message) -> set[str]:
    """Return the ids of what can be pressed on a card."""
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    return {str(getattr(item, "custom_id", "")) for item in view.walk_children()}


def _menu(menu: Menu) -> ui.Select[Any] | ui.ChannelSelect[Any] | ui.RoleSelect[Any]:
    if menu.kind is MenuKind.CHANNEL:
        return ui.ChannelSelect(custom_id=menu.custom_id, placeholder=_cut(menu.hint))
    if menu.kind is MenuKind.ROLE:
        return ui.RoleSelect(custom_id=menu.custom_id, placeholder=_cut(menu.hint), min_values=0)
    options = [
        discord.SelectOption(
            label=_cut(one.label), value=one.value, description=_cut(one.about) or None
        )
        for one in menu.options[:OPTIONS]
    ]
    return ui.Select(custom_id=menu.custom_id, placeholder=_cut(menu.hint), options=options)


def _cut(text: str) -> str:
    return text if len(text) <= OPTION_LIMIT else text[: OPTION_LIMIT - 1] + "…"


def _button(press: Press) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.primary if press.is_main else discord.ButtonStyle.secondary
    return ui.Button(
        label=press.label, custom_id=press.custom_id, style=style, disabled=press.is_off
    )


def _text(lines: Iterable[Line], limit: int, prefix: str = "") -> str:
    """Return the lines as Markdown of at most `limit` characters."""
    shown: list[str] = []
    for line in lines:
        left = limit - sum(map(len, shown)) - len(shown) - len(prefix)
        text = "".join(_spans(line, left))
        if line and not text:
            break
        shown.append(prefix + text)
    return "\n".join(shown).rstrip()


def _spans(line: Line, left: int) -> Iterator[str]:
    for span in line:
        text = _span(span)
        if len(text) > left:
            # Escaped, a text is at most twice as long, and its format takes 30 characters more.
            text = _span(Span(span.text[: max(0, left // 2 - 30)] + "…", span.bold))
        if len(text) > left:
            return
        left -= len(text)
        yield text


def _span(span: Span) -> str:
    if span.user:
        return f"<@{span.user}>"
    if span.role:
        return f"<@&{span.role}>"
    if span.command:
        return f"<{span.text}:{span.command}>"
    if span.when:
        return discord.utils.format_dt(span.when, "f")
    shown = isolate(escape(span.text))
    if span.url:
        shown = f"[{shown}](<{span.url}>)"
    return _bold(shown) if span.bold else shown


def _bold(text: str) -> str:
    """Bold without the space around it, which would keep Discord from seeing the asterisks."""
    inner = text.strip()
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    return f"{before}**{inner}**{after}" if inner else text
