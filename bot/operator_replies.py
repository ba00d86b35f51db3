"""The sentences that operators read: on the command line, in the log, about config.yaml."""

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
