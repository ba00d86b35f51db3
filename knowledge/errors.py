"""Everything that knowledge refuses, and the sentence that says so.

KnowledgeError
├── QuestionsError       a file of saved questions is malformed
├── ReadError            one source cannot become an article
├── RefusedError         a change to a library is not made; the library stays as it was
│   └── BusyError        somebody else is changing it
├── StoreError           the store cannot be opened, read or written
│   └── DamagedStoreError   what it holds is not what was put into it
├── WebError             a page is not fetched
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


class WebError(KnowledgeError):
    """A page is not fetched; `retry_after` is the pause in seconds that its site asks for."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


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
WRONG_KIND = "named {kind}, but its content is none; save it again in that format"
OLD_WORD = "a Word file of before 2007; save it as .docx"
BAD_CHARSET = "its characters are in an unknown encoding; save it as UTF-8"
CONTROLS = "it is full of control characters, so this is no text file"
LOST_CHARACTERS = "some of its characters are lost (�); save it as UTF-8 from the original"
ENCRYPTED = "it needs a password; save it without one"
NO_TEXT = "it holds pictures of pages and no text; run text recognition (OCR) on it first"
RIGHT_TO_LEFT = (
    "it is written from right to left, which is not read from a PDF; save it as .docx or .txt"
)
BROKEN_FILE = "it is damaged and cannot be read; save it again"
TOO_MANY_ENTRIES = "it holds more than {limit} files; save it without pictures and attachments"
BOMB = "it unpacks to more than {limit} bytes; save it without pictures and attachments"
TOO_SLOW = "reading it takes longer than {seconds:.0f} seconds; split it into smaller files"
TOO_MUCH_TEXT = "its text is longer than {limit} bytes; split it into smaller files"
TOO_MANY_PAGES = "it has more than {limit} pages; split it into smaller files"
CRASHED = "its reader broke down over it; save it again or in another format"
TOO_MUCH_MEMORY = "reading it takes too much memory; split it into smaller files"
TOO_NESTED = "its elements are nested too deeply; save its text alone, as a .txt file"
TOO_MANY_ELEMENTS = "its page has too many elements; save its text alone, as a .txt file"
UNKNOWN_KIND = "files of the kind {kind} are not read; use {known}"
IS_EXCEL = (
    "it is an Excel workbook (.xlsx); save the sheets you need as .pdf, or their text as .txt"
)
IS_POWERPOINT = (
    "it is a PowerPoint presentation (.pptx); save it as .pdf, or its text as .docx or .txt"
)
IS_TEXT = "it is an OpenDocument text (.odt); save it as .docx, .pdf or .txt"
IS_SHEET = (
    "it is an OpenDocument spreadsheet (.ods); save the sheets you need as .pdf, "
    "or their text as .txt"
)
IS_SLIDES = (
    "it is an OpenDocument presentation (.odp); save it as .pdf, or its text as .docx or .txt"
)
IS_BOOK = "it is an e-book (.epub); save it as .docx, .pdf or .txt"
BAD_FRONT_MATTER = "front matter, {fault}"
BAD_FRONT_MATTER_VALUE = "front matter, {key}: expected text, found {found}"
BAD_URL = "front matter, url: expected an address that begins with https:// or http://"
BAD_QUESTION = 'expected an object such as {"question": "Who came?", "gold": ["the mayor"]}'
BAD_SYNONYMS = "expected lines such as Russia: [Moscow, Kremlin]; no, on and yes need quotes"
SYNONYM_TWICE = "{name} stands in two lines; a name may stand in one line only"

BAD_LINK = "it is no address of a web page; copy the whole address from the browser"
LINK_SCHEME = "only addresses that begin with https:// or http:// are fetched; use such a one"
LINK_WITH_LOGIN = "the address holds a user name or password; leave out all up to the @"
LINK_PORT = "port {port} is not allowed, only {ports}; use an address without a port"
LINK_HOST = "pages of {host} are not allowed here; ask the operator to allow them"
LINK_TOO_LONG = "the address is longer than {limit} characters; use a shorter one"
NOT_PUBLIC = "no public web site was found at this address; check how it is spelled"
NO_ANSWER = "the site does not answer; check the address or try again later"
TOO_SLOW_SITE = "the site takes too long; try again later"
BROKEN_ANSWER = "the site's answer is broken; try again later, or save the page and add the file"
GONE = "there is no such page (any more); check the address"
LOGIN_NEEDED = "the site asks for a login or shuts programs out; save the page and add the file"
TRY_LATER = "the site is busy; try again later"
TRY_LATER_IN = "the site asks to be left alone; try again in {minutes} min"
SITE_REFUSES = "the site refuses to send the page (status {status}); check the address"
SITE_FAILED = "the site has a fault (status {status}); try again later"
FORWARDED_WRONGLY = "the site forwards in circles or to nowhere; use the page's final address"
FORWARDED_UNSAFELY = "the site forwards to an unencrypted page; save the page and add the file"
PAGE_TOO_LARGE = "the page is larger than {limit} bytes; save the part you need and add the file"
NOT_AN_ARTICLE = "it is no text, PDF or Word file; use the address of the article itself"
UNKNOWN_ENCODING = "the page is packed in an unknown way; save it and add the file"
CERTIFICATE_EXPIRED = "the site's certificate has expired; its owner must renew it"
CERTIFICATE_UNKNOWN = "nobody vouches for the site's certificate; its owner must get a valid one"
CERTIFICATE_OF_ANOTHER = "the site's certificate is for another name; check the address"
CERTIFICATE_BAD = "the site's certificate is not valid; its owner must get a valid one"
SECURITY_FAILED = "no secure connection to the site can be made; save the page and add the file"

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
UPLOADS_STAY = (
    "{name} is an upload and does not change by itself. Upload it again when there is a new one, "
    "or add the page that it comes from."
)
TOO_MANY_SOURCES = "This library has {limit} uploads and pages already. Remove one first."
TOO_MANY_LINES = "There are {limit} of these already. Remove one first."
NO_SUCH_LINE = "It is not there (any more). The list shows what there is."
NO_SUCH_PLACE = (
    "Those words are in no article. Choose one from the list, or copy a sentence as it stands."
)
TOO_FEW_NAMES = "Write two names or more that mean the same, such as: DPRK, Pyongyang → North Korea"
NAMES_TOO_LONG = "A name has at most {limit} characters, and a line at most {most} names."
NAMES_TWICE = "Those names are known to mean the same already."
NOTHING_ASKED = "Write the question that members ask."
GAP_GONE = "That question is no longer among the gaps."
NAME_TOO_LONG = "The file's name is longer than {limit} characters. Give it a shorter one."
EXPORT_TOO_LARGE = "The texts are larger than what may be sent here. Ask the operator for a backup."
