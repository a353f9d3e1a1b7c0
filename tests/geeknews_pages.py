"""Pages as GeekNews serves them, made of values, of a page copied as text, and of topics kept as Markdown."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from markdown_it import MarkdownIt

SITE = "https://news.hada.io"
WHEN = datetime(2026, 11, 19, 9, tzinfo=UTC)
HN, LOBSTERS = "Hacker News 의견들", "Lobste.rs 의견들"
VERGE = "https://www.theverge.com/news/836212/openai-code-red-chatgpt"
_KOREA = timezone(timedelta(hours=9))
_NOTE = re.compile(r"(?m)^( *)\[(\w+)\]:")
_COMMENT = re.compile(r"(?m)^### Comment (\d+)\n\n(?=- Author: )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """An opinion of a digest with its replies, or a point of a summary with what stands under it."""

    text: str
    under: tuple["Bullet", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One comment; `body` is HTML."""

    number: int
    body: str
    author: str = "kimdev"
    when: datetime = WHEN + timedelta(hours=1)
    depth: int = 0
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic with its comments; `body` is HTML, `url` None for a text of its own."""

    number: int
    title: str
    url: str | None = "https://ex.com/article"
    author: str = "neo"
    when: datetime = WHEN
    points: int = 12
    body: str = ""
    comments: tuple[Said, ...] = field(default=())


def inline(text: str) -> str:
    """Plain text as HTML; line breaks stay, `[label](address)` becomes a link."""
    escaped = html.escape(text, quote=False).replace("\n", "<br />\n")
    return re.sub(r"\[([^\]]+)\]\((https?://[^\s)]+)\)", r'<a href="\2">\1</a>', escaped)


def paragraphs(*texts: str) -> str:
    """Texts as paragraphs."""
    return "\n".join(f"<p>{inline(text)}</p>" for text in texts)


def bullets(items: Sequence[Bullet], *, loose: bool = False) -> str:
    """A list; `loose` sets top-level items as paragraphs, as the site does with blank lines between them."""
    made = (
        f"<li>{f'<p>{inline(i.text)}</p>' if loose else inline(i.text)}"
        f"{bullets(i.under) if i.under else ''}</li>"
        for i in items
    )
    return "<ul>\n" + "\n".join(made) + "\n</ul>"


def digest(
    opinions: Sequence[Bullet], head: str = HN, link: str | None = None, *, loose: bool = True
) -> str:
    """The body of a comment that retells another site's comments."""
    name = f'<a href="{html.escape(link)}">{head}</a>' if link else head
    return f"<h6>{name}</h6>\n{bullets(opinions, loose=loose)}"


def topic_html(topic: Topic) -> str:
    """A topic's page, with what the site sets around it."""
    count = len(topic.comments)
    link = topic.url or f"topic?id={topic.number}"
    place = f"<span class=topicurl>({link.split('/')[2]})</span>" if topic.url else ""
    return f"""<!DOCTYPE html>
<html lang="KR"><head><meta charset="utf-8" />
<title>{html.escape(topic.title)} | GeekNews</title>
<link rel="canonical" href="{SITE}/topic?id={topic.number}" />
<script type="application/ld+json">{_described(topic)}</script></head>
<body><header><nav><span class=geeknews><a href="/">GeekNews</a></span> <a href='/new'>최신글</a></nav></header>
<main><article><div class=topic-table>
<div id='msg'></div><div class=topic data-topic-state-id='{topic.number}'><div class=vote><a class=upvote
href='javascript:vote({topic.number}, "up");'>▲</a></div><div class='topictitle link'><span
id='dead{topic.number}'></span><a href='{html.escape(link)}' class='bold ud'><h1>{html.escape(topic.title)}</h1></a>
{place}</div><div class=topicinfo><span id='tp{topic.number}'>{topic.points}</span>P by
<a href='/@{topic.author}'>{_shown(topic.author)}</a> {_time(topic.when)} | <a id='topic-comment-link'
data-topic-comment-count='{count}' href='topic?id={topic.number}'>댓글 {count}개</a> </td></div>
<div class=topic_contents><div><div id='topic_contents'>{topic.body}</div></div>
<div class="related-topics"><h2>함께 보면 좋은 글</h2><ul><li><a href="/topic?id=1">다른 글</a></li></ul></div>
<div class=comment_form><form action="/comments"><textarea name="contents"></textarea></form></div></div>
<div id='comment_thread' class='comment_thread descendant'>
{"".join(map(_row, [topic.number] * count, topic.comments))}
</div></article></main><footer><a href='/faq'>FAQ</a></footer></body></html>"""


def feed_xml(topics: Sequence[Topic]) -> str:
    """The feed of new topics: about a hundred characters of each."""
    entries = "".join(
        f"<entry><title><![CDATA[{t.title}]]></title>"
        f"<link rel='alternate' type='text/html' href='{SITE}/topic?id={t.number}' />"
        f"<id>{SITE}/topic?id={t.number}</id><updated>{t.when.isoformat()}</updated>"
        f"<published>{t.when.isoformat()}</published>"
        f"<author><name>{t.author}</name><uri>{SITE}/user/{t.author}</uri></author>"
        f"<content type='html' xml:lang='ko'><![CDATA[{t.body[:100]}...</p>]]></content></entry>\n"
        for t in topics
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>GeekNews</title><link rel='self' href='{SITE}/rss/news' /><id>{SITE}/rss/news</id>"
        f"{entries}</feed>"
    )


def seed_topic(text: str, link: str | None = None, url: str = VERGE) -> Topic:
    """The page that the project started from, from its copied text: a summary and one digest.

    `link` is set into the digest's head, which has none in the copy. The copy has "-" alone before each
    top-level opinion, and glues a first reply to an opinion of several lines.
    """
    above, _, below = text.partition("\nHacker News 의견\n")
    title, _, body = above.partition("\n")
    parts = re.split(r"(?m)^-$\n", below.strip("\n"))
    opinions = [_opinion(part) for part in parts if part.strip()]
    when, retold = (
        datetime(2025, 12, 3, 9, tzinfo=_KOREA),
        digest(opinions, "Hacker News 의견", link),
    )
    comment = Said(number=48000, author="neo", when=when, body=retold)
    summary = "\n".join(_summary(re.sub(r"^\([\w.]+\)(?=- )", "", body).split("\n")))
    return Topic(number=24800, title=title, url=url, when=when, body=summary, comments=(comment,))


def seed_page(text: str, link: str | None = None) -> str:
    return topic_html(seed_topic(text, link))


def markdown_topic(record: Mapping[str, str]) -> Topic:
    """A topic of the data set: `id`, `topic_markdown`, `comments_markdown`."""
    front, _, rest = record["topic_markdown"].removeprefix("---\n").partition("\n---\n")
    fields = dict(re.findall(r"(?m)^(\w+): (.*)$", front))
    body = re.search(r"(?s)## 본문\n(.*?)\n*(?:<!-- USER:NOTES -->.*)?$", rest)
    parts = _COMMENT.split(record["comments_markdown"])
    said = [_comment(int(n), part) for n, part in zip(parts[1::2], parts[2::2], strict=True)]
    title = fields["title"]
    return Topic(
        number=int(record["id"]),
        title=json.loads(title) if title.startswith('"') else title,
        url=fields.get("url"),
        author=fields["author"],
        when=datetime.fromisoformat(fields["posted_at"]),
        points=int(fields["points"]),
        body=_rendered(body[1] if body else ""),
        comments=tuple(said),
    )


def markdown_page(record: Mapping[str, str]) -> str:
    return topic_html(markdown_topic(record))


def _comment(number: int, part: str) -> Said:
    meta, _, body = part.partition("\n\n")
    fields = dict(re.findall(r"(?m)^- ([\w ]+): (.*)$", meta))
    parent = fields.get("Parent comment")
    return Said(
        number=number,
        author=fields["Author"],
        when=datetime.fromisoformat(fields["Created"]),
        depth=int(fields.get("Depth", 0)),
        parent=int(parent) if parent else None,
        body=_rendered(body),
    )


def _rendered(markdown: str) -> str:
    """By CommonMark, but that "[1]: …" is no definition: its address would be another link."""
    literal = _NOTE.sub(r"\1\[\2\]:", markdown)
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(literal))


def _opinion(part: str) -> Bullet:
    """An opinion's lines, then its replies, each begun by "- ", the first perhaps within a line."""
    split = re.split(r"(?m)^- |(?<=\S)- (?=\S)", part.strip("\n"))
    first, *replies = (each.strip("\n") for each in split)
    return Bullet(text=first, under=tuple(Bullet(text=reply) for reply in replies))


def _summary(lines: Sequence[str]) -> Iterator[str]:
    """Bullets; a line between them is a heading when a bullet follows it, else it goes on with the last one."""
    points = list[str]()
    for number, line in enumerate(lines):
        follows = lines[number + 1 : number + 2]
        if line.startswith("- "):
            points.append(line.removeprefix("- "))
        elif points and not (follows and follows[0].startswith("- ")):
            points[-1] += f"\n{line}"
        else:
            yield bullets([Bullet(text=point) for point in points]) if points else ""
            yield f"<h3>{html.escape(line)}</h3>"
            points = []
    yield bullets([Bullet(text=point) for point in points])


def _row(topic: int, said: Said) -> str:
    n = said.number
    return f"""<div class=comment_row id=cid{n} data-comment-state-id='{n}' data-comment-topic-id='{topic}'
data-comment-parent-id='{said.parent or ""}' style=--depth:{said.depth}><div class=vote><span class=vote
id='votec{n}'><a class=upvote href='javascript:votec({n}, "up");'>▲</a></span></div><div class=commentinfo><a
href="/@{said.author}">{_shown(said.author)}</a> <a href='/topic?id={topic}#cid{n}'>{_time(said.when)}</a><span
id='favc{n}'></span>&nbsp;<a href='javascript:child_toggle({n}, 0);'><span class='commentfold'>[-]</span></a></div><div
class=commentTD><span id='contents{n}' class='comment_contents'>{said.body}
</span></div><div class=commentreply><a href='' class='cmtreply u'>답변달기</a></div></div>"""


def _described(topic: Topic) -> str:
    comments = [
        {
            "@type": "Comment",
            "url": f"{SITE}/topic?id={topic.number}#cid{said.number}",
            "datePublished": said.when.isoformat(),
            "author": {"name": said.author, "url": f"{SITE}/user/{said.author}"},
        }
        for said in topic.comments
    ]
    told = {
        "@type": "DiscussionForumPosting",
        "headline": topic.title,
        "datePublished": topic.when.isoformat(),
        "author": {"name": topic.author, "url": f"{SITE}/user/{topic.author}"},
        "commentCount": len(comments),
        "comment": comments,
    }
    return json.dumps(told, ensure_ascii=False).replace("</", "<\\/")


def _time(when: datetime) -> str:
    stamp, local = int(when.timestamp()), when.astimezone(_KOREA)
    exact, shown = local.isoformat(), f"{local:%Y-%m-%d %H:%M}"
    return f'<time class="js-relative-time" datetime="{exact}" data-timestamp="{stamp}" title="{shown}">2일전</time>'


def _shown(author: str) -> str:
    return "GN⁺" if author == "neo" else html.escape(author)
