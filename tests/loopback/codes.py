"""Name the numbers of Discord's protocol that this server speaks."""

from enum import IntEnum, IntFlag


class Opcode(IntEnum):
    """What a gateway frame is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    RESUME = 6
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    """Why the gateway hangs up."""

    GOING_AWAY = 1001
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    DISALLOWED_INTENTS = 4014


class Intent(IntFlag):
    """The kinds of events that a session may ask for, as far as they are sent here."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


class InteractionKind(IntEnum):
    """What a member did to the bot."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4


class CommandKind(IntEnum):
    """Where a command is offered."""

    CHAT_INPUT = 1
    USER = 2
    MESSAGE = 3


class CallbackKind(IntEnum):
    """How the bot answers an interaction first."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class ComponentKind(IntEnum):
    """The components that rules treat apart."""

    ACTION_ROW = 1
    BUTTON = 2
    TEXT_DISPLAY = 10


class MessageFlag(IntFlag):
    """The properties of a message that change what it may hold and who sees it."""

    NONE = 0
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    COMPONENTS_V2 = 1 << 15


class ErrorCode(IntEnum):
    """What a REST error is about."""

    GENERAL = 0
    UNKNOWN_CHANNEL = 10003
    UNKNOWN_MESSAGE = 10008
    UNKNOWN_USER = 10013
    UNKNOWN_WEBHOOK = 10015
    UNKNOWN_INTERACTION = 10062
    ALREADY_ACKNOWLEDGED = 40060
    NOT_THE_AUTHOR = 50005
    INVALID_WEBHOOK_TOKEN = 50027
    INVALID_FORM_BODY = 50035


LINK_BUTTON = 5  # the one button style that carries a URL and no custom_id
