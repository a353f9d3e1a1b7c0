"""By which forms English asks for people's opinions. Pure.

Every form begins where the question begins: opinions that are named inside a longer question belong to
whoever that question is about.
"""

import re

from bot.positions.speakers import PEOPLE, SITE

_TOPIC = r"(?P<topic>\S.*?)"
_END = rf"(?P<rest>(?: (?:on|in|at|over at|from) (?:the )?{SITE}(?: threads?| comments?)?| by {PEOPLE}| among {PEOPLE}|,? according to {PEOPLE}| (?:in|from) the (?:comments?|threads?|discussions?)| so far| at the moment| right now| in general| overall| online){{0,3}})"
_OF = r"(?:of|about|on|regarding|concerning|towards?|to|over|around|with|against|for)"
_ABOUT = r"(?:of|about|on|regarding|concerning|towards?|to|over|around)"
_DO = r"(?:(?:(?:do|did|does|are|were|is|was|have|has|would|will)(?:n't)?) )?"
_HOW = r"(?:(?:actually|really|generally|currently|mostly|usually|often|mainly|even|all|now) ){0,3}"
_SAY = r"(?:thinks?|thinking|thought|says?|saying|said|feels?|feeling|felt|talk(?:ing|ed)?|comment(?:ing|ed)?|complain(?:ing|ed|s)?|writ(?:e|ing)|wrote|been saying)"
_KIND = (
    rf"(?:(?:general|public|popular|overall|common|main|major|biggest|top|key|strongest|most common|recent|initial|critical"
    r"|negative|positive|favou?rable|unfavou?rable|mixed|dissenting|contrary|good|bad|user|developer|dev|community|expert"
    rf"|people'?s|users'|developers'|commenters?'?|readers'?|online|different|various|{SITE}(?:'s|s')?|the) ){{0,4}}"
)
_NOUN = (
    r"(?P<noun>opinions?|views?|reactions?|comments?|commentary|criticisms?|critiques?|complaints?|feedback|sentiment|thoughts?"
    r"|praise|impressions?|backlash|objections?|consensus|reviews?|takes?|pushback|counter-?arguments?|opposition|reception|chatter|discussions?|buzz)"
)
_LIKES = (
    r"(?:lik(?:e|es|ed|ing)|dislik(?:e|es|ed|ing)|hat(?:e|es|ed|ing)|lov(?:e|es|ed|ing)|trust(?:ed|ing)?|distrust(?:ed)?"
    r"|criticis(?:e|es|ed|ing)|criticiz(?:e|es|ed|ing)|prais(?:e|es|ed|ing)|support(?:ed|ing)?|oppos(?:e|es|ed|ing)"
    r"|prefer(?:red)?|appreciat(?:e|es|ed|ing)|defend(?:ed|ing)?|object(?:ed|ing)? to|complain(?:ed|ing)? about|worr(?:y|ied|ying) about"
    r"|(?:angry|upset|mad|unhappy|happy|excited|worried|skeptical|sceptical|enthusiastic|annoyed|disappointed|concerned)"
    r" (?:about|at|by|with|of|over))"
)
_THINGS = rf"(?:an?|any|some|the|there|{SITE}(?:'s|s'))"

_LIVED = rf"{_KIND}(?:first-?hand |personal |real[- ]world |production )?(?:experiences?|anecdotes?|war stories|horror stories|(?:first-?hand )(?:accounts?|reports?|stories)|testimonials?)"
_IN = rf"(?:{_OF}|where|when|in which|that)"

_FORMS = (
    # What do people on Hacker News think of …
    rf"(?:and )?what {_DO}{PEOPLE} {_DO}{_HOW}{_SAY} {_ABOUT} {_TOPIC}",
    rf"what {_DO}{PEOPLE} {_HOW}(?:make|made|makes|making) of {_TOPIC}",
    rf"what(?:'s| is| are| was| has been| have been)(?: being)? (?:said|written) about {_TOPIC} (?:on|in|over at) (?:the )?(?:{SITE}(?: comments?| threads?)?|comments?|threads?|forums?)",
    rf"what(?:'s| is) {PEOPLE}(?:'s|') {_KIND}{_NOUN} {_ABOUT} {_TOPIC}",
    # How did people react to …
    rf"how (?!many|much|few|often){_DO}{PEOPLE} {_HOW}(?:react(?:ed|ing)?|respond(?:ed|ing)?) to {_TOPIC}",
    rf"how (?!many|much|few|often){_DO}{PEOPLE} {_HOW}(?:feel|feels|felt|feeling|think|thought) {_ABOUT} {_TOPIC}",
    rf"how (?!many|much|few|often){_DO}{PEOPLE} {_HOW}(?:like|view|see|perceive|receive|rate|regard|judge|take)d? {_TOPIC}",
    rf"how (?:is|are|was|were|has|have|did) {_TOPIC} (?:(?:been|being|get|generally|widely) ){{0,3}}(?:received|perceived|viewed|seen|regarded|rated) (?:by {PEOPLE}|on {SITE})",
    rf"how (?:was|were|has|have) {_TOPIC} (?:been )?received",
    # Any criticism of …; what are the reactions to …
    rf"(?:(?:is|are|was|were) there )?(?:any|some) {_KIND}{_NOUN}(?: (?:from|by|among) {PEOPLE})? {_OF} {_TOPIC}",
    rf"(?:is|are|was|were) there (?:an? )?{_KIND}{_NOUN} {_OF} {_TOPIC}",
    rf"what(?:'s|'re| is| are| was| were| has been| have been) (?:{_THINGS} )?{_KIND}{_NOUN}(?: (?:from|of|by|among) {PEOPLE})?(?: like)? {_OF} {_TOPIC}",
    rf"what (?:kind of |sort of )?{_KIND}{_NOUN} (?:of|about|on|to|against) {_TOPIC} (?:is|are|was|were) (?:there|posted|raised)",
    rf"what (?:kind of |sort of )?{_KIND}{_NOUN} (?:is|are|was|were) there {_OF} {_TOPIC}",
    rf"what (?:kind of |sort of )?{_KIND}{_NOUN} (?:did|does|do|has|have|is) {_TOPIC} (?:get|got|gotten|getting|receive|received|receiving|draw|drawn|face|faced|facing|attract|met with)",
    rf"what (?:kind of |sort of )?{_KIND}{_NOUN} (?:do|does|did|have|has) {PEOPLE} (?:have|had|raised?|made?|voiced?|shared?|left|leave|posted?|expressed?) {_OF} {_TOPIC}",
    rf"(?:how|what)(?:'s| is| was) (?:the )?{_KIND}(?:reaction|response|reception|sentiment|mood|feedback|feeling)s? (?:to|on|about|around|towards?|for) {_TOPIC}",
    # Do people like …; why do people hate …
    rf"(?:(?:why|what) )?(?:do|did|does|are|were|is)(?:n't)? (?:so many )?{PEOPLE} (?:not |so )?{_HOW}{_LIKES}(?: about)? {_TOPIC}",
    # Reactions to …; HN comments about …
    rf"(?:the |some |all )?{_KIND}(?:opinions?|reactions?|comments?|criticisms?|complaints?|feedback|sentiment|thoughts|praise|backlash|objections?|reviews?|discussions?)(?: (?:from|of|by|among) {PEOPLE})? {_OF} {_TOPIC}",
    # the topic first
    rf"{_TOPIC}\s?[.:,;!?—–-]+ (?:so |and )?(?:what|how) {_DO}{PEOPLE} {_HOW}(?:think|thinking|say|saying|said|feel|react|respond)(?: (?:of|about|to) (?:it|this|that|them|these))?",
    rf"(?:in|on|about|regarding|as for) {_TOPIC}, (?:what|how) {_DO}{PEOPLE} {_HOW}(?:think|thinking|say|saying|said|feel|react|respond)(?: (?:of|about|to) (?:it|this|that|them|these))?",
    rf"{_TOPIC},? (?:according to|in the (?:opinion|eyes|view) of) {PEOPLE}",
    rf"(?!what|who|how|when|where|why|which|is\b|are\b|did\b|does\b|do\b|was\b|were\b|has\b|have\b|can\b|will\b){_TOPIC} (?:reactions|opinions|criticism|backlash|{SITE} (?:comments|reactions|opinions|discussion|thread)|user (?:reviews|opinions|feedback)|public opinion)",
    # Any experiences with …; has anyone tried …
    rf"(?:(?:is|are|was|were) there )?(?:any|some) {_LIVED}(?: (?:from|by|among) {PEOPLE})? {_IN} {_TOPIC}",
    rf"what (?:kind of |sort of )?{_LIVED} (?:(?:do|did|have) {PEOPLE} (?:have|had|make|made|share|shared|report|reported) |are there )?{_IN} {_TOPIC}",
    rf"(?:do|does|did|have|has) {PEOPLE} (?:have|had|share|shared|report|reported) (?:any |some )?{_LIVED} {_IN} {_TOPIC}",
    rf"(?:the |some |all |me )?{_LIVED}(?: (?:from|of|by|among) {PEOPLE})? {_IN} {_TOPIC}",
    rf"(?:has|have) (?:any(?:one|body)|some(?:one|body)|people|you)(?: here| else| on {SITE})? (?:ever |actually |already )?(?:tried|used|switched to|moved to|migrated to|worked with|played with|run into|bought|built with|been using|had trouble with) {_TOPIC}",
    rf"(?:is|are) (?:any(?:one|body)|people)(?: here| else| on {SITE})? (?:actually |already |really )?(?:using|trying|running|happy with) {_TOPIC}",
    # without one
    rf"(?P<topic>)(?:and |so )?(?:what|how) {_DO}{PEOPLE} {_HOW}(?:think|thinking|say|saying|said|feel|feeling|react|reacting|reacted|respond)(?: (?:of|about|to) (?:it|this|that|them|these))?",
    r"(?P<topic>)(?:and )?(?:any|what (?:about|are|were|is|was)) (?:the )?(?:criticisms?|reactions?|opinions|complaints|comments|public opinion|praise)",
)
_LEADS = re.compile(
    rf"^(?:(?:hey|hi|hello|so|and|ok|okay|please|well|now|also|overall|in general|generally|lately)[, ]+"
    r"|(?:can|could|would|will) you (?:please )?(?:tell|show|give|find|summari[sz]e|list|collect|gather)(?: me| us| up)? "
    r"|(?:please )?(?:tell|show|give)(?: me| us)? |(?:i(?:'d| would) like|i want|i need|would like) to (?:know|see|hear|read) "
    r"|do you know |i(?:'m| am) curious (?:about |to know )?|i wonder |(?:please )?(?:summari[sz]e|list|collect|gather|sum up|find) "
    rf"|(?:on|over at|over on|at) {SITE},? ){{1,4}}",
    re.IGNORECASE,
)
_COMPILED = [re.compile(rf"^{form}{_END}$", re.IGNORECASE | re.DOTALL) for form in _FORMS]
_OWNED = re.compile(  # whose opinion it is stands right before the topic, or after it
    rf"^(?:the |a )?(?:court|judge|jury|board|commission|author|ceo|president|minister|government|company|team)\b|^(?!{PEOPLE}\b)\S+(?: \S+)? (?:did|does|has|had) |\b(?:did|does|do|has|have|had) (?!{PEOPLE}\b)(?:[\w.'-]+ ){{1,3}}"
    r"(?:make|made|voice|raise|express|level|offer|give|have|get|say|write|hold|share)\b"
    rf"|\b(?:by|from(?! \S+(?: \S+){{0,3}} to )) (?!{PEOPLE}\b)[A-Z]"
)
_CRITICAL = re.compile(
    r"\b(?:criti\w+|complain\w*|backlash|objections?|object\w* to|negative|unfavou?rable|against|dislik\w+|hat(?:e|es|ed|ing)"
    r"|pushback|oppos\w+|sceptic\w*|skeptic\w*|angry|upset|mad|unhappy|worr\w+|annoyed|disappointed|concern\w*|distrust\w*"
    r"|counter-?arguments?|bad)\b",
    re.IGNORECASE,
)
_FAVOURABLE = re.compile(
    r"\b(?:prais\w+|positive|favou?rable|support\w*|lik(?:e|es|ed|ing)|lov(?:e|es|ed|ing)|appreciat\w+|defend\w*|happy"
    r"|excited|enthusiastic|fans|good|trust\w*)\b",
    re.IGNORECASE,
)

_NOT_LIKED = re.compile(
    r"(?:\bnot|n't)\b(?: \w+){0,3}? (?:like|trust|support|love)\b", re.IGNORECASE
)
_HOW_LIKED = re.compile(  # asked either way
    r"^\W*(?:how|(?:do|does|did|are|is|was|were)(?! there))\b|\blike (?:of|about|on|to)\b",
    re.IGNORECASE,
)


def parsed(question: str) -> tuple[str, str] | None:
    """The topic of a question for people's opinions, and the words that ask; None of any other."""
    found = _LEADS.match(question)
    lead, text = (question[: found.end()], question[found.end() :]) if found else ("", question)
    for form in _COMPILED:
        match = form.match(text)
        if match is None or _OWNED.search(match["topic"]):
            continue
        start, end = match.span("topic")
        return match["topic"], f"{lead} {text[:start]} {text[end:]}"
    return None


def leans(words: str) -> tuple[bool, bool]:
    """Whether the words that ask are after criticism, and whether after praise."""
    if _HOW_LIKED.search(words):
        return False, False
    plain = _NOT_LIKED.sub(" dislike ", words)
    return bool(_CRITICAL.search(plain)), bool(_FAVOURABLE.search(plain))
