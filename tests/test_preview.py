"""The preview as a newcomer sees it, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import docx_files
import pdf_files
import pytest
import pytest_asyncio
from docx import Document
from playwright.async_api import Page, TimeoutError, async_playwright, expect  # noqa: A004
from web_server import WebServer, answer, reaching
from world import QUESTION

from bot.config import Config
from bot.preview import PortTaken, preview

# As root it needs no sandbox; the rest keeps it from looking for the network.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
WAIT = 15_000  # milliseconds
JULY = "visited North Korea in July"


def chromium() -> str:
    """Return where Chromium is; a missing one skips the test, but fails it in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is not installed; .ci/run installs it")
    if found is None:
        pytest.skip("Chromium is not installed (apt install chromium)")
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest_asyncio.fixture
async def page() -> AsyncIterator[Page]:
    """An empty page in a real browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        yield await browser.new_page(viewport={"width": 1100, "height": 760})
        await browser.close()


async def save(page: Page, name: str, folder: Path) -> None:
    """Save a screenshot, also where FOOTNOTE_SCREENSHOTS says, to be looked at."""
    wanted = Path(os.environ.get("FOOTNOTE_SCREENSHOTS", folder))
    assert len(await page.screenshot(path=wanted / f"{name}.png")) > 10_000


async def shoot(page: Page, name: str, folder: Path) -> None:
    """Take a picture of the newest card."""
    latest = page.get_by_text("jump to latest")
    await page.wait_for_timeout(400)
    if await latest.is_visible():
        await latest.click()
    await save(page, name, folder)


async def send(page: Page, text: str) -> None:
    """Type a message and send it; the page may not listen yet when it shows the box."""
    box = page.get_by_placeholder("Message #ask-the-article")
    await box.fill(text)
    for _ in range(WAIT // 1000):
        await box.press("Enter")
        try:
            await expect(box).to_be_empty(timeout=1000)
        except AssertionError:
            continue
        return


@pytest.mark.browser
async def test_a_newcomer_asks_sees_the_quote_and_reads_its_context(
    page: Page, tmp_path: Path
) -> None:
    async with preview(Config(), free_port()) as url:
        await page.goto(url)
        await send(page, QUESTION)
        answer = page.get_by_text(JULY).last
        await expect(answer).to_be_visible(timeout=WAIT)
        await expect(page.get_by_text("Signs of Military Cooperation, ¶3").last).to_be_visible()
        await save(page, "answer", tmp_path)
        await page.get_by_role("button", name="Context").last.click()
        await expect(page.get_by_text("Speculation also arises").last).to_be_visible(timeout=WAIT)
        await save(page, "context", tmp_path)


@pytest.mark.browser
async def test_a_member_asks_reads_the_context_and_more_looks_a_name_up_and_reads_on(
    page: Page, tmp_path: Path
) -> None:
    async with preview(Config(), free_port()) as url:
        await page.goto(url)
        await send(page, QUESTION)
        await seen(page, JULY)
        await page.get_by_role("button", name="Context").last.click()
        await seen(page, "Speculation also arises")
        await page.get_by_role("button", name="More", exact=True).nth(-1).click()
        await seen(page, "Other passages that match")
        await shoot(page, "more", tmp_path)
        await choose(page, "lookup")
        await page.get_by_label("term, required").fill("shoigu")
        await page.get_by_role("option", name="Shoigu").first.click()
        await page.get_by_role("button", name="Send").click()
        await seen(page, "Mentioned in ")
        await shoot(page, "lookup", tmp_path)
        await choose(page, "read")
        await page.get_by_label("article, required").fill("putin")
        await page.get_by_role("option", name="Putin").first.click()
        await page.get_by_role("button", name="Send").click()
        await seen(page, "Page 1 of 2")
        await shoot(page, "read", tmp_path)
        await page.get_by_role("button", name="Next ›").last.click()
        await seen(page, "Page 2 of 2")
        for command in ("articles", "help", "privacy"):
            await choose(page, command)
            await page.get_by_role("button", name="Send").click()
            await seen(page, f"alice used /{command}")
            await shoot(page, command, tmp_path)


@pytest.mark.browser
async def test_a_newcomer_runs_ask_from_the_command_picker(page: Page, tmp_path: Path) -> None:
    async with preview(Config(), free_port()) as url:
        await page.goto(url)
        box = page.get_by_placeholder("Message #ask-the-article")
        await box.press_sequentially("/ask")
        await box.press("Enter")
        await page.get_by_label("question, required").fill(QUESTION)
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("alice used").first).to_be_visible(timeout=WAIT)
        await expect(page.get_by_text(JULY).last).to_be_visible(timeout=WAIT)
        await save(page, "ask", tmp_path)


async def test_a_taken_port_is_told_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is taken.*--port {port + 1}"):
            async with preview(Config(), port):
                pass


BEES = b"# Bees\n\nA queen bee lays two thousand eggs a day. A drone bee dies in the autumn.\n"
LAYS = "A queen bee lays two thousand eggs a day."
EGGS = "How many eggs does a queen bee lay?"


async def view_as(page: Page, name: str) -> None:
    """Look through another member's eyes."""
    await page.get_by_label("Viewing as").select_option(label=name)
    await expect(page.get_by_placeholder("Message #ask-the-article")).to_be_visible()


async def choose(page: Page, command: str) -> None:
    """Choose a command in the picker; the page may not listen yet when it shows the box."""
    box = page.get_by_placeholder("Message #ask-the-article")
    option = page.get_by_role("option", name=command).first
    for _ in range(WAIT // 1500):
        await box.fill("")
        await box.press_sequentially(f"/{command}")
        try:
            await option.click(timeout=1500)
        except TimeoutError:
            continue
        return


async def seen(page: Page, text: str) -> None:
    """Wait until a text is shown."""
    await expect(page.get_by_text(text).last).to_be_visible(timeout=WAIT)


async def option(page: Page, name: str) -> None:
    """Choose an option of the command that is typed."""
    offered = page.get_by_role("option", name=name).first
    if not await offered.is_visible():
        await (
            page.get_by_role("button", name="optional")
            .or_(page.get_by_role("button", name="options"))
            .first.click()
        )
    await offered.click()


async def add_file(page: Page, name: str, data: bytes) -> None:
    """Add a file as a moderator does."""
    await choose(page, "knowledge add")
    await option(page, "file")
    upload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    await page.locator("input[type=file]").set_input_files(upload)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Send").click()


@pytest.mark.browser
async def test_a_moderator_adds_a_file_asks_rolls_back_and_a_member_may_not(
    page: Page, tmp_path: Path
) -> None:
    async with preview(Config(), free_port()) as url:
        await page.goto(url)
        await view_as(page, "mori")
        await add_file(page, "bees.md", BEES)
        await expect(page.get_by_text("Version 2 answers now.").last).to_be_visible(timeout=WAIT)
        await save(page, "added", tmp_path)
        await send(page, EGGS)
        await expect(page.get_by_text(LAYS).last).to_be_visible(timeout=WAIT)
        await choose(page, "knowledge rollback")
        await page.get_by_label("version, required").fill("1")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Roll back").last.click()
        await expect(page.get_by_text("Version 1 answers again.").last).to_be_visible(timeout=WAIT)
        await save(page, "rolled-back", tmp_path)
        await view_as(page, "alice")
        await send(page, EGGS)
        await expect(page.get_by_text("No passage here answers this.").last).to_be_visible(
            timeout=WAIT
        )
        await page.get_by_placeholder("Message #ask-the-article").press_sequentially("/knowledge")
        await expect(page.get_by_role("option", name="knowledge")).to_have_count(0)
        await save(page, "member", tmp_path)


HIVES = """<!DOCTYPE html><html><head><title>Hives | Bee News</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><article><h1>Hives</h1>
<p>A hive is a house that people build for honey bees, most often of wood.</p>
<h2>Winter</h2><p>In winter the bees cluster around the queen and eat forty pounds of honey.</p>
</article></main><footer>Privacy policy</footer></body></html>"""


def printed() -> bytes:
    """Return a PDF with a heading on its second page."""
    pdf = pdf_files.document("Moths")
    pdf_files.heading(pdf, "Moths", size=24)
    pdf_files.paragraph(pdf, "A moth is an insect with wide wings that flies mostly at night.")
    pdf.add_page()
    pdf_files.heading(pdf, "Diet")
    pdf_files.paragraph(pdf, "The hawk moth drinks nectar through a tongue of thirty centimetres.")
    return pdf_files.finished(pdf)


def written() -> bytes:
    """Return a Word file with a heading."""
    found = Document()
    found.add_heading("Wasps", level=0)
    found.add_paragraph("A wasp is an insect with a narrow waist and a sting.")
    found.add_heading("Nests", level=1)
    found.add_paragraph("The paper wasp builds its nest under a roof within eleven days.")
    return docx_files.saved(found)


@pytest.mark.browser
async def test_a_moderator_adds_a_page_a_pdf_and_a_word_file_that_are_cited_with_their_place(
    page: Page, tmp_path: Path
) -> None:
    async with WebServer.running() as server:
        server.answers["/hives"] = answer(HIVES.encode(), content_type="text/html; charset=utf-8")
        async with reaching(server) as fetcher, preview(Config(), free_port(), fetcher) as url:
            await page.goto(url)
            await view_as(page, "mori")
            await choose(page, "knowledge add")
            await option(page, "url")
            await page.get_by_role("textbox", name="url").fill(server.url("/hives"))
            await page.keyboard.press("Enter")
            await expect(page.get_by_text("Version 2 answers now.").last).to_be_visible(
                timeout=WAIT
            )
            await save(page, "added-page", tmp_path)
            await add_file(page, "moths.pdf", printed())
            await expect(page.get_by_text("Version 3 answers now.").last).to_be_visible(
                timeout=WAIT
            )
            await add_file(page, "wasps.docx", written())
            await expect(page.get_by_text("Version 4 answers now.").last).to_be_visible(
                timeout=WAIT
            )
            for question, place in (
                ("How much honey do bees eat in winter?", "Hives › Winter, ¶2"),
                ("How long is the tongue of the hawk moth?", "Moths › Diet, p. 2, ¶2"),
                ("Where does the paper wasp build its nest?", "Wasps › Nests, ¶2"),
            ):
                await send(page, question)
                await seen(page, place)
            await save(page, "cited", tmp_path)
            await expect(page.locator("a[href*=':~:text=']").first).to_be_visible()
