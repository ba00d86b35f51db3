"""Hold the guilds, channels, people and messages that the loopback Discord knows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .codes import ComponentKind, ErrorCode, MessageFlag
from .errors import unknown
from .snowflakes import Snowflakes, timestamp_of

Payload = dict[str, Any]

DEFAULT_PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 16 | 1 << 31  # view, send, history, slash commands
ALL_PERMISSIONS = (1 << 53) - 1


@dataclass(frozen=True, slots=True)
class User:
    """An account, of a person or of a bot."""

    id: int
    name: str
    is_bot: bool = False
    brings_the_bot: bool = False  # who has installed it for themselves alone

    @property
    def mention(self) -> str:
        """Return the text that mentions this account."""
        return f"<@{self.id}>"


@dataclass(frozen=True, slots=True)
class Role:
    """A set of rights that members of one guild may carry."""

    id: int
    name: str
    permissions: int


@dataclass(frozen=True, slots=True)
class Member:
    """A user in one guild."""

    user: User
    roles: tuple[Role, ...]
    joined_at: str


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now; edits change it in place."""

    id: int
    channel: "Channel"
    author: User
    content: str = ""
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    flags: MessageFlag = MessageFlag.NONE
    mentions: list[User] = field(default_factory=list)
    pings_everyone: bool = False
    is_response: bool = False  # to an interaction
    reply_to: "Message | None" = None
    nonce: str | None = None
    edited_at: str | None = None
    is_deleted: bool = False

    @property
    def is_ephemeral(self) -> bool:
        """Tell whether one person alone sees it."""
        return MessageFlag.EPHEMERAL in self.flags

    @property
    def is_loading(self) -> bool:
        """Tell whether it is still the placeholder of a deferral."""
        return MessageFlag.LOADING in self.flags

    @property
    def text(self) -> str:
        """Return the content and every text display, one a line, as a reader meets them."""
        displays = [
            part["content"]
            for part in walk(self.components)
            if part["type"] == ComponentKind.TEXT_DISPLAY
        ]
        return "\n".join(filter(None, [self.content, *displays]))

    def button(self, label: str) -> str:
        """Return the custom_id of the button that shows this label or emoji."""
        for part in walk(self.components):
            emoji = (part.get("emoji") or {}).get("name")
            if part["type"] == ComponentKind.BUTTON and label in (part.get("label"), emoji):
                return str(part["custom_id"])
        raise LookupError(f"no button {label!r} on {self.text!r}")


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel of a guild, or the direct messages between a person and the bot."""

    id: int
    name: str
    guild: "Guild | None" = field(default=None, repr=False)
    recipient: User | None = None
    messages: dict[int, Message] = field(default_factory=dict, repr=False)

    def message(self, id_: int) -> Message:
        """Return a message that has not been deleted."""
        found = self.messages.get(id_)
        if found is None:
            raise unknown(ErrorCode.UNKNOWN_MESSAGE)
        return found


@dataclass(slots=True, eq=False)
class Guild:
    """A server with its channels, roles and members."""

    id: int
    name: str
    world: "World" = field(repr=False)
    owner: User
    channels: list[Channel] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)

    def add_channel(self, name: str) -> Channel:
        """Open a text channel that every member sees."""
        channel = Channel(self.world.ids.mint(), name, guild=self)
        self.channels.append(channel)
        self.world.channels[channel.id] = channel
        return channel

    def add_role(self, name: str, permissions: int) -> Role:
        """Make a role with the given rights, as Discord's bit set."""
        role = Role(self.world.ids.mint(), name, permissions)
        self.roles.append(role)
        return role

    def add_member(self, user: User, *roles: Role) -> Member:
        """Let a user in, or give a member exactly these roles."""
        member = Member(user, roles, timestamp_of(self.id))
        self.members[user.id] = member
        return member

    def permissions_of(self, user: User) -> int:
        """Return the guild-wide rights of a member."""
        if user == self.owner:
            return ALL_PERMISSIONS
        granted = DEFAULT_PERMISSIONS
        for role in self.members[user.id].roles:
            granted |= role.permissions
        return granted


class World:
    """Everything that exists, found by id."""

    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.owner = self.add_user("owner")
        self.bot = self.add_user("footnote", is_bot=True)

    def add_user(self, name: str, *, is_bot: bool = False) -> User:
        """Open an account."""
        user = User(self.ids.mint(), name, is_bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str) -> Guild:
        """Found a guild that the bot and the owner are in; tell it before the bot connects."""
        guild = Guild(self.ids.mint(), name, self, self.owner)
        guild.roles.append(Role(guild.id, "@everyone", DEFAULT_PERMISSIONS))
        guild.add_member(self.owner)
        guild.add_member(self.bot)
        self.guilds[guild.id] = guild
        return guild

    def direct_channel(self, user: User) -> Channel:
        """Return the direct messages between a user and the bot; there is one such channel."""
        for channel in self.channels.values():
            if channel.recipient == user:
                return channel
        channel = Channel(self.ids.mint(), user.name, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def bot_reads(self, message: Message, *, has_intent: bool) -> bool:
        """Tell whether Discord shows the bot what the author of a message wrote."""
        return (
            has_intent
            or message.channel.guild is None
            or message.author == self.bot
            or self.bot in message.mentions
        )

    def channel(self, id_: int) -> Channel:
        """Return a channel that the bot can see."""
        if id_ not in self.channels:
            raise unknown(ErrorCode.UNKNOWN_CHANNEL)
        return self.channels[id_]


def walk(components: list[Payload]) -> Iterator[Payload]:
    """Yield each component and those inside it, from the top down."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        if accessory := component.get("accessory"):
            yield from walk([accessory])
