"""The sentences that people read on Discord, for a later catalogue of translations.

Those about mending answers are in curation_replies.py, about reading on and settings in
reading_replies.py, for operators in operator_replies.py; the reasons why a source cannot be read in
knowledge/errors.py.
"""

from knowledge.model import Note

# ------------------------------------------------------------------ answers
RELATED = "Closest passage; it may not answer exactly."
NOT_FOUND = "No passage here answers this."
MISSING = "The articles do not contain: {words}."
NEAREST = "Nearest: "
BROWSE = "/articles shows what I know; asking in other words can help."

NOTES = {
    Note.NOTHING_TO_SEARCH: "Ask me a question in a few words, such as “Who visited in July?”. "
    "I look for the words that carry meaning.",
    Note.TOO_LONG: "That is too long for me. Ask one question, in at most 500 characters.",
    Note.NO_ARTICLES: "There are no articles yet. "
    "A moderator can add one with /knowledge add, or a file in the articles folder and a refresh.",
    Note.GREETING: "Hello! Ask me anything about the articles; I answer with their own words. "
    "/help shows how.",
    Note.THANKS: "You are welcome.",
}

CONTEXT = "Context"
CONTEXT_OF = "Context [{number}]"
MORE = "More"
MORE_TITLE = "Other passages that match"
CITATION = "[{number}] "
PAGE = ", p. {number}"
PARAGRAPH = ", ¶{number}"
WHERE = " › "
ALSO = "; also "  # the same sentence, in another article
ALSO_MORE = "; and {count} more"
ASKED_ABOUT = "About this message"

# ------------------------------------------------------------------ commands
ASK = "Answer from the articles, word for word, with the place it stands"
ASK_QUESTION = "Your question, in your own words"
ASK_PRIVATE = "Show the answer only to you"
HELP = "Show how to ask, and what I can do"
ARTICLES = "Show what I know, and since when"
ANSWER_THIS = "Answer this"

HELP_TITLE = "I answer with sentences of the articles here, word for word."
HELP_LINES = (  # a command is pressed where it can be; {mention} is what members type
    ("/ask", "your question; private: True shows the answer only to you"),
    ("{mention}", "and your question; in a direct message, the question alone"),
    ("A reply", "to my answer, with its mention left on, asks on: “and when?”"),
    ("Answer this", "answers any message: right-click or long-press it, then Apps"),
    ("/lookup", "every passage that mentions a name, a heading or a word"),
    ("/articles", "the articles I know, and when I read them"),
    ("/read", "an article, page by page"),
    ("/privacy", "what I keep of what you ask: no names"),
)
HELP_MODERATORS = (
    ("/knowledge status", "what answers here, and what was asked; add, refresh, roll back"),
    ("/knowledge gaps", "questions that found no answer: choose a passage, add a synonym"),
    ("Correct this answer", "in the menu of an answer of mine: puts the right passage there"),
    ("/settings", "where I answer, and how"),
)
HELP_FOR_MODERATORS = "For moderators"
HELP_ASK_CHANNELS = ("In {channels}", "I answer questions without a mention")
HELP_PROOF = (
    "Every answer is a sentence of an article with its place. Context shows the paragraph around "
    "it, More the other passages; 👍 and 👎 tell moderators what helps. When the articles do not "
    "answer, I say so."
)

ARTICLES_TITLE = "What I know"
ARTICLES_LINE = ": {passages}, {sections}"
ARTICLES_READ = "Read "
ARTICLES_MORE = "and {count} more"
ARTICLES_NONE = NOTES[Note.NO_ARTICLES]

WELCOME = (
    "Hello! I answer questions from the articles I know, word for word and with the place. "
    "Ask with /ask, by mentioning me, or in a direct message."
)

# ------------------------------------------------------------------ moderators
KNOWLEDGE = "Look after what I know"
REFRESH = "Read every source again, and show what changed"
REFRESH_DRY_RUN = "Only show what would change; nothing is stored before you agree"
ADD = "Add an article, or replace the one with the same name"
ADD_FILE = "A .txt, .md, .html, .pdf or .docx file, at most 5 MB"
ADD_URL = "The address of a web page or a file on the web"
ADD_ONE = "Give a file or an address: /knowledge add file, or /knowledge add url."
ADD_BOTH = "Give a file or an address, one at a time."
SCHEDULE = "Read a page or a file again by itself, every so often"
SCHEDULE_EVERY = "How often; off: only when somebody refreshes"
SCHEDULE_OFF = "off"
NOTICES = "Where I tell moderators what happened by itself"
NOTICES_CHANNEL = "The channel; leave it out to be told nothing"
CLEANING = "What was left out of a source and why; keep a line, or leave another out"
CLEANING_KEEP = "A line that was left out, and belongs to the article"
CLEANING_DROP = "A line that does not belong to the article"
REMOVE_SOURCE = "Take an article out; you are asked first"
RESTORE_SOURCE = "Take in again what was removed"
SOURCE = "Its name, as /knowledge sources shows it"
SOURCES = "Where the articles come from"
STATUS = "Which version answers here, and whether a refresh is due"
HISTORY = "Versions, and who did what"
DIFF = "What changed from one version to another"
DIFF_BEFORE = "The older version"
DIFF_AFTER = "The newer version"
ROLLBACK = "Let an older version answer again; you are asked first"
ROLLBACK_VERSION = "The version that should answer"
KEEP = "Keep a version for good, whatever its age"
KEEP_VERSION = "The version to keep"
KEEP_RELEASE = "True: keep it no longer"
EXPORT = "The stored texts, as a zip file"

MODERATORS_ONLY = (
    "Only moderators of this server may do that: members with the right Manage Server, or with a "
    "role that the bot's operator has named."
)
APPLY = "Apply"
REMOVE = "Remove"
ROLL_BACK = "Roll back"
DISCARD = "Discard"
DISCARDED = "Discarded. Nothing has changed."

OUTCOMES = {  # by the value of knowledge.changes.Outcome
    "done": "Version {number} answers now.",
    "unchanged": "Nothing has changed; version {number} stays.",
    "proposed": "This is what would change. Nothing is stored yet.",
}
TOO_MUCH = "Nothing has changed yet: {lost} of {all} passages would go. Apply, if that is right."
PAGE_CHANGES = "Nothing has changed yet: much of {name} would. Apply, if that is right."
FOLLOWS_AGAIN = "This server has no article of its own any more, so the shared library answers."
OWN_LIBRARY = (
    "From now on this server answers from its own articles, and no longer from the shared library."
)
SAME_CONTENT = "The file says what is known already."
ONLY_SOURCE = "No article changes; {name} is only taken out of the sources."
WOULD_FOLLOW = "This server will then answer from the shared library."
COUNTS = (
    "Articles: +{articles_added} −{articles_removed} ~{articles_changed}. "
    "Passages: +{passages_added} −{passages_removed} ~{passages_changed}."
)
SENTENCE_GONE = "    − "
SENTENCE_NEW = "    + "
DETAILS_CHANGED = "    the same sentences; changed: {what}"
MORE_EDITS = "    and {count} more changes"
MORE_ARTICLES = "and {count}"
LEFT_OUT = "Left out of {name} ({rule}): {text}"
GUESSED = "{name} says no encoding; it was read as {guess}, a guess. Look at its accents."
LEFT_OUT_MORE = "and {count} left out"
STOOD_IN = "; its article stays as it was"
FAULTS_MORE = "and {count} not read"

ROLLBACK_ASKS = "Let version {number} answer again?"
ROLLED_BACK = "Version {number} answers again."
ROLLBACK_SOURCES = (
    "The sources stay as they are: the next /knowledge refresh reads them again, and schedules "
    "wait for it."
)
DIFFERENCE = "From version {before} to version {after}"
NO_DIFFERENCE = "They say the same."
KEPT = "Version {number} stays, whatever its age."
RELEASED = "Version {number} goes with age, as others do."
SCHEDULED = "{name} is read again about every {every}, next "
UNSCHEDULED = "{name} is read again when somebody refreshes, and not by itself."
SCHEDULED_WITHOUT_NOTICES = (
    "/knowledge notices names a channel where I tell when that fails or when much has changed."
)
NOTICES_ON = "From now on I tell in {channel} what happens here by itself."
NOTICES_OFF = "I tell nobody any more what happens here by itself; /knowledge sources shows it."
NOTICES_REFUSED = "I may not write in {channel}. Give me the rights View Channel and Send Messages."
NOTICES_PUBLIC = "Everybody can read {channel}; a channel of the moderators would be better."
NOTICES_HERE = "Here I tell what happens to the articles by itself."
NOTICE_WAITS = "Read by schedule: a large change waits for a moderator."
NOTICE_FAILING = "Three times in a row I could not read {name}: {reason}"
NOTICE_STAYS = (
    "Its article stays as it was. I go on trying, less and less often; /knowledge remove takes the "
    "source out, /knowledge schedule every: off stops trying."
)
CLEANING_TITLE = "Left out of {name}"
CLEANING_NONE = "Nothing was left out of {name}."
CLEANING_CREDIT = "taken as the credit"
CLEANING_KEPT = "kept by a moderator"
CLEANING_HOW = (
    "/knowledge cleaning keep: brings a line back, drop: leaves one out, in every source here. The "
    "other one takes it back."
)
CLEANING_ONE = "Keep a line or drop one, one at a time."
LINE_NOWHERE = "No source has that line now; it is kept in mind for the next refresh."
EXPORTED = "The texts of version {number}, as they are stored and quoted."
NOT_FETCHED = "Discord did not hand the file over. Upload it again, please."

STATUS_TITLE = "This library"
STATUS_FOLLOWS = (
    "This server has no articles of its own and answers from the shared library. /knowledge add "
    "begins its own."
)
STATUS_EMPTY = "There are no articles yet. /knowledge add takes the first one."
STATUS_SHARED = "Servers without articles of their own, and direct messages, answer from it too."
STATUS_OWN = "It answers in this server alone."
STATUS_VERSION = "Version {number} answers: {size}, made "
STATUS_SOURCES = "It is made from {count}."
STATUS_WAITS = (
    "A large change that was read by schedule waits: /knowledge refresh shows it, to be applied."
)
STATUS_DUE = "A refresh would change {count}: /knowledge refresh reads what is new."
SOURCES_TITLE = "Sources"
SOURCES_HOW = (
    "Adding a file with the same name replaces it. /knowledge restore brings back what was removed."
)
SOURCE_KINDS = {"upload": "upload", "page": "web page", "file": "file of the articles' folder"}
SOURCE_CHECKED = ", read "
SOURCE_EVERY = ", every {every}, next "
SOURCE_FAILING = "; failed {times}: {reason}"
SOURCE_REMOVED = ", removed"
SOURCE_NOT_READ = ", not in the version that answers"
MORE_SOURCES = "and {count} more"
HISTORY_TITLE = "Versions"
HISTORY_NONE = "Nothing has happened here yet. /knowledge add takes the first article."
HISTORY_HOW = "/knowledge diff compares two of them, /knowledge rollback lets an older one answer."
DEEDS_TITLE = "What was done"
VERSION = "Version {number}"
IS_CURRENT = ", current"
IS_KEPT = ", kept"
BY = " by "
ITSELF = "the operator"
STEP = ": version {before} → {after}"
FIRST_STEP = ": version {after}"
NONE = "none"
DEEDS = {
    "refresh": "refreshed",
    "add": "added {detail}",
    "remove": "removed {detail}",
    "restore": "restored {detail}",
    "rollback": "rolled back",
    "keep": "kept {detail}",
    "release": "no longer keeps {detail}",
    "by schedule": "refreshed by schedule",
    "scheduled": "applied what was read by schedule",
    "keep_line": "keeps the line “{detail}”",
    "drop_line": "leaves out the line “{detail}”",
    "schedule": "set the schedule of {detail}",
    "notices": "set the channel for notices",
    "save_question": "saved the question “{detail}”",
    "drop_question": "no longer saves the question “{detail}”",
    "pin": "pinned an answer to “{detail}”",
    "unpin": "took the pin off “{detail}”",
    "add_synonyms": "lets {detail} mean the same",
    "drop_synonyms": "no longer lets {detail} mean the same",
    "dismiss_gap": "dismissed a question that was asked in vain",
    "correct": "corrected an answer to “{detail}”",
    "rebuild": "read the articles' folder again, since the store was damaged",
}

PROGRESS = "Reading: {done} of {all} sources …"
PROGRESS_LAST = "Read {all} sources; comparing and indexing …"
BUSY_SINCE = " is refreshing this library, since "
BUSY_WAIT = ". Try again when that is done."
BUSY_ITSELF = "The operator or a schedule is refreshing this library. Try again in a minute."
INTERRUPTED = (
    "The refresh that you began at ",
    " was broken off by a restart. It is safe to begin it again.",
)

# ------------------------------------------------------------------ when it does not work
FAULTY_SOURCE = "Not read: {fault}"
FAILED = "Something went wrong on my side. Please try again; if it stays, tell a moderator: {code}."
OUTDATED_COMMAND = "This command has just changed. Reload Discord (Ctrl+R) and try again."
EXPIRED = "The articles have changed since this card. Ask again to see the current text."
UNKNOWN_BUTTON = "This button no longer works. Ask again to get a new answer."
NO_TEXT = "That message has no text that I could look for."


def counted(number: int, noun: str) -> str:
    """Return "1 passage", "2 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
