"""What commands print: replies, sources and runs as plain lines. Pure, but for `Console`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from bot import links, wording
from bot.administration import Act
from bot.present import Listed, listings
from bot.types import Abstention, Answer, Citation, Nearest, Reply, Statement, Status
from bot.wording.dates import count
from bot.wording.runs import bar, counts_line, duration, state_line
from retrieval.types import Generation, Run, RunState, Source, SourceState


def reply_lines(reply: Reply, now: datetime, zone: tzinfo = UTC) -> list[str]:
    """A reply for a terminal: numbered quotes, then their sources with links."""
    if isinstance(reply, Abstention):
        return list(_abstention_lines(reply, now, zone))
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


def run_title(run: Run) -> str:
    """`reindex of The Verge`."""
    return f"{run.kind.value} of {run.name or run.source_id or 'everything'}"


def run_row(run: Run, now: datetime, zone: tzinfo) -> str:
    """A run in one line of a list."""
    when = wording.moment(run.started, "en", zone)
    state = state_line(run, now, "en")
    told = bar(run) if run.open else run.message or counts_line(run, "en")
    return f"{run.id}  {when}  {run_title(run)}: {state}  {told}".rstrip()


def run_report(run: Run, now: datetime, zone: tzinfo) -> list[str]:
    """A run in full."""
    shown = run_lines(run, run_title(run))
    asked = f"asked by {run.asked_by}" + (f" in {run.asked_in}" if run.asked_in else "")
    since = f"begun {wording.moment(run.started, 'en', zone)}, {duration(run, now, 'en')}"
    more = [f"now at: {run.current}"] if run.current else []
    more += [f"resumed {run.resumed} times"] if run.resumed else []
    state = f"{run.id}  {state_line(run, now, 'en')}  {bar(run)}".rstrip()
    return [state, shown[0], asked, since, *more, *shown[1:]]


def act_row(act: Act, zone: tzinfo) -> str:
    """A line of the audit log."""
    about = f" {act.about}" if act.about else ""
    detail = f" ({act.detail})" if act.detail else ""
    when = wording.moment(act.at, "en", zone)
    return f"{when}  {act.by.label} in {act.by.place}: {act.act}{about}: {act.outcome}{detail}"


def generation_row(of: Generation, zone: tzinfo) -> str:
    """A generation of the indexes."""
    since = wording.moment(of.changed, "en", zone)
    return f"{of.id}  {of.state.value} since {since}  {of.model or of.spec or 'packaged'}  {of.splitter}"


def held_lines(source: Source, runs: Sequence[Run]) -> list[str]:
    """What waits in a source for a yes to be deleted. `runs`: newest first."""
    held = next((r for r in runs if r.source_id == source.id and r.state is RunState.HELD), None)
    examples = held.problems if held else ()
    head = f"{source.name}: {source.held} missing texts are deleted if they are still missing"
    return [head, *(f"  {p.where}: {p.what}" for p in examples)]


def _answer_lines(answer: Answer, now: datetime, zone: tzinfo) -> Iterator[str]:
    lang = answer.lang
    places: dict[tuple[str, str], int] = {}
    marks: list[str] = []
    for statement in answer.statements:
        numbers = [places.setdefault(_place(c), len(places) + 1) for c in statement.citations]
        marks.append("".join(f"[{n}]" for n in numbers))
    yield from _above(answer, marks, zone)
    for statement, mark in zip(answer.statements, marks, strict=True):
        yield from _statement_lines(statement, mark, lang)
    yield ""
    cited = {_place(c): c for s in answer.statements for c in s.citations}
    for place, number in places.items():
        yield from _citation_lines(cited[place], number, lang, now, zone)
    yield ""
    for listing in listings(answer, now, lang):
        yield from (f"{listing.heading}:", *map(_listed_line, listing.items), "")
    yield wording.as_of_line(answer.as_of, lang, zone)
    stale = wording.stale_line(answer, now, lang)
    yield from [stale] if stale else []
    yield from wording.unrefreshed_lines(answer.searched, lang, zone)
    yield from wording.searched_lines(answer, lang, zone)
    yield wording.head_line(answer, lang, zone)


def _above(answer: Answer, marks: Sequence[str], zone: tzinfo) -> Iterator[str]:
    """What is to be known before the statements are read."""
    heard = wording.heard_line(answer, answer.lang)
    conflicts = wording.conflict_lines(answer, marks, answer.lang, zone)
    unread = wording.link_lines(answer.searched, answer.lang, read=False)
    lines = (*((heard,) if heard else ()), *conflicts, *unread)
    yield from (*lines, "") if lines else ()


def _statement_lines(statement: Statement, mark: str, lang: str) -> Iterator[str]:
    colon = wording.phrases(lang).colon
    note = wording.claimed_line(statement, lang)
    yield from [f"{note}{colon}"] if note else []
    said = wording.lead_line(statement, lang)
    lead = f"{said}{colon} " if said else ""
    yield f"{lead}{wording.marked(statement)} {mark}"


def _place(citation: Citation) -> tuple[str, str]:
    return citation.document_id, citation.quote


def _citation_lines(
    citation: Citation, number: int, lang: str, now: datetime, zone: tzinfo
) -> Iterator[str]:
    notes = wording.source_notes(citation, lang, zone)
    title = wording.plain(citation.title) or citation.url
    yield f"[{number}] {title} ({'; '.join((_byline(citation, lang, now, zone), *notes))})"
    opened = links.place(citation.url, citation.quote) or citation.url
    yield f"    {opened}"
    lacks = wording.lacks_line(citation.lacks, lang)
    yield from [f"    {lacks}"] if lacks else []


def _byline(of: Citation | Nearest, lang: str, now: datetime, zone: tzinfo) -> str:
    """`Comment, jdoe, Hacker News, 2 December 2025, 3 days ago`."""
    parts = (
        wording.kind_name(of, lang),
        wording.author_name(of),
        wording.plain(of.source),
        wording.published_line(of.published, lang, zone),
        wording.age_line(of.published, now, lang),
    )
    return ", ".join(part for part in parts if part)


def _listed_line(listed: Listed) -> str:
    return f"  - {listed.title} ({listed.byline}) {listed.url or ''}".rstrip()


def _abstention_lines(abstention: Abstention, now: datetime, zone: tzinfo) -> Iterator[str]:
    lang = abstention.lang
    yield from wording.abstention_lines(abstention, lang, zone)
    for near in abstention.nearest:
        yield f"  - {wording.plain(near.title)} ({_byline(near, lang, now, zone)}) {near.url}"
    yield from wording.unrefreshed_lines(abstention.searched, lang, zone)


def _source_lines(source: Source, zone: tzinfo) -> Iterator[str]:
    read = "never read"
    if source.checked_at:
        read = f"read {wording.moment(source.checked_at, 'en', zone)}"
    if source.state is SourceState.FAILING and source.read_at:
        read += f", last read well {wording.moment(source.read_at, 'en', zone)}"
    documents = count(source.documents, ("{n} document", "{n} documents"))
    yield f"{source.id}  {source.name}: {source.state.value}, {documents}, {read}"
    yield f"    {source.location}"
    if source.reason:
        yield f"    {source.reason}"


def _index_line(name: str, passages: int, behind: int) -> str:
    left = f", {behind} changes behind" if behind else ", up to date"
    return f"{name} index: {passages} passages{left}"
