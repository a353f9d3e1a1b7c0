"""Which sources of a reply could not be read of late."""

from datetime import datetime, timedelta

import pytest
from examples import NOW, document, source
from fakes_desk import citation, statement

from bot.freshness import sources_of, unrefreshed
from bot.types import Unrefreshed
from retrieval.passages import split
from retrieval.types import Document, Found, Scores, Source, SourceState

HALF_HOUR = timedelta(minutes=30)
FAILING, PAUSED = SourceState.FAILING, SourceState.PAUSED


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (source(every=HALF_HOUR, read_at=ago(29), checked_at=ago(29)), False),
        (source(every=HALF_HOUR, read_at=ago(90), checked_at=ago(90)), False),
        (source(every=HALF_HOUR, read_at=ago(91), checked_at=ago(91)), True),
        (source(every=HALF_HOUR, read_at=ago(31), state=FAILING, checked_at=ago(1)), True),
        (source(every=timedelta(minutes=5), read_at=ago(59)), False),
        (source(every=timedelta(minutes=5), read_at=ago(61)), True),
        (source(every=HALF_HOUR, read_at=ago(9999), state=PAUSED), True),
        (source(read_at=ago(9999)), False),
        (source(state=FAILING, read_at=ago(5)), True),
        (source(every=HALF_HOUR), False),
        (source(every=HALF_HOUR, checked_at=ago(91)), True),
        (source(every=HALF_HOUR, read_at=ago(-600)), False),
    ],
)
def test_who_is_told_of(given: Source, *, told: bool) -> None:
    """Sources that failed, or missed three readings and an hour; what has no schedule misses none."""
    assert bool(unrefreshed({"s1"}, [given], NOW)) is told


def test_since_when() -> None:
    """By name and once each, with the time of the last good reading; those not cited are left out."""
    every = [
        source("s1", name="Zeta", state=FAILING, read_at=ago(60)),
        source("s2", name="Alpha", state=FAILING),
        source("s3", name="Omega", state=FAILING),
    ]
    assert unrefreshed({"s1", "s2"}, every, NOW) == (
        Unrefreshed(source="Alpha", since=None),
        Unrefreshed(source="Zeta", since=ago(60)),
    )


def found(of: Document, *twins: Found) -> Found:
    scores = Scores(dense=None, cosine=None, lexical=None, recency=0.0, fused=1.0)
    return Found(
        passage=split(of)[0], document=of, source_name="S", scores=scores, twins=tuple(twins)
    )


def test_sources_of_what_is_cited() -> None:
    """Those of the cited documents, also of near copies that were left out of the search."""
    one, two = document("one", source_id="s1"), document("two", source_id="s2")
    said = [
        statement(citation("red alert", document_id="one")),
        statement(citation("red alert", document_id="two")),
    ]
    other = found(document("three", source_id="s3"))
    assert sources_of(said, [found(one, found(two)), other]) == {"s1", "s2"}
