"""Every sentence that a person reads, in one place for a later catalogue of translations.

The reasons why a source cannot be read are in knowledge/errors.py.
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
FAILED = "Something went wrong on my side. Please try again; if it stays, tell a moderator: {code}."
OUTDATED_COMMAND = "This command has just changed. Reload Discord (Ctrl+R) and try again."
EXPIRED = "The articles have changed since this card. Ask again to see the current text."
UNKNOWN_BUTTON = "This button no longer works. Ask again to get a new answer."
NO_TEXT = "That message has no text that I could look for."

# ------------------------------------------------------------------ the command line
NO_TOKEN = (
    "There is no bot token. Create one at https://discord.com/developers/applications (page Bot, "
    "Reset Token), then set DISCORD_TOKEN, or name a file that holds it in DISCORD_TOKEN_FILE. "
    "Without a token: run_bot.py preview."
)
MALFORMED_TOKEN = (
    "DISCORD_TOKEN is not a bot token: it should be three parts with full stops between. Copy it "
    "again from https://discord.com/developers/applications (page Bot, Reset Token)."
)
TOKEN_FILE = "DISCORD_TOKEN_FILE: {path} cannot be read ({error}). Put the token alone into it."
REJECTED_TOKEN = (
    "Discord rejected the token. It may have been reset: create a new one at "
    "https://discord.com/developers/applications (page Bot, Reset Token) and put it into "
    "DISCORD_TOKEN."
)
NO_MESSAGE_CONTENT = (
    "The Message Content intent is off, so the ask channels cannot work; mentions, /ask and direct "
    "messages do. Switch it on at https://discord.com/developers/applications (page Bot), or "
    "empty discord.ask_channels."
)
RECONNECT = "Lost Discord ({error}); trying again in {seconds:.0f} s."
FAULTY_SOURCE = "Not read: {fault}"

NO_CONFIG = "{path} cannot be read ({error}). Name another file with --config."
NOT_SETTINGS = "expected settings such as “answers:” with lines indented below it"
TOKEN_IN_CONFIG = (
    "this looks like a bot token. Take it out, reset it in the Developer Portal, and set "
    "DISCORD_TOKEN instead"
)
UNKNOWN_SETTING = "unknown setting; known here: {known}"
UNKNOWN_SETTING_CLOSE = "unknown setting; did you mean {close}?"
CONFIG_DEFAULT = "; the default is {default}"
CONFIG_FAULTS = {
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "bool_type": "expected true or false",
    "string_type": "expected text, in quotes if it looks like a number",
    "string_too_short": "expected some text",
    "list_type": "expected a list, such as [first, second]",
    "model_type": "expected settings, indented below it",
    "literal_error": "expected {expected}",
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
}

DUE = "A refresh would change {count}; run_bot.py refresh reads what is new."
CHECK_CONFIG = "every setting is understood"
CHECK_ARTICLES = "{articles}, {passages}"
CHECK_STORED = "none in {folder}; the store has those that were added"
CHECK_NO_ARTICLES = "no article in {folder}; put a file there, or add one with /knowledge add"
CHECK_TOKEN = "Discord accepts it: {name}"
CHECK_UNREACHED = "has the right form; Discord was not reachable to ask ({error})"
CHECK_INTENTS_NONE = "no privileged intent is needed"
CHECK_INTENTS_ON = "Message Content is needed and switched on"
CHECK_INTENTS_UNKNOWN = "Message Content is needed; make sure that it is switched on (page Bot)"
CHECK_INVITE = "{url}"
CHECK_NO_INVITE = "needs a token"
CHECK_STATE = "{folder} can be written"
CHECK_NO_STATE = "{folder} cannot be written ({error}); set state.folder or its permissions"
CHECK_STORE = "whole; it answers from {count}"
CHECK_EMPTY_STORE = "whole; nothing is read into it yet"
CHECK_NO_STORE = "not there yet; the first start makes it"
HEALTHY = "ready"
NOT_RUNNING = "no bot has written {path}; is it running?"
NOT_READY = "the bot is running but not connected to Discord"
STALE = "the bot's last sign of life is {age:.0f} s old"

PREVIEW_READY = (
    "Footnote runs in your browser, without a token:\n\n    {url}\n\n"
    "Type a question, for example: When did Shoigu visit North Korea?\n"
    "Slash commands work too: /ask, /articles, /help. View as alice (a member), or as mori (a "
    "moderator) for /knowledge: refresh, add, history, rollback.\nNothing is kept. Ctrl-C ends it."
)
NO_PREVIEW = "The preview needs more packages: pip install -r requirements-preview.txt"
PORT_TAKEN = "Port {port} is taken. Choose another: run_bot.py preview --port {other}"
CHAT_READY = "Ask about {titles}. /context and /more follow the last answer, /quit ends."
BAD_PORT = "expected a port from 1 to 65535, found {text}"
BAD_GUILD = "expected a server's id, such as 123456789012345678, found {text}"
PORT_REFUSED = "Port {port} cannot be used ({error}). Choose another with --port"
CHAT_NO_ANSWER = "Ask something first."
CHAT_NO_MORE = "There are no other passages."
CHAT_HELP = "Type a question. /context, /more, /articles and /quit are the commands."
CHAT_UNKNOWN = "Unknown command. There are /context, /more, /articles, /help and /quit."
NO_QUESTION = "ask: write a question, or name a file of questions with --batch"
BATCH_NEEDS_JSON = "ask: --batch goes with --json"
BATCH_AND_QUESTION = "ask: a question or --batch, not both"
EXPLAIN_ALONE = "ask: --explain goes with one question, without --json"
NO_BATCH_FILE = "ask: {path} cannot be read ({error})"
REFRESH_ARTICLE = "  {name}: “{title}”, {sections}, {passages}"
REFRESH_CREDIT = "    credit: {credit}"
REFRESH_DROPPED = "    left out ({rule}): {text}"
REFRESH_TOTAL = "In all: {articles}, {passages}."
REFRESH_READING = "Reading"
REFRESH_AGREE = "Run refresh --agree to let them go."
BACKED_UP = "The store is copied to {path}."

NO_QUESTIONS_FILE = "evaluate: {path} cannot be read ({error})"
BAD_QUESTIONS_FILE = "evaluate: {path}, {fault}"
EVALUATE_HIT = "right sentence quoted first: {first} of {all}; among the citations: {any}"
EVALUATE_ANSWERED = (
    "called answered: {yes} of {answerable} that the articles answer, {no} of {others} others"
)
EVALUATE_ACCURACY = "verdict accuracy: {share:.2f} ({right} of {all})"
EVALUATE_WRONG = "✗ {question}\n    quoted {quote}, not “{gold}”"
EVALUATE_CLAIMED = (
    "✗ {question}\n    called answered ({confidence}) by {quote}; the articles do not answer"
)
EVALUATE_NO_QUOTE = "nothing"
EVALUATE_ALL_RIGHT = "No misses."
EVALUATE_NONE = "evaluate: {path} has no question in it"
EVALUATE_NONE_SAVED = (
    "evaluate: moderators have saved no question yet (/knowledge questions add). Name a file of "
    "questions."
)
NOT_WRITTEN = "evaluate: {path} cannot be written ({error})"
EXPLAIN_NOTE = "Not searched for: {note}"
EXPLAIN_OVERVIEW = "it asks for the article as such, so the beginning is shown."
EXPLAIN_WORDS = "Words of the question"
EXPLAIN_WORD_COLUMNS = ("word", "idf", "rarity", "found as")
EXPLAIN_UNKNOWN = "in no passage"
EXPLAIN_SENTENCES = "Best sentences: their features, and the score (features × weights)"
EXPLAIN_FEATURE_COLUMNS = ("feature", "weight")
EXPLAIN_SCORE = "score"
EXPLAIN_CONFIDENCE = "Confidence, in log-odds"
EXPLAIN_SIGNAL_COLUMNS = ("signal", "value", "weight", "adds")
EXPLAIN_INTERCEPT = "intercept"
EXPLAIN_VERDICT = (
    "Confidence {confidence}: {verdict} (answered from {answered_at}, related from {related_at})."
)


def counted(number: int, noun: str) -> str:
    """Return "1 passage", "2 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
