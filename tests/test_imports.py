"""Imports go one way, and importing starts nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def imports_of(folder: str) -> Iterator[tuple[Path, str]]:
    """Yield every top-level package that a folder's modules import, with the module."""
    for path in Path(folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, name.name.split(".")[0]) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module.split(".")[0]


def test_knowledge_knows_neither_discord_nor_the_bot() -> None:
    found = {name for _, name in imports_of("knowledge")}
    assert {"discord", "bot", "simcord", "rich", "run_bot"}.isdisjoint(found)
    assert "numpy" in found


def test_the_bot_does_not_know_the_command_line_and_only_the_preview_knows_simcord() -> None:
    found = list(imports_of("bot"))
    assert "run_bot" not in {name for _, name in found}
    assert {path.name for path, name in found if name == "simcord"} == {"preview.py"}
    assert "rank_bm25" not in {name for _, name in found}


def test_only_the_sender_sends() -> None:
    sending = (".send(", ".reply(", ".send_message(", ".edit_original_response(", ".defer(")
    for path in Path("bot").glob("*.py"):
        if path.name != "sender.py":
            text = path.read_text(encoding="utf-8")
            assert not [one for one in sending if one in text], path


def test_importing_starts_nothing() -> None:
    code = (
        "import threading, run_bot, bot.client, bot.preview, bot.service, bot.terminal; "
        "assert threading.active_count() == 1"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
