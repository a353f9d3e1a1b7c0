"""What only Discord needs to say, in English and Korean, and the names of its commands."""

from dataclasses import dataclass
from typing import Final

from bot.wording import known


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One language's phrases."""

    in_file: str
    cut: str
    later: str
    no_permission: str
    gone_channel: str
    closed_thread: str
    no_dm: str
    not_taken: str
    expired: str
    quotes_none: str
    thread_made: str
    thread_there: str
    thread_full: str
    thread_archived: str
    thread_no: str
    not_here: str
    no_source: str
    settings_hint: str
    too_old: str
    status: str  # the bot's name, and what it does
    followed_alone: str


EN: Final = Texts(
    in_file="{n} more in the attached file {name}.",
    cut="… (in full in the attached file {name})",
    later="later",
    no_permission="I lack a permission there",
    gone_channel="the channel or the message is gone",
    closed_thread="the thread is closed",
    no_dm="your direct messages are closed to me",
    not_taken="Discord did not accept the message",
    expired="too much time has passed",
    quotes_none="This reply has no quotes.",
    thread_made="Here it is: {thread}. Mention me there to ask on.",
    thread_there="There is a thread for this answer already: {thread}",
    thread_full="This server has as many active threads as Discord allows. Please go on here.",
    thread_archived="The thread of this answer is closed.",
    not_here="You need the permission for that in this channel yourself.",
    thread_no="I cannot start a thread here. I need the permission to create public threads.",
    no_source="There is no source named “{name}”. /sources list tells them.",
    settings_hint="Change them with {command}.",
    too_old="This button is from an earlier version. Please ask again.",
    status="Newsdesk {line}",
    followed_alone=(
        "I may not write in this channel: only you see this, and it follows the run for a quarter of an hour."
        " {command} tells how it goes on."
    ),
)

KO: Final = Texts(
    in_file="나머지 {n}건은 첨부 파일 {name}에 있습니다.",
    cut="… (전문은 첨부 파일 {name}에 있습니다)",
    later="잠시 뒤",
    no_permission="그곳에 글을 쓸 권한이 없음",
    gone_channel="채널이나 메시지가 없어짐",
    closed_thread="스레드가 닫힘",
    no_dm="개인 메시지를 받지 않는 상태임",
    not_taken="Discord가 메시지를 받지 않음",
    expired="시간이 너무 많이 지남",
    quotes_none="이 답변에는 인용문이 없습니다.",
    thread_made="스레드를 만들었습니다: {thread}. 그곳에서 저를 멘션하면 이어서 물어볼 수 있습니다.",
    thread_there="이 답변에는 이미 스레드가 있습니다: {thread}",
    thread_full="이 서버에서 열 수 있는 스레드를 다 썼습니다. 이곳에서 계속해 주세요.",
    thread_archived="이 답변의 스레드는 닫혀 있습니다.",
    not_here="이 채널에서 그렇게 할 권한이 본인에게 있어야 합니다.",
    thread_no="이곳에서는 스레드를 만들 수 없습니다. 공개 스레드를 만들 권한이 필요합니다.",
    no_source="“{name}” 출처는 없습니다. /출처 목록 명령으로 목록을 볼 수 있습니다.",
    settings_hint="{command} 명령으로 바꿀 수 있습니다.",
    too_old="예전 버전의 버튼입니다. 다시 물어봐 주세요.",
    status="{line}",
    followed_alone=(
        "이 채널에 글을 쓸 권한이 없어 본인에게만 보이며, 15분 동안만 진행 상황을 따라갑니다."
        " 그 뒤는 {command} 명령으로 볼 수 있습니다."
    ),
)


def texts(lang: str | None) -> Texts:
    """The phrases of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN


KOREAN: Final = {
    # names of commands and options
    "ask": "질문",
    "question": "내용",
    "private": "비공개",
    "source": "출처",
    "sources": "출처",
    "settings": "설정",
    "show": "보기",
    "set": "변경",
    "on": "답변",
    "lang": "언어",
    "privacy": "개인정보",
    "forget-me": "내기록삭제",
    "help": "도움말",
    "why": "이유",
    "list": "목록",
    "add": "추가",
    "address": "주소",
    "pause": "일시중지",
    "resume": "다시시작",
    "schedule": "주기",
    "every": "간격",
    "remove": "삭제",
    "refresh": "새로읽기",
    "backfill": "지난글읽기",
    "days": "일수",
    "retry": "다시시도",
    "reindex": "색인",
    "rollback": "색인되돌리기",
    "runs": "실행목록",
    "cancel": "실행취소",
    "run": "실행",
    "Ask about this message": "이 메시지에 대해 묻기",
    # descriptions
    "Ask about tech news; every sentence of the answer has its source": (
        "기술 뉴스에 대해 묻습니다. 답변의 모든 문장에 출처가 붙습니다"
    ),
    "What would you like to know?": "무엇이 궁금하신가요?",
    "Only you see the answer": "답을 나만 봅니다",
    "Search this source alone": "이 출처에서만 찾습니다",
    "The sources that are searched, and how fresh they are": "찾아보는 출처와 읽은 때",
    "How Newsdesk behaves in this channel": "이 채널에서 Newsdesk가 답하는 방식",
    "Show what holds in this channel": "이 채널의 설정을 봅니다",
    "Change what holds in this channel": "이 채널의 설정을 바꿉니다",
    "Answer in this channel": "이 채널에서 답하기",
    "Sources that may be searched, separated by commas; “all” for all": (
        "찾아볼 출처, 쉼표로 구분; 전체는 “all”"
    ),
    "Language of replies": "답변 언어",
    "Replies to commands are for the asker alone": "명령에 대한 답을 물어본 사람만 보기",
    "What Newsdesk keeps, and for how long": "Newsdesk가 무엇을 얼마나 보관하는지",
    "Delete what Newsdesk keeps of you": "Newsdesk가 보관하는 내 기록을 삭제합니다",
    "How your last question here was answered": "이곳에서 마지막으로 물어본 질문에 어떻게 답했는지",
    "How to ask, and how to read an answer": "묻는 방법과 답을 읽는 방법",
    "What is searched, and for those who run the bot: what is read": (
        "찾아보는 출처. 봇 운영자는 추가하고 읽고 삭제합니다"
    ),
    "Add a source by its address, and read it": "주소로 출처를 추가하고 읽습니다 (운영자)",
    "Address of a feed, a page with one, or a site": "피드, 피드가 있는 페이지, 또는 사이트의 주소",
    "Read a source no more until it is resumed": "다시 시작할 때까지 출처를 읽지 않습니다 (운영자)",
    "Read a source on its schedule again": "출처를 예정대로 다시 읽습니다 (운영자)",
    "Set how often a source is read": "출처를 얼마나 자주 읽을지 정합니다 (운영자)",
    "Remove a source with all of its texts": "출처와 그 글을 모두 삭제합니다 (운영자)",
    "Read a source now": "출처를 지금 읽습니다 (운영자)",
    "Read what a source published before it was added": "추가하기 전의 글을 읽습니다 (운영자)",
    "Read again what could not be read from a source": "읽지 못한 글을 다시 읽습니다 (운영자)",
    "Which one": "어느 것",
    "How often": "얼마나 자주",
    "How many days back": "며칠 전까지",
    "Fill the index anew, of one source or of all; answers go on": (
        "출처 하나 또는 전체의 색인을 다시 만듭니다. 그동안에도 답합니다 (운영자)"
    ),
    "Empty: all": "비워 두면 전체",
    "Go back to the index before the last change": "바뀌기 전의 색인으로 되돌립니다 (운영자)",
    "Recent and open runs, or one of them": "최근 실행과 진행 중인 실행, 또는 그중 하나 (운영자)",
    "One of them, with all of its errors": "그중 하나를 오류까지 봅니다",
    "End a run; what it stored stays": "실행을 끝냅니다. 저장한 것은 남습니다 (운영자)",
    # choices
    "15 minutes": "15분",
    "30 minutes": "30분",
    "1 hour": "1시간",
    "3 hours": "3시간",
    "6 hours": "6시간",
    "12 hours": "12시간",
    "1 day": "하루",
    "7 days": "7일",
    "only when asked": "요청할 때만",
    "that of the question": "질문의 언어",
}
