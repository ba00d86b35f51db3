"""Fill in commands and presses the way Discord's own client does, and refuse what it refuses."""

from collections.abc import Iterable, Mapping, Sequence

from .codes import CommandKind
from .command_rules import kind_of
from .payloads import message_payload
from .world import Message, Payload, walk

OptionValue = str | int | float | bool

SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2


def chat_command(
    commands: Iterable[Payload],
    path: str,
    options: Mapping[str, OptionValue],
    *,
    focused: str | None = None,
) -> Payload:
    """Return the data of a command such as `ask` or `knowledge refresh`.

    Raises:
        LookupError: the bot has not synced such a command or option, or needs one more.
        ValueError: Discord's client would not let this value through.
    """
    name, *branch = path.split()
    command = _command(commands, name, CommandKind.CHAT_INPUT)
    leaf = command
    for word in branch:
        leaf = _option(leaf, word)
    filled = _filled(leaf, options, focused)
    for depth in range(len(branch), 0, -1):
        kind = SUBCOMMAND if depth == len(branch) else SUBCOMMAND_GROUP
        filled = [{"name": branch[depth - 1], "type": kind, "options": filled}]
    return _data(command) | {"options": filled}


def message_command(commands: Iterable[Payload], name: str, target: Message) -> Payload:
    """Return the data of a command from the context menu of a message."""
    command = _command(commands, name, CommandKind.MESSAGE)
    shown = message_payload(target, lambda _: True)
    resolved = {"messages": {str(target.id): shown}}
    return _data(command) | {"target_id": str(target.id), "resolved": resolved}


def press(message: Message, custom_id: str, values: Sequence[str]) -> Payload:
    """Return the data of a press on a button, or of a choice in a menu.

    Raises:
        LookupError: the message shows no such component, or shows it greyed out.
    """
    for part in walk(message.components):
        if part.get("custom_id") == custom_id and not part.get("disabled"):
            data = {"custom_id": custom_id, "component_type": part["type"]}
            return data | ({"values": list(values)} if values else {})
    raise LookupError(f"nothing to press as {custom_id!r} on {message.text!r}")


def _command(commands: Iterable[Payload], name: str, kind: CommandKind) -> Payload:
    known = [command for command in commands if kind_of(command) == kind]
    for command in known:
        if command["name"] == name:
            return command
    raise LookupError(f"no command {name!r} among {[command['name'] for command in known]}")


def _option(parent: Payload, name: str) -> Payload:
    for option in parent.get("options") or []:
        if option["name"] == name:
            found: Payload = option
            return found
    raise LookupError(f"{parent['name']!r} has no option {name!r}")


def _data(command: Payload) -> Payload:
    return {"id": command["id"], "name": command["name"], "type": kind_of(command)}


def _filled(
    leaf: Payload, options: Mapping[str, OptionValue], focused: str | None
) -> list[Payload]:
    needed = {option["name"] for option in leaf.get("options") or [] if option.get("required")}
    # Choices are searched for while the rest of the command is still blank.
    if focused is None and (missing := needed - options.keys()):
        raise LookupError(f"{leaf['name']!r} needs {sorted(missing)}")
    filled = []
    for name, value in options.items():
        option = _option(leaf, name)
        if focused is None:
            _refuse_what_does_not_fit(option, value)
        filled.append({"name": name, "type": option["type"], "value": value})
    for entry in filled:
        if entry["name"] == focused:
            entry["focused"] = True
    return filled


def _refuse_what_does_not_fit(option: Payload, value: OptionValue) -> None:
    offered = [choice["value"] for choice in option.get("choices") or []]
    if offered and value not in offered:
        raise ValueError(f"{option['name']}: {value!r} is not one of {offered}")
    if isinstance(value, str):
        length, least, most = len(value), option.get("min_length"), option.get("max_length")
        if length < (least or 0) or length > (most or length):
            raise ValueError(f"{option['name']}: {length} characters, not {least} to {most}")
