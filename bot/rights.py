"""Who may moderate, decided from the event itself, at the moment of the action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord

if TYPE_CHECKING:
    from bot.client import Footnote


def may_moderate(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person may change the library of the server that the event is from.

    That takes the right Manage Server, one of the configured roles, or owning the bot. Rights in
    a single channel and the names of roles do not count. Whatever is not known is no right.
    """
    member = interaction.user
    if interaction.guild is None or not isinstance(member, discord.Member):
        return False
    bot = cast("Footnote", interaction.client)
    roles = {role.id for role in member.roles}
    return (
        member.guild_permissions.manage_guild
        or not roles.isdisjoint(bot.config.discord.moderator_roles)
        or member.id in owners(bot)
    )


def may_tidy(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person may take away what others were answered."""
    member = interaction.user
    if isinstance(member, discord.Member) and member.guild_permissions.manage_messages:
        return True
    return may_moderate(interaction)


def owners(bot: discord.Client) -> set[int]:
    """Return who the bot belongs to: its owner, or those of its team who may change it."""
    if bot.application is None:
        return set()
    team = bot.application.team
    if team is None:
        return {bot.application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    return {
        one.id
        for one in team.members
        if one.membership_state is accepted and one.role is not discord.TeamMemberRole.read_only
    }
