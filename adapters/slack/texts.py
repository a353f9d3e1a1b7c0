"""Texts that only Slack needs, in English and in Korean."""

from dataclasses import dataclass

from adapters.slack import escape
from bot.types import Phase, Progress
from bot.wording import known, progress_line
from bot.wording.chat import chat

_SHOWN = 300  # characters of a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One language's phrases."""

    asked: str  # stays beside the answer to a command: Slack does not let it be taken away
    working: str  # before "is searching the sources…"
    shared: str  # where the name of the person who shared is not known
    close: str
    back: str
    on: str
    page: str
    expired: str
    home_head: str
    home_limits: str
    home_language: str
    usage: tuple[str, ...]
    prompts_title: str
    prompts: tuple[tuple[str, str], ...]
    no_member: str  # below a run that was asked for where the bot is no member
    confirm_delete: str
    confirm_rollback: str
    held: tuple[str, str]  # of a source: for one text and for several
    rank_unknown: str
    unfollowed: str
    installed: str
    not_installed: str

    not_in_channel: str
    no_channel: str
    archived: str
    restricted: str
    no_thread: str
    no_access: str
    too_large: str
    other: str


def texts(lang: str | None) -> Texts:
    """The phrases of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN


def working_line(lang: str, ahead: int = 0) -> str:
    """What stands where the answer to a command will be."""
    searching = progress_line(Progress(phase=Phase.SEARCHING), lang)
    line = chat(lang).queued.format(n=ahead) if ahead else searching
    return texts(lang).working.format(line=line)


def asked_line(lang: str, question: str, ahead: int = 0) -> str:
    """What a person sees who gave a command: their question, and that the answer will follow."""
    shown = escape.cut(question, _SHOWN)
    line = texts(lang).asked.format(question=shown)
    return f"{line} ({working_line(lang, ahead)})" if ahead else line


EN = Texts(
    asked="“{question}”: the answer will follow here.",
    working="Newsdesk {line}",
    shared="Shared by a member",
    close="Close",
    back="Previous page",
    on="Next page",
    page="Page {n} of {of}",
    expired="Slack waited too long for this window. Please try once more.",
    home_head="Newsdesk: tech news with its sources",
    home_limits="Answers are put together by a machine out of exact quotes. They can miss or misread things: open the sources before you rely on them.",
    home_language="Replies are in the language of your question, English or Korean. Dates follow the time zone of your Slack account.",
    usage=(
        "`/news your question` asks",
        "`/news private your question` shows the answer to you alone",
        "`/news sources` lists what is searched here",
        "`/news why` explains how your last answer here came about",
        "`/news settings` sets what holds in this channel (admins)",
        "`/news privacy` says what is kept, `/news forget-me` deletes what is kept of you",
        "`/news help` shows this",
    ),
    prompts_title="For example",
    prompts=(
        ("AI news of this week", "What happened in AI this week?"),
        ("Chips", "What is new about semiconductors?"),
        ("오늘의 AI 소식", "오늘 AI 분야에서 무슨 일이 있었어?"),
    ),
    no_member="I am not a member of this channel, so this message stays as it is: the end will be told here or in a direct message. /news runs shows how it goes.",
    confirm_delete="What is deleted is no longer quoted. This cannot be undone.",
    confirm_rollback="Answers will come from the index that was used before.",
    held=("{n} missing text waits for a yes", "{n} missing texts wait for a yes"),
    rank_unknown="Slack did not say whether you manage this workspace, so nothing was done. Try again; if it stays so, whoever installed the app must grant it users:read.",
    unfollowed="It has been taken on, but no message can show how it goes: see /news runs.",
    installed="Newsdesk is installed. You can close this page and write to it in Slack.",
    not_installed="Newsdesk was not installed. Begin again at /slack/install.",
    not_in_channel="I am not a member of that channel; invite me with /invite",
    no_channel="I cannot see that channel, or it is gone",
    archived="the channel is archived",
    restricted="the workspace does not let me post there",
    no_thread="the thread is gone",
    no_access="my access to this workspace was taken away",
    too_large="Slack takes no message of this size",
    other="Slack refused it: {code}",
)

KO = Texts(
    asked="“{question}”: 곧 여기에 답이 올라옵니다.",
    working="{line}",
    shared="멤버가 공유함",
    close="닫기",
    back="이전 페이지",
    on="다음 페이지",
    page="{of}쪽 중 {n}쪽",
    expired="Slack이 이 창을 너무 오래 기다렸습니다. 다시 한 번 시도해 주세요.",
    home_head="Newsdesk: 출처가 붙는 기술 뉴스",
    home_limits="답변은 기계가 원문 인용을 모아 만듭니다. 빠뜨리거나 잘못 읽었을 수 있으니, 중요한 내용은 출처를 열어 확인해 주세요.",
    home_language="질문한 언어(한국어 또는 영어)로 답합니다. 날짜는 Slack 계정의 시간대를 따릅니다.",
    usage=(
        "`/news 질문` 질문하기",
        "`/news 비공개 질문` 본인에게만 답 보이기",
        "`/news 출처` 여기서 찾아보는 출처 목록",
        "`/news 이유` 여기서 받은 마지막 답이 어떻게 나왔는지 보기",
        "`/news 설정` 이 채널의 설정 (관리자)",
        "`/news 개인정보` 보관하는 내용, `/news 내 기록 삭제` 본인에 관한 내용 삭제",
        "`/news 도움말` 이 안내 보기",
    ),
    prompts_title="예를 들면",
    prompts=(
        ("오늘의 AI 소식", "오늘 AI 분야에서 무슨 일이 있었어?"),
        ("반도체", "반도체 업계에 새로운 소식이 있어?"),
        ("AI news of this week", "What happened in AI this week?"),
    ),
    no_member="이 채널의 멤버가 아니어서 이 메시지는 바뀌지 않습니다. 끝나면 여기나 다이렉트 메시지로 알려 드립니다. 진행 상황은 /news 실행 명령으로 볼 수 있습니다.",
    confirm_delete="삭제한 글은 더는 인용되지 않으며, 되돌릴 수 없습니다.",
    confirm_rollback="이전에 쓰던 색인으로 답하게 됩니다.",
    held=("사라진 글 {n}건 삭제 승인 대기",) * 2,
    rank_unknown="이 워크스페이스의 관리자인지 Slack에서 확인하지 못해 아무것도 하지 않았습니다. 다시 시도해 주세요. 계속되면 앱에 users:read 권한이 필요합니다.",
    unfollowed="접수했지만 진행 상황을 보여 줄 메시지를 올리지 못했습니다. /news 실행 명령으로 확인해 주세요.",
    installed="Newsdesk를 설치했습니다. 이 페이지를 닫고 Slack에서 말을 걸어 보세요.",
    not_installed="Newsdesk를 설치하지 못했습니다. /slack/install 에서 다시 시작해 주세요.",
    not_in_channel="그 채널의 멤버가 아님, /invite 명령으로 초대해 주세요",
    no_channel="채널이 보이지 않거나 없어짐",
    archived="보관된 채널임",
    restricted="워크스페이스에서 그곳에 글을 올리지 못하게 함",
    no_thread="스레드가 없어짐",
    no_access="이 워크스페이스에 대한 접근 권한이 없어짐",
    too_large="Slack이 이 크기의 메시지를 받지 않음",
    other="Slack이 거부함: {code}",
)
