"""Check what Discord checks of a command list beyond its schema."""

from collections.abc import Iterator, Sequence

from .codes import CommandKind
from .errors import Violation
from .world import Payload

CHAT_COMMANDS_LIMIT = 100


def violations(commands: Sequence[Payload]) -> list[Violation]:
    """Return the rules that the list of a whole scope breaks."""
    chat = [command for command in commands if kind_of(command) == CommandKind.CHAT_INPUT]
    found = [broken for command in chat for broken in _of_one(command, command["name"])]
    if len(chat) > CHAT_COMMANDS_LIMIT:
        reason = f"{len(chat)} chat commands, {CHAT_COMMANDS_LIMIT} at most"
        found.append(Violation("body", reason))
    return found


def kind_of(command: Payload) -> int:
    """Return what a command is; Discord takes one without a type for a chat command."""
    return int(command.get("type") or CommandKind.CHAT_INPUT)


def _of_one(part: Payload, place: str) -> Iterator[Violation]:
    """Yield what is wrong with a chat command or an option, and with the options inside."""
    if part["name"] != part["name"].lower():
        yield Violation(place, "the name must be in lower case")
    if part.get("autocomplete") and part.get("choices"):
        yield Violation(place, "autocomplete cannot stand beside choices")
    for option in part.get("options") or []:
        yield from _of_one(option, f"{place}.{option['name']}")
