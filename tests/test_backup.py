"""A copy of the store, taken while it is used, and put back."""

from pathlib import Path

import pytest

from knowledge.changes import Wish
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.store.glance import FILE, backup
from knowledge.store.versions import SHARED


@pytest.mark.threat("S12")
async def test_a_backup_between_two_writes_is_whole(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()

    def write(number: int) -> None:
        (articles / "bees.md").write_bytes(f"# Bees\n\nA hive has {number} bees.\n".encode())

    write(0)
    libraries = (await open_libraries(tmp_path / "state", articles)).libraries
    for number in range(1, 6):
        write(number)
        await Moderation(libraries).refresh(Wish(SHARED, 7))
        backup(tmp_path / "state", tmp_path / f"{number}.sqlite3")
    await libraries.database.close()
    for number in range(1, 6):
        folder = tmp_path / f"restored-{number}"
        folder.mkdir()
        (tmp_path / f"{number}.sqlite3").rename(folder / FILE)
        restored = (await open_libraries(folder, articles)).libraries
        [article] = (await restored.get(SHARED)).snapshot.articles
        assert article.text.endswith(f"A hive has {number} bees.")
        assert (await restored.shelf(SHARED)).number == number + 1
        await restored.database.close()
