"""Pages as sources: added, read again, kept when their site fails, shown before much changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from shelf import ALICE, BEES, BOB, GUILD, WASPS, Desk, opened, page
from web_server import Answer, WebServer, answer, reaching

from knowledge.changes import Action, Outcome, Wish
from knowledge.edits import LineEdit
from knowledge.errors import ReadError
from knowledge.pages import LONGEST_NAME, _in_turns, page_name
from knowledge.records import SourceKind
from knowledge.store.versions import SHARED

ANTS = page("Ants", "An ant carries fifty times its weight.", "A colony has several queens.")
MORE_ANTS = ANTS + "\nAnts sleep in short naps.\n"
LOGIN = "# Sign in\n\nPlease sign in to read this page.\n"


def markdown(text: str, **headers: str) -> bytes:
    """Return the answer of a site that has a Markdown page."""
    return answer(text.encode(), content_type="text/markdown; charset=utf-8", **headers)


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer.running() as running:
        running.answers["/ants"] = markdown(ANTS)
        yield running


@pytest.fixture
async def desk(tmp_path: Path, server: WebServer) -> AsyncIterator[Desk]:
    async with (
        reaching(server) as fetcher,
        opened(tmp_path, {"bees.md": BEES}, fetcher=fetcher) as desk,
    ):
        yield desk


async def added(desk: Desk, server: WebServer, path: str = "/ants", library: int = SHARED) -> str:
    """Add a page, and return its name."""
    change = await desk.moderation.add_page(library, ALICE, server.url(path))
    assert change.outcome is Outcome.DONE
    return change.wish.edit.name if change.wish.edit else ""


async def reread(desk: Desk, server: WebServer, reply: Answer) -> Outcome:
    """Let the site answer something else, and refresh."""
    server.answers["/ants"] = reply
    return (await desk.refresh()).outcome


async def test_a_page_is_an_article_that_links_to_where_it_was_found(
    desk: Desk, server: WebServer
) -> None:
    server.answers["/old"] = answer(status="301 Moved", location="/ants")
    name = await added(desk, server, "/old")
    assert name == f"site.example:{server.port}/old"
    found = await desk.ask("What does an ant carry?")
    assert found.citations[0].quote == "An ant carries fifty times its weight."
    assert found.citations[0].article.url == server.url("/ants")
    [_, line] = await desk.records.sources(SHARED)
    assert (line.name, line.kind, line.removed) == (name, SourceKind.PAGE, False)


async def test_a_page_cannot_pass_for_another(desk: Desk, server: WebServer) -> None:
    server.answers["/ants"] = markdown(f"---\nurl: https://bank.example/\n---\n{ANTS}")
    await added(desk, server)
    assert (await desk.ask("What does an ant carry?")).citations[0].article.url == server.url(
        "/ants"
    )


async def test_a_server_that_adds_a_page_has_a_library_of_its_own(
    desk: Desk, server: WebServer
) -> None:
    await added(desk, server, library=GUILD)
    assert await desk.names(GUILD) == [f"site.example:{server.port}/ants"]
    assert await desk.names() == ["bees.md"]


async def test_a_page_that_is_not_to_be_had_is_refused_and_not_stored(
    desk: Desk, server: WebServer
) -> None:
    for path, reply in (("/no", None), ("/empty", markdown("")), ("/head", markdown("# Ants\n"))):
        if reply:
            server.answers[path] = reply
        with pytest.raises(ReadError):
            await desk.moderation.add_page(SHARED, ALICE, server.url(path))
    assert [line.name for line in await desk.records.sources(SHARED)] == ["bees.md"]
    assert await desk.numbers() == [1]


async def test_a_refresh_takes_in_what_is_new_on_a_page(desk: Desk, server: WebServer) -> None:
    await added(desk, server)
    assert await reread(desk, server, markdown(MORE_ANTS)) is Outcome.DONE
    assert (await desk.ask("Do ants sleep?")).citations[0].quote == "Ants sleep in short naps."


async def test_only_a_refresh_asks_the_sites(desk: Desk, server: WebServer) -> None:
    name = await added(desk, server)
    server.answers["/ants"] = markdown(MORE_ANTS)
    await desk.add("wasps.md", WASPS, SHARED)
    await desk.remove("wasps.md", SHARED)
    await desk.remove(name, SHARED)
    await desk.moderation.restore(SHARED, ALICE, name)
    assert len(server.asked) == 1
    assert (await desk.refresh()).outcome is Outcome.DONE
    assert len(server.asked) == 2


@pytest.mark.threat("W12")
async def test_the_content_decides_whatever_the_site_says_of_its_age(
    desk: Desk, server: WebServer
) -> None:
    server.answers["/ants"] = markdown(ANTS, etag='"1"', last_modified="yesterday")
    await added(desk, server)
    same = markdown(ANTS, etag='"2"', last_modified="in a year")
    assert await reread(desk, server, same) is Outcome.UNCHANGED
    assert await reread(desk, server, answer(status="304 Not Modified")) is Outcome.UNCHANGED
    assert server.asked[-1].headers["if-none-match"] == '"2"'
    assert await reread(desk, server, markdown(MORE_ANTS, etag='"2"')) is Outcome.DONE
    assert await desk.numbers() == [3, 2, 1]


@pytest.mark.threat("W11")
@pytest.mark.parametrize(
    "reply",
    [
        answer(status="404 Not Found"),
        answer(status="410 Gone"),
        answer(status="401 Unauthorized"),
        answer(status="403 Forbidden"),
        answer(status="500 Internal Server Error"),
        answer(status="503 Service Unavailable"),
        answer(b"\x89PNG\r\n", content_type="image/png"),
        answer(b"\x00\x01\x02", content_type="text/markdown"),
        markdown(""),
        markdown("# Nothing here\n"),
    ],
)
async def test_a_page_that_fails_keeps_its_article_and_is_named(
    desk: Desk, server: WebServer, reply: bytes
) -> None:
    name = await added(desk, server)
    before = await desk.version()
    server.answers["/ants"] = reply
    change = await desk.refresh()
    assert change.outcome is Outcome.UNCHANGED
    assert [fault.source for fault in change.faults] == [name]
    assert change.stood_in == (name,)
    assert await desk.version() == before
    [_, line] = await desk.records.sources(SHARED)
    assert line.row
    assert (line.row.failures, line.row.fault) == (1, change.faults[0].reason)


async def test_a_page_that_came_back_has_no_fault(desk: Desk, server: WebServer) -> None:
    await added(desk, server)
    await reread(desk, server, markdown(""))
    assert await reread(desk, server, markdown(MORE_ANTS)) is Outcome.DONE
    [_, line] = await desk.records.sources(SHARED)
    assert line.row
    assert (line.row.failures, line.row.fault) == (0, None)
    assert line.row.checked_at == int(desk.clock.now)


async def test_what_is_no_article_does_not_replace_the_bytes_that_are_stored(
    desk: Desk, server: WebServer
) -> None:
    server.answers["/ants"] = markdown(ANTS, etag='"good"')
    name = await added(desk, server)
    await reread(desk, server, markdown("", etag='"bad"'))
    sources = await desk.libraries.sources(SHARED)
    assert sources.stored[name].data == ANTS.encode()
    await reread(desk, server, markdown(ANTS))
    assert server.asked[-1].headers["if-none-match"] == '"good"'


@pytest.mark.threat("W11", "W15")
@pytest.mark.parametrize("shown", [LOGIN, "Loading", "# 404\n\nThere is no such page.\n"])
async def test_a_page_that_shrinks_waits_for_a_word_even_if_the_library_is_large(
    desk: Desk, server: WebServer, shown: str
) -> None:
    await desk.add("long.md", page("Long", *(f"Line {n} stands here." for n in range(20))), SHARED)
    name = await added(desk, server)
    server.answers["/ants"] = markdown(shown)
    change = await desk.refresh()
    assert change.outcome is Outcome.TOO_MUCH
    assert (await desk.ask("What does an ant carry?")).citations
    server.answers["/ants"] = markdown(MORE_ANTS)  # by the time that somebody looks
    assert (await desk.agree(change)).outcome is Outcome.DONE
    sources = await desk.libraries.sources(SHARED)
    assert sources.stored[name].data == shown.encode(), "what was shown is what is stored"


async def test_a_dry_run_notes_nothing_and_its_word_stores_what_was_shown(
    desk: Desk, server: WebServer
) -> None:
    await added(desk, server)
    desk.clock.now += 100
    server.answers["/ants"] = markdown(MORE_ANTS)
    change = await desk.refresh(dry_run=True)
    assert change.outcome is Outcome.PROPOSED
    [_, line] = await desk.records.sources(SHARED)
    assert line.row
    assert line.row.checked_at == int(desk.clock.now) - 100
    assert "naps" not in str(await desk.ask("Do ants sleep?"))
    assert (await desk.agree(change)).outcome is Outcome.DONE
    assert (await desk.ask("Do ants sleep?")).citations[0].quote == "Ants sleep in short naps."


async def test_a_discarded_page_is_proposed_again_by_the_next_refresh(
    desk: Desk, server: WebServer
) -> None:
    await added(desk, server)
    server.answers["/ants"] = markdown(LOGIN)
    change = await desk.refresh()
    await desk.moderation.discard(SHARED, change.digest)
    assert (await desk.refresh()).outcome is Outcome.TOO_MUCH


async def test_one_site_that_fails_does_not_keep_the_others_from_being_read(
    desk: Desk, server: WebServer
) -> None:
    await added(desk, server)
    server.answers["/wasps"] = markdown(WASPS)
    await added(desk, server, "/wasps")
    server.answers["/wasps"] = answer(status="500 Internal Server Error")
    server.answers["/ants"] = markdown(MORE_ANTS)
    change = await desk.refresh()
    assert change.outcome is Outcome.DONE
    assert len(change.faults) == 1
    assert len(await desk.names()) == 3


async def test_progress_counts_the_pages(desk: Desk, server: WebServer) -> None:
    await added(desk, server)
    seen: list[tuple[int, int]] = []
    await desk.moderation.refresh(Wish(SHARED, ALICE), lambda *counts: seen.append(counts))
    assert seen[0] == (1, 1)
    assert seen[-1] == (2, 2)


async def test_a_page_goes_and_comes_back_with_how_it_is_fetched(
    desk: Desk, server: WebServer
) -> None:
    server.answers["/ants"] = markdown(ANTS, etag='"1"')
    name = await added(desk, server)
    await desk.remove(name, SHARED)
    assert await desk.names() == ["bees.md"]
    await desk.refresh()
    assert len(server.asked) == 1
    await desk.moderation.restore(SHARED, ALICE, name)
    assert await desk.names() == ["bees.md", name]
    await desk.refresh()
    assert server.asked[-1].headers["if-none-match"] == '"1"'


async def test_an_upload_of_the_same_name_replaces_a_page(desk: Desk, server: WebServer) -> None:
    server.answers["/ants.md"] = markdown(ANTS)
    name = await added(desk, server, "/ants.md")
    await desk.add(name, MORE_ANTS, SHARED)
    [_, line] = await desk.records.sources(SHARED)
    assert line.kind is SourceKind.UPLOAD
    await desk.refresh()
    assert len(server.asked) == 1


async def test_a_rule_for_a_line_reads_the_stored_page_again_and_asks_no_site(
    desk: Desk, server: WebServer
) -> None:
    await added(desk, server)
    edit = LineEdit("A colony has several queens.", kept=False)
    change = await desk.moderation.refresh(Wish(SHARED, ALICE, Action.DROP_LINE, edit))
    assert change.outcome is Outcome.DONE
    assert len(server.asked) == 1


async def test_a_library_without_pages_makes_no_fetcher(tmp_path: Path) -> None:
    async with opened(tmp_path, {"bees.md": BEES}) as desk:
        await desk.refresh()
        assert desk.libraries._fetcher is None  # noqa: SLF001  # importing it would be slow


async def test_private_addresses_are_refused_by_what_the_bot_uses(tmp_path: Path) -> None:
    async with opened(tmp_path, {"bees.md": BEES}) as desk:
        for address in ("http://127.0.0.1/", "http://localhost/", "file:///etc/passwd", "x"):
            with pytest.raises(ReadError):
                await desk.moderation.add_page(SHARED, ALICE, address)
        await desk.libraries.fetcher.close()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://site.example/", "site.example"),
        ("http://site.example/a/b?c=d", "site.example/a/b?c=d"),
    ],
)
def test_a_page_is_called_by_its_address(address: str, name: str) -> None:
    assert page_name(address) == name


def test_long_addresses_have_short_names_that_differ() -> None:
    names = {page_name(f"https://site.example/{'a' * 100}{end}") for end in "xyz"}
    assert len(names) == 3
    assert {len(name) for name in names} == {LONGEST_NAME}


async def test_an_address_that_leads_to_another_one_each_time_makes_no_version(
    desk: Desk, server: WebServer
) -> None:
    for number in range(3):
        server.answers["/r"] = answer(status="302 Found", location=f"/ants?visit={number}")
        server.answers[f"/ants?visit={number}"] = markdown(ANTS)
        if not number:
            await added(desk, server, "/r")
    assert (await desk.refresh()).outcome is Outcome.UNCHANGED
    assert await desk.numbers() == [2, 1]


async def test_who_added_a_page_is_remembered_when_it_is_fetched_again(
    desk: Desk, server: WebServer
) -> None:
    await added(desk, server)
    desk.clock.now += 1000
    server.answers["/ants"] = markdown(MORE_ANTS)
    await desk.refresh(actor=BOB)
    [_, line] = await desk.records.sources(SHARED)
    assert line.row
    assert (line.row.actor, line.row.changed_at) == (ALICE, int(desk.clock.now) - 1000)


def test_hosts_take_turns() -> None:
    names = ["a.example/1", "a.example/2", "a.example/3", "b.example/1", "c.example/x"]
    assert _in_turns(names)[:3] == ["a.example/1", "b.example/1", "c.example/x"]


# Names


@pytest.mark.threat("F9")
@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.md",
        "/etc/passwd.md",
        "C:\\Windows\\system.md",
        "..\\..\\up.md",
        "CON.md",
        "a／../b.md",
        "nul\x00.md",
        "line\nbreak.md",
        "‮dm.exe.md",
        "~/.ssh/id.md",
        "$(reboot).md",
        "%2e%2e%2fup.md",
        ".hidden.md",
    ],
)
async def test_a_name_is_a_label_and_leads_nowhere(desk: Desk, tmp_path: Path, name: str) -> None:
    def files() -> set[str]:
        found = (path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
        return {one for one in found if not one.startswith("state/library.sqlite3")}

    await desk.add("first.md", BEES)  # so that the locks are there
    before = files()
    await desk.add(name, WASPS)
    await desk.remove(name)
    await desk.moderation.restore(GUILD, ALICE, name)
    assert files() == before
    with zipfile.ZipFile(io.BytesIO(await desk.records.export(GUILD))) as archive:
        for inside in archive.namelist():
            assert re.fullmatch(r"\d{3}-[\w.-]*", inside)
            assert ".." not in inside.removesuffix(".txt").strip(".") or "/" not in inside
