"""The sample texts: well-formed, labelled, and in words of their own."""

import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from retrieval.types import Voice

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "bot" / "samples" / "code-red.jsonl"
SEED = ROOT.parent / "shared" / "seed" / "geeknews-openai-code-red.txt"
REQUIRED = {"url", "title", "text", "published", "lang", "voice"}
OPTIONAL = {"thread_url", "retold_from", "author", "parent_url"}
SHINGLE = 25


@pytest.fixture(scope="module")
def samples() -> list[dict[str, str | None]]:
    """Every line of the file, parsed."""
    return [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def shingles(text: str) -> set[str]:
    """All runs of SHINGLE characters of `text`, white space folded."""
    folded = " ".join(text.split())
    return {folded[at : at + SHINGLE] for at in range(len(folded) - SHINGLE + 1)}


def sentences(text: str) -> list[str]:
    """`text` cut after each full stop that ends a sentence."""
    return re.split(r"(?<=[.])\s+", text)


def test_keys(samples):
    """Each document has every required key with a value, and no unknown key."""
    for sample in samples:
        assert REQUIRED <= sample.keys() <= REQUIRED | OPTIONAL
        assert all(sample[key] for key in REQUIRED)


def test_count(samples):
    """There are 25 to 35 documents."""
    assert 25 <= len(samples) <= 35


def test_languages(samples):
    """Korean and English have about the same number of documents."""
    counts = Counter(sample["lang"] for sample in samples)
    assert set(counts) == {"ko", "en"}
    assert abs(counts["ko"] - counts["en"]) <= 2


def test_language_of_text(samples):
    """A text holds Hangul exactly if it says that it is Korean."""
    for sample in samples:
        assert bool(re.search("[가-힣]", sample["text"])) == (sample["lang"] == "ko")


def test_voices(samples):
    """Nothing claims to be the article: only summaries and relays occur, both of them."""
    assert {sample["voice"] for sample in samples} == {Voice.SUMMARY, Voice.RELAY}


def test_relays_have_no_author(samples):
    """Relayed people are unnamed."""
    assert not any(sample.get("author") for sample in samples if sample["voice"] == Voice.RELAY)


def test_labels(samples):
    """Each title says in its own language that this is a sample."""
    label = {"ko": "[예시] ", "en": "[Sample] "}
    for sample in samples:
        assert sample["title"].startswith(label[sample["lang"]])


def test_urls(samples):
    """URLs are unique and cannot be taken for web addresses."""
    urls = [sample["url"] for sample in samples]
    assert len(set(urls)) == len(urls)
    assert all(re.fullmatch(r"sample:code-red/[a-z0-9-]+", url) for url in urls)


def test_parents(samples):
    """A parent is one of the samples, in the same language."""
    by_url = {sample["url"]: sample for sample in samples}
    for sample in samples:
        if parent := sample.get("parent_url"):
            assert by_url[parent]["lang"] == sample["lang"]


def test_published(samples):
    """Times are aware and from the two days of the story."""
    for sample in samples:
        when = datetime.fromisoformat(sample["published"])
        assert when.tzinfo is not None
        assert when.date() in {date(2025, 12, 2), date(2025, 12, 3)}


def test_length(samples):
    """A text has 2 to 6 sentences, each closed by a full stop."""
    for sample in samples:
        assert sample["text"].endswith(".")
        assert 2 <= len(sentences(sample["text"])) <= 6


def test_own_words(samples):
    """No text shares a run of 25 characters with the page it takes its facts from."""
    if not SEED.exists():
        pytest.skip("the page is not part of the repository; it lies in ../shared/seed")
    page = shingles(SEED.read_text(encoding="utf-8"))
    for sample in samples:
        assert not shingles(sample["text"]) & page, sample["url"]
