"""Opens generations of the indexes: each with its model, its collection, its folder, and what answers from it."""

import asyncio
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path

from bot.answer import Answering, Means
from bot.asked_links import AskedLinks
from bot.models import make_writing
from bot.serving import Opened
from bot.settings import Settings
from bot.writing import Surroundings
from retrieval import passages
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.prepare import is_prepared, prepare
from retrieval.likeness import Liken
from retrieval.ports import Embedder, PassageIndex
from retrieval.ranking import Recency
from retrieval.search import Search
from retrieval.stores.chroma import ChromaIndex, forget_collections, open_client
from retrieval.stores.sql.generations import SqlGenerations
from retrieval.stores.sql.library import SqlLibrary
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import Generation, GenerationState
from retrieval.upkeep import FIRST
from retrieval.within import Within

Say = Callable[[str], None]

_LEXICAL = "lexical"
_OF_A_GENERATION = re.compile(r"[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all generations have in common."""

    settings: Settings
    library: SqlLibrary
    links: AskedLinks
    around: Surroundings
    model_folder: Path
    say: Say


class Opening:
    """Opens each model once. `close` when nothing is answered any more."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._embedders: dict[str, Embedder] = {}

    async def __call__(self, generation: Generation) -> Opened:
        """A generation, with its model's name filled in. Raises StoreUnavailable, ModelUnavailable."""
        shared = self._shared
        embedder = await asyncio.to_thread(self.embedder, generation.spec)
        library = shared.library.of(generation.splitter)
        cache = SqlVectorCache(library.engine)
        indexes = self._indexes(generation, library, embedder)
        means = Means(
            search=Search(library, *indexes, _recency(shared.settings)),
            library=library,
            embedder=embedder,
            within=Within(library, embedder, cache),
            writing=make_writing(shared.settings, library.engine, embedder, shared.around),
            links=shared.links,
        )
        return Opened(
            generation=replace(generation, model=embedder.model),
            library=library,
            embedder=embedder,
            indexes=indexes,
            search=means.search,
            answering=Answering(means, shared.settings.threshold),
            liken=Liken(library, embedder, cache),
        )

    def embedder(self, spec: str) -> Embedder:
        """The model of that name; loading one takes seconds. Raises ModelUnavailable."""
        if spec not in self._embedders:
            shared = self._shared
            device = shared.settings.embedding_device
            made = open_embedder(spec, device, shared.model_folder, shared.say)
            self._embedders[spec] = made
        return self._embedders[spec]

    async def close(self) -> None:
        """Release models. Repeatable."""
        for embedder in self._embedders.values():
            await embedder.close()

    def _indexes(
        self, generation: Generation, library: SqlLibrary, embedder: Embedder
    ) -> tuple[PassageIndex, PassageIndex]:
        """The dense and the lexical index; those of the first generation have names without its id."""
        settings = self._shared.settings
        id = "" if generation.id == FIRST else generation.id
        folder = settings.data_dir / "chroma"
        client = open_client(settings.chroma_url, folder)
        cache = SqlVectorCache(library.engine)
        where = settings.chroma_url or str(folder)
        dense = ChromaIndex(client, embedder, library, cache, where, id)
        return dense, TantivyIndex(settings.data_dir / (f"{_LEXICAL}-{id}" if id else _LEXICAL))


async def active_generation(
    settings: Settings, generations: SqlGenerations, now: datetime
) -> Generation:
    """The one that answers come from; a new data folder's is as the settings say. Raises StoreUnavailable."""
    there = await generations.cut_by()  # of a data folder from before there were generations
    first = Generation(
        id=FIRST,
        spec=settings.embedding_model,
        model="",
        splitter=there or passages.splitter(settings.passage_size),
        state=GenerationState.ACTIVE,
        created=now,
        changed=now,
    )
    return await generations.active() or await generations.add(first)


def wanted(settings: Settings) -> dict[str, str]:
    """The model and the splitter that somebody has set, for the next generation; options of a reindex."""
    named = settings.model_fields_set
    model = {"model": settings.embedding_model} if "embedding_model" in named else {}
    cut = passages.splitter(settings.passage_size)
    return model | ({"splitter": cut} if "passage_size" in named else {})


async def forget_leftovers(settings: Settings, generations: SqlGenerations) -> None:
    """Delete indexes of generations that are not kept: a process was killed before it came to that."""
    kept = {g.id for g in await generations.all()}

    def left_over(name: str) -> bool:
        return bool(_OF_A_GENERATION.fullmatch(name)) and name not in kept

    for folder in settings.data_dir.glob(f"{_LEXICAL}-*"):
        if left_over(folder.name.removeprefix(f"{_LEXICAL}-")):
            shutil.rmtree(folder, ignore_errors=True)
    client = open_client(settings.chroma_url, settings.data_dir / "chroma")
    try:
        forget_collections(client, left_over)
    finally:
        client.close()


def open_embedder(spec: str, device: str, packaged: Path, say: Say) -> Embedder:
    """The packaged model, prepared if need be, or the one that is named: a folder that was prepared
    likewise, or whatever sentence-transformers takes. Raises ModelUnavailable.
    """
    if not spec:
        prepare(packaged, say)
        return OnnxEmbedder(packaged)
    if is_prepared(Path(spec)):
        return OnnxEmbedder(Path(spec))
    other = import_module("retrieval.embedding.sentence_transformers")
    embedder: Embedder = other.SentenceTransformersEmbedder(spec, device or None)
    return embedder


def _recency(settings: Settings) -> Recency:
    return Recency(weight=settings.recency_weight, half_life=settings.recency_half_life)
