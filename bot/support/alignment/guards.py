"""Words that decide what a sentence says: what holds one is not cut, and beside one nothing is. Pure."""

import re
from collections.abc import Sequence

from bot.support.words import is_korean

NEGATIVE = frozenset(
    "not no never none nobody nothing neither nor nowhere without hardly scarcely barely rarely seldom few little zero".split()
)
_DECIDING = NEGATIVE | frozenset(
    # untruth
    "false untrue wrong wrongly falsely mistaken mistakenly mistake error erroneous incorrect incorrectly inaccurate "
    "myth hoax fake fraud fraudulent fiction fictional fictitious invented imaginary joke prank parody satire satirical "
    "sarcastically lie lies lied deny denies denied denying denial dispute disputes disputed reject rejects rejected "
    "dismiss dismissed dismisses refute refuted refutes debunked retract retracted retraction withdrawn corrected correction "
    "doubt doubts doubted doubtful disbelief nonsense contrary supposed cancelled canceled cancels scrapped reversed "
    "overturned annulled void voided revoked undone dropped abandoned failed fails fail stopped blocked halted paused "
    "delayed postponed suspended reconsidered rescinded lifted quashed vacated undid "
    # hearsay
    "say says said saying claim claims claimed claiming allege alleges alleged allegedly reportedly report reports reported "
    "according accused accuse accuses rumor rumors rumored rumour rumours rumoured story tale legend word thinking theory "
    "idea argument belief believe believes believed think thinks thought argue argues argued insists insisted suggest "
    "suggests suggested hint hints hinted purportedly purported ostensibly apparently presumably seemingly seem seems seemed "
    "appear appears appeared admits admitted told tells tell warned warns expects expected expect hopes hoped hope called calls "
    "goes went predicts predicted estimates estimated announced announces wrote writes "
    # possibility and condition
    "may might could can cannot would should must will shall likely unlikely probably possibly perhaps maybe potentially "
    "if unless whether until till except excluding excluded apart aside besides but only solely merely although though "
    "however instead rather subject pending conditional conditionally provided providing assuming planned plans plan planning "
    "aims aimed intends intended proposed proposes proposal expected forecast hypothetical hypothetically theoretically "
    "almost nearly about approximately roughly around partly partially mostly "
    "cleared acquitted exonerated pardoned released freed returned refunded reinstated restored recovered "
    "turned turns later since once formerly previously ex former actually".split()
)
_DECIDING_KOREAN = re.compile(
    "않|없|아니|못|안 |거짓|허위|오류|오보|가짜|농담|부인|반박|부정|의혹|혐의|주장|소문|루머|추정|잠정|예정|예상|전망|계획|가정|가능"
    "|라고|다고|라며|다며|따르|의하|만약|경우|조건|제외|빼|뺀|말고|취소|철회|번복|무산|중단|보류|연기|정정|실패|다만|단,|단 |만$|이하|이상|미만|초과"
    "|약 |이른바|소위|일부|수도|듯|같|으면|라면|다면|하면|되면|려고|려다|뻔|척|풍자|패러디|미정|가칭|옛|전$|구$"
)
_LIMITING_KOREAN = re.compile(
    "않|없|아니|못|안 |만약|경우|조건|제외|빼|뺀|말고|만$|면$|까지|부터|이하|이상|미만|초과"
)
_RANKING = frozenset(
    "most least best worst first second third fourth fifth sixth seventh eighth ninth tenth last only sole unique single "
    "all every each any both always ever half quarter thirds percent % record top highest-ever more less fewer than from "
    "between up down compared versus to-date again still already yet".split()
)
_EST = re.compile(r"^[a-z]{2,}est$")
_NO_EST = frozenset(
    "interest west northwest southwest test request forest invest protest arrest contest suggest guest digest quest nest "
    "rest harvest conquest chest midwest latest budapest bucharest manifest".split()
)
_RANKING_KOREAN = re.compile(
    "가장|제일|최[초고저대소다]|번째|유일|처음|마지막|모든|모두|매번|항상|오직|보다|만$|만을|절반|%|역대|사상"
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|ago|currently|nowadays|recently|lately|now|overnight|so far"
    r"|(?:this|last|next|past|coming|previous|following|same) (?:\w+ )?(?:second|minute|hour|morning|afternoon|evening|night|day|week|weekend"
    r"|month|quarter|year|decade|century|spring|summer|fall|autumn|winter|season|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|january|february|march|april|may|june|july|august|september|october|november|december)s?)\b",
    re.IGNORECASE,
)
_RELATIVE_KOREAN = re.compile(
    r"어제|어젯밤|오늘|내일|그제|엊그제|모레|글피|작년|(?<![가-힣])올해|(?<![가-힣])올 [가-힣]|올봄|올여름|올가을|올겨울|내년|지난해|재작년|내후년|금년|전년|이듬해"
    r"|(?<![가-힣])(?:지난|이번|다음|이|저번|오는|올) ?(?:달|주|주말|해|월|분기|번|봄|여름|가을|겨울|[0-9]+[일월]|[월화수목금토일]요일)"
    r"|전날|이튿날|당일|이날|같은 ?날|그날|최근|방금|현재|지금|요즘|[0-9] ?(?:년|일|주|개월|달|시간) ?전"
)  # fmt: skip
_LEANING = re.compile(
    r"^(?:(?:and|but|so|because|although|though|while|however|therefore|thus|then|also|instead|meanwhile|still|later|as a result"
    r"|in response|in addition|moreover|furthermore|consequently|nevertheless|nonetheless|similarly|likewise|otherwise|rather)\b"
    r"|.*\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|these|those|such|there|former|latter|both|another|other"
    r"|others|same|one|ones|so|too|i|we|you|my|our|us|that|the (?:company|firm|maker|group|startup|agency|move|deal|decision|change))\b"
    r"|.*(?:그는|그녀|그의|그가|그를|그에|이는|이를|이에|이와|이들|그들|이로|이것|그것|이런|그런|이같|해당|이 |그 |이번|회사|당시|이후|따라서|그러나|하지만"
    r"|그래서|그리고|또한|반면|한편|때문|역시|같은))",
    re.IGNORECASE,
)


def deciding(keys: Sequence[str]) -> bool:
    """Whether tokens hold a word that takes back, hedges or attributes: they may not be cut."""
    if any(map(is_korean, keys)):
        return bool(_DECIDING_KOREAN.search(" ".join(keys)))
    return not _DECIDING.isdisjoint(key.lower() for key in keys)


def limiting(keys: Sequence[str]) -> bool:
    """Whether Korean tokens deny or restrict, so that a time beside them cannot go."""
    return any(_LIMITING_KOREAN.search(key) for key in keys) or "안" in keys


def ranking(keys: Sequence[str]) -> bool:
    """Whether tokens rank, count out or compare: what stands beside them may restrict them."""
    if any(_RANKING_KOREAN.search(key) for key in keys):
        return True
    low = [key.lower() for key in keys]
    return not _RANKING.isdisjoint(low) or any(_EST.match(k) and k not in _NO_EST for k in low)


def relative(text: str) -> bool:
    """Whether a text tells when by a word that depends on when it was written."""
    return bool(_RELATIVE.search(text) or _RELATIVE_KOREAN.search(text))


def leans(text: str) -> bool:
    """Whether a sentence may mean something else after another sentence than its own."""
    return bool(_LEANING.search(text))
