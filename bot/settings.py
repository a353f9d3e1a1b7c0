"""Every setting, from NEWSDESK_* variables or a .env file. docs/settings.md is checked against this."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEFAULT_FEEDS = (
    "https://news.hada.io/rss/news",
    "https://news.ycombinator.com/",
    "https://www.theverge.com/rss/index.xml",
    "https://feeds.arstechnica.com/arstechnica/index",
    "https://techcrunch.com/feed/",
)

Names = Annotated[tuple[str, ...], NoDecode]  # comma-separated


class Settings(BaseSettings):
    """What an operator may change. Every value has a default that works on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="NEWSDESK_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Path = Field(Path("data"), description="Where everything is kept.")
    model_dir: Path | None = Field(
        None, description="Where prepared models are kept; empty: the user's cache folder."
    )
    embedding_model: str = Field(
        "", description="A sentence-transformers model, by name or folder; empty: the packaged one."
    )
    passage_size: int = Field(
        700,
        ge=200,
        le=4000,
        description="Weight that passages grow to, in Latin letters' worth; a Korean one counts double.",
    )
    embedding_device: str = Field("", description="cpu, cuda, mps; empty: chosen by the library.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    chroma_url: str = Field(
        "", description="http(s)://host:port of a Chroma server; empty: in process."
    )
    host: str = Field("127.0.0.1", description="Address that the page is served on.")
    port: int = Field(8080, ge=0, le=65535, description="Port of the page; 0 picks a free one.")
    allowed_hosts: Names = Field((), description="Further host names that the page answers to.")
    feeds: Names = Field(
        DEFAULT_FEEDS, description="Addresses of the sources that a new data folder starts with."
    )
    samples: bool = Field(
        default=True, description="Whether a new data folder starts with the sample texts."
    )
    refresh_minutes: int = Field(30, ge=1, description="How often a feed is read.")
    backfill_days: float = Field(
        3.0, ge=0, description="How far back a new Hacker News source goes when it is first read."
    )
    dead_comments: bool = Field(
        default=False,
        description="Whether comments that their site has hidden may be quoted, marked as such.",
    )
    hackernews_search_url: str = Field(
        "https://hn.algolia.com/api/v1", description="Base URL of Hacker News' search API."
    )
    hackernews_items_url: str = Field(
        "https://hacker-news.firebaseio.com/v0", description="Base URL of its item API."
    )
    geeknews_url: str = Field(
        "https://news.hada.io", description="Where GeekNews is read from; its links stay its own."
    )
    links: bool = Field(
        default=True, description="Whether a link in a question is read, for whoever asks."
    )
    link_seconds: float = Field(
        15.0, gt=0, description="Longest time that a question waits for it."
    )
    links_per_hour: int = Field(
        10, ge=0, description="Links that one person may have read an hour; stored ones are free."
    )
    house_links_per_hour: int = Field(120, ge=0, description="Links of all questions an hour.")
    links_kept_days: float = Field(
        30.0,
        gt=0,
        description="How long what a question linked to is kept, and at least as long as its answer.",
    )
    contact: str = Field(
        "", description="URL or address in the user agent, so that publishers can reach you."
    )
    private_networks: Names = Field(
        (), description="Networks (CIDR) that may be fetched from although they are not public."
    )
    private_pages: Names = Field(
        (), description="Networks that linked pages may be read from although not public."
    )
    timezone: str = Field(
        "", description="IANA zone of askers who have none; empty: the machine's."
    )
    threshold: float | None = Field(
        None, ge=0, le=1, description="Least evidence to answer; empty: the calibrated point."
    )
    recency_weight: float = Field(
        0.3, ge=0, description="What being new is worth in ranking; 0: off."
    )
    recency_half_life_days: float = Field(30, gt=0, description="When half of that is gone.")
    writer_model: str = Field(
        "", description="Language model that writes answers; empty: none, answers are quotes."
    )
    writer_url: str = Field(
        "", description="Base URL of an OpenAI-compatible API, ending in /v1; empty: OpenAI's."
    )
    writer_key: SecretStr = Field(
        SecretStr(""), description="Key of that API; empty: none, for servers of your own."
    )
    writer_seconds: float = Field(
        45, gt=0, description="Longest time the model may take for an answer; then it is quotes."
    )
    writer_tokens: int = Field(
        800, ge=100, description="Most tokens the model may write at a time."
    )
    writer_passages: int = Field(6, ge=1, le=20, description="Passages the model is shown.")
    writer_at_once: int = Field(4, ge=1, description="Requests to the model at the same time.")
    writer_price_read: float = Field(
        0.0, ge=0, description="Price of a million tokens that the model reads, in any currency."
    )
    writer_price_written: float = Field(
        0.0, ge=0, description="Price of a million tokens that it writes, in the same one."
    )
    across_languages: bool = Field(
        default=False,
        description="Whether the model's sentences may be in another language than their quotes.",
    )
    second_opinion: Literal["", "model", "cross-encoder"] = Field(
        "", description="Who is asked once more about sentences that passed; it may only reject."
    )
    second_opinion_model: str = Field(
        "", description="The cross-encoder, by name or folder, as sentence-transformers takes it."
    )
    user_tokens_per_day: int = Field(
        200_000, ge=0, description="Tokens one person's questions may cost a day; 0: no limit."
    )
    channel_tokens_per_day: int = Field(
        0, ge=0, description="Tokens one channel's may cost a day; 0: no limit."
    )
    tenant_tokens_per_day: int = Field(
        2_000_000, ge=0, description="Tokens one server's or workspace's; 0: no limit."
    )
    house_tokens_per_day: int = Field(
        0, ge=0, description="Tokens all questions may cost a day; 0: no limit."
    )
    user_cost_per_day: float = Field(
        0.0, ge=0, description="The same in the currency of the prices; 0: no limit."
    )
    channel_cost_per_day: float = Field(0.0, ge=0, description="Of one channel; 0: no limit.")
    tenant_cost_per_day: float = Field(
        0.0, ge=0, description="Of one server or workspace; 0: no limit."
    )
    house_cost_per_day: float = Field(0.0, ge=0, description="Of all questions; 0: no limit.")
    discord_token: SecretStr = Field(SecretStr(""), description="Bot token; empty: no Discord.")
    discord_api_url: str = Field(
        "", description="Base URL of the REST API, such as https://host/api/v10; empty: Discord's."
    )
    discord_render: Literal["components", "embed"] = Field(
        "components", description="How answers are drawn; embeds are also what is fallen back to."
    )
    slack_bot_token: SecretStr = Field(
        SecretStr(""), description="Bot token (xoxb-) of one workspace; empty: none, or OAuth."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="App-level token (xapp-) for Socket Mode."
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Signing secret; needed when Slack sends over HTTP."
    )
    slack_mode: Literal["socket", "http"] = Field(
        "socket", description="How events arrive: Socket Mode, or signed HTTP requests."
    )
    slack_client_id: str = Field("", description="Client id for installs into many workspaces.")
    slack_client_secret: SecretStr = Field(SecretStr(""), description="Client secret for these.")
    slack_public_url: str = Field(
        "", description="https address under which Slack and browsers reach the HTTP mode."
    )
    slack_host: str = Field("127.0.0.1", description="Address that Slack's requests come to.")
    slack_port: int = Field(3000, ge=0, le=65535, description="Port that they come to.")
    slack_api_url: str = Field(
        "", description="Base URL of the Web API, such as https://host/api/; empty: Slack's."
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Key that tokens of other workspaces are encrypted with."
    )
    direct_messages: bool = Field(default=True, description="Whether direct messages are answered.")
    admins: Names = Field(
        (), description="Further admins as platform:id, such as slack:U012AB3CD, discord:80351110."
    )
    homes: Names = Field(
        (),
        description="Servers and workspaces, as platform:id, whose managers run this bot; empty: its first one.",
    )
    user_per_minute: int = Field(6, ge=1, description="Questions one person may ask a minute.")
    user_per_day: int = Field(60, ge=1, description="Questions one person may ask a day.")
    channel_per_minute: int = Field(20, ge=1, description="Questions one channel may ask a minute.")
    answers_at_once: int = Field(4, ge=1, description="Questions worked on at the same time.")
    most_waiting: int = Field(
        1000, ge=1, description="Questions that may wait before more are refused."
    )
    answer_seconds: float = Field(90, gt=0, description="Longest time to work on one question.")
    keep_days: int = Field(
        30, ge=1, description="How long questions, replies and feedback are kept."
    )
    keep_page_questions: bool = Field(
        default=True,
        description="Whether questions of the page and the API are kept, too; without who asked.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level logged."
    )
    log_json: bool = Field(default=False, description="One JSON object a line instead of text.")
    metrics: Literal["open", "key", "off"] = Field(
        "open",
        description="Who is told figures at /metrics: all, or who has the console's key; unset: all, on"
        " a loopback address, else the key.",
    )

    @field_validator(
        "allowed_hosts",
        "feeds",
        "private_networks",
        "private_pages",
        "admins",
        "homes",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(p.strip() for p in value.split(",") if p.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("writer_key", mode="after")
    @classmethod
    def _sendable(cls, value: SecretStr) -> SecretStr:
        key = value.get_secret_value().strip()
        if not key.isascii() or not key.isprintable():
            raise ValueError("a key has no such letters; copy it again")
        return SecretStr(key)

    @field_validator("writer_model", "writer_url", mode="after")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.strip()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        costs = (
            self.user_cost_per_day,
            self.channel_cost_per_day,
            self.tenant_cost_per_day,
            self.house_cost_per_day,
        )
        if any(costs) and not (self.writer_price_read or self.writer_price_written):
            raise ValueError("a limit in money needs NEWSDESK_WRITER_PRICE_READ or _WRITTEN")
        if self.second_opinion == "cross-encoder" and not self.second_opinion_model:
            raise ValueError("name the cross-encoder in NEWSDESK_SECOND_OPINION_MODEL")
        return self

    @field_validator("threshold", "model_dir", mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def figures(self) -> Literal["open", "key", "off"]:
        """Who is told figures: where nothing is set, all who reach the page from this machine alone."""
        if "metrics" in self.model_fields_set or _is_loopback(self.host):
            return self.metrics
        return "key"

    @property
    def writing_within(self) -> float:
        """Seconds for the model: never so many that none are left for quotes instead."""
        return min(self.writer_seconds, 0.5 * self.answer_seconds)

    @property
    def recency_half_life(self) -> timedelta:
        """As a span of time."""
        return timedelta(days=self.recency_half_life_days)

    @property
    def sql_url(self) -> str:
        """The database to open."""
        return (
            self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute()}/newsdesk.sqlite"
        )

    @property
    def alone(self) -> bool:
        """Whether no other process works on the same database."""
        return not self.database_url.startswith("postgresql")

    @property
    def jobs_url(self) -> str:
        """Where DBOS keeps its own tables: beside the truth."""
        if self.alone:
            return f"sqlite:///{self.data_dir.absolute()}/jobs.sqlite"
        return self.database_url.replace("+psycopg", "", 1)


def _is_loopback(host: str) -> bool:
    """Whether other machines cannot reach who listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
