"""Draws statements and sources, alike in messages and in windows. Pure."""

from collections.abc import Mapping, Sequence

from adapters.slack import rich
from adapters.slack.names import Json
from bot import wording
from bot.present import Cited, Said

Urls = Mapping[int, str | None]  # of sources, by number


def urls_of(cited: Sequence[Cited]) -> Urls:
    """Where the numbers lead."""
    return {c.number: c.url for c in cited}


def statement(said: Said, urls: Urls, lang: str) -> Json:
    """A block of its own; the numbers stand in the same run as the sentence."""
    run = [rich.text(said.text), *numbers(said.numbers, urls)]
    if not said.quoted:
        stop = wording.phrases(lang).colon.strip()
        lead = [rich.text(f"{said.lead}{stop} ", "bold")] if said.lead else []
        return rich.block(rich.section(*lead, *run))
    quote = rich.quote(*run)
    if not said.lead:
        return rich.block(quote)
    colon = wording.phrases(lang).colon.strip()
    return rich.block(rich.section(rich.text(f"{said.lead}{colon}", "bold")), quote)


def numbers(found: Sequence[int], urls: Urls) -> list[Json]:
    """` [1] [2]`, each a link to its source where that has an address."""
    runs: list[Json] = []
    for n in found:
        runs += [rich.text(" "), rich.link(urls.get(n), f"[{n}]")]
    return runs


def source(cited: Cited) -> Json:
    """One line of a list: the title as a link, and whose it is."""
    tail = f" — {cited.byline}" if cited.byline else ""
    lacks = f" ({cited.lacks})" if cited.lacks else ""
    more = [rich.text(tail + lacks)] if tail + lacks else []
    return rich.section(rich.link(cited.url, cited.title), *more)


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


def bulleted(heading: str, items: Sequence[str]) -> Json:
    """A heading and bullets."""
    made = [rich.section(rich.text(item)) for item in items]
    return rich.block(rich.section(rich.text(heading, "bold")), rich.bullets(made))
