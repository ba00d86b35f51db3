"""Read the sources of a library into articles; what has not changed is not read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import SAME_NAME, ReadError
from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.reading.folder import File, files
from knowledge.snapshot import version_of
from knowledge.store.documents import article_hash, reading_hash
from knowledge.store.versions import Entry

Progress = Callable[[int, int], object]  # sources read so far, sources in all

Known = Mapping[str, tuple[Entry, Article]]  # the articles of the version before, by name


@dataclass(frozen=True, slots=True)
class SourceEdit:
    """A change to a source: new bytes, `removed`, or neither for a file that is read again."""

    name: str
    data: bytes | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """Where articles come from: a folder, if the library has one, and uploads by name."""

    folder: Path | None
    uploads: Mapping[str, bytes] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # names of files in the folder that are not read

    def edited(self, edit: SourceEdit | None) -> Sources:
        """Return the sources as they are after an edit."""
        if edit is None:
            return self
        uploads = {name: data for name, data in self.uploads.items() if name != edit.name}
        if edit.data is not None:
            uploads[edit.name] = edit.data
        hidden = self.hidden - {edit.name}
        if edit.removed and edit.name not in self.uploads:
            hidden |= {edit.name}
        return Sources(self.folder, uploads, hidden)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles that the sources give now, with an entry each, by name; and what failed."""

    digest: str  # of the version that they make
    articles: tuple[Article, ...]
    entries: tuple[Entry, ...]
    faults: tuple[ReadError, ...]
    stood_in: tuple[str, ...]  # names of articles that stay as they were, since reading failed


def gather(
    sources: Sources, known: Known, progress: Progress = lambda _done, _all: None
) -> Gathered:
    """Read every source; one that fails keeps its article of the version before.

    Raises:
        ReadError: the folder cannot be listed.
    """
    found = _files(sources)
    articles: dict[str, tuple[Entry, Article]] = {}
    faults, stood_in = [], []
    for done, file in enumerate(found):
        progress(done, len(found))
        name = _name(file)
        try:
            if name in articles:
                raise ReadError(name, SAME_NAME)
            articles[name] = _read(file, known)
        except ReadError as error:
            faults.append(error)
            if name in known and name not in articles:
                articles[name] = known[name]
                stood_in.append(name)
    progress(len(found), len(found))
    ordered = [articles[name] for name in sorted(articles)]
    return Gathered(
        digest=version_of(article for _, article in ordered),
        articles=tuple(article for _, article in ordered),
        entries=tuple(entry for entry, _ in ordered),
        faults=tuple(faults),
        stood_in=tuple(stood_in),
    )


def _files(sources: Sources) -> Sequence[File | ReadError]:
    """Return uploads, and the files that no upload of the same name stands for."""
    hidden = sources.hidden | sources.uploads.keys()
    found: Iterable[File | ReadError] = files(sources.folder) if sources.folder else ()
    shown = [file for file in found if _name(file) not in hidden]
    return [*shown, *(File(name, data) for name, data in sources.uploads.items())]


def _name(file: File | ReadError) -> str:
    return file.source if isinstance(file, ReadError) else file.name


def _read(file: File | ReadError, known: Known) -> tuple[Entry, Article]:
    if isinstance(file, ReadError):
        raise file
    reading = reading_hash(file.name, file.data)
    before = known.get(file.name)
    if before and before[0].reading == reading:
        return before
    article = read_article(file.data, file.name)
    return Entry(file.name, article_hash(article), reading), article
