"""Draws statements and sources, alike in messages and in windows. Pure."""

from collections.abc import Mapping, Sequence

from adapters.slack import rich
from adapters.slack.names import Json
from bot import wording
from bot.present import Cited, Listed, Listing, Said

Urls = Mapping[int, str | None]  # of sources, by number


def urls_of(cited: Sequence[Cited]) -> Urls:
    """Where the numbers lead."""
    return {c.number: c.url for c in cited}


def statement(said: Said, urls: Urls, lang: str) -> Json:
    """A block of its own; the numbers stand in the same run as the sentence."""
    run = [rich.text(said.text), *numbers(said.numbers, urls)]
    colon = wording.phrases(lang).colon.strip()
    note = [rich.section(rich.text(said.note, "bold"))] if said.note else []
    if not said.quoted:
        lead = [rich.text(f"{said.lead}{colon} ", "bold")] if said.lead else []
        return rich.block(*note, rich.section(*lead, *run))
    who = [rich.section(rich.text(f"{said.lead}{colon}", "bold"))] if said.lead else []
    return rich.block(*note, *who, rich.quote(*run))


def numbers(found: Sequence[int], urls: Urls) -> list[Json]:
    """` [1] [2]`, each a link to its source where that has an address."""
    runs: list[Json] = []
    for n in found:
        runs += [rich.text(" "), rich.link(urls.get(n), f"[{n}]")]
    return runs


def source(cited: Cited) -> Json:
    """One line of a list: the title as a link, and whose it is."""
    more = [rich.text(f" — {facts(cited)}")] if facts(cited) else []
    return rich.section(rich.link(cited.url, cited.title), *more)


def facts(cited: Cited) -> str:
    """Whose a source is and how old, what was noticed of it, and what it lacks."""
    lacks = f" ({cited.lacks})" if cited.lacks else ""
    return " · ".join(part for part in (cited.byline, *cited.notes) if part) + lacks


def sources(heading: str, cited: Sequence[Cited]) -> Json:
    """A heading and a numbered list; numbers that skip begin a list of their own."""
    runs: list[list[Cited]] = []
    for c in cited:
        if runs and c.number == runs[-1][-1].number + 1:
            runs[-1].append(c)
        else:
            runs.append([c])
    lists = [rich.numbered([source(c) for c in run], run[0].number) for run in runs]
    return rich.block(rich.section(rich.text(heading, "bold")), *lists)


def listing(of: Listing) -> Json:
    """Pages worth opening, as bullets under their heading."""
    made = [rich.section(*listed(item)) for item in of.items]
    return rich.block(rich.section(rich.text(of.heading, "bold")), rich.bullets(made))


def listed(item: Listed) -> list[Json]:
    """A page's title as a link, and whose it is."""
    more = [rich.text(f" — {item.byline}")] if item.byline else []
    return [rich.link(item.url, item.title), *more]


def bulleted(heading: str, items: Sequence[str]) -> Json:
    """A heading and bullets."""
    made = [rich.section(rich.text(item)) for item in items]
    return rich.block(rich.section(rich.text(heading, "bold")), rich.bullets(made))
