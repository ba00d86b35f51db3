"""A card: what a person sees, before it is drawn for Discord or for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Tone(Enum):
    """What a card is about; its colour, never its only sign."""

    ANSWER = 0x3BA55D
    RELATED = 0xE0A030
    NOTHING = 0x80848E
    NOTICE = 0x5865F2


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line. Its text is shown literally, wherever it comes from."""

    text: str
    bold: bool = False
    url: str | None = None
    when: datetime | None = None  # shown instead of the text where the reader's own time is known
    user: int | None = None  # shown by name where names are known; never pinged
    role: int | None = None  # likewise
    command: int | None = None  # of a command's name: where it can be pressed, it is


Line = tuple[Span, ...]
BREAK: Line = ()  # an empty line, between paragraphs


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a card."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what it says, and the id that says everything to whoever answers the press."""

    label: str
    custom_id: str
    is_main: bool = False  # the one that does what was asked for
    is_off: bool = False  # it is shown, and cannot be pressed


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a menu: what it says, more about it, and what stands for it."""

    label: str
    value: str
    about: str = ""


class MenuKind(Enum):
    """What a menu offers."""

    OPTIONS = "options"
    CHANNEL = "channel"  # of the server, by Discord itself
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu to choose one line from."""

    custom_id: str
    hint: str
    options: tuple[Option, ...] = ()
    kind: MenuKind = MenuKind.OPTIONS


@dataclass(frozen=True, slots=True)
class Card:
    """The question, paragraphs, small print below them, menus and buttons."""

    tone: Tone
    body: tuple[Line, ...]
    small: tuple[Line, ...] = ()
    presses: tuple[Press, ...] = ()
    file: File | None = None
    question: str = ""  # that it is about; whoever answers a press reads it from the card
    menus: tuple[Menu, ...] = ()


def notice(text: str) -> Card:
    """Return a card that says one sentence of ours."""
    return Card(Tone.NOTICE, ((Span(text),),))
