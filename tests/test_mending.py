"""Moderators see where answers fail, and mend them where they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from test_knowledge import BEES, did
from world import QUESTION, World, build_bot, text_of

from bot import curation_replies as says
from bot import replies
from bot.answer_buttons import asker_of
from bot.notices import tell_digests
from knowledge.changes import Action
from knowledge.limits import Limits
from knowledge.store.versions import DAY

LOST = "Who baked the purple scones?"
LOST_TOO = "tell me who baked purple scones please"
JULY = "In a surprising move, Sergei Shoigu, the Russian defense minister, visited North Korea"
FOOD = "humanitarian aid"


@pytest.fixture
def mori(world: World) -> simcord.MemberActor:
    rights = discord.Permissions(manage_guild=True, manage_messages=True)
    role = world.guild.create_role("Moderators", permissions=rights)
    return world.guild.add_member(world.env.create_user("mori"), roles=[role])


def plain(result: simcord.InteractionResult) -> str:
    """Return what a card says, without the marks of its format."""
    return text_of(result).replace("\\", "").replace("**", "")


async def ask(
    world: World, question: str = QUESTION, *, private: bool = False
) -> simcord.InteractionResult:
    return await world.alice.slash(world.channel, "ask", question=question, private=private)


async def open_gap(
    world: World, mori: simcord.MemberActor, question: str = LOST
) -> simcord.InteractionResult:
    """Ask something in vain, and open it among the gaps."""
    await ask(world, question)
    listed = await did(world, mori, "gaps")
    await choose(mori, listed, menu_of(listed)[0]["value"])
    return listed


def menu_of(result: simcord.InteractionResult) -> list[dict[str, str]]:
    """Return the options of the menu on a card."""
    assert result.response
    for component in walk(result.response.components):
        if component.get("type") == 3:
            return list(component["options"])
    raise AssertionError("no menu")


def walk(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield components, and those inside them."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))


async def choose(actor: simcord.MemberActor, card: simcord.InteractionResult, value: str) -> None:
    """Choose a line of the menu on a card."""
    assert card.response
    await actor.select(card.response, [value])


def line_of(form: simcord.InteractionResult) -> dict[str, Any]:
    """Return the one line of a form."""
    assert form.modal
    found: dict[str, Any] = form.modal["components"][0]["component"]
    return found


async def fill(
    actor: simcord.MemberActor, form: simcord.InteractionResult, text: str
) -> simcord.InteractionResult:
    """Fill in a form and submit it."""
    return await actor.submit_modal(form, {line_of(form)["custom_id"]: text})


async def press(
    actor: simcord.MemberActor, card: simcord.InteractionResult, label: str
) -> simcord.InteractionResult:
    assert card.response
    return await actor.click(card.response, label=label)


async def test_a_gap_asked_in_two_ways_is_pinned_and_answered_until_its_passage_changes(
    world: World, mori: simcord.MemberActor
) -> None:
    await ask(world, LOST)
    await world.alice.send(world.channel, f"{world.mention} {LOST_TOO}")
    listed = await did(world, mori, "gaps")
    shown = plain(listed)
    assert f"2× “{LOST}”" in shown
    assert "[there](<https://discord.com/channels/" in text_of(listed)
    [option] = menu_of(listed)
    assert (option["label"], option["description"]) == (LOST, "asked 2× in vain")
    await choose(mori, listed, option["value"])
    assert f"Also asked as: {LOST_TOO}" in plain(listed)
    await press(mori, listed, says.GAP_PIN)
    assert says.CHOOSE["pin"] in plain(listed)
    form = await press(mori, listed, says.SEARCH)
    await fill(mori, form, FOOD)
    assert f"Found for “{FOOD}”" in plain(listed)
    chosen = menu_of(listed)[0]
    assert FOOD in chosen["label"]
    await choose(mori, listed, chosen["value"])
    assert says.IS_PINNED in plain(listed)
    answered = plain(await ask(world, LOST_TOO))
    assert FOOD in answered
    assert says.PINNED in answered
    assert says.GAPS_NONE in plain(await did(world, mori, "gaps"))
    article = world.bot.libraries.folder / "putin-and-kim.txt"
    article.write_text(article.read_text("utf-8").replace(FOOD, "food"), "utf-8")
    refreshed = plain(await did(world, mori, "refresh"))
    assert says.ORPHAN.format(question=LOST) in refreshed
    assert replies.NOT_FOUND in plain(await ask(world, LOST))
    assert says.PIN_ORPHAN.strip() in plain(await did(world, mori, "pins"))


async def test_a_gap_is_closed_by_a_synonym(world: World, mori: simcord.MemberActor) -> None:
    card = await open_gap(world, mori, "What about the zeppelins?")
    form = await press(mori, card, says.GAP_NAMES)
    assert line_of(form)["value"] == "zeppelins → "
    await fill(mori, form, "zeppelins → munitions")
    assert plain(card) == "zeppelins, munitions mean the same from now on."
    assert "munitions" in plain(await ask(world, "What about the zeppelins?"))
    assert says.GAPS_NONE in plain(await did(world, mori, "gaps"))


async def test_a_gap_is_saved_as_a_question_that_has_no_answer(
    world: World, mori: simcord.MemberActor
) -> None:
    card = await open_gap(world, mori)
    await press(mori, card, says.GAP_SAVE)
    await choose(mori, card, "none")
    assert plain(card) == says.SAVED_NONE
    assert f"“{LOST}” has no answer here" in plain(await did(world, mori, "questions list"))


async def test_a_gap_is_dismissed_and_the_list_comes_back(
    world: World, mori: simcord.MemberActor
) -> None:
    await ask(world, "Who stole my bicycle?")
    card = await open_gap(world, mori)
    await press(mori, card, says.GAP_BACK)
    assert says.GAPS_TITLE in plain(card)
    await choose(mori, card, menu_of(card)[0]["value"])
    await press(mori, card, says.GAP_DISMISS)
    assert plain(card) == says.DISMISSED
    assert len(menu_of(await did(world, mori, "gaps"))) == 1


async def test_many_gaps_come_in_pages(world: World, mori: simcord.MemberActor) -> None:
    names = "Xavier Quentin Wolfgang Yolanda Zebedee Ulrich Violet Barnaby Cornelius Phyllis"
    for name in names.split():
        await ask(world, f"Who married {name}?")
    listed = await did(world, mori, "gaps")
    assert "Page 1 of 2" in plain(listed)
    assert len(menu_of(listed)) == 8
    await press(mori, listed, says.LATER)
    assert "Page 2 of 2" in plain(listed)
    assert len(menu_of(listed)) == 2
    await press(mori, listed, says.EARLIER)
    assert "Page 1 of 2" in plain(listed)


@pytest.mark.threat("C6")
async def test_a_private_question_is_a_gap_only_if_its_asker_shows_it(
    world: World, mori: simcord.MemberActor
) -> None:
    private = await ask(world, LOST, private=True)
    await world.alice.send_dm("Who stole the bicycle?")
    assert plain(await did(world, mori, "gaps")) == says.GAPS_NONE
    await press(world.alice, private, says.TELL)
    assert plain(private) == says.TOLD
    shown = text_of(await did(world, mori, "gaps"))
    assert LOST in shown
    assert "alice" not in shown
    assert str(world.alice.id) not in shown


@pytest.mark.threat("C6")
@pytest.mark.parametrize("wish", [says.TELL, says.TELL_NOT])
async def test_a_vote_against_a_private_answer_asks_whether_moderators_may_read_it(
    world: World, mori: simcord.MemberActor, wish: str
) -> None:
    voted = await press(world.alice, await ask(world, private=True), says.DOWN)
    assert says.ASK_CONSENT in plain(voted)
    assert plain(await did(world, mori, "gaps")) == says.GAPS_NONE
    await press(world.alice, voted, wish)
    is_shown = wish == says.TELL
    assert plain(voted) == (says.TOLD if is_shown else says.NOT_TOLD)
    assert (QUESTION in plain(await did(world, mori, "gaps"))) is is_shown


async def test_a_vote_is_counted_once_can_be_changed_and_outlives_a_restart(
    world: World, mori: simcord.MemberActor, tmp_path: Path
) -> None:
    answer = await ask(world)
    assert plain(await press(world.alice, answer, says.UP)) == says.VOTED_UP
    assert "1 👍, 0 👎" in plain(await did(world, mori, "status"))
    await world.env.restart_bot(build_bot(world.bot.libraries, tmp_path))
    assert plain(await press(world.alice, answer, says.DOWN)) == says.VOTED_DOWN
    assert "0 👍, 1 👎" in plain(await did(world, mori, "status"))
    assert f"1× “{QUESTION}”" in plain(await did(world, mori, "gaps"))
    assert plain(await press(world.alice, answer, says.DOWN)) == says.VOTE_TAKEN_BACK
    assert "0 👍, 0 👎" in plain(await did(world, mori, "status"))
    assert plain(await did(world, mori, "gaps")) == says.GAPS_NONE


async def test_a_vote_against_a_reply_notes_the_question_that_was_replied_to(
    world: World, mori: simcord.MemberActor
) -> None:
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    answer = world.said(world.channel)[-1]
    assert QUESTION not in text_of(answer)
    voted = await mori.click(answer, label=says.DOWN)
    assert plain(voted) == says.VOTED_DOWN
    assert f"1× “{QUESTION}”" in plain(await did(world, mori, "gaps"))


async def test_saved_questions_are_listed_run_sent_as_a_file_and_removed(
    world: World, mori: simcord.MemberActor
) -> None:
    assert plain(await did(world, mori, "questions list")) == says.QUESTIONS_NONE
    assert plain(await did(world, mori, "questions run")) == says.QUESTIONS_NONE
    offered = await mori.autocomplete(
        world.channel, "knowledge questions add", "passage", "", question=QUESTION
    )
    assert offered[0]["name"].startswith("In a surprising move")
    assert all(len(one["name"]) <= 100 for one in offered)
    added = await did(world, mori, "questions add", question=QUESTION, passage=offered[0]["value"])
    assert plain(added) == says.SAVED
    wrong = {"question": "Who is Kozyrev?", "passage": "visited North Korea in July"}
    assert plain(await did(world, mori, "questions add", **wrong)) == says.SAVED
    listed = await did(world, mori, "questions list")
    assert f"“{QUESTION}” must cite “{JULY}"[:80] in plain(listed)
    assert listed.response
    [file] = listed.response.attachments
    data = await file.read()
    rows = [json.loads(line) for line in data.decode().splitlines()]
    assert [row["question"] for row in rows] == [QUESTION, "Who is Kozyrev?"]
    assert rows[0]["gold"][0].startswith(JULY)
    ran = plain(await did(world, mori, "questions run"))
    assert "1 of 2 saved questions as they should be" in ran
    assert "✗ “Who is Kozyrev?” cites" in ran
    [choice] = await mori.autocomplete(
        world.channel, "knowledge questions remove", "question", "kozy"
    )
    gone = plain(await did(world, mori, "questions remove", question=choice["value"]))
    assert gone == says.DROPPED_QUESTION.format(words="Who is Kozyrev?")


async def test_a_refresh_tells_what_saved_questions_cite_now(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "questions add", question=QUESTION, passage="North Korea in July")
    article = world.bot.libraries.folder / "putin-and-kim.txt"
    article.write_text(article.read_text("utf-8").replace("in July", "in May"), "utf-8")
    for dry_run in (True, False):
        card = plain(await did(world, mori, "refresh", dry_run=dry_run))
        assert "Saved questions that cite something else now: 1 of 1." in card
        assert f"✗ “{QUESTION}”: “In a surprising move" in card


async def test_a_pin_can_be_taken_off_by_its_question(
    world: World, mori: simcord.MemberActor
) -> None:
    assert plain(await did(world, mori, "pins")) == says.PINS_NONE
    pinned = await did(world, mori, "pin", question=LOST, passage="visited North Korea in July")
    assert says.IS_PINNED in plain(pinned)
    assert f"“{JULY}" in plain(pinned)
    assert f"“{LOST}” → “In a surprising move" in plain(await did(world, mori, "pins"))
    [choice] = await mori.autocomplete(world.channel, "knowledge unpin", "question", "")
    off = plain(await did(world, mori, "unpin", question=choice["value"]))
    assert off == says.UNPINNED.format(words=LOST)
    assert replies.NOT_FOUND in plain(await ask(world, LOST))


async def test_words_that_no_article_has_cannot_be_pinned(
    world: World, mori: simcord.MemberActor
) -> None:
    refused = plain(await did(world, mori, "pin", question=LOST, passage="scones are purple"))
    assert "Those words are in no article." in refused
    forged = "passage:1:" + "0" * 12 + ":0.0.5"
    assert plain(await did(world, mori, "pin", question=LOST, passage=forged)) == replies.EXPIRED
    assert plain(await did(world, mori, "pins")) == says.PINS_NONE


async def test_synonyms_are_added_listed_and_removed(
    world: World, mori: simcord.MemberActor
) -> None:
    assert plain(await did(world, mori, "synonyms list")) == says.SYNONYMS_NONE
    added = await did(world, mori, "synonyms add", names="zeppelins → munitions")
    assert plain(added) == "zeppelins, munitions mean the same from now on."
    assert "zeppelins, munitions" in plain(await did(world, mori, "synonyms list"))
    again = plain(await did(world, mori, "synonyms add", names="munitions, zeppelins"))
    assert again == "Those names are known to mean the same already."
    [choice] = await mori.autocomplete(world.channel, "knowledge synonyms remove", "names", "zep")
    await did(world, mori, "synonyms remove", names=choice["value"])
    assert plain(await did(world, mori, "synonyms list")) == says.SYNONYMS_NONE


async def test_explain_shows_words_sentences_and_why_this_verdict(
    world: World, mori: simcord.MemberActor
) -> None:
    card = plain(await did(world, mori, "explain", question=QUESTION))
    assert re.search(r"Answered: \d\d% sure, and 86% is enough.", card)
    assert re.search(r"Shoigu \(\d\.\d\): shoigu \(literal\)", card)
    assert "Best sentences, by score" in card
    assert "In a surprising move" in card
    card = plain(await did(world, mori, "explain", question=LOST))
    assert "No answer:" in card
    assert "scones (" in card
    assert "in no passage" in card
    assert plain(await did(world, mori, "explain", question="hello")).startswith("Not searched for")


async def test_explain_says_that_a_passage_is_pinned(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "pin", question=LOST, passage="visited North Korea in July")
    card = plain(await did(world, mori, "explain", question=LOST))
    assert says.EXPLAIN_PINNED in card
    assert "No answer:" in card


async def test_status_shows_the_week_the_sections_and_how_fresh_sources_are(
    world: World, mori: simcord.MemberActor
) -> None:
    assert says.DIGEST_NOBODY in plain(await did(world, mori, "status"))
    await did(world, mori, "add", file=("bees.md", BEES))
    for question in (QUESTION, QUESTION, LOST):
        await ask(world, question)
    card = plain(await did(world, mori, "status"))
    assert f"{'█' * 8}{'░' * 4} 3" in card
    assert "█ 2 answered, ▒ 0 close, ░ 1 in vain; 0 👍, 0 👎" in card
    assert "Signs of Military Cooperation (2)" in card
    assert "Read last: bees.md, " in card


async def test_a_wrong_answer_is_corrected_where_it_stands(
    world: World, mori: simcord.MemberActor
) -> None:
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    wrong = world.said(world.channel)[-1]
    offered = await mori.context_menu(world.channel, says.CORRECT, wrong)
    assert offered.ephemeral
    assert f"“{QUESTION}”" in plain(offered)
    other = next(one for one in menu_of(offered) if "In a surprising" not in one["label"])
    await choose(mori, offered, other["value"])
    assert plain(offered).splitlines()[1:] == [
        says.CORRECTION_DONE,
        says.CORRECTION_SAVED,
        says.CORRECTION_AGAIN,
    ]
    corrected = text_of(world.said(world.channel)[-1]).replace("\\", "")
    assert corrected.splitlines()[1] == says.CORRECTED
    assert other["label"][:40] in corrected.replace("*", "")
    assert f"“{QUESTION}” must cite" in plain(await did(world, mori, "questions list"))
    assert asker_of(world.said(world.channel)[-1]) == world.alice.id
    await press(mori, offered, says.PIN_TOO)
    assert says.IS_PINNED in plain(offered)
    assert other["label"][:40] in plain(await ask(world))


@pytest.mark.threat("C6")
async def test_a_private_question_counts_once_and_goes_when_the_vote_is_taken_back(
    world: World, mori: simcord.MemberActor
) -> None:
    answer = await ask(world, private=True)
    for _ in range(2):
        voted = await press(world.alice, answer, says.DOWN)
        await press(world.alice, voted, says.TELL)
        assert plain(voted) == says.TOLD
        assert "1×" in plain(await did(world, mori, "gaps"))
        assert plain(await press(world.alice, answer, says.DOWN)) == says.VOTE_TAKEN_BACK
        assert plain(await did(world, mori, "gaps")) == says.GAPS_NONE


async def test_where_no_question_is_kept_nobody_is_told_that_moderators_see_it(
    world: World,
) -> None:
    world.bot.libraries.limits = Limits(question_days=0)
    private = await ask(world, LOST, private=True)
    assert says.TELL not in str(private.response.components if private.response else "")
    for is_private in (True, False):
        voted = await press(world.alice, await ask(world, private=is_private), says.DOWN)
        assert plain(voted) == says.VOTED_DOWN_UNKEPT


@pytest.mark.threat("C6")
async def test_a_question_in_a_channel_that_a_moderator_does_not_see_is_not_shown_to_them(
    world: World, mori: simcord.MemberActor
) -> None:
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    assert world.bot.user
    alices = world.guild.create_role("Staff")
    staff = world.guild.create_text_channel(
        "staff",
        overwrites={world.guild.default_role: hidden, world.bot.user: shown, alices: shown},
    )
    bob = world.guild.add_member(world.env.create_user("bob"), roles=[alices])
    await bob.slash(staff, "ask", question=LOST)
    assert plain(await did(world, mori, "gaps")) == says.GAPS_NONE


async def test_a_line_of_names_that_is_refused_leaves_the_gap_as_it_is(
    world: World, mori: simcord.MemberActor
) -> None:
    card = await open_gap(world, mori, "What about the zeppelins?")
    form = await press(mori, card, says.GAP_NAMES)
    refused = await fill(mori, form, "zeppelins → ")
    assert plain(refused).startswith("Write two names or more")
    assert says.GAP_HOW in plain(card)


async def test_a_menu_of_articles_that_have_changed_offers_those_of_now(
    world: World, mori: simcord.MemberActor
) -> None:
    card = await open_gap(world, mori)
    await press(mori, card, says.GAP_PIN)
    old = menu_of(card)[0]["value"]
    await did(world, mori, "add", file=("bees.md", BEES))
    await choose(mori, card, old)
    assert says.CHOOSE["pin"] in plain(card)
    await choose(mori, card, menu_of(card)[0]["value"])
    assert says.IS_PINNED in plain(card)


async def test_an_answer_that_is_none_is_corrected_to_say_so(
    world: World, mori: simcord.MemberActor
) -> None:
    answer = await ask(world)
    assert answer.response
    offered = await mori.context_menu(world.channel, says.CORRECT, answer.response)
    await choose(mori, offered, "none")
    assert says.CORRECTED_NONE in plain(answer)


@pytest.mark.threat("A1")
async def test_a_member_may_not_correct_an_answer(world: World) -> None:
    answer = await ask(world)
    assert answer.response
    [command] = [one for one in await world.bot.tree.fetch_commands() if one.name == says.CORRECT]
    world.guild.set_command_permissions(command, {world.guild.default_role: True})
    refused = await world.alice.context_menu(world.channel, says.CORRECT, answer.response)
    assert text_of(refused) == replies.MODERATORS_ONLY


async def test_only_answers_of_the_bot_can_be_corrected(
    world: World, mori: simcord.MemberActor
) -> None:
    message = await world.alice.send(world.channel, "just chatting")
    offered = await mori.context_menu(world.channel, says.CORRECT, message)
    assert plain(offered) == says.CORRECT_OWN_ONLY


async def test_privacy_says_in_plain_words_what_is_kept(world: World) -> None:
    told = await world.alice.slash(world.channel, "privacy")
    assert told.ephemeral
    assert "is kept for 30 days" in plain(told)
    assert says.TELL in plain(told)


async def test_a_digest_is_posted_once_a_week_where_moderators_wish_it(
    world: World, mori: simcord.MemberActor
) -> None:
    channel = world.guild.create_text_channel("moderators")
    await did(world, mori, "notices", channel=channel, digest=True)
    database = world.bot.libraries.database
    now = database.now()
    database._clock = lambda: now + 3 * DAY  # noqa: SLF001
    await ask(world, LOST)
    await ask(world)
    await tell_digests(world.bot)
    assert len(world.said(channel)) == 1
    database._clock = lambda: now + 7 * DAY  # noqa: SLF001
    await tell_digests(world.bot)
    await tell_digests(world.bot)
    [_, digest] = world.said(channel)
    assert f"**1×** “{LOST}”" in text_of(digest)
    assert "2 asked: 1 answered, 0 with a close passage, 1 in vain." in text_of(digest)
    assert await world.bot.feedback.digests() == []


async def test_moderators_who_follow_the_shared_library_are_told_what_its_refresh_does_to_theirs(
    world: World, mori: simcord.MemberActor
) -> None:
    assert (await did(world, mori, "status")).response  # this server is the home from now on
    other = world.env.create_guild("Other")
    boss_role = other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    boss = other.add_member(world.env.create_user("boss"), roles=[boss_role])
    place = other.create_text_channel("moderators")
    await boss.slash(place, "knowledge notices", channel=place)
    saved = {"question": QUESTION, "passage": "visited North Korea in July"}
    await boss.slash(place, "knowledge questions add", **saved)
    article = world.bot.libraries.folder / "putin-and-kim.txt"
    article.write_text(article.read_text("utf-8").replace("in July", "in May"), "utf-8")
    await did(world, mori, "refresh")
    told = text_of(world.said(place)[-1]).replace("\\", "")
    assert told.startswith(says.NOTICE_FOLLOWED)
    assert f"✗ “{QUESTION}”" in told


async def test_a_form_of_an_older_process_is_answered(
    world: World, mori: simcord.MemberActor, tmp_path: Path
) -> None:
    card = await open_gap(world, mori)
    form = await press(mori, card, says.GAP_NAMES)
    await world.env.restart_bot(build_bot(world.bot.libraries, tmp_path))
    told = await fill(mori, form, "a, b")
    assert text_of(told) == replies.UNKNOWN_BUTTON


def test_every_deed_has_a_sentence_in_the_history() -> None:
    assert {one.value for one in Action} <= replies.DEEDS.keys() | {"scheduled"}
