"""Phrases about how far an answer can be relied on, and where more is to be read, in both languages.

Words in braces are filled in; see `bot.wording.phrases` for the rule of Korean ones.
"""

from dataclasses import dataclass

from bot.wording.phrases import known


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """One language's phrases."""

    edited: str
    standing_flagged: str
    standing_dead: str
    stale: str
    unrefreshed: str
    unrefreshed_ever: str
    rift_figures: str
    rift_dates: str
    rift_denial: str
    dated: str  # one side of a conflict
    newer: str
    number: str  # names a statement where no numbers stand in brackets

    heard: str
    heard_of: str
    heard_retold: str
    heard_picked: str
    heard_title: str
    read: str
    read_of: str
    read_retold: str
    comment: tuple[str, str]  # one, many
    discussion: tuple[str, str]
    elsewhere_title: str

    link_known: str
    link_fetched: str
    link_refused: str
    link_unreadable: str
    link_late: str
    link_off: str
    titled: str
    because: str


def remarks(lang: str | None) -> Remarks:
    """The phrases of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN


EN = Remarks(
    edited="edited; change noticed on {day}",
    standing_flagged="flagged on {source}",
    standing_dead="hidden on {source}",
    stale="The newest source is {length} old; there may be newer news.",
    unrefreshed="{source} could not be read since {day}; what is quoted from it may be out of date.",
    unrefreshed_ever="The last reading of {source} failed; what is quoted from it may be out of date.",
    rift_figures="Sources seem to disagree (figures): {one} and {other}.",
    rift_dates="Sources seem to disagree (dates): {one} and {other}.",
    rift_denial="Sources seem to disagree (one denies what the other says): {one} and {other}.",
    dated="{mark} ({day})",
    newer="The newer one is {mark}.",
    number="no. {n}",
    heard="Read {comments} in {discussions}.",
    heard_of="Read {read} of {comments} in {discussions}.",
    heard_retold="Of these, {n} are known only as retold by another site.",
    heard_picked="Picked for being different from each other; not a poll.",
    heard_title="Discussions read",
    read="{comments} read",
    read_of="{read} of {comments} read",
    read_retold="{comments} read, retold by {source}; the original discussion is not stored",
    comment=("{n} comment", "{n} comments"),
    discussion=("{n} discussion", "{n} discussions"),
    elsewhere_title="The same story elsewhere",
    link_known="Your link was stored already: {link}",
    link_fetched="Your link was read for this question: {link}",
    link_refused="Your link could not be read, because its site does not allow it: {link}",
    link_unreadable="Your link could not be read, because no text is to be had from it: {link}",
    link_late="Your link could not be read in time: {link}",
    link_off="Your link was not read, because links are not read here, or no more for now: {link}",
    titled="“{title}” ({address})",
    because=" ({reason})",
)

KO = Remarks(
    edited="수정됨, {day}에 바뀐 것을 확인",
    standing_flagged="{source}에서 신고된 글",
    standing_dead="{source}에서 숨겨진 글",
    stale="가장 최근 출처도 {length} 전에 나왔습니다. 더 새로운 소식이 있을 수 있습니다.",
    unrefreshed="{day} 이후로 {source} 출처를 읽지 못했습니다. 그곳에서 인용한 내용은 그 뒤로 바뀌었을 수 있습니다.",
    unrefreshed_ever="지난번에 {source} 출처를 읽지 못했습니다. 그곳에서 인용한 내용은 그 뒤로 바뀌었을 수 있습니다.",
    rift_figures="출처마다 내용이 다른 것으로 보입니다(수치): {one}, {other}.",
    rift_dates="출처마다 내용이 다른 것으로 보입니다(날짜): {one}, {other}.",
    rift_denial="출처마다 내용이 다른 것으로 보입니다(한쪽이 다른 쪽을 부정함): {one}, {other}.",
    dated="{mark} ({day})",
    newer="더 나중에 나온 것은 {mark}입니다.",
    number="{n}번",
    heard="{discussions}에서 {comments}를 읽었습니다.",
    heard_of="{discussions}에서 {comments} 가운데 {read}개를 읽었습니다.",
    heard_retold="이 가운데 {n}개는 다른 사이트에서 옮겨 전한 것으로만 저장되어 있습니다.",
    heard_picked="서로 다른 의견을 골라 인용한 것이며, 여론 조사가 아닙니다.",
    heard_title="읽은 토론",
    read="{comments} 읽음",
    read_of="{comments} 가운데 {read}개 읽음",
    read_retold="{source}에서 옮겨 전한 {comments} 읽음, 원래 토론은 저장되어 있지 않음",
    comment=("댓글 {n}개",) * 2,
    discussion=("토론 {n}곳",) * 2,
    elsewhere_title="같은 소식을 다룬 다른 글",
    link_known="이미 저장되어 있던 링크: {link}",
    link_fetched="이 질문에 답하려고 읽은 링크: {link}",
    link_refused="사이트가 허용하지 않아 읽지 못한 링크: {link}",
    link_unreadable="글을 얻을 수 없어 읽지 못한 링크: {link}",
    link_late="제때 열리지 않아 읽지 못한 링크: {link}",
    link_off="이곳에서는 링크를 읽지 않거나 지금은 더 읽을 수 없어 읽지 않은 링크: {link}",
    titled="“{title}” ({address})",
    because=" ({reason})",
)
