"""Everything that knowledge refuses, and the sentence that says so.

KnowledgeError
├── QuestionsError   a file of saved questions is malformed
├── ReadError        one source cannot become an article
└── YamlError        a YAML text is unsafe or malformed
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
NOT_UTF8 = "not UTF-8: byte 0x{byte:02x} at offset {offset}; save the file as UTF-8"
BINARY = "a NUL byte at offset {offset}, so this is no text file"
UNKNOWN_KIND = "files of the kind {kind} are not read; use {known}"
BAD_FRONT_MATTER = "front matter, {fault}"
BAD_FRONT_MATTER_VALUE = "front matter, {key}: expected text, found {found}"
BAD_URL = "front matter, url: expected an address that begins with https:// or http://"
BAD_QUESTION = 'expected an object such as {"question": "Who came?", "gold": ["the mayor"]}'
BAD_SYNONYMS = "expected lines such as Russia: [Moscow, Kremlin]; no, on and yes need quotes"
SYNONYM_TWICE = "{name} stands in two lines; a name may stand in one line only"
