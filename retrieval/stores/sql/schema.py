"""Tables. A change here needs a migration beside it; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from typing_extensions import override

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, UTC without zone in the database."""

    impl = DateTime
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


sources = Table(
    "sources",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("location", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("bookmark", Text),
    Column("every_s", Float),
    Column("checked_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    Column("read_at", UtcDateTime),
    Column("asked", Boolean, nullable=False),
    Column("held", Integer, nullable=False),
    Column("held_mark", Text),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("voice", String(16), nullable=False),
    Column("author", Text),
    Column("published", UtcDateTime, index=True),
    Column("updated", UtcDateTime),
    Column("lang", String(8)),
    Column("parent_url", Text),
    Column("lacks", Text),
    Column("publisher", Text),
    Column("thread_url", Text, index=True),
    Column("branch", Text),
    Column("depth", Integer, nullable=False),
    Column("about_url", Text),
    Column("retells_url", Text),
    Column("retold_from", Text),
    Column("comments", Integer),
    Column("standing", String(16), nullable=False),
    Column("edited", UtcDateTime),
    Column("story", String(64), index=True),
    Column("fingerprint", String(64), nullable=False),
    Column("text_mark", String(64)),
    Column("gone", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),  # missing, and waits for a yes to be deleted
    Column("likened", Boolean, nullable=False),  # whether it was compared with other stories
    Column("revised", BigInteger, index=True),  # number in the log when it last lost words or went
)

# Canonical addresses, hashed, and the story that they belong to.
story_keys = Table(
    "story_keys",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("story", String(64), nullable=False, index=True),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("key", String(64), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("splitter", String(32), nullable=False, index=True),
    Index("ix_passages_document_splitter", "document_id", "splitter"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("model", String(200), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# One row: who appends to the log updates it first, so that numbers are given in order of commit.
log_head = Table(
    "log_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
)

# At most one change a passage: a newer one replaces an older one, so the log does not outgrow the passages.
# The drop of a key that a passage had under an earlier title or date is logged as `passage@key`.
changes = Table(
    "changes",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("drop", Boolean, nullable=False),
    Column("passage_id", String(64), nullable=False, unique=True),
    Column("key", String(64), nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("index", String(200), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source_id", String(64), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("problems", Text, nullable=False),
    Column("message", Text),
    Column("kind", String(16), nullable=False),
    Column("asked_in", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("queued", UtcDateTime),
    Column("beat", UtcDateTime),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("current", Text, nullable=False),
    Column("resumed", Integer, nullable=False),
    Column("slot", String(64), unique=True),  # what it works on while it is open: one run at a time
    Index("ix_runs_started", "started"),
    Index("ix_runs_source", "source_id", "started"),
)

# Fillings of both indexes. Answers come from the one that is active.
generations = Table(
    "generations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("spec", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("splitter", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
)
