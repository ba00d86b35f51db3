"""A moderator finds a gap, fills it, and sees what a change to its passage does: in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from test_preview import BEES, WAIT, add_file, choose, free_port, page, seen, send, shoot, view_as

from bot import curation_replies as says
from bot.config import Config
from bot.preview import preview

__all__ = ["page"]  # a fixture

LOST = "Who baked the purple scones?"
LOST_TOO = "tell me who baked purple scones please"
LAYS = "A queen bee lays two thousand eggs a day."


async def run(page: Page, command: str) -> None:
    """Run a command without options."""
    await choose(page, command)
    await page.get_by_role("button", name="Send").click()


async def pick(page: Page, hint: str, line: str) -> None:
    """Choose a line of the newest menu that has the hint."""
    await page.get_by_text(hint).last.click()
    await page.get_by_role("option", name=line).first.click()


@pytest.mark.browser
async def test_a_moderator_pins_a_passage_to_a_gap_and_sees_the_impact_of_its_change(
    page: Page, tmp_path: Path
) -> None:
    async with preview(Config(), free_port()) as url:
        await page.goto(url)
        await view_as(page, "mori")
        await add_file(page, "bees.md", BEES)
        await seen(page, "Version 2 answers now.")
        for question in (LOST, LOST_TOO):
            await send(page, question)
            await seen(page, "The articles do not contain: “baked”")
        await run(page, "knowledge gaps")
        await expect(page.get_by_text("2×").first).to_be_visible(timeout=WAIT)
        await shoot(page, "gaps", tmp_path)
        await pick(page, says.GAP_CHOOSE, LOST)
        await seen(page, f"Also asked as: {LOST_TOO}")
        await shoot(page, "gap", tmp_path)
        await page.get_by_role("button", name=says.GAP_PIN).last.click()
        await page.get_by_role("button", name=says.SEARCH, exact=True).last.click()
        await page.get_by_role("textbox", name=says.SEARCH_LABEL).fill("thousand eggs")
        await page.get_by_role("button", name="Submit").click()
        await seen(page, "Found for “thousand eggs”")
        await shoot(page, "choose", tmp_path)
        await pick(page, says.CHOOSE_HINT, LAYS)
        await seen(page, says.IS_PINNED)
        await send(page, LOST_TOO)
        await seen(page, says.PINNED)
        await expect(page.get_by_text(LAYS).last).to_be_visible(timeout=WAIT)
        await shoot(page, "pinned", tmp_path)
        await add_file(page, "bees.md", BEES.replace(b"two thousand", b"many"))
        await seen(page, says.ORPHAN.format(question=LOST))
        await shoot(page, "impact", tmp_path)
        await run(page, "knowledge status")
        await seen(page, says.STATUS_WEEK)
        await shoot(page, "status", tmp_path)
        await run(page, "settings")
        await seen(page, "Settings of this server")
        await shoot(page, "settings", tmp_path)
        await choose(page, "knowledge explain")
        await page.get_by_label("question, required").fill(LOST)
        await page.get_by_role("button", name="Send").click()
        await seen(page, says.EXPLAIN_TITLE)
        await shoot(page, "explain", tmp_path)
