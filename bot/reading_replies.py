"""The sentences about reading on: lookups, articles, further passages, follow-ups, sharing."""

LOOKUP = "Find every passage that mentions a name, a heading or a word"
LOOKUP_TERM = "Type a few letters and choose, or any words"
LOOKUP_TITLE = "Mentioned in {count}"
LOOKUP_KINDS = {"heading": "heading", "name": "name", "term": "term"}
LOOKUP_NONE = "No passage mentions “{term}”. Try fewer letters, or /ask a whole question."
LOOKUP_CLOSE = "No passage mentions “{term}”. Did you mean “{close}”?"
LOOKUP_AMONG = "{kind}, in {passages}"
READ = "Read an article from the start, or from a section on"
READ_ARTICLE = "Its title"
READ_SECTION = "A heading of it"
READ_NONE = "There is no article of that title. /articles lists them."
READ_NO_SECTION = "The article has no section of that name, so here is its beginning."
READ_HINT = "Choose an article to read"
CONTENTS_HINT = "Go to a section"
ON_PAGE = "page {page}"
PAGE_OF = "Page {page} of {pages}"
EARLIER, LATER = "‹ Back", "Next ›"

FOLLOW = "Ask a follow-up"
FOLLOW_TITLE = "Ask a follow-up"
FOLLOW_LABEL = "Your question, such as: and when?"
SHARE = "Share"
SHARED_BY = "Shared by "
SHARE_REFUSED = "You may not write in this channel, so I do not either."
DISMISS = "Dismiss"
DISMISS_REFUSED = "Only who asked, or a moderator, may take this answer away."
FURTHER_NONE = "There are no further passages."

SLOW_DOWN = "That is more than I can answer just now. Try again in {seconds}."

SETTINGS = "How I behave in this server and in its channels"
SETTINGS_OF = "Settings of {place}"
WHOLE_SERVER = "this server"
SETTINGS_MODE = "I answer: "
SETTINGS_PRIVATE = "/ask answers only its asker, if nothing is said: "
SETTINGS_THREADS = "Messages are answered in a thread of their own: "
SETTINGS_HELPER = "Where I find nothing, I name (and do not ping) "
YES, NO = "yes", "no"
MODES = {
    "off": "nothing; /ask answers privately",
    "mentions": "messages that mention me",
    "questions": "every question, mentioned or not",
    "first_posts": "messages that mention me, and the first post of each thread of a forum",
}
MODE_BUTTONS = {
    "off": "Off",
    "mentions": "Mentions",
    "questions": "Every question",
    "first_posts": "First posts",
}
PRIVATE_ON, PRIVATE_OFF = "Answer /ask privately", "Answer /ask for all"
THREADS_ON, THREADS_OFF = "Answer in threads", "Answer in the channel"
SETTINGS_CLEAR = "Back to the default"
SETTINGS_WHOLE = "The whole server"
SETTINGS_PLACE = "Set one channel"
SETTINGS_ROLE = "Name a role where nothing is found, or none"
NO_SUCH_CHANNEL = "I cannot see that channel (any more). Choose another with /settings."
SETTINGS_HOW = "What is set for a channel counts more than what is set for the server."
NEEDS_CONTENT = (
    "“Every question” and “First posts” need the Message Content intent, which is off: the "
    "operator can switch it on (Developer Portal, page Bot) and set discord.message_content."
)
HELPER = "Perhaps "
HELPER_KNOWS = " can help."
OFF_HERE = "Moderators have switched my answers off in this channel. /ask answers you privately."
