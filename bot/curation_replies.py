"""The sentences about mending answers: votes, gaps, pins, saved questions, synonyms, privacy."""

# ------------------------------------------------------------------ members
UP, DOWN = "👍", "👎"
VOTED_UP = "Thank you. Press it again to take your vote back."
VOTED_DOWN = "Thank you; moderators see that this question needs a better answer."
VOTED_DOWN_UNKEPT = "Thank you; your vote is counted. Press it again to take it back."
VOTE_TAKEN_BACK = "Your vote is taken back."
ASK_CONSENT = "Your vote is counted. Shall moderators also read the question, without your name?"
TELL = "Show it to moderators"
TELL_NOT = "Keep it private"
TOLD = "Moderators see the question now, without your name."
NOT_TOLD = "Nobody sees the question."
PINNED = "Chosen by a moderator."
CORRECTED = "Corrected by a moderator; what stood here before was wrong."
CORRECTED_NONE = "Corrected by a moderator: the articles do not answer this."

PRIVACY = "What I keep of what you ask"
PRIVACY_TITLE = "What I keep"
PRIVACY_LINES = """\
I keep no names and no user ids with questions or votes.
I count questions a day, and which sections answered them.
{kept}
Questions in direct messages and private answers are kept only if you press “{tell}”.
A vote is kept for a year, under a code that only this bot can make from your id, so that you can \
change it.
Texts of questions are not written to the log, and go to no other service."""
PRIVACY_KEPT = (
    "A public question that the articles do not answer, or that got a 👎, is kept for {days} days, "
    "so that moderators can fill the gap; a question that they save or pin stays."
)
PRIVACY_NOT_KEPT = "No question is kept, not even one that the articles do not answer."

# ------------------------------------------------------------------ commands
QUESTIONS = "Questions that every refresh asks, to see what it changes"
QUESTIONS_ADD = "Save a question with the passage that it must cite"
QUESTIONS_LIST = "The saved questions, and a file of them for run_bot.py evaluate"
QUESTIONS_RUN = "Ask all saved questions now, and show which go wrong"
QUESTIONS_REMOVE = "Forget a saved question"
QUESTION = "The question, as members ask it"
QUESTION_PASSAGE = "The passage that it must cite; leave it out if no article answers it"
SAVED_QUESTION = "One of the saved questions"
PIN = "Answer a question, and those nearly the same, with a passage of your choice"
PIN_PASSAGE = "Type some words of it, and choose from the list"
UNPIN = "Answer a question by searching again"
UNPIN_WHICH = "One of the pinned questions"
PINS = "The questions that moderators answered, and with what"
SYNONYMS = "Names that mean the same in your articles"
SYNONYMS_ADD = "Let names mean the same, such as: DPRK, Pyongyang → North Korea"
SYNONYMS_NAMES = "Names that mean the same, with commas between"
SYNONYMS_LIST = "The names that moderators added"
SYNONYMS_REMOVE = "Forget a line of names"
SYNONYMS_WHICH = "One of the lines"
GAPS = "What was asked in vain, most often asked first"
EXPLAIN = "How a question is understood, what was found, and why this verdict"
NOTICES_DIGEST = "True: once a week, also what was asked in vain"
CORRECT = "Correct this answer"

# ------------------------------------------------------------------ results
SAVED = "Saved. Every refresh asks it, and says if it cites something else."
SAVED_NONE = "Saved as a question that the articles do not answer; a refresh says if that changes."
DROPPED_QUESTION = "“{words}” is no longer asked by refreshes."
IS_PINNED = "Pinned. Who asks this, or nearly this, gets that passage first:"
UNPINNED = "“{words}” is answered by searching again."
NAMED = "{names} mean the same from now on."
UNNAMED = "{names}: forgotten."
DISMISSED = "Dismissed; it is not shown again."
CORRECTION_DONE = "The answer is corrected."
CORRECTION_SAVED = "The question is saved: every refresh asks it."
CORRECTION_AGAIN = "Asked again, it is searched for as before, unless you pin the passage."
PIN_TOO = "Pin it too"
CORRECTION_FAILED = (
    "I could not change that message: it is gone, or only its asker sees it, or I lack the right "
    "View Channel there."
)
CORRECT_OWN_ONLY = "Choose an answer of mine; that message is none."
CORRECT_NO_QUESTION = (
    "I cannot see which question that message answers. /knowledge pin mends the answer by the "
    "question's words."
)

QUESTIONS_TITLE = "Saved questions"
QUESTIONS_NONE = (
    "There are no saved questions. /knowledge questions add saves one; every refresh then asks it "
    "and says if it cites something else."
)
QUESTIONS_HOW = "The file has all of them; run_bot.py evaluate reads it."
QUESTIONS_RAN = "{right} of {count} as they should be"
QUESTIONS_ALL_RIGHT = "Every saved question cites what it must."
MUST_CITE = "“{question}” must cite “{gold}”"
MUST_CITE_NOTHING = "“{question}” has no answer here"
MISSED = "✗ “{question}” cites {quote}, not “{gold}”"
MISSED_NONE = "✗ “{question}” claims an answer: {quote}"
CITES_NOTHING = "nothing"
PINS_TITLE = "Pinned answers"
PINS_NONE = (
    "Nothing is pinned. /knowledge pin answers a question with a passage of your choice; so does "
    "a press in /knowledge gaps."
)
PINS_HOW = "/knowledge unpin takes one off."
PIN_LINE = "“{question}” → “{quote}”"
PIN_ORPHAN = "  (not in the articles any more, so it is searched for)"
SYNONYMS_TITLE = "Names that mean the same"
SYNONYMS_NONE = (
    "Moderators have added none. /knowledge synonyms add DPRK, Pyongyang → North Korea lets them "
    "mean the same. Countries and common words are known already."
)
MORE_LINES = "and {count} more"

GAPS_TITLE = "Asked in vain"
GAPS_NONE = (
    "Nothing was asked in vain lately. Public questions that find no passage, or whose answer gets "
    "a 👎, show up here; a close passage alone is no gap until somebody presses 👎."
)
GAPS_OFF = "Questions are not kept here: the operator has set privacy.question_days to 0."
GAPS_HOW = (
    "Choose one to fill it. Kept for {days} days, without who asked; private questions are not "
    "here, unless their askers wished it."
)
GAP_TIMES = "{count}× "
GAP_LAST = ", last "
GAP_THERE = "there"
GAP_AT = " "
GAP_CHOOSE = "Choose a question to fill its gap"
GAP_ABOUT = "asked {count}× in vain"
GAP_UNANSWERED = "Found no answer: {count}×. "
GAP_UNHELPFUL = "Answer did not help: {count}×. "
GAP_LAST_ASKED = "Last asked "
GAP_ALSO = "Also asked as: {wordings}"
GAP_PIN, GAP_SAVE, GAP_NAMES, GAP_DISMISS = "Pin a passage", "Save", "Add a synonym", "Dismiss"
GAP_BACK = "All gaps"
GAP_HOW = (
    "Pin answers it with a passage. A synonym helps if the articles use another word. Save lets "
    "refreshes ask it. Or write what is missing and /knowledge add it."
)
EARLIER, LATER = "‹ Back", "Next ›"
PAGE_OF = "Page {page} of {pages}"
NAMES_TITLE = "Names that mean the same"
NAMES_LABEL = "Members say → the articles say"
NAMES_HINT = "DPRK, Pyongyang → North Korea"

CHOOSE = {
    "pin": "Which passage answers it?",
    "save": "Which passage must it cite?",
    "correct": "Which passage is the right one?",
}
CHOOSE_HINT = "Choose a passage"
CHOOSE_NONE = "None: the articles do not answer it"
CHOOSE_HOW = "The passages that fit best. Is it none of them? Search by words of the right one."
SEARCH = "Search by words"
SEARCH_TITLE = "Search the articles"
SEARCH_LABEL = "Words of the right passage"
SEARCHED = "Found for “{words}”:"

DIGEST_TITLE = "This week"
DIGEST_COUNTS = (
    "{count} asked: {answered} answered, {related} with a close passage, {none} in vain."
)
DIGEST_NOBODY = "Nobody asked anything."
DIGEST_VOTES = "{up} 👍, {down} 👎."
DIGEST_GAPS = "Asked in vain most often:"
DIGEST_HOW = "/knowledge gaps fills them; /knowledge notices switches this off."

IMPACT = "Saved questions that cite something else now: {shifted} of {count}."
SHIFT = "{mark} “{question}”: {before} → {after}"
SHIFT_MORE = "and {count} more"
SHIFT_RIGHT, SHIFT_WRONG, SHIFT_OTHER = "✓", "✗", "•"
SHIFT_CLOSE = "{quote} (only close)"
SHIFT_NOTHING = "no answer"
ORPHAN = "Pinned, but its passage is gone: “{question}”"
NOTICE_FOLLOWED = "The shared library, from which this server answers, has changed."
NOTICE_DONE = "Read by schedule: version {number} answers saved questions differently."

# ------------------------------------------------------------------ status and explain
STATUS_WEEK = "Asked this week"
STATUS_DAY = "{day} {bar} {count}"
STATUS_SIGNS = {"answered": "█", "related": "▒", "not_found": "░"}
STATUS_VERDICTS = "█ {answered} answered, ▒ {related} close, ░ {none} in vain; {up} 👍, {down} 👎"
STATUS_CITED = "Cited most: "
STATUS_NEXT = "Read next: "
STATUS_OLDEST = "Read last: "
EXPLAIN_TITLE = "How I answered"
EXPLAIN_VERDICTS = {
    "answered": "Answered: {confidence:.0%} sure, and {answered_at:.0%} is enough.",
    "related": "Shown as close: {confidence:.0%} sure, and an answer needs {answered_at:.0%}.",
    "not_found": "No answer: {confidence:.0%} sure; a close passage needs {related_at:.0%}.",
}
EXPLAIN_PINNED = "A moderator pinned the first passage to this question. Without the pin:"
EXPLAIN_WORDS = "Words, with their rarity in the articles (idf)"
EXPLAIN_WORD = "{word} ({idf:.1f}): {found}"
EXPLAIN_IN_NO_PASSAGE = "in no passage"
EXPLAIN_COVERAGE = "The best passage names {covered:.0%} of what the question asks."
EXPLAIN_SENTENCES = "Best sentences, by score"
EXPLAIN_SENTENCE = "{score:.1f}  {quote}"
EXPLAIN_FEATURES = "What the first has: {features}"
EXPLAIN_FOR = "For it: {signals}"
EXPLAIN_AGAINST = "Against it: {signals}"
SIGNALS = {
    "covered_by_rarity": "its words are in the passage",
    "unknown": "words that no passage has",
    "phrases": "words that stand together",
    "share": "no other sentence comes close",
    "passage_share": "no other passage comes close",
    "terms": "how many words the question has",
    "kind_absent": "the passage lacks the kind of thing that is asked for",
}
