"""By which forms Korean asks for people's opinions. Pure.

The asking stands at the end, the topic before it. Between the two may stand only whose opinion it is, if
these are people at large: "코드 레드에 대한 구글의 반응" asks for a fact.
"""

import re

from bot.positions.speakers import PEOPLE_KO

_TOPIC = r"(?P<topic>\S.*?)"
_ABOUT = (
    r"(?:에\s?대(?:해서는|해서|한|해|하여)|에\s?관(?:해서|한|해)|을\s?두고|를\s?두고|을\s?놓고|를\s?놓고|을\s?둘러싼|를\s?둘러싼"
    r"|을\s?향한|를\s?향한|을\s?보는|를\s?보는|관련한?|에)"
)
_LIVED = r"(?:(?:사용|이용|구매|실사용|도입|이직|전환)\s?후기|후기|경험담|사용기|이용기|체험기|체험담|사용담|실패담|성공담|일화)"
_NOUN = (
    rf"(?:(?:댓글|여론|의견|찬반)?\s?(?:반응|의견|여론|평가|평판|비판|비난|호평|혹평|칭찬|불만|반발|반론|지적|감상|{_LIVED}|평|댓글|목소리|견해|시각|분위기)(?:들)?"
    r"|(?:의견|반응|호평|혹평|비판|칭찬|불만)(?:과|와|이나) (?:의견|반응|비판|호평|혹평|칭찬|불만))"
)
_SURE = rf"(?:(?:댓글|여론)\s?)?(?:반응|여론|의견|비판|평가|평판|호평|혹평|불만|{_LIVED}|댓글\s?의견)(?:들)?"
_KIND = (
    r"(?:(?:주요|주된|대표적인|전반적인|전체적인|대체적인|부정적인?|긍정적인?|비판적인?|호의적인?|다양한|여러|솔직한|반대|찬성|찬반|소수|다수|최근|초기"
    r"|나온|올라온|달린|있었던|엇갈린|비판하는|반대하는|지지하는|칭찬하는|온라인|현지|국내|해외|커뮤니티|어떤|무슨|나쁜|좋은)\s?){0,3}"
)
_WHOSE = rf"(?:{PEOPLE_KO}(?:의|들의|에서의|에서는|에서|에|은|는|이|가|\s?쪽)?\s?)?"
_HIS = r"(?:은|는|이|가|을|를|도|좀|만|에는)?"
_PLEASE = r"(?:좀\s?)?(?:알려|정리해|요약해|보여|말해|모아|들려|찾아|소개해|설명해)\s?(?:줘요?|주세요|줄래요?|주실래요?|봐요?|달라고?|줄\s?수\s?있(?:어|나)요?)"
_HOW_IS = (
    r"(?:어때요?|어떰|어떠냐|어떠니|어느\s?정도(?:야|인가요?|예요)|어떤가요?|어떻습니까|어떻나요|어떠한가요?|어떤지|어땠(?:어요?|나요|습니까|는지)|어떻게\s?(?:돼|되나|나왔|나오|갈리)(?:요|어|어요|나요|고\s?있어)?"
    r"|뭐(?:야|예요|에요|니|지|가\s?있(?:어|어요|나요|을까)|였어)?|무엇(?:인가요?|이야|입니까|이\s?있(?:나요|어|습니까))?|뭔가요?|뭐가\s?있지"
    r"|(?:은|는)?\s?없(?:어|나|나요|어요)|있(?:어|나|어요|나요|었어|었나요|었어요|을까요?|습니까|는지|었는지)|많(?:아|나요|아요|이\s?나왔어)"
    r"|나왔(?:어|나요|어요)|나오(?:나요|고\s?있어|니)|(?:도\s?)?궁금(?:해|해요|합니다|하다)|괜찮(?:아|나요)|좋(?:아|았어|은가요|은지)|나빠|나쁜가요)"
)
_TAIL = rf"(?:\s?(?:{_HOW_IS}|{_PLEASE}|요약|정리|모음|보기|요)){{0,3}}"
_SAY = (
    r"(?:어떻게\s?(?:생각|평가|반응|받아들|느[끼꼈]|봐|보[고나는니]|봤)|뭐라(?:고들?|는|던|냐)?|뭐래|뭐랬|무슨\s?(?:말|얘기|이야기|생각|반응|의견)|어떤\s?(?:반응|의견|생각|평가|말|얘기|이야기|입장)"
    r"|왜\s?(?:싫어|좋아|비판|반대|지지|욕|화)|(?:싫어|좋아|비판|반대|지지|칭찬|욕|우려|걱정)(?:해|하(?:나|는|고|니))|뭘\s?(?:싫어|좋아|걱정|우려))"
)
_TRIED = r"(?:써|사용해|이용해|도입해|적용해|시도해|겪어|해)\s?(?:본|보신|봤던|보셨던)"
_USED = rf"(?:{_TRIED}|쓰(?:는|고\s있는|시는)|사용(?:하는|하고\s있는|\s?중인)|갈아탄|옮긴|전환한)"
_USER = r"(?:(?:사람들?|분들?|유저들?|사용자들?|이용자들?|개발자들?)(?:의|이|은|는)?\s?)"
_OF_USE = rf"(?:{_NOUN}|경험|소감|느낌|사례|이야기|얘기)"
_REST = r"[^.?!]{0,24}"
_WHO = rf"{PEOPLE_KO}(?:은|는|이|가|들은|들이|에서는|에서|에선|에는|의)?"
_ABOUT_IT = (
    r"(?:\s?에\s?대(?:해서는|해서|해|하여)|\s?에\s?관해서?|을|를|은|는|에|\s보고|(?<![이가]))"
)

_FORMS = (
    # … 을 써 본 사람 있어?; … 했다는 경험담을 알려줘; 사람들이 … 에서 겪은 사례
    rf"{_TOPIC}(?:을|를|은|는|에)?\s(?:실제로\s|직접\s)?{_TRIED}\s?{_USER}(?:{_KIND}{_OF_USE})?\s?{_HIS}{_TAIL}",
    rf"{_TOPIC}(?:을|를|은|는|에)?\s(?:실제로\s|직접\s)?{_USED}\s?{_USER}{_KIND}{_OF_USE}\s?{_HIS}{_TAIL}",
    rf"(?:{PEOPLE_KO}(?:이|가|의|은|는)?\s)?{_TOPIC}(?<=[다라])는\s{_KIND}(?:{_LIVED}|경험|사례)(?:들)?\s?{_HIS}{_TAIL}",
    rf"(?:{PEOPLE_KO}(?:이|가|의|은|는)\s)?{_TOPIC}(?:을|를|에서|으로|로)\s?(?:실제로\s|직접\s)?(?:겪은|경험한|당한|본)\s(?:{PEOPLE_KO}(?:의|들의)?\s?)?(?:{_LIVED}|경험|사례|이야기|얘기)(?:들)?\s?{_HIS}{_TAIL}",
    rf"{PEOPLE_KO}(?:이|가)\s(?:실제로\s|직접\s)?(?:겪은|경험한|당한)\s{_TOPIC}\s(?:{_LIVED}|경험|사례|이야기|얘기)(?:들)?\s?{_HIS}{_TAIL}",
    rf"(?P<topic>){PEOPLE_KO}(?:이|가)\s(?:실제로\s|직접\s)?(?:겪은|경험한|당한)\s(?:{_LIVED}|경험|사례|이야기|얘기)(?:들)?\s?{_HIS}{_TAIL}",
    # without a topic
    rf"(?P<topic>)(?:이거|이것|그거|그것|이|그|저|여기)?\s?{_WHO}?\s?(?:{_SAY}){_REST}",
    rf"(?P<topic>){PEOPLE_KO}(?:의|들의)?\s?(?:생각|말|입장)\s?{_HIS}{_TAIL}",
    rf"(?P<topic>){_WHOSE}{_KIND}{_NOUN}\s?{_HIS}{_TAIL}",
    # … 에 대한 (사람들의) 반응은 어때?
    rf"(?:{PEOPLE_KO}(?:에서는|에서|에선|은|는|이|가|의)\s)?{_TOPIC}\s?{_ABOUT}\s{_WHOSE}{_KIND}{_WHOSE}{_NOUN}\s?{_HIS}{_TAIL}",
    rf"(?:{PEOPLE_KO}(?:에서는|에서|에선|은|는|이|가|의)\s)?{_TOPIC}\s?{_ABOUT}\s{PEOPLE_KO}(?:의|들의|은|는|이|가)?\s?{_KIND}(?:생각|입장|관점|말)\s?{_HIS}{_TAIL}",
    # … 반응 어때?
    rf"{_TOPIC}(?:은|는)?\s(?:{PEOPLE_KO}(?:의|에서의|에서|에)?\s?)?{_KIND}{_SURE}\s?{_HIS}{_TAIL}",
    rf"{_TOPIC}\s{PEOPLE_KO}(?:의|에서의|에서|에)?\s?{_KIND}(?:{_NOUN}|생각|토론|논의)\s?{_HIS}{_TAIL}",
    rf"{PEOPLE_KO}(?:에서의?|에|에서는|의)\s(?:나온\s)?{_TOPIC}\s{_KIND}{_NOUN}\s?{_HIS}{_TAIL}",
    # 사람들은 … 를 어떻게 생각해?
    rf"{_WHO}\s{_TOPIC}{_ABOUT_IT}\s{_SAY}{_REST}",
    rf"{_TOPIC}{_ABOUT_IT}\s{_WHO}\s?{_SAY}{_REST}",
    rf"왜\s{_WHO}\s{_TOPIC}(?:을|를|에|에게)\s(?:싫어|좋아|비판|반대|지지|칭찬|욕|우려|걱정|화){_REST}",
    rf"{_WHO}\s{_TOPIC}(?:을|를|에|에게)\s(?:싫어|좋아|비판|반대|지지|칭찬|욕|우려|걱정){_REST}이유{_REST}",
    rf"{_TOPIC}(?:을|를|에)\s(?:비판|반대|지지|칭찬|옹호|우려|걱정|싫어|좋아)하는\s(?:의견|댓글|사람들?|목소리|반응|쪽){_REST}",
    rf"{_TOPIC}(?:에|에\s?대해)\s(?:부정적|긍정적|비판적|호의적)인\s(?:의견|댓글|사람들?|목소리|반응|시각){_REST}",
)
_LEADS = re.compile(r"^(?:(?:그럼|그러면|그리고|음|아|저기|혹시|그래서)[,\s]+){1,3}")
_COMPILED = [re.compile(rf"^{form}$", re.IGNORECASE) for form in _FORMS]
_SAID_BY_ALL = re.compile(PEOPLE_KO, re.IGNORECASE)
_SOMEBODY = re.compile(  # a topic that ends in whose opinion it is, or holds a subject of its own
    r"(?:의|에서|(?:밝힌|내놓은|보낸|제기한|쏟아낸|받은|가한|내놓|쏟아내|받))$|(?:후|이후|뒤|뒤에|직후)\s\S+$"
    r"|(?:^|\s)(?:시장|증권가|업계|증시|투자자들?|정부|당국|전문가들?|주가|월가|경쟁사들?|국민|정치권|노조|회사|학계|의료계|외신|언론|직원들?|주주들?)$"
)
_CRITICAL = re.compile(
    r"비판|비난|불만|혹평|부정적|반대|반발|반론|싫어|우려|걱정|지적|욕|나쁜|나빠|화[가를났내]"
)
_FAVOURABLE = re.compile(r"칭찬|호평|긍정적|찬성|좋아|옹호|지지|호의적|좋은")


def parsed(question: str) -> tuple[str, str] | None:
    """The topic of a question for people's opinions, and the words that ask; None of any other."""
    text = _LEADS.sub("", question)
    for form in _COMPILED:
        match = form.match(text)
        if match is None or _SOMEBODY.search(match["topic"]):
            continue
        start, end = match.span("topic")
        words = f"{text[:start]} {text[end:]}"
        if match["topic"] or _names_people(words):
            return match["topic"], words
    return None


def leans(words: str) -> tuple[bool, bool]:
    """Whether the words that ask are after criticism, and whether after praise."""
    return bool(_CRITICAL.search(words)), bool(_FAVOURABLE.search(words))


def _names_people(words: str) -> bool:
    """A question without a topic must at least say whose, or name a kind of opinion."""
    return bool(_SAID_BY_ALL.search(words) or re.search(_NOUN, words))
