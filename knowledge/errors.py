"""Everything that knowledge refuses, and the sentence that says so.

KnowledgeError
├── QuestionsError       a file of saved questions is malformed
├── ReadError            one source cannot become an article
├── RefusedError         a change to a library is not made; the library stays as it was
│   └── BusyError        somebody else is changing it
├── StoreError           the store cannot be opened, read or written
│   └── DamagedStoreError   what it holds is not what was put into it
└── YamlError            a YAML text is unsafe or malformed
"""


class KnowledgeError(Exception):
    """Base of every error this package raises on purpose; its text may be shown to users."""


class QuestionsError(KnowledgeError):
    """A file of saved questions is malformed; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


class ReadError(KnowledgeError):
    """One source cannot become an article; the others are not concerned."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class RefusedError(KnowledgeError):
    """A change to a library is not made; the library stays as it was."""


class BusyError(RefusedError):
    """Somebody else is changing the library; `actor` and `began_at` say who, and since when."""

    def __init__(self, actor: int, began_at: int) -> None:
        super().__init__(BUSY)
        self.actor = actor
        self.began_at = began_at


class StoreError(KnowledgeError):
    """The store cannot be opened, read or written."""


class DamagedStoreError(StoreError):
    """What the store holds is not what was put into it."""

    def __init__(self, fault: str) -> None:
        super().__init__(STORE_DAMAGED.format(fault=fault))


class YamlError(KnowledgeError):
    """A YAML text is unsafe or malformed; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


EMPTY = "the file is empty; put the article's text into it or delete it"
NO_PARAGRAPHS = "no paragraph in it; an article needs at least one full sentence of text"
NOT_A_FILE = "not a regular file; only plain files are read"
UNREADABLE = "cannot be opened ({error}); check its permissions"
TOO_LARGE = "{size} bytes, over the limit of {limit}; split it into several articles"
SAME_NAME = "another file has the same name but for invisible characters; rename one"
NOT_UTF8 = "not UTF-8: byte 0x{byte:02x} at offset {offset}; save the file as UTF-8"
BINARY = "a NUL byte at offset {offset}, so this is no text file"
UNKNOWN_KIND = "files of the kind {kind} are not read; use {known}"
BAD_FRONT_MATTER = "front matter, {fault}"
BAD_FRONT_MATTER_VALUE = "front matter, {key}: expected text, found {found}"
BAD_URL = "front matter, url: expected an address that begins with https:// or http://"
BAD_QUESTION = 'expected an object such as {"question": "Who came?", "gold": ["the mayor"]}'
BAD_SYNONYMS = "expected lines such as Russia: [Moscow, Kremlin]; no, on and yes need quotes"
SYNONYM_TWICE = "{name} stands in two lines; a name may stand in one line only"

BUSY = "This library is being refreshed already. Try again when that is done."
STORE_BUSY = "Another process is writing to the store. Try again in a minute."
STORE_FAILED = "The store cannot be used just now ({error}). Nothing has changed."
STORE_NEWER = (
    "The store was written by a newer version of this program. Update the program, "
    "or set state.folder to another folder."
)
STORE_NO_FOLDER = "{folder} cannot be made ({error}). Set state.folder or its permissions."
NO_STORE = "There is no store in {folder} yet. Start the bot first."
FILE_EXISTS = "{path} exists already. Name another file."
STORE_DAMAGED = "The store is damaged: {fault}."
NO_SUCH_VERSION = "There is no version {number} (any more). The history lists those there are."
NO_SUCH_SOURCE = "This library has no source “{name}”. The list of sources shows their names."
IS_CURRENT = "Version {number} is the one that answers already."
CHANGED_MEANWHILE = "The library has changed meanwhile. Try again to see how it is now."
NOTHING_TO_READ = "This library has no source of its own. Add a file first."
WOULD_BE_EMPTY = "No article would be left, so version {number} stays. Add an article first."
ALL_FAILED = "Nothing has changed, since no source could be read. {fault}"
LAST_ARTICLE = "It is the last article here. Add another one first."
TOO_MANY_SOURCES = "This library has {limit} uploads already. Remove one first."
NAME_TOO_LONG = "The file's name is longer than {limit} characters. Give it a shorter one."
EXPORT_TOO_LARGE = "The texts are larger than what may be sent here. Ask the operator for a backup."
