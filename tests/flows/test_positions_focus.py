"""Questions about a part of a story are answered with comments on that part, in either language, or not at all."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from examples import source, write
from narrow_discussions import ANSWERED, UNANSWERED, corpus

from bot.app import model_folder, read_settings
from bot.positions.asking import opinions_asked
from bot.positions.gathering import Gathered, Opinions
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.prepare import is_prepared
from retrieval.passages import embedded_text, split
from retrieval.ports import Library
from retrieval.ranking import LEXICAL_POWER, LEXICAL_WEIGHT
from retrieval.stores.sql.library import open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.tokens import content_terms, terms
from retrieval.types import Document, Filter, Found, Scores
from retrieval.within import Within

pytestmark = pytest.mark.skipif(
    not is_prepared(model_folder(read_settings())),
    reason="the packaged model is not prepared; `newsdesk prepare` makes it",
)
_FOUND = 10


@dataclass(frozen=True)
class Asked:
    """The library, an exact search over it, and the gathering."""

    library: Library
    embedder: OnnxEmbedder
    opinions: Opinions

    async def __call__(self, question: str) -> Gathered:
        """Opinions on what the question asks about."""
        asked = opinions_asked(question)
        assert asked is not None
        return await self.opinions(question, asked.topic, await self._found(asked.topic), Filter())

    async def _found(self, topic: str) -> list[Found]:
        """As ordinary search would find it: cosines against the whole collection, and shared words."""
        stored = await self.library.documents([d.id for d in corpus()])
        documents = [d for d in stored.values() if d.text]
        rows = await self.embedder.embed_passages([_embedded(d) for d in documents])
        cosines = rows @ await self.embedder.embed_question(topic)
        strengths = (cosines - cosines.mean()) / cosines.std()
        found = [
            _found(d, topic, float(c), float(s))
            for d, c, s in zip(documents, cosines, strengths, strict=True)
        ]
        return sorted(found, key=lambda f: -f.scores.fused)[:_FOUND]


def _embedded(of: Document) -> str:
    return embedded_text(of.title, of.published, of.text)


def _found(of: Document, topic: str, cosine: float, strength: float) -> Found:
    words = set(content_terms(topic))
    share = len(words & set(terms(f"{of.title} {of.text}"))) / max(len(words), 1)
    fused = strength + LEXICAL_WEIGHT * share**LEXICAL_POWER
    scores = Scores(dense=strength, cosine=cosine, lexical=share, recency=0.0, fused=fused)
    return Found(passage=split(of)[0], document=of, source_name="S", scores=scores)


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    embedder = OnnxEmbedder(model_folder(read_settings()))
    await library.save_source(source("hn"))
    await library.store(write(*corpus(), of=source("hn")))
    within = Within(library, embedder, SqlVectorCache(library.engine))
    yield Asked(library, embedder, Opinions(library, within, embedder))
    await embedder.close()
    await library.close()


def ids(gathered: Gathered) -> Sequence[str]:
    """Of the comments that are quoted."""
    return [s.citations[0].document_id for s in gathered.statements]


async def test_part_of_a_story(asked: Asked) -> None:
    """Each quote is about what is asked, and somebody who spoke of it is quoted."""
    quoted = {question: ids(await asked(question)) for question, _ in ANSWERED}
    wrong = {q: quoted[q] for q, right in ANSWERED if not set(quoted[q]) <= set(right.split())}
    assert not wrong
    assert not [q for q, said in quoted.items() if not said]


async def test_nobody_spoke_of_it(asked: Asked) -> None:
    """Of what nobody spoke, nobody is quoted, however much is said about the same company or thing."""
    quoted = {question: ids(await asked(question)) for question in UNANSWERED}
    assert not {q: said for q, said in quoted.items() if said}


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("What do people think of the new Larkspur Cloud dashboard?", {"cat", "train"}),
        ("코랄 브라우저 반응 어때?", {"game", "lunch"}),
        ("코랄 브라우저 탭 관리 기능 써 본 사람 후기 있어?", {"game", "lunch", "money"}),
    ],
)
async def test_whole_story(asked: Asked, question: str, beside: set[str]) -> None:
    """Who asks for the story hears several people, and nobody who speaks of something else."""
    said = ids(await asked(question))
    assert len(said) >= 3
    assert not beside & set(said)
