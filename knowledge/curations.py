"""What moderators said beside the articles of each library, in memory; it follows the store."""

from __future__ import annotations

from knowledge.curation import Curation
from knowledge.store import curation
from knowledge.store.database import Database


class Curations:
    """Lends the curation of a library; what another process has changed is read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, tuple[int, Curation]] = {}  # with their revisions

    async def of(self, library: int) -> Curation:
        """Return what moderators of a library said.

        Raises:
            StoreError: the store cannot be read.
        """
        if library not in self._known:
            async with self._database.read() as connection:
                revision = (await curation.revisions(connection)).get(library, 0)
                pins = await curation.pinned(connection, library)
                names = await curation.names(connection, library)
            known = self._known.get(library)
            if known is None or revision >= known[0]:  # another may have read a newer one meanwhile
                self._known[library] = revision, Curation(pins, names)
        return self._known[library][1]

    async def follow(self) -> None:
        """Forget what has changed, so that it is read when it is asked next.

        Raises:
            StoreError: the store cannot be read.
        """
        async with self._database.read() as connection:
            revisions = await curation.revisions(connection)
        for library, (revision, _) in list(self._known.items()):
            if revisions.get(library, 0) != revision:
                del self._known[library]
