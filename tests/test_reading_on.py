"""Members read on: articles page by page, further passages, follow-ups, sharing, dismissing."""

from __future__ import annotations

import re
from pathlib import Path

import discord
import pytest
import simcord
from test_knowledge import did
from test_mending import choose, fill, menu_of, plain, press
from world import QUESTION, World, build_bot, text_of

from bot import reading_replies as says
from bot import replies
from bot.cards import further_card, more_card
from bot.layout import layout
from bot.reading_cards import read_card
from knowledge.leafing import pages_of
from knowledge.model import Note
from knowledge.reading.article import read_article
from knowledge.snapshot import build_snapshot

JULY = "visited North Korea in July"
WHO = "Who guided Shoigu through a weapons exhibition?"
TITLE = "Putin and Kim Jong Un: Unlikely Partners in a Changing World"


@pytest.fixture
def mori(world: World) -> simcord.MemberActor:
    rights = discord.Permissions(manage_guild=True, manage_messages=True)
    role = world.guild.create_role("Moderators", permissions=rights)
    return world.guild.add_member(world.env.create_user("mori"), roles=[role])


@pytest.fixture
def bob(world: World) -> simcord.MemberActor:
    return world.guild.add_member(world.env.create_user("bob"))


async def ask(
    world: World, question: str = QUESTION, *, private: bool = False
) -> simcord.InteractionResult:
    return await world.alice.slash(world.channel, "ask", question=question, private=private)


async def test_an_article_is_read_page_by_page_from_its_title_to_its_end(world: World) -> None:
    card = await world.alice.slash(world.channel, "read", article=TITLE)
    assert card.ephemeral
    article = (await world.library()).snapshot.articles[0]
    pages = [plain(card)]
    assert pages[0].startswith(TITLE)
    while re.search(r"Page (\d+) of (\d+)", pages[-1]).groups() != ("2", "2"):  # type: ignore[union-attr]
        await press(world.alice, card, says.LATER)
        pages.append(plain(card))
    read = "\n".join(pages)
    for paragraph in article.paragraphs:
        assert article.text[paragraph.start : paragraph.end] in read
    for section in article.sections:
        assert read.count(f"\n{section}\n") == 1
    await press(world.alice, card, says.EARLIER)
    assert plain(card) == pages[-2]


async def test_a_table_of_contents_leads_to_a_section(world: World) -> None:
    card = await world.alice.slash(world.channel, "read", article=TITLE)
    lines = menu_of(card)
    article = (await world.library()).snapshot.articles[0]
    assert [one["label"] for one in lines] == list(article.sections)
    await choose(world.alice, card, lines[-1]["value"])
    assert f"\n{article.sections[-1]}\n" in plain(card)


async def test_a_section_can_be_named_in_the_command(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "read", "article", "putin")
    assert [one["name"] for one in offered] == [TITLE]
    sections = await world.alice.autocomplete(
        world.channel, "read", "section", "milit", article=TITLE
    )
    assert [one["value"] for one in sections] == ["Signs of Military Cooperation"]
    card = await world.alice.slash(
        world.channel, "read", article="putin and kim", section="signs of military cooperation"
    )
    assert "\nSigns of Military Cooperation\n" in plain(card)
    other = await world.alice.slash(world.channel, "read", article=TITLE, section="Nothing")
    assert says.READ_NO_SECTION in plain(other)


async def test_a_title_that_no_article_has_is_told_so(world: World) -> None:
    card = await world.alice.slash(world.channel, "read", article="Cookery")
    assert plain(card) == says.READ_NONE


async def test_the_list_of_articles_opens_one(world: World) -> None:
    listed = await world.alice.slash(world.channel, "articles")
    assert listed.response
    [line] = menu_of(listed)
    opened = await world.alice.select(listed.response, [line["value"]])
    assert plain(opened).startswith(TITLE)
    assert opened.ephemeral


async def test_pages_of_an_article_that_has_changed_expire_politely(
    world: World, mori: simcord.MemberActor
) -> None:
    card = await world.alice.slash(world.channel, "read", article=TITLE)
    await did(world, mori, "add", file=("bees.md", b"# Bees\n\nA queen bee lays eggs.\n"))
    await press(world.alice, card, says.LATER)
    assert plain(card) == replies.EXPIRED


async def test_many_articles_come_in_pages(world: World) -> None:
    folder = world.bot.libraries.folder
    for number in range(20):
        (folder / f"a{number:02}.md").write_text(f"# Article {number:02}\n\nText {number}.\n")
    rights = discord.Permissions(manage_guild=True)
    role = world.guild.create_role("Moderators", permissions=rights)
    mori = world.guild.add_member(world.env.create_user("mori"), roles=[role])
    await did(world, mori, "refresh")
    listed = await world.alice.slash(world.channel, "articles")
    assert "Page 1 of 2" in plain(listed)
    assert len(menu_of(listed)) == 15
    await press(world.alice, listed, says.LATER)
    assert len(menu_of(listed)) == 6


async def test_more_pages_through_further_passages_and_back(world: World) -> None:
    answer = await ask(world)
    card = await press(world.alice, answer, replies.MORE)
    assert plain(card).startswith(f"-# “{QUESTION}”\n{replies.MORE_TITLE}")
    assert card.ephemeral
    await press(world.alice, card, says.LATER)
    assert "[4]" in plain(card)
    await press(world.alice, card, says.EARLIER)
    assert "[2]" in plain(card)


async def test_a_reply_to_an_answer_is_understood_with_its_question(
    world: World, bob: simcord.MemberActor
) -> None:
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    answer = world.said(world.channel)[-1]
    await bob.send(world.channel, f"{world.mention} who guided him there?", reply_to=answer)
    assert "personally guided Shoigu" in text_of(world.said(world.channel)[-1])


async def test_the_next_mention_of_the_same_member_leans_on_the_last_for_a_while(
    world: World, bob: simcord.MemberActor
) -> None:
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    await bob.send(world.channel, f"{world.mention} and why?")
    assert text_of(world.said(world.channel)[-1]) == replies.NOTES[Note.NOTHING_TO_SEARCH]
    await world.alice.send(world.channel, f"{world.mention} and why?")
    assert "Shoigu" in text_of(world.said(world.channel)[-1])
    now = world.bot.conversations._clock() + 16 * 60  # noqa: SLF001
    world.bot.conversations._clock = lambda: now  # noqa: SLF001
    place = (world.channel.id, world.alice.id)
    assert world.bot.conversations.before(place) == ""


async def test_a_follow_up_is_asked_in_a_form_where_a_reply_would_not_reach_the_bot(
    world: World,
) -> None:
    answer = await ask(world, private=True)
    form = await press(world.alice, answer, says.FOLLOW)
    followed = await fill(world.alice, form, "and who guided him?")
    assert "personally guided Shoigu" in plain(followed)
    assert followed.ephemeral


async def test_what_was_asked_in_private_does_not_show_through_in_public(world: World) -> None:
    await ask(world, private=True)
    assert world.bot.conversations.before((world.channel.id, world.alice.id)) == ""


async def test_a_private_answer_is_shared_with_the_channel(world: World) -> None:
    answer = await ask(world, private=True)
    shared = await press(world.alice, answer, says.SHARE)
    assert not shared.ephemeral
    assert JULY in plain(shared)
    assert f"{says.SHARED_BY}<@{world.alice.id}>" in text_of(shared)
    assert shared.response
    assert f"'{says.SHARE}'" not in str(shared.response.components)


async def test_who_may_not_write_may_not_share(world: World) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    channel = world.guild.create_text_channel(
        "rules", overwrites={world.guild.default_role: silent}
    )
    answer = await world.alice.slash(channel, "ask", question=QUESTION, private=True)
    refused = await press(world.alice, answer, says.SHARE)
    assert plain(refused) == says.SHARE_REFUSED
    assert refused.ephemeral


@pytest.mark.threat("A5")
async def test_the_asker_and_moderators_may_dismiss_an_answer_and_others_may_not(
    world: World, mori: simcord.MemberActor, bob: simcord.MemberActor
) -> None:
    for actor in (world.alice, mori):
        await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
        answer = world.said(world.channel)[-1]
        refused = await bob.click(answer, label=says.DISMISS)
        assert plain(refused) == says.DISMISS_REFUSED
        await actor.click(answer, label=says.DISMISS)
        assert world.said(world.channel) == []


async def test_the_buttons_of_reading_outlive_a_restart(world: World, tmp_path: Path) -> None:
    answer = await ask(world)
    read = await world.alice.slash(world.channel, "read", article=TITLE)
    await world.env.restart_bot(build_bot(world.bot.libraries, tmp_path))
    await press(world.alice, read, says.LATER)
    assert "Page 2 of 2" in plain(read)
    form = await press(world.alice, answer, says.FOLLOW)
    assert "personally guided" in plain(await fill(world.alice, form, "and who guided him?"))
    await press(world.alice, answer, says.DISMISS)
    assert answer.response is None


async def test_a_lookup_offers_headings_names_and_terms_while_one_types(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "lookup", "term", "shoi")
    assert offered[0]["value"] == "Sergei Shoigu" or "Shoigu" in offered[0]["value"]
    assert re.search(r" – name, in \d passage", offered[0]["name"])
    [section, *_] = await world.alice.autocomplete(world.channel, "lookup", "term", "signs of")
    assert section["value"] == "Signs of Military Cooperation"
    assert " – heading, in " in section["name"]
    everything = await world.alice.autocomplete(world.channel, "lookup", "term", "")
    assert 10 < len(everything) <= 25
    assert all(len(one["name"]) <= 100 for one in everything)
    typo = await world.alice.autocomplete(world.channel, "lookup", "term", "shoygu")
    assert any("Shoigu" in one["value"] for one in typo)


async def test_a_lookup_pages_through_the_passages_that_mention_a_term(world: World) -> None:
    card = await world.alice.slash(world.channel, "lookup", term="North Korea")
    assert card.ephemeral
    assert plain(card).startswith("-# “North Korea”\nMentioned in ")
    pages = [plain(card)]
    total = int(re.search(r"Page 1 of (\d)", pages[0])[1])  # type: ignore[index]
    for _ in range(total - 1):
        await press(world.alice, card, says.LATER)
        pages.append(plain(card))
    assert f"Page {total} of {total}" in pages[-1]
    assert len(set(pages)) == total
    context = await press(world.alice, card, replies.CONTEXT_OF.format(number=3 * total - 2))
    assert "North Korea" in plain(context)


async def test_words_that_no_article_has_are_looked_up_in_vain(world: World) -> None:
    card = await world.alice.slash(world.channel, "lookup", term="purple scones")
    assert plain(card) == says.LOOKUP_NONE.format(term="purple scones")
    card = await world.alice.slash(world.channel, "lookup", term="Shoygu")
    assert re.fullmatch(r"No passage mentions “Shoygu”. Did you mean “.*Shoigu”\?", plain(card))


async def test_help_shows_each_role_what_it_can_do_with_commands_to_press(
    world: World, mori: simcord.MemberActor
) -> None:
    ids = {one.name: one.id for one in await world.bot.tree.fetch_commands()}
    told = await world.alice.slash(world.channel, "help")
    assert told.ephemeral
    for name in ("ask", "lookup", "articles", "read", "privacy"):
        assert f"</{name}:{ids[name]}> – " in text_of(told)
    assert "/knowledge" not in text_of(told)
    told = await mori.slash(world.channel, "help")
    assert f"</knowledge gaps:{ids['knowledge']}>" in text_of(told)
    assert f"</settings:{ids['settings']}>" in text_of(told)
    assert len(text_of(told).splitlines()) <= 20


def test_every_word_of_an_article_is_on_one_of_its_pages_as_they_are_drawn() -> None:
    long = " ".join(f"word{number}" for number in range(2000))
    questions = "\n\n".join(f"## Question number {n}?\n\nAnswer number {n}." for n in range(60))
    text = f"# All\n\n{questions}\n\n## Long\n\n{long}\n\n{'x' * 5000}\n"
    snapshot = build_snapshot([read_article(text.encode(), "all.md")])
    pages = len(pages_of(snapshot.articles[0]))
    drawn = [layout(read_card(snapshot, 0, number)) for number in range(pages)]
    shown = "\n".join(
        str(getattr(item, "content", "")) for view in drawn for item in view.walk_children()
    )
    assert set(re.findall(r"word\d+", shown)) == set(long.split())
    assert all(f"Answer number {number}." in shown for number in range(60))
    assert shown.count("x") >= 5000
    assert "…" not in shown


async def test_the_context_of_the_hundredth_passage_opens(world: World) -> None:
    library = await world.library()
    citation = library.ask(QUESTION).citations[0]
    card = more_card(library.snapshot.version, [citation], 100)
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(view=layout(card))
    assert "[100]" in plain(await world.alice.click(message, label="Context [100]"))


async def test_more_of_a_follow_up_has_no_further_pages_and_an_empty_page_has_a_way_back(
    world: World,
) -> None:
    await ask(world)
    followed = await ask(world, "and why?")
    more = await press(world.alice, followed, replies.MORE)
    assert more.response
    assert says.LATER not in str(more.response.components)
    found = further_card("0" * 12, "Who?", [], 2)
    assert [one.label for one in found.presses] == [says.EARLIER]


async def test_private_questions_have_a_memory_of_their_own(world: World) -> None:
    await ask(world)
    await ask(world, "What aid does North Korea seek?", private=True)
    assert "food shortages" in plain(await ask(world, "and why?", private=True))
    assert "food shortages" not in plain(await ask(world, "and why?"))


async def test_a_heading_that_is_longer_than_a_choice_is_found(world: World) -> None:
    heading = "How the ministers of the two countries agreed on the delivery of wheat and of " * 2
    text = f"# Wheat\n\nIt is sown in May.\n\n## {heading}\n\nThe wheat came by rail.\n"
    (world.bot.libraries.folder / "wheat.md").write_text(text, "utf-8")
    role = world.guild.create_role("M", permissions=discord.Permissions(manage_guild=True))
    mori = world.guild.add_member(world.env.create_user("mori"), roles=[role])
    await did(world, mori, "refresh")
    [choice, *_] = await world.alice.autocomplete(world.channel, "lookup", "term", "how the min")
    card = await world.alice.slash(world.channel, "lookup", term=choice["value"])
    assert "came by rail" in plain(card)
    [choice] = await world.alice.autocomplete(
        world.channel, "read", "section", "how the min", article="Wheat"
    )
    read = await world.alice.slash(world.channel, "read", article="Wheat", section=choice["value"])
    assert says.READ_NO_SECTION not in plain(read)


async def test_who_may_not_write_in_threads_may_not_share_there(world: World) -> None:
    silent = discord.PermissionOverwrite(send_messages_in_threads=False)
    channel = world.guild.create_text_channel("talk", overwrites={world.guild.default_role: silent})
    thread = simcord.ChannelHandle(
        world.env, world.guild, world.env.backend.create_thread(channel.id, "T", world.alice.id)
    )
    answer = await world.alice.slash(thread, "ask", question=QUESTION, private=True)
    assert plain(await press(world.alice, answer, says.SHARE)) == says.SHARE_REFUSED


async def test_articles_of_one_title_are_told_apart_by_their_names(world: World) -> None:
    for number in (1, 2):
        text = f"# News\n\nNews number {number}.\n"
        (world.bot.libraries.folder / f"news-{number}.md").write_text(text, "utf-8")
    role = world.guild.create_role("M", permissions=discord.Permissions(manage_guild=True))
    mori = world.guild.add_member(world.env.create_user("mori"), roles=[role])
    await did(world, mori, "refresh")
    offered = await world.alice.autocomplete(world.channel, "read", "article", "news")
    assert [one["name"] for one in offered] == ["News (news-1.md)", "News (news-2.md)"]
    card = await world.alice.slash(world.channel, "read", article=offered[1]["value"])
    assert "News number 2." in plain(card)
