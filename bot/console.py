"""What commands print: replies, sources and runs as plain lines. Pure, but for `Console`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from bot import links, wording
from bot.types import Abstention, Answer, Citation, Nearest, Reply, Statement, Status
from bot.wording.dates import count
from retrieval.types import Run, RunState, Source


def reply_lines(reply: Reply, now: datetime, zone: tzinfo = UTC) -> list[str]:
    """A reply for a terminal: numbered quotes, then their sources with links."""
    if isinstance(reply, Abstention):
        return list(_abstention_lines(reply, zone))
    return list(_answer_lines(reply, now, zone))


def status_lines(status: Status, zone: tzinfo = UTC) -> list[str]:
    """Sources and how far the indexes are."""
    lines = [line for source in status.sources for line in _source_lines(source, zone)]
    lines += [_index_line(index.name, index.passages, index.behind) for index in status.indexes]
    return [*lines, wording.holding_line(status.coverage, "en", zone), f"model: {status.model}"]


def run_lines(run: Run, name: str) -> list[str]:
    """What came of a reading."""
    counts = f"{run.added} new, {run.changed} changed, {run.gone} gone, {run.unchanged} unchanged"
    told = {RunState.DONE: counts, RunState.RUNNING: "running"}.get(run.state, run.message or "")
    head = f"{name}: {run.state.value}: {told}"
    return [
        head,
        *(f"  {p.where}: {p.what}{'; ' + p.mend if p.mend else ''}" for p in run.problems),
    ]


def _answer_lines(answer: Answer, now: datetime, zone: tzinfo) -> Iterator[str]:
    lang = answer.lang
    places: dict[tuple[str, str], int] = {}
    for statement in answer.statements:
        numbers = [places.setdefault(_place(c), len(places) + 1) for c in statement.citations]
        yield _statement_line(statement, numbers, lang)
    yield ""
    cited = {_place(c): c for s in answer.statements for c in s.citations}
    for place, number in places.items():
        yield from _citation_lines(cited[place], number, lang, zone)
    yield ""
    yield wording.as_of_line(answer.as_of, lang, zone)
    stale = wording.stale_line(answer, now, lang)
    yield from [stale] if stale else []
    yield from wording.searched_lines(answer, lang, zone)
    yield wording.head_line(answer, lang, zone)


def _statement_line(statement: Statement, numbers: Sequence[int], lang: str) -> str:
    said = wording.lead_line(statement, lang)
    marks = "".join(f"[{n}]" for n in numbers)
    lead = f"{said}: " if said else ""
    return f"{lead}{wording.marked(statement)} {marks}"


def _place(citation: Citation) -> tuple[str, str]:
    return citation.document_id, citation.quote


def _citation_lines(citation: Citation, number: int, lang: str, zone: tzinfo) -> Iterator[str]:
    who = f", {citation.author}" if citation.author else ""
    when = wording.published_line(citation.published, lang, zone)
    kind = wording.voice_name(citation.voice, lang)
    yield f"[{number}] {citation.title or citation.url} ({kind}, {citation.source}{who}, {when})"
    opened = links.place(citation.url, citation.quote) or citation.url
    yield f"    {opened}"
    lacks = wording.lacks_line(citation.lacks, lang)
    yield from [f"    {lacks}"] if lacks else []


def _abstention_lines(abstention: Abstention, zone: tzinfo) -> Iterator[str]:
    yield from wording.abstention_lines(abstention, abstention.lang, zone)
    for near in abstention.nearest:
        yield _near_line(near, abstention.lang, zone)


def _near_line(near: Nearest, lang: str, zone: tzinfo) -> str:
    kind = wording.voice_name(near.voice, lang)
    when = wording.published_line(near.published, lang, zone)
    return f"  - {near.title} ({kind}, {near.source}, {when}) {near.url}"


def _source_lines(source: Source, zone: tzinfo) -> Iterator[str]:
    read = "never read"
    if source.checked_at:
        read = f"read {wording.moment(source.checked_at, 'en', zone)}"
    documents = count(source.documents, ("{n} document", "{n} documents"))
    yield f"{source.id}  {source.name}: {source.state.value}, {documents}, {read}"
    yield f"    {source.location}"
    if source.reason:
        yield f"    {source.reason}"


def _index_line(name: str, passages: int, behind: int) -> str:
    left = f", {behind} changes behind" if behind else ", up to date"
    return f"{name} index: {passages} passages{left}"
