"""Who speaks, in words: an article, a summary, a named person, or somebody unnamed and retold. Pure.

A relay is never worded as what the article says, nor as what the site that retells thinks, nor as
what a named user says: whoever posted it has not said it.
"""

import re
from dataclasses import dataclass

from bot.types import Citation, Nearest, Quoted, Statement, Weighed
from bot.wording.folding import on_web, plain
from bot.wording.phrases import known
from retrieval.types import Voice

_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")  # "paper.example" is no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """One language's phrases. Words in braces are filled in; see `bot.wording.phrases` for Korean."""

    says_article: str
    says_article_at: str  # a host
    says_article_in: str  # a collection that is not on the web
    says_article_bare: str  # nobody knows whose
    says_summary: str
    says_post: str
    says_post_unnamed: str
    says_comment: str
    says_comment_unnamed: str
    says_relay: str
    says_relay_from: str
    name_article: str
    name_summary: str
    name_post: str
    name_comment: str
    name_relay: str
    name_relay_from: str
    claimed_post: str
    claimed_comment: str
    claimed_relay: str


EN = Voices(
    says_article="{source} reports",
    says_article_at="The article at {source} says",
    says_article_in="An article in {source} says",
    says_article_bare="The article says",
    says_summary="{source}’s summary of an article says",
    says_post="{author}, who posted this on {source}, says",
    says_post_unnamed="A post on {source} says",
    says_comment="{author} on {source} says",
    says_comment_unnamed="A commenter on {source} says",
    says_relay="An unnamed commenter, retold by {source}, says",
    says_relay_from="An unnamed {site} commenter, retold by {source}, says",
    name_article="Article",
    name_summary="Summary",
    name_post="Post",
    name_comment="Comment",
    name_relay="Retold comment",
    name_relay_from="Retold comment from {site}",
    claimed_post="Only claimed in a post; no article here says it",
    claimed_comment="Only claimed in a comment; no article here says it",
    claimed_relay="Only claimed in a retold comment; no article here says it",
)

KO = Voices(
    says_article="{source} 보도",
    says_article_at="{source}에 실린 기사",
    says_article_in="{source}에 있는 기사",
    says_article_bare="기사 내용",
    says_summary="{source}의 기사 요약",
    says_post="{source}에 {author} 님이 올린 글",
    says_post_unnamed="{source}에 올라온 글",
    says_comment="{source}의 {author} 님 댓글",
    says_comment_unnamed="{source}에 달린 댓글",
    says_relay="{source}에서 옮겨 전한 익명 댓글",
    says_relay_from="{source}에서 옮겨 전한 {site}의 익명 댓글",
    name_article="기사",
    name_summary="요약문",
    name_post="게시글",
    name_comment="댓글",
    name_relay="옮겨 전한 댓글",
    name_relay_from="옮겨 전한 {site} 댓글",
    claimed_post="게시글에만 있는 주장이며, 확인해 주는 기사는 저장되어 있지 않음",
    claimed_comment="댓글에만 있는 주장이며, 확인해 주는 기사는 저장되어 있지 않음",
    claimed_relay="옮겨 전한 댓글에만 있는 주장이며, 확인해 주는 기사는 저장되어 있지 않음",
)


def voices(lang: str | None) -> Voices:
    """The phrases of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN


def voice_line(of: Citation | Nearest, lang: str | None) -> str:
    """Who speaks, to stand before a quote, without a colon: `jdoe on Hacker News says`."""
    author, source, site = author_name(of) or "", plain(of.source), plain(of.retold_from or "")
    template = _template(of, voices(lang), author=author, source=source, site=site)
    return template.format(author=author, source=source, site=site)


def voice_name(voice: Voice, lang: str | None) -> str:
    """What a document is: `Article`, `옮겨 전한 댓글`."""
    name: str = getattr(voices(lang), f"name_{voice.value}")
    return name


def kind_name(of: Citation | Nearest | Quoted | Weighed, lang: str | None) -> str:
    """The same with the site that a retold comment is from: `Retold comment from Hacker News`."""
    site = plain(of.retold_from or "")
    if of.voice is Voice.RELAY and site:
        return voices(lang).name_relay_from.format(site=site)
    return voice_name(of.voice, lang)


def author_name(of: Citation | Nearest | Quoted) -> str | None:
    """The author's name, but for retold comments: who posted those has not said them."""
    if of.voice is Voice.RELAY:
        return None
    return plain(of.author or "") or None


def lead_line(statement: Statement, lang: str | None) -> str | None:
    """Who says what a statement says, where the reader must know: of quotes, and of people's words."""
    if not statement.citations:
        return None
    first = statement.citations[0]
    return voice_line(first, lang) if statement.quoted or first.voice is not Voice.ARTICLE else None


def claimed_line(statement: Statement, lang: str | None) -> str | None:
    """A label for what only people say; None where an article says it, or no fact was asked for."""
    if not statement.claimed or not statement.citations:
        return None
    words = voices(lang)
    return {
        Voice.POST: words.claimed_post,
        Voice.RELAY: words.claimed_relay,
    }.get(statement.citations[0].voice, words.claimed_comment)


def _template(of: Citation | Nearest, words: Voices, *, author: str, source: str, site: str) -> str:
    match of.voice:
        case Voice.ARTICLE:
            return _article(of.url, source, words)
        case Voice.SUMMARY:
            return words.says_summary
        case Voice.POST:
            return words.says_post if author else words.says_post_unnamed
        case Voice.COMMENT:
            return words.says_comment if author else words.says_comment_unnamed
        case Voice.RELAY:
            return words.says_relay_from if site else words.says_relay


def _article(url: str, source: str, words: Voices) -> str:
    if not source:
        return words.says_article_bare
    if not on_web(url):
        return words.says_article_in
    return words.says_article_at if _HOST.fullmatch(source) else words.says_article
