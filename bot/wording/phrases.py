"""The catalogue: every phrase of the bot in English and in Korean. Words in braces are filled in.

Korean phrases put no particle that depends on a final consonant (은/는, 이/가, 을/를) after braces.
"""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "ko"]
LANGS: tuple[Lang, ...] = ("en", "ko")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language's phrases by key. Keys of one subject begin alike."""

    colon: str  # ends the line before a quote
    why_nothing_stored: str
    why_no_question: str
    why_too_long: str
    why_no_evidence: str
    why_nothing_in_range: str
    why_nothing_checked: str
    why_not_answered: str
    why_no_opinions: str
    why_link_unread: str
    why_withdrawn: str

    try_example: str
    try_shorter: str
    try_names: str
    try_other_words: str
    try_source: str
    try_no_time: str
    try_nearest: str
    try_facts: str
    try_discussions: str
    try_later: str
    try_open: str
    try_unlinked: str
    try_again: str

    quoted: str
    backed: str
    across: str
    reworded: str
    unwritten_unavailable: str
    unwritten_slow: str
    unwritten_busy: str
    unwritten_refused: str
    unwritten_unreadable: str
    unwritten_unchecked: str
    unwritten_user_budget: str
    unwritten_channel_budget: str
    unwritten_tenant_budget: str
    unwritten_house_budget: str
    unwritten_too_dear: str
    as_of: str
    as_of_unknown: str
    lacks: str
    undated: str
    searched: str
    holds: str
    dated: str
    dated_one_day: str
    time_asked: str
    time_asked_words: str
    since: str
    until: str
    between: str
    error: str
    unexpected: str
    too_long: str

    document: tuple[str, str]  # one, many
    source: tuple[str, str]
    ago: str
    just_now: str
    minute: tuple[str, str]
    hour: tuple[str, str]
    day: tuple[str, str]
    month: tuple[str, str]
    year: tuple[str, str]


def phrases(lang: str | None) -> Phrases:
    """The catalogue of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN


def known(lang: str | None) -> Lang:
    """The language of the catalogue that comes nearest: `ko-KR` is `ko`, others are `en`."""
    return "ko" if (lang or "").lower().replace("_", "-").split("-")[0] == "ko" else "en"


EN = Phrases(
    colon=":",
    why_nothing_stored="Nothing is stored yet, so there is nothing to answer from.",
    why_no_question="There is no question to answer.",
    why_too_long="The question is too long to be searched for.",
    why_no_evidence="The sources do not support an answer to this question.",
    why_nothing_in_range="The sources hold no answer from the time you asked about.",
    why_nothing_checked="Related texts were found, but no sentence passed the check against its source.",
    why_not_answered="Related texts were found, but none of them answers this question.",
    why_no_opinions="No comments about this are stored, so there are no opinions to quote.",
    why_link_unread="The linked page could not be read, and nothing else that is stored answers this.",
    why_withdrawn="This answer has been taken back: what it quoted was deleted where it had been published.",
    try_example="Write what you want to know, for example: What did Google announce last week?",
    try_shorter="Ask for one thing, in fewer words.",
    try_names="Name the company, product or person you mean.",
    try_other_words="Ask in other words, or in Korean.",
    try_source="Add a source that covers it.",
    try_no_time="Ask without a time, or about a longer one.",
    try_nearest="Look at the nearest items yourself.",
    try_facts="Ask what is reported about it instead.",
    try_discussions="Add a source with discussions, such as Hacker News or GeekNews.",
    try_later="Ask again in a minute: the page may arrive in time.",
    try_open="Open the link yourself.",
    try_unlinked="Ask without the link, with the names that the page is about.",
    try_again="Ask again: other sources may hold an answer.",
    quoted="Quoted from the sources, word for word.",
    backed="Written by a language model. Every sentence was checked against exact quotes of its sources.",
    across="Some of them put quotes from another language into words: compare these with the quotes.",
    reworded="Understood as: {question}",
    unwritten_unavailable="The language model could not be reached, so these are exact quotes.",
    unwritten_slow="The language model took too long, so these are exact quotes.",
    unwritten_busy="The language model takes no more requests for now, so these are exact quotes.",
    unwritten_refused="The language model did not take the request, so these are exact quotes. The operator finds the reason in the log.",
    unwritten_unreadable="The language model wrote nothing that could be used, so these are exact quotes.",
    unwritten_unchecked="What the language model wrote did not stand up to the check against the sources, so these are exact quotes.",
    unwritten_user_budget="Your share of the language model is used up until {until}, so these are exact quotes.",
    unwritten_channel_budget="This channel’s share of the language model is used up until {until}, so these are exact quotes.",
    unwritten_tenant_budget="The share of this server or workspace in the language model is used up until {until}, so these are exact quotes.",
    unwritten_too_dear="An answer by the language model would take more than is allowed here, so these are exact quotes.",
    unwritten_house_budget="The language model’s budget is used up until {until}, so these are exact quotes.",
    as_of="As of {day}, when the newest text quoted here was published.",
    as_of_unknown="The texts quoted here carry no date.",
    lacks="The stored text is not the whole: {reason}",
    undated="undated",
    searched="Searched {documents} from {sources}.",
    holds="Answers are drawn from {documents} in {sources}.",
    dated="Their dates run from {first} to {last}.",
    dated_one_day="All are dated {first}.",
    time_asked="Time asked about: {range}",
    time_asked_words="Time asked about: “{words}” ({range})",
    since="{since} or later",
    until="until {until}",
    between="{since} – {until}",
    error="{message} (reference {reference})",
    unexpected="Something went wrong that should not have. It has been logged. (reference {reference})",
    too_long="The question is longer than {limit} characters. Please ask in fewer words.",
    document=("{n} document", "{n} documents"),
    source=("{n} source", "{n} sources"),
    ago="{length} ago",
    just_now="just now",
    minute=("{n} minute", "{n} minutes"),
    hour=("{n} hour", "{n} hours"),
    day=("{n} day", "{n} days"),
    month=("{n} month", "{n} months"),
    year=("{n} year", "{n} years"),
)

KO = Phrases(
    colon=":",
    why_nothing_stored="아직 저장된 글이 없어 답할 근거가 없습니다.",
    why_no_question="질문 내용이 없습니다.",
    why_too_long="질문이 너무 길어 검색할 수 없습니다.",
    why_no_evidence="저장된 글에서 이 질문에 답할 근거를 찾지 못했습니다.",
    why_nothing_in_range="물어보신 기간에 나온 글에서는 답을 찾지 못했습니다.",
    why_nothing_checked="관련 있는 글은 찾았지만, 원문과 대조하는 검사를 통과한 문장이 없습니다.",
    why_not_answered="관련 있는 글은 찾았지만, 이 질문에 답하는 내용은 없습니다.",
    why_no_opinions="이 주제에 대한 댓글이 저장되어 있지 않아 인용할 의견이 없습니다.",
    why_link_unread="링크된 페이지를 읽지 못했고, 저장된 다른 글에도 답이 없습니다.",
    why_withdrawn="이 답변은 거두었습니다. 인용한 글이 원래 실렸던 곳에서 삭제되었습니다.",
    try_example="알고 싶은 내용을 적어 주세요. 예: 지난주에 구글이 발표한 것은 무엇인가요?",
    try_shorter="한 번에 한 가지씩, 더 짧게 물어봐 주세요.",
    try_names="회사, 제품, 인물의 이름을 넣어 물어봐 주세요.",
    try_other_words="다른 말이나 영어로 다시 물어봐 주세요.",
    try_source="이 내용을 다루는 출처를 추가해 주세요.",
    try_no_time="기간을 빼거나 더 넓혀서 물어봐 주세요.",
    try_nearest="가장 가까운 글을 직접 확인해 보세요.",
    try_facts="의견 대신 보도된 내용을 물어봐 주세요.",
    try_discussions="Hacker News나 GeekNews처럼 토론이 있는 출처를 추가해 주세요.",
    try_later="잠시 뒤에 다시 물어봐 주세요. 페이지를 제때 읽을 수도 있습니다.",
    try_open="링크를 직접 열어 보세요.",
    try_unlinked="링크 없이, 그 페이지에 나오는 이름을 넣어 물어봐 주세요.",
    try_again="다시 물어봐 주세요. 다른 출처에 답이 있을 수 있습니다.",
    quoted="출처의 글을 한 글자도 바꾸지 않고 그대로 인용했습니다.",
    backed="언어 모델이 쓴 답입니다. 모든 문장을 출처에서 그대로 인용한 글과 대조해 확인했습니다.",
    across="다른 언어로 된 인용문을 옮긴 문장이 있으니, 인용문과 견주어 보세요.",
    reworded="이렇게 이해했습니다: {question}",
    unwritten_unavailable="언어 모델에 연결하지 못해 출처의 글을 그대로 인용합니다.",
    unwritten_slow="언어 모델의 답이 늦어져 출처의 글을 그대로 인용합니다.",
    unwritten_busy="언어 모델이 지금은 요청을 더 받지 않아 출처의 글을 그대로 인용합니다.",
    unwritten_refused="언어 모델이 요청을 받아들이지 않아 출처의 글을 그대로 인용합니다. 운영자는 로그에서 원인을 볼 수 있습니다.",
    unwritten_unreadable="언어 모델이 쓸 수 있는 답을 내지 못해 출처의 글을 그대로 인용합니다.",
    unwritten_unchecked="언어 모델이 쓴 답이 출처와 대조하는 검사를 통과하지 못해 출처의 글을 그대로 인용합니다.",
    unwritten_user_budget="언어 모델을 쓸 수 있는 몫을 다 썼습니다. {until}부터 다시 쓸 수 있으며, 그때까지는 출처의 글을 그대로 인용합니다.",
    unwritten_channel_budget="이 채널은 언어 모델을 쓸 수 있는 몫을 다 썼습니다. {until}부터 다시 쓸 수 있으며, 그때까지는 출처의 글을 그대로 인용합니다.",
    unwritten_tenant_budget="이 서버 또는 워크스페이스는 언어 모델을 쓸 수 있는 몫을 다 썼습니다. {until}부터 다시 쓸 수 있으며, 그때까지는 출처의 글을 그대로 인용합니다.",
    unwritten_too_dear="언어 모델로 답하려면 여기에서 허용된 것보다 많은 몫이 들어 출처의 글을 그대로 인용합니다.",
    unwritten_house_budget="언어 모델에 쓸 예산을 다 썼습니다. {until}부터 다시 쓸 수 있으며, 그때까지는 출처의 글을 그대로 인용합니다.",
    as_of="{day} 기준입니다. 여기에 인용한 글 가운데 가장 최근 글이 나온 날입니다.",
    as_of_unknown="여기에 인용한 글에는 날짜가 없습니다.",
    lacks="저장된 글은 전문이 아닙니다: {reason}",
    undated="날짜 없음",
    searched="{sources}의 {documents}을 찾아보았습니다.",
    holds="{sources}에서 모은 {documents}에서 답을 찾습니다.",
    dated="글이 나온 날은 {first}부터 {last}까지입니다.",
    dated_one_day="글이 나온 날은 모두 {first}입니다.",
    time_asked="물어보신 기간: {range}",
    time_asked_words="물어보신 기간: “{words}” ({range})",
    since="{since} 이후",
    until="{until}까지",
    between="{since} ~ {until}",
    error="{message} (오류 번호 {reference})",
    unexpected="예상하지 못한 오류가 발생하여 기록해 두었습니다. (오류 번호 {reference})",
    too_long="질문이 {limit}자를 넘습니다. 더 짧게 물어봐 주세요.",
    document=("글 {n}건",) * 2,
    source=("출처 {n}곳",) * 2,
    ago="{length} 전",
    just_now="방금",
    minute=("{n}분",) * 2,
    hour=("{n}시간",) * 2,
    day=("{n}일",) * 2,
    month=("{n}개월",) * 2,
    year=("{n}년",) * 2,
)
