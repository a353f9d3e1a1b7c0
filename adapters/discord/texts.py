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
    no_source="There is no source named “{name}”. /sources lists them.",
    settings_hint="Change them with {command}.",
    too_old="This button is from an earlier version. Please ask again.",
    status="Newsdesk {line}",
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
    no_source="“{name}” 출처는 없습니다. /출처 명령으로 목록을 볼 수 있습니다.",
    settings_hint="{command} 명령으로 바꿀 수 있습니다.",
    too_old="예전 버전의 버튼입니다. 다시 물어봐 주세요.",
    status="{line}",
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
    # choices
    "that of the question": "질문의 언어",
}
