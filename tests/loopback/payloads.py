"""Write the objects of the world as Discord's JSON."""

from collections.abc import Callable

from .snowflakes import timestamp_of
from .world import Channel, Guild, Member, Message, Payload, Role, User, World

Reader = Callable[[Message], bool]

TEXT_CHANNEL, DIRECT_CHANNEL = 0, 1
DEFAULT_MESSAGE, REPLY_MESSAGE, COMMAND_RESPONSE = 0, 19, 20
MESSAGE_CONTENT_GRANTED = 1 << 19  # application flag: granted to a bot in few guilds


def user_payload(user: User) -> Payload:
    """Return an account as others see it."""
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": user.name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": user.is_bot,
        "public_flags": 0,
    }


def member_payload(member: Member) -> Payload:
    """Return a member without the account, as message events carry it."""
    return {
        "nick": None,
        "avatar": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": member.joined_at,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


def role_payload(role: Role) -> Payload:
    """Return a role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel_payload(channel: Channel) -> Payload:
    """Return a channel of either kind."""
    common: Payload = {"id": str(channel.id), "last_message_id": None, "flags": 0}
    if channel.recipient is not None:
        recipients = [user_payload(channel.recipient)]
        return common | {"type": DIRECT_CHANNEL, "recipients": recipients}
    return common | {
        "type": TEXT_CHANNEL,
        "guild_id": str(channel.guild.id) if channel.guild else None,
        "name": channel.name,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
    }


def guild_payload(guild: Guild) -> Payload:
    """Return a guild with all that is in it, as GUILD_CREATE does."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "owner_id": str(guild.owner.id),
        "joined_at": timestamp_of(guild.id),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [
            member_payload(member) | {"user": user_payload(member.user)}
            for member in guild.members.values()
        ],
        "channels": [channel_payload(channel) for channel in guild.channels],
        "roles": [role_payload(role) for role in guild.roles],
        "preferred_locale": "en-US",
        **{name: [] for name in ("threads", "presences", "voice_states", "stage_instances")},
        **{name: [] for name in ("emojis", "stickers", "features", "guild_scheduled_events")},
    }


def message_payload(message: Message, reads: Reader) -> Payload:
    """Return a message and what it replies to, each blank where the bot may not read it."""
    payload = _message_alone(message, reads)
    target = message.reply_to
    if target is None:
        return payload
    return payload | {
        "message_reference": {
            "type": 0,
            "message_id": str(target.id),
            "channel_id": str(target.channel.id),
        },
        "referenced_message": None if target.is_deleted else _message_alone(target, reads),
    }


def _message_alone(message: Message, reads: Reader) -> Payload:
    readable = reads(message)
    return {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_payload(message.author),
        "content": message.content if readable else "",
        "embeds": [{"type": "rich", **embed} for embed in message.embeds] if readable else [],
        "components": message.components if readable else [],
        "attachments": [],
        "timestamp": timestamp_of(message.id),
        "edited_timestamp": message.edited_at,
        "tts": False,
        "mention_everyone": message.pings_everyone,
        "mentions": [user_payload(user) for user in message.mentions],
        "mention_roles": [],
        "pinned": False,
        "type": _type_of(message),
        "flags": int(message.flags),
        **({} if message.nonce is None else {"nonce": message.nonce}),
    }


def _type_of(message: Message) -> int:
    if message.is_response:
        return COMMAND_RESPONSE
    return REPLY_MESSAGE if message.reply_to else DEFAULT_MESSAGE


def placed(message: Message, payload: Payload) -> Payload:
    """Return a message payload with the guild and the member that events add to it."""
    guild = message.channel.guild
    if guild is None:
        return payload
    payload = payload | {"guild_id": str(guild.id)}
    if member := guild.members.get(message.author.id):
        payload["member"] = member_payload(member)
    return payload


def application_payload(world: World, *, message_content: bool) -> Payload:
    """Return the application that the bot belongs to; both share one id."""
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user_payload(world.owner),
        "team": None,
        "flags": MESSAGE_CONTENT_GRANTED if message_content else 0,
        "install_params": None,
        "integration_types_config": {"0": {}, "1": {}},
    }
