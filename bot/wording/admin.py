"""What those who run the bot are told in chats, in English and in Korean. Words in braces are filled in.

Korean phrases put no particle that depends on a final consonant (은/는, 이/가, 을/를) after braces.
"""

from dataclasses import dataclass

from bot.wording.phrases import known


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminWords:
    """One language's phrases."""

    not_admin: str
    paused: str
    resumed: str
    scheduled: str
    unscheduled: str
    remove_question: tuple[str, str]  # for one text and for several
    remove_yes: str
    remove_no: str
    kept: str
    expired: str  # a button whose time is over
    runs: str
    no_runs: str
    sources: str
    no_sources: str
    state_active: str
    state_paused: str
    state_failing: str
    state_leaving: str
    every: str
    only_when_asked: str
    documents: tuple[str, str]
    ended_already: str
    rollback_started: str
    usage: str


def admin_words(lang: str | None) -> AdminWords:
    """The phrases of a language; English for one that has none."""
    return _KO if known(lang) == "ko" else _EN


_EN = AdminWords(
    not_admin="Only those who run this bot may do that: whoever is named in NEWSDESK_ADMINS, and the managers of"
    " the servers or workspaces in NEWSDESK_HOMES (where it names none: of the bot's first one).",
    paused="{name} is paused: it is not read until it is resumed. What is stored of it is still searched.",
    resumed="{name} is read on its schedule again.",
    scheduled="{name} is read every {span}.",
    unscheduled="{name} is read only when somebody asks for it.",
    remove_question=(
        (
            "Remove {name} with its {n} text? It is no longer quoted, and answers that quoted it lose those quotes."
            " This cannot be undone."
        ),
        (
            "Remove {name} with its {n} texts? They are no longer quoted, and answers that quoted them lose those"
            " quotes. This cannot be undone."
        ),
    ),
    remove_yes="Remove it",
    remove_no="Keep it",
    kept="{name} stays.",
    expired="This button is out of date; use the command again.",
    runs="Recent runs",
    no_runs="Nothing has run yet.",
    sources="Sources",
    no_sources="There is no source yet. Add one with `{command}`.",
    state_active="active",
    state_paused="paused",
    state_failing="failing",
    state_leaving="being removed",
    every="every {span}",
    only_when_asked="only when asked",
    documents=("{n} document", "{n} documents"),
    ended_already="It has ended already.",
    rollback_started="Going back to the index before.",
    usage="For those who run this bot: `{c} sources list|add|pause|resume|schedule|remove|refresh|backfill|retry`,"
    " `{c} reindex [source]`, `{c} rollback`, `{c} runs`, `{c} cancel RUN`",
)

_KO = AdminWords(
    not_admin="이 봇을 운영하는 사람만 할 수 있습니다: NEWSDESK_ADMINS에 적힌 사람, 그리고 NEWSDESK_HOMES에 적힌(적혀"
    " 있지 않으면 봇이 처음 들어간) 서버나 워크스페이스의 관리자입니다.",
    paused="일시 중지했습니다: {name}. 다시 시작할 때까지 읽지 않습니다. 저장된 글은 계속 검색됩니다.",
    resumed="예정대로 다시 읽습니다: {name}.",
    scheduled="{span}마다 읽습니다: {name}.",
    unscheduled="요청할 때만 읽습니다: {name}.",
    remove_question=(
        (
            "이 출처와 글 {n}건을 삭제할까요: {name}? 더는 인용되지 않으며, 이 글을 인용한 답변에서 그 인용이 사라집니다."
            " 되돌릴 수 없습니다."
        ),
    )
    * 2,
    remove_yes="삭제",
    remove_no="그대로 두기",
    kept="그대로 두었습니다: {name}.",
    expired="오래된 버튼입니다. 명령을 다시 사용해 주세요.",
    runs="최근 실행",
    no_runs="아직 실행한 기록이 없습니다.",
    sources="출처",
    no_sources="아직 출처가 없습니다. `{command}` 명령으로 추가해 주세요.",
    state_active="정상",
    state_paused="일시 중지",
    state_failing="오류",
    state_leaving="삭제 중",
    every="{span}마다",
    only_when_asked="요청할 때만",
    documents=("문서 {n}건",) * 2,
    ended_already="이미 끝났습니다.",
    rollback_started="이전 색인으로 되돌립니다.",
    usage="봇 운영자용: `{c} sources list|add|pause|resume|schedule|remove|refresh|backfill|retry`,"
    " `{c} reindex [출처]`, `{c} rollback`, `{c} runs`, `{c} cancel 실행번호`",
)
