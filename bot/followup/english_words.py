"""The English words by which questions lean on earlier ones: tables of patterns. Pure."""

import re
from typing import Final


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


_WH = r"(?:what|why|when|where|who|whom|which|how)"
_AUX = (
    r"(?:did|does|do|is|are|was|were|will|would|can|could|has|have|had|should|might|may)(?:n['’]t)?"
)
_ASPECTS = (
    r"(?:price|prices|pricing|cost|costs|revenue|revenues|sales|profit|profits|margin|margins|valuation|market\ (?:cap|share)"
    r"|users|customers|employees|staff|headcount|investors|funding|founders?|ceo|cto|owner|release\ date|launch\ date"
    r"|size|speed|weight|performance|benchmarks?|battery(?:\ life)?|screen|camera|specs|licen[cs]e|licensing|features"
    r"|context\ window|parameters|accuracy|limits|latency|availability|security|privacy|reasons?|causes?|consequences"
    r"|effects?|impact|risks?|competitors?|alternatives|reactions?|criticism|outlook|forecast|share\ price|stock(?:\ price)?"
    r"|api|plans?|subscription|free\ tier|free\ version|training\ data|salary|salaries)"
)
_COMPANY = r"company|startup|start-up|firm|maker|manufacturer|vendor|developer"
_THING = (
    r"model|product|phone|device|chip|processor|app|service|tool|browser|laptop|language|framework"
)
_EVENT = (
    r"feature|deal|merger|acquisition|lawsuit|outage|breach|bug|vulnerability|project|paper|study|article|report"
    r"|announcement|launch|update|release|plan|decision|event|incident|attack|leak|ban|law"
)
_GOES_ON = (
    rf"(?:{_AUX}|have|has|make|makes|made|launch|launched|cost|costs|work|works|use|uses|used|sell|sells|sold|hire|plan"
    r"|plans|announce|announced|say|says|said|need|needs|get|pay|support|supports|run|runs|come|comes|happen|happened"
    r"|begin|start|started|be|been|free|available|open|profitable|now|yet|still|again|really|so|get|find|raise|raised)"
)

LEAD: Final = _pattern(
    r"^(?:(?:and|but|so|ok|okay|well|also|or|oh|hmm|thanks|thank\ you|thx|great|cool|right|got\ it|nice|interesting)"
    r"\b[,.!:]*\s+)+"
)
JOINS: Final = _pattern(
    r"^(?:(?:ok|okay|well|so|oh|hmm|thanks|thank\ you|great|cool)\b[,.!:]*\s+)*(?:and|but|or|also)\s+"
)
WHAT_ABOUT: Final = _pattern(r"^(?:what|how)\s+about\s+(?P<rest>.+)$")
WITH: Final = _pattern(r"^(?:for|of|about|with)\s+")
OF: Final = _pattern(r"^(?:for|of|by|with|about|the\ one\ (?:from|of|by))\s+")
AT: Final = _pattern(r"^(?P<at>on|in|at|from)\s+(?P<rest>.+)$")
ARTICLE: Final = _pattern(r"^(?:the|a|an)\s+")
OWNER: Final = re.compile(r"(?<=\w)['’]s?$")
DETERMINER: Final = _pattern(r"^(?:the|its|their|his|her|this|that)\s+")
PRONOUN: Final = _pattern(
    r"it|that|this|them|those|these|him|her|then|now|(?:the\ )?(?:others?|rest)(?:\ one)?"
)
ASPECT: Final = _pattern(
    rf"(?:(?:its|their|his|her)\s+[a-z]+(?:\s[a-z]+)?|the\s+[a-z]+(?:\s[a-z]+)?|{_ASPECTS})"
)
VERBS: Final = _pattern(
    rf"\b(?:{_AUX}|{_WH}|whose|be|been|being|that|if|whether|because|while|said|says|says|get|gets|make|makes"
    r"|buy|buying|using|use|tell|show|give|not|there)\b(?<!^that)(?<!^there)"
)
ASKS: Final = _pattern(
    r"(?:since\ |until\ |by\ )?(?:why|when|where|who|whom|how|how\ much|how\ many|how\ long|how\ often|how\ big|how\ old)"
    r"(?:\ (?:exactly|so|not|else|though|then))?|how\ come|what\ for|for\ what\ reason|why\ is\ that|says\ who"
    r"|for\ how\ (?:much|long)"
)
MORE: Final = _pattern(
    r"""(?:(?:can|could)\ you\ )?(?:please\ )?(?:
      tell\ (?:me|us)\ more(?:\ about\ (?:it|that|this))? | (?:any\ |some\ )?more(?:\ (?:details?|info|information|please))?
    | elaborate | explain(?:\ (?:that|this|it|more|further))? | go\ on | continue | summari[sz]e\ (?:it|that|this)
    | anything\ else | what\ else | any\ (?:updates?|details?|news)(?:\ (?:on|about)\ (?:it|that|this|them))?
    | sources? | really | seriously | are\ you\ sure | for\ real | what\ happened\ (?:next|then|after\ that|afterwards)
    | and\ then | then\ what | what\ then | what\ now | which\ one | which\ ones
    | which\ (?:one\ )?is\ (?:better|faster|cheaper|bigger|newer|older|safer)
    | what\ does\ (?:it|that|this)\ mean | what\ do\ you\ mean | in\ what\ way | for\ example | such\ as
    )(?:\ please)?"""
)
SUBJECT: Final = _pattern(
    rf"^(?:{_WH}(?:\s+[a-z]+){{0,3}}?\s+)?(?:{_AUX}|(?<=\bhow\ long\ ){_AUX})\s+"
    r"(?P<word>it|they|he|she|this|that|these|those)\b(?P<rest>.*)$"
)
THESE: Final = frozenset({"this", "that", "these", "those"})
NOT_ALONE: Final = _pattern(  # "this" belongs to a noun: this week
    rf"^\s+(?!{_GOES_ON}\b)(?:[a-z]+\s+)?(?:week|month|year|quarter|morning|day|time|summer|winter|spring|fall|season"
    r"|one|many|much|few|company|model|kind|sort|a|an|the)\b"
)
EXPLETIVE: Final = _pattern(
    r"""\bit\b.*\bto\s+[a-z]+\s+\S | \bit\b.*\b(?:that|if|whether)\s+\S | \b(?:time|day|date|weather)\b.*\bis\s+it\b
    | \bit\s+(?:rain|snow|rains|snows|just) | \bit\s+(?:mean|matter|happen|take|make\ sense)s?\s+(?:when|to|for)\b
    | \b(?:hard|easy|long|much|legal|possible|safe)\b.*\bit\b.*\bto\s+[a-z]+$ | \bhow\s+is\s+it\s+going\b
    | \bwhy\s+is\s+it\s+called\b | \bit\s+like\s+to\b"""
)
SAID_OF_IT: Final = _pattern(
    r"^\s+(?:true|false|possible|legal|illegal|safe|likely|clear|known|hard|easy|difficult|necessary|worth|called)\b"
)
EVENT: Final = _pattern(
    r"\b(?:is|was)\s+it$|\bit\s+(?:happen|happened|begin|start|end|over|take\ place|true|confirmed)\b"
)
BEFORE_NAME: Final = _pattern(
    r"\b(?:to|with|than|from|in|on|by|for|like|as|against|beat|affect|hurt|help|support|replace|include|of|use|run|sue"
    r"|buy|acquire)\s+(?:the\s+)?$"
)
OWNED: Final = _pattern(
    rf"^(?:what\s+happened\s+to\s+|(?:{_WH}(?:\s+(?!of\b)[a-z]+){{0,2}}?\s+)?{_AUX}\s+|(?:what|who|how|where)['’]s\s+)"
    r"(?P<word>its|their|his|her)\s+[a-z]"
)
THE_ASPECT: Final = _pattern(
    rf"^(?:what|who|how\ much|how\ big|how\ good|when|how)(?:['’]s|\s+(?:is|are|was|were|will\ be))\s+(?P<word>the)\s+{_ASPECTS}$"
)
THE_NOUN: Final = _pattern(
    rf"^(?!which\b|.*\b(?:its|their|his|her|who\ |and)\b)(?:{_WH}|{_AUX})\s+(?:[\w'’]+\s+){{0,4}}?(?P<word>(?:the|that|this)\s+(?:(?P<company>{_COMPANY})|(?P<thing>{_THING})|{_EVENT}))"
    rf"(?=\s+{_GOES_ON}\b|$)"
)
OBJECT: Final = _pattern(
    rf"^(?!.*\b(?:a|an|any|some|and|or|if|when\ you|people\ who)\b)(?!.*,)(?:{_WH})\b(?:\s+[\w'’]+){{1,6}}\s+"
    r"(?:it|them|him|her|that|this|there)$"
)
SAYS_OF: Final = _pattern(
    rf"^(?!.*\band\b)(?!.*,)(?:{_WH}|{_AUX})\b(?:\s+[\w'’.-]+){{1,6}}\s+(?:do|doing|say|says|said|think|thinks|know|react"
    r"|respond|reply|feel)(?:\s+(?:about|of|to|on))?\s+(?:that|this|it|so)$"
)
ENDS_ASKING: Final = _pattern(
    rf"\b(?:say|said|know|explain|announce|tell|clear)\s+{_WH}(?:\s+(?:much|many|long))?$"
)
FUNCTION: Final = frozenset(
    "what why when where who whom which whose how many much did does do is are was were will would can could has have "
    "had should might may the a an it they he she this that these those there please tell me about of".split()
)
