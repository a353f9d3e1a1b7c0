"""Words as two texts of one language are compared: by what may be their stems. Pure.

An English word has one stem. A Korean one has several readings, since where its stem ends cannot be
told without a dictionary: two words are the same when they share a reading.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from bot.support.aliases import canonical
from bot.support.facts import without_facts
from bot.support.synonyms import ENGLISH, KOREAN
from bot.support.words import PARTICLES, is_korean
from retrieval.tokens import STOP_WORDS

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+(?:['.&+/-][^\W_가-힣]+)*[+#]*")
_TELLING = frozenset("more most first new over up out before after into no not".split())
_IDLE = (STOP_WORDS - _TELLING) | frozenset(
    "also am being both else however itself himself herself themselves let may might must shall "
    "one ones onto per then thus too upon very via well while yet each other such during among "
    "between within toward towards because although though whether since until through against "
    "under above below off down he's she's it's that's there's i'm i've we're we've they're don't "
    "didn't doesn't isn't wasn't aren't weren't can't couldn't won't wouldn't shouldn't hasn't "
    "haven't hadn't cannot not having got".split()
) - frozenset("under above below off down against too through until".split())
_KOREAN_IDLE = frozenset(
    "것 수 등 때 및 그 이 저 더 또 또는 그리고 하지만 그러나 있다 있는 있 없 하다 하는 한 할 했다 되다 된 될 되는 됐다 "
    "대한 대해 대하여 위해 위한 위하여 통해 통한 따라 따른 관련 관한 이번 해당 것이다 것으로 것은 것이 것을 수도 "
    "있었다 있습니다 이다 입니다 였다 이었다 바 점 중 씩 위 안 못 않다 않았다 않는 아니다 아닌 아니라 아니 없다 없는 "
    "없이 않고 않을 않은 라고 이라고 라는 이라는 며 라며 다며 고 지난 오는 현재 이미 바로 같은 같이 함께 모두 "
    "제 내 내가 저는 저도 저희 우리 그는 그의 그녀는 이는 이를 이에 이와 그런 이런 저런 어떤 여러 "
    "하기로 했으며 했고 하고 하며 하면 되면 되고 되며 돼 해 했던 하던 있고 있으며 있던 있을 있어 있음 됨 함 임 중이다 "
    "동안 씨 님 더욱 또한 즉 특히 따르면 의하면".split()
) - frozenset("이미 현재 바로 위 안 함께 모두 같이 여러".split())
_LIGHT = frozenset(unicodedata.normalize("NFD", verb) for verb in "하 되 있 해 돼 이 않 없".split())
_PLAIN = PARTICLES.replace("|만|", "|")  # only (만) tells something
_PARTICLE = re.compile(rf"(?:{_PLAIN}|들|께서|께|한테|마다|조차|밖에|이며|이고|이다|인|였다)+")
_ROLES = re.compile(
    rf"(?<=[가-힣])(?:들)?(?:{_PLAIN}|들|께서|께|한테|이며|이고|이자|이다|인|이었다|였다|이지만|지만|입니다"
    r"|이라며|라며|이었던|였던|이라|이란)$"
)
_VERB = (  # in letters: what may follow a verb's stem
    "다 는다 ᆫ다 습니다 ᆸ니다 읍니다 어요 아요 여요 요 ᆫ 는 은 ᆯ 을 던 고 며 으며 면서 으면서 면 으면 지만 으나 나 "
    "는데 ᆫ데 은데 어서 아서 여서 서 어 아 여 니 으니 니까 으니까 도록 게 기 음 ᆷ 지 려고 으려고 려는 으려는 려 "
    "라고 다고 ᆫ다고 는다고 다는 ᆫ다는 는다는 다며 ᆫ다며 는다며 다면 ᆫ다면 자 자고 네요 세요 ᆯ지 는지 ᆫ지 은지 어야 "
    "아야 여야 어도 아도 여도 자마자 거나 든지 므로 으므로 고자 다가 네 군요 ᆫ가 는가 을까 ᆯ까 기로 기에 기를 기는 "
    "음을 음이 ᆷ을 ᆷ이 지는 지도 지를 었다 고서 기도 기가 으로써 ᆷ으로써 게끔 은다 ᆸ니까 지요 죠 ᆫ지라 다니"
).split()
_ENDINGS = "|".join(
    unicodedata.normalize("NFD", ending) for ending in sorted(_VERB, key=len, reverse=True)
)
_TENSE = unicodedata.normalize("NFD", "었|았|였|겠|으시|시") + "|ᆻ었|ᆻ았|ᆻ"
_VERBAL = re.compile(rf"(?:{_TENSE})*(?:{_ENDINGS})$")
_PAST = re.compile("[었았였했됐렀랐](?:다|고|으|지|던|는|습)")
_MADE = re.compile(  # what makes a noun a verb
    "(?:{})$".format(
        unicodedata.normalize(
            "NFD", "하|해|되|돼|시키|시켜|받|당하|당해|이|하여|되어|스럽|롭|받아|지"
        )
    )
)
_APART = {"ᅧ": "ᅵ", "ᅯ": "ᅮ", "ᅪ": "ᅩ"}
_IRREGULAR = {
    form: base
    for line in """
say said/buy bought/sell sold/make made/rise rose risen/fall fell fallen/grow grew grown/win won/lose lost
lead led/pay paid/build built/tell told/take took taken/give gave given/go went gone/come came/find found
hold held/keep kept/leave left/meet met/run ran/see saw seen/send sent/spend spent/think thought/do did done
write wrote written/begin began begun/become became/bring brought/break broke broken/choose chose chosen
draw drew drawn/drive drove driven/fight fought/fly flew flown/know knew known/lay laid/mean meant
seek sought/show shown/speak spoke spoken/stand stood/teach taught/throw threw thrown/understand understood
wear wore worn/beat beaten/feel felt/hear heard/lend lent/hide hid hidden/catch caught/steal stole stolen
shrink shrank shrunk/strike struck/swear swore sworn/sink sank sunk/forget forgot forgotten/withdraw withdrew
withdrawn/undergo underwent/overcome overcame/arise arose/freeze froze frozen/shoot shot/sit sat/sleep slept
sue sued/die died/lie lied/owe owed/tie tied/use used/child children/man men/woman women/person people/foot feet/life lives/half halves/good better best/bad worse worst
""".split("\n")
    for group in line.split("/")
    if group
    for base, *forms in [group.split()]
    for form in forms
}
for _kept in ("better", "best", "worse", "worst"):  # degrees tell something
    del _IRREGULAR[_kept]
_SHORT = 3
_REMEMBERED = 256  # texts: each clause is looked at by several checks


@dataclass(frozen=True, slots=True)
class Word:
    """A telling word: how the text has it, and its possible stems."""

    said: str
    readings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """What a source has, to look words up in."""

    readings: frozenset[str]
    run: str  # its Korean without spaces: compounds are written with and without
    starts: frozenset[int]  # where its words begin in that


@lru_cache(maxsize=_REMEMBERED)
def words(folded: str) -> tuple[Word, ...]:
    """The telling words of a folded text, without its dates and quantities, each once."""
    read = {said: Word(said, _readings(said)) for said in _told(folded)}
    return tuple(word for word in read.values() if word.readings)


def repeated(statement: str, source: str) -> list[str]:
    """Telling words that a folded statement has more often than its folded source."""
    own = Counter(_key(said) for said in _told(statement))
    often = {key: count for key, count in own.items() if count > 1}
    there = Counter(_key(said) for said in _told(source)) if often else Counter[str]()
    return [key for key, count in often.items() if 0 < there[key] < count]


@lru_cache(maxsize=_REMEMBERED)
def _told(folded: str) -> tuple[str, ...]:
    return tuple(
        said for said in _WORD.findall(canonical(without_facts(folded))) if not _is_idle(said)
    )


def _key(said: str) -> str:
    return min(_readings(said), key=lambda reading: (len(reading), reading), default=said)


def held(folded: str, of: Iterable[Word]) -> Held:
    """A source's words. Its idle ones count as well."""
    said = _WORD.findall(canonical(folded))
    korean = [word for word in said if is_korean(word)]
    starts = accumulate((len(word) for word in korean), initial=0)
    readings = frozenset(r for word in of for r in word.readings)
    plain = frozenset(stem(word) for word in said if not is_korean(word))
    return Held(readings | plain | frozenset(said), "".join(korean), frozenset(starts))


def together(sources: Iterable[Held]) -> Held:
    """Several as one."""
    parts = tuple(sources)
    ends = accumulate((len(part.run) for part in parts), initial=0)
    moved = [{at + end for at in part.starts} for part, end in zip(parts, ends, strict=False)]
    readings = frozenset[str]().union(*(part.readings for part in parts))
    return Held(readings, "".join(p.run for p in parts), frozenset[int]().union(*moved))


def missing(of: Collection[Word], source: Held) -> list[Word]:
    """Words that the source does not have."""
    return [word for word in of if not _has(source, word)]


def stem(word: str) -> str:
    """Of a folded English word, or of what several words are one to."""
    base = _IRREGULAR.get(word, word)
    cut = _cut(base)
    return _SAME.get(cut, cut)


def _is_idle(said: str) -> bool:
    if not is_korean(said):
        return said in _IDLE
    if said in _KOREAN_IDLE or _PARTICLE.fullmatch(said):
        return True
    return _VERBAL.sub("", unicodedata.normalize("NFD", said)) in _LIGHT


@lru_cache(maxsize=8 * _REMEMBERED)
def _readings(said: str) -> frozenset[str]:
    if is_korean(said):
        return frozenset(KOREAN.get(r, r) for r in _korean(said)) - _KOREAN_IDLE
    parts = re.split("['.&+/-]", said)
    joined = frozenset({stem("".join(parts))}) if len(parts) > 1 else frozenset()
    return frozenset({stem(said.removesuffix("'s"))}) | joined


def _korean(said: str) -> Iterator[str]:
    """The word, it without its particle, and without its verb's ending."""
    yield said
    bare = _ROLES.sub("", said)
    if len(bare) > 1:
        yield bare
    letters = unicodedata.normalize("NFD", said)
    root = _VERBAL.sub("", letters)
    if root != letters:
        yield from _stems(root, said)


def _stems(root: str, said: str) -> Iterator[str]:
    """A verb's root, also with its vowels drawn apart (열려, 열리), and the noun it is made of."""
    for form in (root, _MADE.sub("", root), root[:-1] + _APART.get(root[-1:], root[-1:])):
        whole = unicodedata.normalize("NFC", form)
        if len(whole) > 1 or (whole and said[:1] == whole and _PAST.search(said)):
            yield whole


def _has(source: Held, word: Word) -> bool:
    if not source.readings.isdisjoint(word.readings):
        return True
    if is_korean(word.said):
        return any(_inside(reading, source) for reading in word.readings)
    parts = [p for p in re.split("[-/]", word.said) if p]
    return len(parts) > 1 and all(stem(p) in source.readings or p in _IDLE for p in parts)


def _inside(reading: str, source: Held) -> bool:
    """Whether a compound begins with it: not 공개 in 비공개, nor 동물 in 원생동물."""
    at = source.run.find(reading) if len(reading) > 1 else -1
    while at >= 0 and at not in source.starts:
        at = source.run.find(reading, at + 1)
    return at >= 0


def _cut(word: str) -> str:
    """Without an English ending."""
    if not word.isascii() or len(word) <= _SHORT:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "ly", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            base = word.removesuffix(ending)
            return word if word.endswith("ss") else base if ending[-1] == "s" else _single(base)
    return word.removesuffix("e")


def _single(base: str) -> str:
    """Stopped and stop, making and make."""
    if base[-1] == base[-2] and base[-1] not in "lsze":
        return base[:-1]
    return base.removesuffix("e")


_SAME = {_cut(word): _cut(group[0]) for group in ENGLISH for word in group}
