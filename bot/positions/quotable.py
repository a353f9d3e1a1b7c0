"""Which words of a comment can be shown without what was said before it, and how much they say. Pure."""

import re

from bot.support.words import is_korean
from retrieval.passages import weight
from retrieval.tokens import content_terms

SHORTEST, LONGEST = 40, 600  # weights, see retrieval.passages.weight
_FEWEST = 5  # content terms
_LEANS = re.compile(
    r"^\W*(?:(?:and|but|or|so|also|then|plus|however|though|although|therefore|thus|hence|instead|otherwise|besides|moreover|still|again"
    r"|meanwhile|likewise|similarly|except|either|neither|anyway|yet|because|since|which|who|whose|if so|if not|in that case|even (?:so|then)"
    r"|that said|for example|for instance|e\.g\.|i\.e\.|in other words|on the other hand|as (?:above|mentioned)|same|ditto)\b"
    r"|(?:it|its|it's|they|their|them|they're|he|she|his|her|him|he's|she's|this|that|that's|these|those|such|there|the (?:former|latter|first|second|other|same))\b(?!\s+(?:is|are) (?:no|a lot|many|nothing|plenty))"
    r"|(?:yes|no|yeah|yep|yup|nope|nah|agree[ds]?|disagree[ds]?|exactly|correct|indeed|right|true|sure|ok|okay|lol|haha|wow|huh|hmm|well|oh|ah"
    r"|sorry|thanks|thank you|thx|congrats|edit|update|nit|source|citation|\+1|this\.|why not|what|i (?:totally |completely |fully |strongly |also |respectfully |dis)?agree"
    r"|i(?:'d| would) (?:also )?add|me too|not (?:really|quite|sure|exactly|necessarily|true|only)|you(?:'re|'ve| are| have| said| say| seem| mean| must| just)|your (?:comment|point|argument|claim|question|example|assumption)"
    r"|the (?:parent|op|gp|above|article|author|title|post)|parent|op|gp|tl;?dr|disclaimer|disclosure|fixed|\[[0-9]+\]|@\w+)\b)",
    re.IGNORECASE,
)
_LEANS_KO = re.compile(
    r"^\W*(?:(?:그리고|그런데|근데|하지만|그러나|그래서|그러면|그럼|그래도|그러니|그러니까|따라서|또한|또|게다가|반면|다만|물론|즉|예를 들어|예를 들면|예컨대|오히려|특히|결국|심지어|대신|어쨌든|아무튼|하여튼|그나마|반대로|참고로|덕분에"
    r"|이건|이것|이게|이걸|이는|이런|이렇게|이렇|이때|이 |그건|그것|그게|그걸|그런|그렇|그때|그 |그는|그녀|그들|저건|저것|저런|저도|저 |여기|거기|위 |윗|같은 |둘 다|후자|전자"
    r"|네[,. ]|예[,. ]|아뇨|아니[,. ]|맞[아음는습]|동의|공감|ㅇㅇ|ㅋ|ㅎ|ㅠ|인정|글쎄|음[,. ]|와[,. ]|오[,. ]|감사|고맙|죄송|반대로|당신|님 |글쓴이|원글|위의|본문|댓글|출처)"
    r"|나도 |저 역시|나 역시|덧붙)"
)
_POINTS = re.compile(
    r"\b(?:this|that|these|those) (?:is|was|are|were|isn't|wasn't|will|would|has|had|means|makes|seems|looks|can|could|should|article|post|thread|comment|one)\b"
    r"|\bthat's\b|\b(?:like|of|about|with|for|at|by|in|to|do|doing|see|seen) (?:this|that|it)[.,;]?$|\b(?:parent|OP|GP|upthread|above|grandparent)\b"
    r"|(?<![가-힣])(?:이건|이게|그건|그게|이런|그런|이렇게|그렇게|이 (?:글|댓글|기사)|위 (?:글|댓글))(?![가-힣])",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours)\b|당신|님[은이의]", re.IGNORECASE)
_NOT_SAID = re.compile(
    r"^\s*(?:>|»|&gt;|\||\$ |#|[-=*_]{3,}|```|\[[0-9]+\]|https?://|[\"“‘「『].*[\"”’」』]\s*$)"
)
_CODE = re.compile(
    r"[{};]\s*$|^\s{4,}\S|=>|\(\)|</?\w+>|\bdef \w+\(|\bimport \w+$|::\w|^[\w./-]+\s*=\s"
)
_ASKS = re.compile(
    r"[?？]\W*$|궁금|^\W*(?:i wonder|i(?:'m| am) curious|curious|does anyone|anyone know)\b",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(
    r"\b(?:who (?:needs|wants|cares|asked|would)|why (?:would|should|does|do) (?:any\w+|we|a \w+|every\w+)|how (?:is|can|could) (?:any\w+|a \w+)|what(?:'s| is) the point"
    r"|isn't|aren't|wasn't|doesn't|shouldn't|wouldn't)\b|(?:아닌가|않나|않을까|아닐까|않은가|누가\s.*(?:겠|을까|나)|무슨 소용|왜 굳이)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|as a result|the reason|reasons?|which means|that means|otherwise|unless|therefore|if you|trade-?offs?|compared (?:to|with)|unlike|whereas|instead of|the problem|the issue|the point)\b"
    r"|때문|이유|덕분|탓|그래서|따라서|라면|다면|반면|보다|대신|므로|니까|어서|아서|기에|문제는|핵심은",
    re.IGNORECASE,
)
_LIVED = re.compile(
    r"\b(?:i(?:'ve| have)? (?:use[d]?|been|work(?:ed)?|r[au]n|tried|built|switched|moved|spent|switched|found|had|maintain\w*|deploy\w*|wrote)|we (?:use[d]?|r[au]n|tried|switched|moved|found|had|deploy\w*)"
    r"|in my (?:experience|case|job|team)|at (?:my|our) (?:work|company|job)|my (?:team|company|experience|employer|job)|our (?:team|company)|for (?:[0-9]+|many|several|a few|two|three|five|ten) (?:years|months|weeks))\b"
    r"|써\s?[보봤왔]|사용해\s?[보봤왔]|사용 중|쓰고 있|썼|써서|경험|해 보니|해보니|년째|년 동안|년간|개월|직접 |우리 (?:팀|회사)|회사에서|옮겼|갈아탔",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"\b(?:i (?:think|believe|feel|find|hope|suspect|doubt|prefer|wish|don't (?:think|see|understand|get))|imo|imho|in my (?:opinion|view)|should(?:n't)?|would rather|needs? to|seems?|sounds|personally|ought to|honestly|clearly|frankly|to me)\b"
    r"|생각|느[끼낌꼈]|같음|같다|같아|듯|봄$|본다|해야|어야|아야|보임|보인다|낫다|나음|필요|의견|개인적으로|솔직히|차라리",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://|www\.|\[[0-9]+\]")


def stands_alone(text: str) -> bool:
    """Whether a sentence, or some in a row, says something to whoever reads nothing else of the comment."""
    if not SHORTEST <= weight(text) <= LONGEST or len(content_terms(text)) < _FEWEST:
        return False
    if _NOT_SAID.search(text) or _CODE.search(text):
        return False
    if (_LEANS_KO if is_korean(text) else _LEANS).match(text):
        return False
    return not _ASKS.search(text) or bool(_RHETORICAL.search(text))


def substance(text: str) -> float:
    """How much an excerpt says: reasons, experience, judgement; less of it where it points elsewhere."""
    telling = (
        0.5 * bool(_REASON.search(text))
        + 0.5 * bool(_LIVED.search(text))
        + 0.4 * bool(_JUDGES.search(text))
        + 0.3 * min(weight(text), 240) / 240
    )
    pointing = (
        0.5 * bool(_POINTS.search(text))
        + 0.4 * bool(_LINK.search(text))
        + 0.2 * bool(_YOU.search(text))
        + 0.2 * bool(_ASKS.search(text))
    )
    return telling - pointing
