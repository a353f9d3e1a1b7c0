"""What the bot says in conversations, in English and in Korean. Words in braces are filled in.

Korean phrases put no particle that depends on a final consonant (은/는, 이/가, 을/를) after braces.
"""

from dataclasses import dataclass

from bot.talk import Reason
from bot.wording.phrases import known


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One language's phrases."""

    notice: str
    asked: str
    shared_by: str
    sources: str
    nearest: str
    tips: str
    open_link: str
    page_more: str  # a source list that goes on elsewhere
    cut: str  # a sentence too long for the platform goes on elsewhere

    queued: str

    helpful: str
    unhelpful: str
    wrong_citation: str
    quotes: str
    share: str
    again: str
    rest: str
    thread: str
    why: str
    why_none: str
    thanks: str
    feedback_title: str
    feedback_reason: str
    feedback_note: str
    feedback_citation: str
    reasons: dict[Reason, str]
    send: str
    cancel: str

    about_title: str
    about_label: str
    about_hint: str

    user_limit: str
    channel_limit: str
    busy: str
    off: str
    no_direct: str
    private_here: str
    empty: str
    gone: str
    not_yours: str
    shared: str
    not_allowed: str
    unreachable: str
    interrupted: str
    too_slow: str
    overloaded: str
    welcome: str

    settings: str
    settings_here: str
    setting_on: str
    setting_sources: str
    setting_lang: str
    setting_private: str
    setting_direct: str
    yes: str
    no: str
    all_sources: str
    lang_auto: str
    saved: str
    no_sources: str
    source_read: str
    source_unread: str
    source_failing: str

    privacy: str
    forget: str
    forget_confirm: str
    forgotten: str
    help: str


def chat(lang: str | None) -> Chat:
    """The phrases of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN


EN = Chat(
    notice="Found and put together by a machine. It can miss or misread things: open the sources before you rely on this.",
    asked="Question: {question}",
    shared_by="Shared by {user}",
    sources="Sources",
    nearest="Nearest items",
    tips="What you can try",
    open_link="Open",
    page_more="{n} more under “{button}”.",
    cut="… (the rest is under “{button}”)",
    queued="has {n} questions to answer before this one…",
    helpful="Helpful",
    unhelpful="Not helpful",
    wrong_citation="Wrong citation",
    quotes="Show quotes",
    share="Share with the channel",
    again="Try again",
    rest="Show the rest",
    thread="Continue in a thread",
    why="How was this answered?",
    why_none="There is no answer of yours here to explain.",
    thanks="Thank you. Your feedback is kept with this answer.",
    feedback_title="What is wrong?",
    feedback_reason="Reason",
    feedback_note="In your words (optional)",
    feedback_citation="Which citation? (its number)",
    reasons={
        Reason.UNTRUE: "Something in it is not true",
        Reason.OFF_TOPIC: "It does not answer the question",
        Reason.OLD: "It is out of date",
        Reason.INCOMPLETE: "Something is missing",
        Reason.CITATION: "A citation does not fit its sentence",
        Reason.OTHER: "Something else",
    },
    send="Send",
    cancel="Cancel",
    about_title="Ask about this message",
    about_label="Your question",
    about_hint="Empty: what do the sources say about it?",
    user_limit="You have asked as many questions as one person may for now. You can ask again {until}.",
    channel_limit="This channel has asked as many questions as it may for now. Ask again {until}.",
    busy="Too many questions are waiting. Please ask again in a minute.",
    off="Newsdesk is switched off in this channel.",
    no_direct="Newsdesk does not answer direct messages here. Ask in a channel.",
    private_here="Replies in this channel are for the asker alone. Ask with {command}, and only you will see the answer.",
    empty="What would you like to know? Write the question after my name.",
    gone="This answer is no longer kept.",
    not_yours="Only the person who asked can do this.",
    shared="Shared with the channel.",
    not_allowed="You need the permission to manage this server or workspace for that.",
    unreachable="I could not reply where you asked ({reason}). Your question was: {question}",
    interrupted="I was interrupted while posting the answer to your question. If you do not see it, press “{button}”.",
    too_slow="It took too long to answer this. Ask again, or for less at once.",
    overloaded="the platform takes no more messages from me at the moment",
    welcome="Ask me about tech news. Every sentence of an answer comes with its source, and when the sources do not support an answer I say so.",
    settings="Settings of Newsdesk",
    settings_here="In this channel:",
    setting_on="Answer here",
    setting_sources="Sources",
    setting_lang="Language of replies",
    setting_private="Replies to commands are private",
    setting_direct="Answer direct messages",
    yes="yes",
    no="no",
    all_sources="all",
    lang_auto="that of the question",
    saved="Saved.",
    no_sources="There are no sources yet.",
    source_read="{name}: {documents} documents, read {age}",
    source_unread="{name}: not read yet",
    source_failing="{name}: could not be read last time",
    privacy=(
        "Newsdesk keeps the questions that are put to it, its replies, and your feedback on them, with your"
        " user id, for {days} days, so that replies can be corrected and buttons go on working. It reads"
        " no other messages and no history, sends nothing to advertisers, and trains no models with it."
        " The log holds ids and no texts. {forget} deletes what is kept of you at once, but for the fact that you asked, which is known for a day; messages that were"
        " posted stay where they are until you or an admin deletes them."
    ),
    forget="Delete my data",
    forget_confirm="Delete everything that Newsdesk keeps of you here? Replies that were posted stay in their channels.",
    forgotten="Deleted: {questions} questions with their replies, {ratings} ratings. That you asked, and when, is known for one more day, to count limits and to answer nothing twice.",
    help=(
        "Ask about tech news in English or Korean. Every sentence of an answer carries the number of its"
        " source; “Show quotes” opens the exact words. When the sources do not support an answer, I say"
        " so and show what comes nearest. You can edit your question, and the reply follows; delete it,"
        " and the reply goes, too."
    ),
)

KO = Chat(
    notice="기계가 찾아 모은 답변입니다. 빠뜨리거나 잘못 읽었을 수 있으니, 중요한 내용은 출처를 열어 확인해 주세요.",
    asked="질문: {question}",
    shared_by="{user} 님이 공유함",
    sources="출처",
    nearest="가장 가까운 글",
    tips="이렇게 해 보세요",
    open_link="열기",
    page_more="나머지 {n}건은 “{button}” 버튼에 있습니다.",
    cut="… (나머지는 “{button}” 버튼에 있습니다)",
    queued="앞에 있는 질문 {n}개에 먼저 답하는 중…",
    helpful="도움이 됨",
    unhelpful="도움이 안 됨",
    wrong_citation="잘못된 인용",
    quotes="인용문 보기",
    share="채널에 공유",
    again="다시 시도",
    rest="나머지 보기",
    thread="스레드에서 계속",
    why="어떻게 나온 답인가요?",
    why_none="여기에는 설명할 답변이 없습니다.",
    thanks="고맙습니다. 의견을 이 답변과 함께 보관합니다.",
    feedback_title="무엇이 잘못되었나요?",
    feedback_reason="이유",
    feedback_note="자세한 내용 (선택)",
    feedback_citation="몇 번 인용인가요? (번호)",
    reasons={
        Reason.UNTRUE: "사실과 다른 내용이 있음",
        Reason.OFF_TOPIC: "질문에 대한 답이 아님",
        Reason.OLD: "오래된 내용임",
        Reason.INCOMPLETE: "빠진 내용이 있음",
        Reason.CITATION: "인용이 문장과 맞지 않음",
        Reason.OTHER: "그 밖의 이유",
    },
    send="보내기",
    cancel="취소",
    about_title="이 메시지에 대해 묻기",
    about_label="질문",
    about_hint="비워 두면 출처에 관련 내용이 있는지 찾습니다",
    user_limit="한 사람이 할 수 있는 질문 수를 다 썼습니다. 다시 물어볼 수 있는 때: {until}",
    channel_limit="이 채널에서 할 수 있는 질문 수를 다 썼습니다. 다시 물어볼 수 있는 때: {until}",
    busy="기다리는 질문이 너무 많습니다. 잠시 뒤에 다시 물어봐 주세요.",
    off="이 채널에서는 Newsdesk를 꺼 두었습니다.",
    no_direct="이곳에서는 개인 메시지에 답하지 않습니다. 채널에서 물어봐 주세요.",
    private_here="이 채널의 답변은 물어본 사람에게만 보입니다. {command} 명령으로 물어보면 본인에게만 답이 보입니다.",
    empty="무엇이 궁금하신가요? 제 이름 뒤에 질문을 적어 주세요.",
    gone="이 답변은 더 이상 보관하고 있지 않습니다.",
    not_yours="질문한 사람만 할 수 있습니다.",
    shared="채널에 공유했습니다.",
    not_allowed="서버나 워크스페이스를 관리할 권한이 있어야 합니다.",
    unreachable="물어보신 곳에 답을 올리지 못했습니다({reason}). 물어보신 내용: {question}",
    interrupted="답변을 올리던 중에 중단되었습니다. 답변이 보이지 않으면 “{button}” 버튼을 눌러 주세요.",
    too_slow="답하는 데 너무 오래 걸렸습니다. 다시 물어보시거나 한 번에 더 적게 물어봐 주세요.",
    overloaded="지금은 이 플랫폼에 메시지를 더 올릴 수 없음",
    welcome="기술 뉴스에 대해 물어봐 주세요. 답변의 모든 문장에 출처를 붙이고, 출처에서 근거를 찾지 못하면 그렇다고 말합니다.",
    settings="Newsdesk 설정",
    settings_here="이 채널에서는:",
    setting_on="이 채널에서 답하기",
    setting_sources="출처",
    setting_lang="답변 언어",
    setting_private="명령에 대한 답을 물어본 사람에게만 보이기",
    setting_direct="개인 메시지에 답하기",
    yes="예",
    no="아니요",
    all_sources="전체",
    lang_auto="질문의 언어",
    saved="저장했습니다.",
    no_sources="아직 출처가 없습니다.",
    source_read="{name}: 글 {documents}건, {age}에 읽음",
    source_unread="{name}: 아직 읽지 않음",
    source_failing="{name}: 지난번에 읽지 못함",
    privacy=(
        "Newsdesk는 받은 질문과 답변, 답변에 대한 의견을 사용자 ID와 함께 {days}일 동안 보관합니다. 답변을 바로잡고"
        " 버튼이 계속 작동하게 하기 위해서입니다. 다른 메시지나 대화 기록은 읽지 않고, 광고주에게 아무것도 보내지 않으며,"
        " 모델 학습에 쓰지 않습니다. 로그에는 ID만 남고 글은 남지 않습니다. {forget} 기능을 쓰면 본인에 관해 보관하던"
        " 내용이 바로 삭제되고, 질문했다는 사실만 하루 더 남습니다. 이미 올라간 메시지는 본인이나 관리자가 지울 때까지 그 자리에 남습니다."
    ),
    forget="내 기록 삭제",
    forget_confirm="이곳에서 Newsdesk가 보관하는 내 기록을 모두 삭제할까요? 이미 올라간 답변은 채널에 남습니다.",
    forgotten="삭제함: 질문과 답변 {questions}건, 의견 {ratings}건. 질문했다는 사실과 시각만 하루 더 남아 사용량 계산과 중복 답변 방지에 쓰입니다.",
    help=(
        "기술 뉴스에 대해 한국어나 영어로 물어봐 주세요. 답변의 모든 문장에는 출처 번호가 붙고, “인용문 보기”를 누르면"
        " 원문 그대로의 문장이 열립니다. 출처에서 근거를 찾지 못하면 그렇다고 말하고 가장 가까운 글을 보여 드립니다."
        " 질문을 고치면 답변도 바뀌고, 질문을 지우면 답변도 사라집니다."
    ),
)
