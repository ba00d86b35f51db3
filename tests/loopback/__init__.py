"""A small Discord on 127.0.0.1, for the real client to log in to."""

from .codes import CallbackKind, InteractionKind
from .interaction import Interaction
from .rest import Recorded
from .server import TOKEN, LoopbackDiscord
from .world import Channel, Guild, Member, Message, Role, User, World

__all__ = [
    "TOKEN",
    "CallbackKind",
    "Channel",
    "Guild",
    "Interaction",
    "InteractionKind",
    "LoopbackDiscord",
    "Member",
    "Message",
    "Recorded",
    "Role",
    "User",
    "World",
]
