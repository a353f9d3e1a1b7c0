"""The PassageIndex port: Chroma and tantivy."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from examples import NOW, document, source, write
from fakes import FakeEmbedder

from retrieval.errors import StoreUnavailable
from retrieval.ingest import Ingest
from retrieval.passages import embedded_text
from retrieval.ports import PassageIndex
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import Document, Filter, Put, TimeRange

ALL = Filter()


@dataclass
class World:
    index: PassageIndex
    library: SqlLibrary
    ingest: Ingest
    embedder: FakeEmbedder

    async def store(self, *documents: Document, gone: tuple[str, ...] = ()) -> None:
        await self.library.store(write(*documents, gone=gone))
        await self.ingest.drain()

    async def found(self, text: str, filter: Filter = ALL) -> list[str]:
        """Documents of the hits, best first."""
        hits = await self.index.search(text, 10, filter)
        stored = await self.library.found([h.passage_id for h in hits])
        return [stored[h.passage_id][1].id for h in hits if h.passage_id in stored]


def open_index(
    kind: str, folder: Path, library: SqlLibrary, embedder: FakeEmbedder
) -> PassageIndex:
    if kind == "tantivy":
        return TantivyIndex(folder)
    cache = SqlVectorCache(library.engine)
    return ChromaIndex(open_client("", folder), embedder, library, cache, str(folder))


@pytest.fixture(params=["chroma", "tantivy"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    embedder = FakeEmbedder()
    index = open_index(request.param, tmp_path / "index", library, embedder)
    yield World(index, library, Ingest(library, {}, [index], lambda: NOW), embedder)
    await index.close()
    await library.close()


PHONE = document("phone", text="Apple announced a cheaper phone on Monday.")
CHIP = document("chip", text="Samsung showed a memory chip made for servers.")


async def test_empty(world: World) -> None:
    """An empty index finds nothing."""
    assert await world.index.search("anything", 5, ALL) == []
    assert await world.index.count() == 0


async def test_best_first(world: World) -> None:
    """The passage with the question's words comes first, scores fall."""
    await world.store(PHONE, CHIP)
    hits = await world.index.search("Who announced a cheaper phone?", 5, ALL)
    assert (await world.found("Who announced a cheaper phone?"))[0] == "phone"
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


async def test_korean(world: World) -> None:
    """Two-syllable Korean words are found with other particles."""
    text = "구글은 수율을 크게 높였다고 밝혔다."
    await world.store(document("ko", text=text, lang="ko"), CHIP)
    assert (await world.found("구글의 수율이 높아졌나?"))[0] == "ko"


async def test_edit(world: World) -> None:
    """After an edit the new text is found and the old one is not."""
    await world.store(PHONE)
    await world.store(document("phone", text="Nokia presented a tractor."))
    assert await world.index.count() == 1
    assert await world.found("Nokia tractor") == ["phone"]
    hits = await world.index.search("cheaper phone on Monday", 5, ALL)
    assert len(await world.library.found([h.passage_id for h in hits])) == len(hits)


async def test_new_title(world: World) -> None:
    """A passage under a new title is found by it, and nothing is left of it under the old one."""
    await world.store(PHONE)
    await world.store(replace(PHONE, title="Orchards and their harvest"))
    assert await world.index.count() == 1
    assert await world.found("Orchards harvest") == ["phone"]
    await world.store(PHONE)
    assert await world.index.count() == 1
    assert await world.found("cheaper phone") == ["phone"]


async def test_followed_or_replayed(world: World, tmp_path: Path) -> None:
    """Following the log step by step and reading all of it at once come to the same."""
    await world.store(PHONE, CHIP, document("third", text="A third text about phones."))
    await world.store(replace(PHONE, title="Other"), gone=("chip",))
    await world.store(replace(PHONE, text="Now on tractors.\n\nAnd on phones.", title="Other"))
    await world.store(CHIP, gone=("third",))
    kind = "tantivy" if isinstance(world.index, TantivyIndex) else "chroma"
    fresh = open_index(kind, tmp_path / "fresh", world.library, world.embedder)
    await Ingest(world.library, {}, [fresh], lambda: NOW).drain()
    one, other = [
        {hit.passage_id for hit in await index.search("phones tractors memory", 10, ALL)}
        for index in (world.index, fresh)
    ]
    assert one == other
    assert await fresh.count() == await world.index.count() == 2
    await fresh.close()


async def test_deletion(world: World) -> None:
    """What is gone is not found; when it comes back it is."""
    await world.store(PHONE, CHIP)
    await world.store(gone=("phone",))
    assert await world.index.count() == 1
    assert "phone" not in await world.found("cheaper phone")
    await world.store(PHONE)
    assert (await world.found("cheaper phone"))[0] == "phone"


async def test_twice(world: World) -> None:
    """Applying the same changes again changes nothing."""
    await world.store(PHONE, CHIP)
    changes = await world.library.changes(0, 100)
    await world.index.apply(changes)
    assert await world.index.count() == 2
    assert len(await world.found("cheaper phone")) == len(set(await world.found("cheaper phone")))


async def test_same_text_in_two_documents(world: World) -> None:
    """Copies are both found; dropping one leaves the other."""
    twins = [document(id, text=PHONE.text, title="Same", published=NOW) for id in ("a", "b")]
    await world.store(*twins, CHIP)
    assert await world.index.count() == (2 if isinstance(world.index, ChromaIndex) else 3)
    assert {"a", "b"} <= set(await world.found("cheaper phone"))
    await world.store(gone=("a",))
    assert (await world.found("cheaper phone"))[0] == "b"


async def test_range(world: World) -> None:
    """A range of dates lets through what was published within it; the undated is in none."""
    old = document("old", text=PHONE.text, published=NOW - timedelta(days=400))
    undated = document("undated", text=PHONE.text, published=None)
    await world.store(PHONE, old, undated)
    week = TimeRange(since=NOW - timedelta(days=7), until=NOW)
    assert await world.found("cheaper phone", Filter(published=week)) == ["phone"]
    before = TimeRange(until=NOW - timedelta(days=100))
    assert await world.found("cheaper phone", Filter(published=before)) == ["old"]


async def test_range_while_behind(world: World) -> None:
    """What is stored but not indexed yet does not break a search in a range of dates."""
    await world.store(PHONE)
    await world.library.store(write(CHIP))
    week = TimeRange(since=NOW - timedelta(days=7), until=NOW)
    assert await world.found("cheaper phone", Filter(published=week)) == ["phone"]


async def test_sources(world: World) -> None:
    """A choice of sources leaves the others out."""
    await world.store(PHONE)
    other = document("theirs", text=PHONE.text, source_id="s2")
    await world.library.store(write(other, of=source("s2")))
    await world.ingest.drain()
    assert await world.found("phone", Filter(sources=frozenset({"s2"}))) == ["theirs"]
    assert await world.found("phone", Filter(sources=frozenset({"none"}))) == []


@pytest.mark.parametrize("text", ["?", "", "\n", "a" * 5000, '") OR (x:[* TO *]', "\ud800 ﷺ", "가"])
async def test_any_question(world: World, text: str) -> None:
    """No text breaks a search."""
    await world.store(PHONE)
    question = text.encode("utf-8", "ignore").decode()
    assert len(await world.index.search(question, 5, ALL)) <= 5


async def test_new_folder_is_another_index(world: World, tmp_path: Path) -> None:
    """A folder made anew has a new identity, and is filled again from the log."""
    await world.store(PHONE, CHIP)
    before = await world.index.identity()
    kind = "tantivy" if isinstance(world.index, TantivyIndex) else "chroma"
    fresh = open_index(kind, tmp_path / "fresh", world.library, world.embedder)
    assert await fresh.identity() != before
    embedded = len(world.embedder.embedded)
    await Ingest(world.library, {}, [fresh], lambda: NOW).drain()
    assert await fresh.count() == 2
    assert len(world.embedder.embedded) == embedded
    await fresh.close()


async def test_reopened(world: World, tmp_path: Path) -> None:
    """A copy of the folder of a closed index finds the same."""
    await world.store(PHONE, CHIP)
    identity, kind = await world.index.identity(), type(world.index)
    await world.index.close()
    shutil.copytree(tmp_path / "index", tmp_path / "copy")
    name = "tantivy" if kind is TantivyIndex else "chroma"
    again = open_index(name, tmp_path / "copy", world.library, world.embedder)
    assert await again.identity() == identity
    assert await again.count() == 2
    await again.close()


async def test_dense_score(tmp_path: Path) -> None:
    """The dense score is the cosine's distance from the question's mean cosine, in deviations."""
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    embedder = FakeEmbedder()
    index = open_index("chroma", tmp_path / "i", library, embedder)
    await library.store(
        write(*(document(f"d{n}", text=f"Text {n} on {n}.") for n in range(9)), PHONE)
    )
    await Ingest(library, {}, [index], lambda: NOW).drain()
    question = await embedder.embed_question("A cheaper phone?")
    cosines = {
        change.entry.passage_id: float(
            (
                await embedder.embed_passages([
                    embedded_text(change.entry.title, change.entry.published, change.entry.text)
                ])
            )[0]
            @ question
        )
        for change in await library.changes(0, 99)
        if isinstance(change, Put)
    }
    mean, spread = np.mean(list(cosines.values())), np.std(list(cosines.values()))
    for hit in await index.search("A cheaper phone?", 10, ALL):
        assert hit.raw == pytest.approx(cosines[hit.passage_id], abs=2e-3)
        assert hit.score == pytest.approx((hit.raw - mean) / spread, abs=2e-2)
    await index.close()
    await library.close()


async def test_lexical_share_after_edits(tmp_path: Path) -> None:
    """What was dropped does not push a share below nothing or above the whole."""
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    index = TantivyIndex(tmp_path / "i")
    ingest = Ingest(library, {}, [index], lambda: NOW)
    await library.store(
        write(*(document(f"d{n}", text=f"A phone of kind {n}.") for n in range(30)))
    )
    await ingest.drain()
    await library.store(write(CHIP, gone=tuple(f"d{n}" for n in range(1, 30))))
    await ingest.drain()
    for text in ("phone", "kind", "memory chip", "phone elephants"):
        shares = [hit.score for hit in await index.search(text, 10, ALL)]
        assert len(shares) == 1
        assert 0 < shares[0] <= 1
    await index.close()
    await library.close()


@pytest.mark.parametrize("file", ["chroma.sqlite3", "meta.json"])
async def test_damaged_folder(tmp_path: Path, file: str) -> None:
    """A damaged folder is one line that names it and says how it is made anew."""
    (tmp_path / file).write_bytes(b"\x00damaged\xff" * 999)
    with pytest.raises(StoreUnavailable, match="newsdesk reindex") as failure:
        open_client("", tmp_path) if file.startswith("chroma") else TantivyIndex(tmp_path)
    assert str(failure.value).startswith(str(tmp_path))
    assert "\n" not in str(failure.value)


async def test_no_chroma_server(tmp_path: Path) -> None:
    """A Chroma server that does not answer is one line that names the setting."""
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:1: .*NEWSDESK_CHROMA_URL"):
        open_client("http://127.0.0.1:1", tmp_path)


async def test_killed_before_the_commit(tmp_path: Path) -> None:
    """Files that a kill left without a commit do not stand in the way of the same changes again."""
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    await library.store(write(PHONE, CHIP, document("third")))
    before, after = tmp_path / "before", tmp_path / "after"
    index = TantivyIndex(before)
    await index.apply(await library.changes(0, 9))
    await index.close()
    shutil.copytree(before, after)
    await library.store(write(replace(PHONE, title="Renamed"), gone=("chip",)))
    for folder in (after, before):
        index = TantivyIndex(folder)
        await index.apply(await library.changes(3, 9))
        assert await index.count() == 2
        await index.close()
        if folder == after:  # all that it wrote, but for the file that makes it count
            shutil.copytree(
                after, before, ignore=shutil.ignore_patterns("meta.json"), dirs_exist_ok=True
            )
    await library.close()


async def test_identity_half_drawn(tmp_path: Path) -> None:
    """A crash while the identity is drawn leaves no index without one."""
    (tmp_path / "newsdesk-identity").write_text("")
    index = TantivyIndex(tmp_path)
    assert len(await index.identity()) > len("lexical:") + 16
    await index.close()


async def test_lexical_share(tmp_path: Path) -> None:
    """BM25 as a share of what a question could score is never over 1, and more words are more."""
    index = TantivyIndex(tmp_path / "i")
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    await library.store(write(PHONE, CHIP))
    await Ingest(library, {}, [index], lambda: NOW).drain()
    most = (await index.search("cheaper phone", 1, ALL))[0].score
    less = (await index.search("cheaper phone elephants dancing", 1, ALL))[0].score
    assert 0 < less < most <= 1
    await index.close()
    await library.close()
