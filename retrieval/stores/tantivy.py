"""The lexical index: BM25 by tantivy over our own terms."""

import math
import shutil
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import tantivy

from retrieval.stores.threads import Worker
from retrieval.tokens import terms
from retrieval.types import Change, Entry, Filter, Hit, Put, TimeRange

_K1 = 1.2  # tantivy's
_FEW = 1000  # passages: among fewer, how rare a word is says little, and names of the one subject nothing
_UNDATED = -(2**62)
_HEAP_BYTES = 32_000_000
_IDENTITY = "newsdesk-identity"


class TantivyIndex:
    """A folder of memory-mapped files. `Hit.raw` is BM25.

    `Hit.score` is BM25 as a share of the most that any text could score for this question: 1 would
    be a text of nothing but the question's words, over and over.
    """

    name = "lexical"
    batch = 4000

    def __init__(self, folder: Path) -> None:
        """Open or create the folder's index. Raises StoreUnavailable."""
        self._folder = folder
        mend = "delete this folder and run `newsdesk reindex`: it is refilled from the database"
        self._searching = Worker("lexical-search", str(folder), mend)
        self._writing = Worker("lexical-write", str(folder), mend)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._identity = _identity(folder)
            self._schema = _schema()
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._index.config_reader("manual", 1)
        except (ValueError, OSError) as e:
            raise self._writing.unavailable(e) from e

    async def identity(self) -> str:
        return f"{self.name}:{self._identity}"

    async def search(self, text: str, limit: int, filter: Filter) -> Sequence[Hit]:
        return await self._searching(lambda: self._search(text, limit, filter))

    async def apply(self, changes: Sequence[Change]) -> None:
        await self._writing(lambda: self._apply(changes))

    async def count(self) -> int:
        return await self._searching(lambda: int(self._index.searcher().num_docs))

    async def erase(self) -> None:
        """Delete the folder, after what is under way. It cannot be searched any more."""
        await self._writing(lambda: shutil.rmtree(self._folder, ignore_errors=True))

    async def close(self) -> None:
        self._searching.close()
        self._writing.close()

    def _apply(self, changes: Sequence[Change]) -> None:
        writer = self._index.writer(_HEAP_BYTES, 1)
        # What a crash left half committed has the very name that this commit would take.
        writer.garbage_collect_files()
        for change in changes:
            if isinstance(change, Put):
                writer.delete_documents_by_term("id", change.entry.passage_id)
                writer.add_document(_document(change.entry))
            else:
                writer.delete_documents_by_term("id", change.passage_id)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _search(self, text: str, limit: int, filter: Filter) -> list[Hit]:
        searcher = self._index.searcher()
        asked = list(dict.fromkeys(terms(text)))
        if not asked or not searcher.num_docs:
            return []
        weights = self._weights(searcher, asked)
        most = (1 + _K1) * sum(weighed for weighed, _ in weights.values())
        found = searcher.search(self._query(weights, filter), limit, count=False).hits
        return [
            Hit(passage_id=searcher.doc(address)["id"][0], score=score / most, raw=score)
            for score, address in found
        ]

    def _weights(
        self, searcher: tantivy.Searcher, asked: Sequence[str]
    ) -> dict[str, tuple[float, float]]:
        """How rare each term is, and by how much that exceeds what tantivy takes it for.

        Dropped passages count until their segment is merged away: so they do for tantivy's BM25.
        """
        count = sum(n for _, n in searcher.terms_with_prefix("source", ""))
        frequencies = {term: searcher.doc_freq("terms", term) for term in asked}
        rare = {t: _rarity(max(count, _FEW), n) for t, n in frequencies.items()}
        return {t: (rare[t], rare[t] / _rarity(count, n)) for t, n in frequencies.items()}

    def _query(self, weights: Mapping[str, tuple[float, float]], filter: Filter) -> tantivy.Query:
        should = tantivy.Occur.Should
        words = tantivy.Query.boolean_query([
            (should, tantivy.Query.boost_query(self._term("terms", term), boost))
            for term, (_, boost) in weights.items()
        ])
        parts = [(tantivy.Occur.Must, words)]
        if filter.published is not None:
            parts.append((tantivy.Occur.Must, self._within(filter.published)))
        if filter.sources is not None:
            chosen = tantivy.Query.term_set_query(self._schema, "source", sorted(filter.sources))
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(chosen, 0)))
        return tantivy.Query.boolean_query(parts)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, index_option="freq")

    def _within(self, range: TimeRange) -> tantivy.Query:
        bounds = tantivy.Query.range_query(
            self._schema,
            "published",
            tantivy.FieldType.Integer,
            _seconds(range.since) if range.since else _UNDATED + 1,
            _seconds(range.until) if range.until else None,
            include_upper=False,
        )
        return tantivy.Query.const_score_query(bounds, 0)


def _rarity(count: int, frequency: int) -> float:
    """The inverse document frequency of BM25."""
    return math.log1p((count - frequency + 0.5) / (frequency + 0.5))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    published = _UNDATED if entry.published is None else _seconds(entry.published)
    document = tantivy.Document()
    document.add_text("id", entry.passage_id)
    document.add_text("terms", " ".join(terms(f"{entry.title}\n{entry.text}")))
    document.add_text("source", entry.source_id)
    document.add_integer("published", published)
    return document


def _seconds(when: datetime) -> int:
    return int(when.timestamp())


def _identity(folder: Path) -> str:
    """Drawn when the folder is made; a folder made anew is another index to the change log."""
    file = folder / _IDENTITY
    known = file.read_text("utf-8").strip() if file.exists() else ""
    if not known:  # new, or a crash came between making the file and filling it
        known = uuid.uuid4().hex
        file.write_text(known, "utf-8")
    return known
