"""Files of texts: every good line is a document, every bad one a problem that names its place."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import BadInput
from retrieval.sources.jsonl import JsonLinesLimits, JsonLinesReader, recognises
from retrieval.types import Reading, Source, Voice


def line(url: str = "https://ex.com/1", text: str = "Some text.", **more: object) -> str:
    return json.dumps({"url": url, "title": "T", "text": text, **more})


async def read(
    path: Path, *lines: str, bookmark: str | None = None, limits: JsonLinesLimits | None = None
) -> Reading:
    file = path / "texts.jsonl"
    file.write_text("\n".join(lines), "utf-8", "surrogatepass")
    source = Source(id="s1", kind="jsonl", location=str(file), name="Texts", bookmark=bookmark)
    return await JsonLinesReader(limits).read(source)


async def test_whole_line(tmp_path: Path) -> None:
    """Every key of the contract finds its place; unknown ones are ignored."""
    reading = await read(
        tmp_path,
        line(
            published="2025/06/30",
            author="Kim\n",
            lang="KO",
            voice="comment",
            parent_url="https://ex.com/0",
            thread_url="https://ex.com/t",
            about_url="https://ex.com/a",
            retold_from="Forum\n",
            points=7,
        ),
    )
    (document,) = reading.documents
    assert (document.url, document.title, document.text) == ("https://ex.com/1", "T", "Some text.")
    assert (document.author, document.lang, document.voice) == ("Kim", "ko", Voice.COMMENT)
    assert str(document.published) == "2025-06-30 00:00:00+00:00"
    assert (document.parent_url, document.source_id) == ("https://ex.com/0", "s1")
    assert (document.thread_url, document.about_url) == ("https://ex.com/t", "https://ex.com/a")
    assert document.retold_from == "Forum"
    assert (reading.whole, reading.problems) == (True, ())


async def test_least_line(tmp_path: Path) -> None:
    """An address and a text are enough; the language is told by the script."""
    reading = await read(tmp_path, json.dumps({"url": "kq/1", "text": "한국어 문장이다."}))
    assert (reading.documents[0].voice, reading.documents[0].lang) == (Voice.ARTICLE, "ko")


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no JSON object"),
        ('"text"', "no JSON object"),
        ('{"url": "u", "text": ""}', "no text"),
        ('{"url": "u", "text": 5}', "'text' is no string"),
        ('{"text": "t"}', "no url"),
        ('{"url": "javascript:alert(1)", "text": "t"}', "no address"),
        ('{"url": "a\\nb", "text": "t"}', "control characters"),
        ('{"url": "u", "text": "t", "voice": "god"}', "voice"),
        ('{"url": "u", "text": "\\u0000"}', "no text"),
    ],
)
async def test_bad_line(tmp_path: Path, bad: str, what: str) -> None:
    """A bad line is told with file and number, and the rest is read."""
    reading = await read(tmp_path, line(), "", bad, line("https://ex.com/2"))
    assert len(reading.documents) == 2
    (problem,) = reading.problems
    assert problem.where == f"{tmp_path / 'texts.jsonl'}:3"
    assert what in problem.what
    assert problem.mend


async def test_bad_date(tmp_path: Path) -> None:
    """A date that is not understood costs the date, not the document."""
    reading = await read(tmp_path, line(published="last week"))
    assert reading.documents[0].published is None
    assert "date" in reading.problems[0].what


async def test_not_utf8(tmp_path: Path) -> None:
    """A line in another encoding is told as such."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(line().encode() + b'\n{"url": "u", "text": "\xff"}')
    reading = await JsonLinesReader().read(
        Source(id="s", kind="jsonl", location=str(file), name="")
    )
    assert "UTF-8" in reading.problems[0].what


async def test_many_problems(tmp_path: Path) -> None:
    """Problems are told one by one up to a number, then counted."""
    reading = await read(tmp_path, line(), *["{"] * 30, limits=JsonLinesLimits(problems=10))
    assert len(reading.problems) == 11
    assert reading.problems[-1].what.startswith("20 more")


async def test_no_good_line(tmp_path: Path) -> None:
    """A file without a single good line is bad input that names the first bad one."""
    with pytest.raises(BadInput, match=r"texts\.jsonl:1"):
        await read(tmp_path, "{")
    with pytest.raises(BadInput):
        await read(tmp_path, "")


async def test_same_address(tmp_path: Path) -> None:
    """Further texts of one address are further documents, a repeated line is not."""
    reading = await read(tmp_path, line(text="one"), line(text="two"), line(text="one"))
    assert [each.text for each in reading.documents] == ["one", "two"]
    assert len({each.id for each in reading.documents}) == 2


async def test_edited_text_keeps_id(tmp_path: Path) -> None:
    """The id comes from the address."""
    first = await read(tmp_path, line(text="one"))
    second = await read(tmp_path, line(text="two"), bookmark=first.bookmark)
    assert first.documents[0].id == second.documents[0].id


async def test_unchanged(tmp_path: Path) -> None:
    """The same file again brings nothing."""
    first = await read(tmp_path, line())
    second = await read(tmp_path, line(), bookmark=first.bookmark)
    assert second.unchanged
    assert second.documents == ()


async def test_gzip(tmp_path: Path) -> None:
    """A packed file is read, whatever it is called."""
    file = tmp_path / "texts.jsonl"
    file.write_bytes(gzip.compress(line().encode()))
    reading = await JsonLinesReader().read(
        Source(id="s", kind="jsonl", location=str(file), name="")
    )
    assert len(reading.documents) == 1


async def test_gzip_bomb(tmp_path: Path) -> None:
    """A packed file that is too large unpacked is refused on the way, even when it is one endless line."""
    file = tmp_path / "bomb.jsonl.gz"
    file.write_bytes(gzip.compress(b" " * 20_000_000))
    limits = JsonLinesLimits(file_bytes=1_000_000, line_bytes=1000)
    with pytest.raises(BadInput, match="larger"):
        await JsonLinesReader(limits).read(
            Source(id="s", kind="jsonl", location=str(file), name="")
        )


async def test_damaged_gzip(tmp_path: Path) -> None:
    """A damaged packed file is bad input."""
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(line().encode() * 99)[:-20])
    with pytest.raises(BadInput, match="damaged"):
        await JsonLinesReader().read(Source(id="s", kind="jsonl", location=str(file), name=""))


async def test_long_line(tmp_path: Path) -> None:
    """A line over the limit is one problem, and the next line is read."""
    limits = JsonLinesLimits(line_bytes=1000)
    reading = await read(tmp_path, line(text="x" * 5000), line(), limits=limits)
    assert len(reading.documents) == 1
    assert [each.where.rpartition(":")[2] for each in reading.problems] == ["1"]


@pytest.mark.parametrize(
    ("location", "expected"),
    [("a.jsonl", True), ("a.JSONL.gz", True), ("a.json", False), ("https://ex.com/a.jsonl", False)],
)
def test_recognises(location: str, expected: bool) -> None:  # noqa: FBT001 (a parameter of pytest's)
    """Files by their ending, and no web address."""
    assert recognises(location) is expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
LINES = st.dictionaries(
    st.sampled_from(["url", "title", "text", "voice", "published", "lang"]), JSON
)


@given(lines=st.lists(LINES | JSON, max_size=5))
async def test_any_json(tmp_path_factory: pytest.TempPathFactory, lines: list[object]) -> None:
    """Whatever the lines hold, they are documents or problems, and nothing else is raised."""
    folder = tmp_path_factory.mktemp("any")
    reading = await read(folder, line(), *(json.dumps(each) for each in lines))
    assert all(each.text and each.url for each in reading.documents)


@given(body=st.binary(max_size=200))
async def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    """Any bytes are read or are bad input."""
    file = tmp_path_factory.mktemp("any") / "a.jsonl"
    file.write_bytes(body)
    with pytest.raises(BadInput):
        await JsonLinesReader().read(Source(id="s", kind="jsonl", location=str(file), name=""))
