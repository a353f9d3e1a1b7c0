"""What settings of a language model are refused, with one line that says how to mend it."""

from pathlib import Path

import pytest

from bot.app import read_settings
from bot.errors import BadRequest
from bot.models import make_writer


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env file is read."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"writer_key": "“sk-1”"}, "NEWSDESK_WRITER_KEY"),
        ({"writer_key": "sk-sécret"}, "NEWSDESK_WRITER_KEY"),
        ({"user_cost_per_day": 1.0}, "NEWSDESK_WRITER_PRICE_READ"),
        ({"second_opinion": "cross-encoder"}, "NEWSDESK_SECOND_OPINION_MODEL"),
        ({"writer_passages": 0}, "NEWSDESK_WRITER_PASSAGES"),
    ],
)
def test_refused(given: dict[str, object], line: str) -> None:
    """And the value of a key is not repeated."""
    with pytest.raises(BadRequest) as raised:
        read_settings(**given)
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "cret" not in str(raised.value)


def test_pasted_space() -> None:
    """A key, an address and a name may come with space around them."""
    settings = read_settings(writer_key=" sk-1\n", writer_model=" m ", writer_url=" http://h/v1 ")
    assert settings.writer_key.get_secret_value() == "sk-1"
    assert (settings.writer_model, settings.writer_url) == ("m", "http://h/v1")


def test_cost_limit_with_prices() -> None:
    """Is taken."""
    assert read_settings(user_cost_per_day=1.0, writer_price_read=0.1).user_cost_per_day == 1.0


@pytest.mark.parametrize(
    ("host", "figures"),
    [
        ("127.0.0.1", "open"),
        ("127.8.9.10", "open"),
        ("::1", "open"),
        ("localhost", "open"),
        ("0.0.0.0", "key"),  # noqa: S104 - nothing listens
        ("::", "key"),
        ("", "key"),
        ("192.168.1.5", "key"),
        ("localhost.example", "key"),
    ],
)
def test_figures(host: str, figures: str) -> None:
    """Where nothing is set they are open to this machine alone."""
    assert read_settings(host=host).figures == figures


@pytest.mark.parametrize("set_to", ["open", "key", "off"])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - nothing listens
def test_figures_as_set(monkeypatch: pytest.MonkeyPatch, host: str, set_to: str) -> None:
    """What is set holds, wherever it is listened."""
    monkeypatch.setenv("NEWSDESK_METRICS", set_to)
    assert read_settings(host=host).figures == set_to


def test_time_for_quotes() -> None:
    """The model never gets so much time that none is left."""
    assert read_settings(writer_seconds=500, answer_seconds=60).writing_within == 30


@pytest.mark.parametrize(
    "url", ["http://h/v1?api-key=x", "http://h/v1#x", "h:8080", "http://h\u200b/v1"]
)
def test_addresses(url: str) -> None:
    """What holds more than an address, or is none."""
    with pytest.raises(BadRequest, match="NEWSDESK_WRITER_URL"):
        make_writer(read_settings(writer_model="m", writer_url=url))
