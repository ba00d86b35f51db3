"""Represent what a person did to the bot, and how the bot answered."""

from dataclasses import dataclass, field

from .codes import CallbackKind, InteractionKind
from .payloads import channel_payload, member_payload, message_payload, user_payload
from .world import Channel, Message, Payload, User, World

UPLOAD_LIMIT = 10 << 20  # bytes
IN_GUILD, IN_DIRECT_MESSAGES = 0, 1
DEFERRALS = frozenset({CallbackKind.DEFERRED_MESSAGE, CallbackKind.DEFERRED_UPDATE})


@dataclass(slots=True, eq=False)
class Interaction:
    """A command, a press or a search for choices; it changes as the bot answers."""

    id: int
    token: str
    kind: InteractionKind
    user: User
    channel: Channel
    data: Payload
    source: Message | None
    started: float
    callback: Payload | None = None
    message: Message | None = None
    followups: list[Message] = field(default_factory=list)
    is_followed_up: bool = False

    @property
    def is_answered(self) -> bool:
        """Tell whether the person sees an answer: a deferral alone is none."""
        if self.callback is None:
            return False
        return self.is_followed_up or self.callback["type"] not in DEFERRALS

    @property
    def is_ephemeral(self) -> bool:
        """Tell whether the person alone sees the answer."""
        return self.message is not None and self.message.is_ephemeral

    @property
    def text(self) -> str:
        """Return all words of the answer's message."""
        return self.message.text if self.message else ""

    @property
    def choices(self) -> list[Payload]:
        """Return what autocompletion offers."""
        return list(self._callback_data.get("choices") or [])

    @property
    def _callback_data(self) -> Payload:
        return (self.callback or {}).get("data") or {}

    def payload(self, world: World) -> Payload:
        """Return the interaction as INTERACTION_CREATE tells it."""
        payload: Payload = {
            "id": str(self.id),
            "application_id": str(world.bot.id),
            "type": int(self.kind),
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(self.channel.id),
            "channel": channel_payload(self.channel),
            "locale": "en-US",
            "entitlements": [],
            "attachment_size_limit": UPLOAD_LIMIT,
        }
        if self.source is not None:
            payload["message"] = message_payload(self.source, lambda _: True)
        return payload | self._place(world)

    def _place(self, world: World) -> Payload:
        guild, user = self.channel.guild, user_payload(self.user)
        if guild is None:
            owners = {"authorizing_integration_owners": {"0": "0"}, "context": IN_DIRECT_MESSAGES}
            return {"user": user, "app_permissions": "0", **owners}
        rights = {"permissions": str(guild.permissions_of(self.user)), "user": user}
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": member_payload(guild.members[self.user.id]) | rights,
            "app_permissions": str(guild.permissions_of(world.bot)),
            "authorizing_integration_owners": (
                {"1": str(self.user.id)} if self.user.brings_the_bot else {"0": str(guild.id)}
            ),
            "context": IN_GUILD,
        }
